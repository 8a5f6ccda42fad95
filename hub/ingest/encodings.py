"""Bytes to text: by their mark, by what the server and the page say, by what they look like.

Old German pages often say one thing and are another. What is valid UTF-8 beyond plain ASCII is
UTF-8, whatever it says: by chance that happens to no text of any other encoding.
"""

import codecs
import re

from charset_normalizer import from_bytes

from hub.ingest.model import Fetched

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Names that mean more than they say: browsers read all of these so.
_MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "latin-1": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "utf-16": "utf-16-le",
    "utf-32": "utf-32-le",
}
#: Codecs of Python that are no encodings of pages, or dangerous ones.
_NEVER = frozenset(
    {"utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"}
)
_WIDE = frozenset({"utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"})
_DECLARATION = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']?\s*([\w.:-]+)"
    rb"|<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)"
    rb"|@charset\s+[\"']([\w.:-]+)[\"']",
    re.IGNORECASE,
)
_LOOKED_AT = 4096  #: bytes in which a page says its encoding
_SAMPLE = 64_000  #: bytes from which an encoding is guessed
#: What stands beyond ASCII in German texts; a right reading has hardly anything else.
_EXPECTED = frozenset("äöüßÄÖÜ–—„“”‚‘’»«›‹…€§°·•éèáàâêôçñøåÉ²³½© ®­")
_LEGACY = ("cp1252", "cp850", "mac_roman")


def decode(fetched: Fetched) -> str:
    """The text of what was fetched, without byte-order mark and NUL. Never raises."""
    return decode_bytes(fetched.content, fetched.encoding)


def decode_bytes(content: bytes, declared: str | None = None) -> str:
    """The bytes as text. ``declared`` is what a server said; it may be wrong or nonsense."""
    text = content.decode(encoding_of(content, declared), "replace")
    return text.removeprefix("\ufeff").replace("\x00", "")


def encoding_of(content: bytes, declared: str | None = None) -> str:
    """The name of the encoding to read the bytes by; Python knows it."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name
    if (wide := _wide(content)) is not None:
        return wide
    if _is_utf8(content):
        return "utf-8"
    for label in (declared, _said(content)):
        told = known_encoding(label)
        if told and told not in _WIDE and _fits(content, told):
            return told
    return _guess(content)


def known_encoding(label: str | None) -> str | None:
    """The encoding that a label means; None where it means none that pages have."""
    cleaned = (label or "").strip().strip("\"'").strip().lower()
    if not re.fullmatch(r"[\w.:+-]{2,40}", cleaned, re.ASCII):
        return None
    try:
        info = codecs.lookup(cleaned)
        "".encode(info.name)  # some codecs are not from text to bytes
    except (LookupError, ValueError, TypeError, AttributeError):
        return None
    name = info.name.lower()
    return None if name.replace("_", "-") in _NEVER else _MEANT.get(name, name)


def _said(content: bytes) -> str | None:
    """What the page itself says."""
    found = _DECLARATION.search(content[:_LOOKED_AT])
    return next(label for label in found.groups() if label).decode() if found else None


def _is_utf8(content: bytes) -> bool:
    """Valid UTF-8 as a whole, or but for a few slips in a text that is clearly meant to be."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace")
        wrong = text.count("\ufffd")
        right = sum(sign > "\x7f" for sign in text) - wrong
        return right > 4 * wrong
    return True


def _fits(content: bytes, name: str) -> bool:
    """Whether the bytes can be of that encoding, but for a few slips."""
    if name == "utf-8":
        return False  # it was looked at before
    wrong = content.decode(name, "replace").count("\ufffd")
    return wrong * 200 <= len(content) if wrong else True


def _wide(content: bytes) -> str | None:
    """UTF-16 without a mark: in texts of ours every other byte is NUL."""
    head = content[:_LOOKED_AT]
    evens, odds = head[0::2], head[1::2]
    if len(head) < 10:
        return None
    if odds.count(0) > len(odds) * 0.6 and evens.count(0) < len(evens) * 0.1:
        return "utf-16-le"
    if evens.count(0) > len(evens) * 0.6 and odds.count(0) < len(odds) * 0.1:
        return "utf-16-be"
    return None


def _guess(content: bytes) -> str:
    """The encoding in which the text looks like one of ours; else what the detector says."""
    high = bytes(sign for sign in content if sign > 0x7F)[:_SAMPLE]
    best = max(_LEGACY, key=lambda name: _likely(high, name))
    if not high or _likely(high, best) > 0.85:
        return best
    found = from_bytes(content[:_SAMPLE]).best()
    name = known_encoding(found.encoding) if found else None
    return name if name and _fits(content, name) else "cp1252"


def _likely(high: bytes, name: str) -> float:
    """The share of signs beyond ASCII that are to be expected."""
    text = high.decode(name, "replace")
    return sum(sign in _EXPECTED for sign in text) / len(text) if text else 1.0
