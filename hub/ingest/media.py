"""What bytes are, told by the bytes; names and declarations help only where those cannot."""

import io
import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath

_HEAD = 4096  #: bytes that are looked at
BINARY = "application/octet-stream"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

#: First bytes, and what they mean.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "application/rtf"),
    (b"%!PS", "application/postscript"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "application/ogg"),
    (b"fLaC", "audio/flac"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"\x7fELF", BINARY),
    (b"wOFF", "font/woff"),
    (b"wOF2", "font/woff2"),
)
#: A file inside a zip that tells what the zip is.
_ZIP_PARTS: tuple[tuple[str, str], ...] = (
    ("word/", _OFFICE + "wordprocessingml.document"),
    ("ppt/", _OFFICE + "presentationml.presentation"),
    ("xl/", _OFFICE + "spreadsheetml.sheet"),
)
_OLE_PARTS: tuple[tuple[str, str], ...] = (
    ("__substg1.0_", "application/vnd.ms-outlook"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
)
#: The first element of an XML text, and what it means.
_ROOTS: Mapping[str, str] = {
    "html": "text/html",
    "rss": "application/rss+xml",
    "rdf": "application/rdf+xml",
    "feed": "application/atom+xml",
    "svg": "image/svg+xml",
    "opml": "text/x-opml",
}
_RSS_NAMESPACE = re.compile(rb"xmlns\s*=\s*[\"']http://purl\.org/(?:rss/1\.0|net/rss1\.1)")
_ROOT = re.compile(
    rb"(?:\s|<\?.*?\?>|<!--.*?-->|<!(?!--)[^>\[]*(?:\[.*?\])?[^>]*>)*<([\w:.-]+)", re.S
)
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script|table|div|h[1-6]|p|a|br|ul|article)[\s>/]",
    re.IGNORECASE,
)
_MAIL = re.compile(
    rb"(?:(?:from|received|return-path|delivered-to|mime-version|message-id|date|subject|to"
    rb"|x-[\w-]+|dkim-signature|reply-to|content-type|authentication-results):[^\n]*\n"
    rb"(?:[ \t][^\n]*\n)*){3}",
    re.IGNORECASE,
)
_FIRST_LINES: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"\s*BEGIN:VCALENDAR", re.I), "text/calendar"),
    (re.compile(rb"\s*BEGIN:VCARD", re.I), "text/vcard"),
    (re.compile(rb"\s*TY  - "), "application/x-research-info-systems"),
    (re.compile(rb"\s*<!DOCTYPE NETSCAPE-Bookmark", re.I), "text/html"),
)
#: What a text is, by the end of its name: bytes do not tell these apart.
_TEXT_ENDS: Mapping[str, str] = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".bib": "application/x-bibtex",
    ".ris": "application/x-research-info-systems",
    ".json": "application/json",
    ".ics": "text/calendar",
    ".eml": "message/rfc822",
    ".opml": "text/x-opml",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".xml": "application/xml",
    ".rdf": "application/rdf+xml",
    ".txt": "text/plain",
}
_DECLARED_AS = {
    "application/xhtml+xml": "text/html",
    "text/xml": "application/xml",
    "application/x-bib": "application/x-bibtex",
    "text/x-bibtex": "application/x-bibtex",
    "text/x-markdown": "text/markdown",
    "application/csv": "text/csv",
}
#: Texts that may hold markup and are not it.
_PLAIN_BY_NAME = frozenset({"text/markdown", "text/csv", "text/tab-separated-values"})
_CONTROLS = bytes(sign for sign in range(32) if sign < 9 or (sign > 13 and sign != 27))
_SAYS_NOTHING = frozenset({"", "text/plain", BINARY, "application/force-download"})
_TEXTUAL = re.compile(r"text/.+|message/rfc822|application/(?:.+\+)?(?:xml|json)|application/x-.+")


def media_type_of(content: bytes, declared: str = "", name: str | None = None) -> str:
    """The media type, in small letters and without parameters.

    ``declared`` is what a server said, ``name`` a file name; each may be wrong or missing.
    """
    declared = declared.partition(";")[0].strip().lower()
    declared = _DECLARED_AS.get(declared, declared)
    named_pdf = declared == "application/pdf" or (name or "").lower().endswith(".pdf")
    if named_pdf and b" obj" in content and b"endobj" in content:
        return "application/pdf"  # without its first line; readers can often mend that
    return _binary_type(content) or _text_type(content, declared, name)


def _binary_type(content: bytes) -> str | None:
    head = content[:_HEAD]
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_type(content)
    if head.startswith(_OLE):
        return _ole_type(content)
    if head[4:8] == b"ftyp":
        return "video/mp4"
    if head.startswith(b"RIFF"):
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12], BINARY)
    if head[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"):
        return "audio/mpeg"
    found = next((kind for start, kind in _SIGNATURES if head.startswith(start)), None)
    # two letters are no proof: a text may begin with them
    return None if found == "image/bmp" and b"\x00" not in head else found


def _zip_type(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()[:2000]
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                told = archive.read("mimetype").decode("ascii", "replace").strip().lower()
                if re.fullmatch(r"application/[\w.+-]+", told):
                    return told
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        return _broken_zip_type(content)
    found = (k for part, k in _ZIP_PARTS if any(name.startswith(part) for name in names))
    return next(found, "application/zip") if "[Content_Types].xml" in names else "application/zip"


def _broken_zip_type(content: bytes) -> str:
    """A zip that breaks off still names its parts on the way."""
    head = content[: 64 * _HEAD]
    if (told := re.search(rb"mimetype(application/[\w.+-]+?)PK\x03\x04", head)) is not None:
        return told[1].decode("ascii")
    if b"[Content_Types].xml" in head:
        return next((k for part, k in _ZIP_PARTS if part.encode() in head), "application/zip")
    return "application/zip"


def _ole_type(content: bytes) -> str:
    for part, kind in _OLE_PARTS:
        if part.encode("utf-16-le") in content:
            return kind
    return "application/x-ole-storage"


def _text_type(content: bytes, declared: str, name: str | None) -> str:
    end = PurePosixPath(name.lower()).suffix if name else ""
    by_name = _TEXT_ENDS.get(end, "")
    text = _as_ascii(content[:_HEAD])
    if text is None:
        return declared if declared not in _SAYS_NOTHING and not _is_text(declared) else BINARY
    told = by_name if declared in _SAYS_NOTHING else declared
    found = next((kind for pattern, kind in _FIRST_LINES if pattern.match(text)), None)
    if found or by_name == "message/rfc822":
        return found or by_name
    if told not in _PLAIN_BY_NAME:
        told = _marked_up(text, content) or told
    if not told and _MAIL.match(text):
        return "message/rfc822"
    return told if told and _is_text(told) else by_name or "text/plain"


def _is_text(media_type: str) -> bool:
    return bool(_TEXTUAL.fullmatch(media_type))


def _as_ascii(head: bytes) -> bytes | None:
    """The beginning of a text with nothing but its markup left; None for what is no text."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or _is_wide(head):
        wide = "utf-16-be" if head.startswith(b"\xfe\xff") or head[:1] == b"\x00" else "utf-16-le"
        return head.decode(wide, "replace").lstrip("\ufeff").encode("ascii", "replace")
    if len(head) - len(head.translate(None, _CONTROLS)) > len(head) // 50:
        return None
    return head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"")


def _is_wide(head: bytes) -> bool:
    """Every other byte is NUL: UTF-16 without a mark."""
    evens, odds = head[0::2], head[1::2]
    few = len(head) // 20
    return len(head) > 8 and (
        (odds.count(0) > len(odds) * 0.6 and evens.count(0) <= few)
        or (evens.count(0) > len(evens) * 0.6 and odds.count(0) <= few)
    )


def _marked_up(text: bytes, content: bytes) -> str | None:
    """HTML, a kind of XML, or JSON; None for plain text."""
    start = text.lstrip()
    if start.startswith((b"{", b"[")):
        return _json_type(content, start)
    if not start.startswith(b"<"):
        return "text/html" if re.search(rb"<(?:!doctype\s+html|html)[\s>]", text, re.I) else None
    root = _ROOT.match(start)
    name = root[1].decode("ascii", "replace").rpartition(":")[2].lower() if root else ""
    if name == "rdf" and _RSS_NAMESPACE.search(text):
        return "application/rss+xml"
    if name in _ROOTS:
        return _ROOTS[name]
    if _HTML.search(text) and not start.startswith(b"<?xml"):
        return "text/html"
    return "application/xml" if start.startswith(b"<?xml") or name else None


def _json_type(content: bytes, start: bytes) -> str | None:
    if b"jsonfeed.org/version/" in start.replace(b"\\/", b"/"):
        return "application/feed+json"
    if re.match(rb'(?:\{\s*(?:"|\})|\[\s*(?:[{\["\]\d]|true|false|null))', start) is None:
        return None
    if len(content) > _HEAD:
        return "application/json"
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return None
    return "application/json"
