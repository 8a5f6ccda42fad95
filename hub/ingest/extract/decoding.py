"""Bytes to text: by byte-order mark, by what the server or the page declares, or by likelihood."""

import re

from charset_normalizer import from_bytes

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w:.-]+)", re.IGNORECASE)
_LOOKED_AT = 32_768

#: What browsers read under these names: pages that say Latin-1 mean Windows's.
_AS_BROWSERS = {
    "iso-8859-1": "windows-1252",
    "iso8859-1": "windows-1252",
    "latin1": "windows-1252",
    "latin-1": "windows-1252",
    "ascii": "windows-1252",
    "us-ascii": "windows-1252",
    "utf8": "utf-8",
}


def decode(content: bytes, declared: str | None = None) -> str:
    """The text of some bytes. What decodes without an error as UTF-8 is UTF-8, whatever is said."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    if utf16 := _unmarked_utf16(content):
        return content.decode(utf16, errors="replace")
    for candidate in ("utf-8", declared, _said_inside(content)):
        text = _decoded(content, candidate)
        if text is not None:
            return text
    return _detected(content, declared or _said_inside(content))


def _unmarked_utf16(content: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of a text in our script is zero."""
    begin = content[:400]
    if len(begin) < 8 or begin.count(0) * 3 < len(begin):
        return None
    return "utf-16-le" if begin[1::2].count(0) > begin[0::2].count(0) else "utf-16-be"


def _said_inside(content: bytes) -> str | None:
    begin = content[:_LOOKED_AT]
    said = _XML.match(begin) or _META.search(begin)
    return said[1].decode("ascii", "replace") if said else None


def _decoded(content: bytes, encoding: str | None) -> str | None:
    """The text, or None where the name is unknown or does not fit the bytes."""
    name = (encoding or "").strip().lower()
    if not name or name.startswith(("utf-16", "utf-32", "ucs", "utf-7", "unicode", "punycode")):
        return None
    try:
        return content.decode(_AS_BROWSERS.get(name, name))
    except (LookupError, UnicodeError, ValueError):
        return None


def _detected(content: bytes, said: str | None) -> str:
    """The likeliest text where nothing fits: mostly UTF-8, or what was said, with a few slips."""
    for encoding in ("utf-8", _AS_BROWSERS.get((said or "").lower(), said)):
        try:
            text = content.decode(encoding or "utf-8", errors="replace")
        except (LookupError, UnicodeError, ValueError):
            continue
        if text.count("�") * 200 <= len(text):
            return text
    best = from_bytes(content[:200_000]).best()
    return content.decode(best.encoding if best else "windows-1252", errors="replace")
