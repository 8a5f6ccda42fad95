"""What kind of file some bytes are: by the bytes first, then by what is said of them."""

import io
import re
import zipfile

HTML = "text/html"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODP = "application/vnd.oasis.opendocument.presentation"
EPUB = "application/epub+zip"
ZIP = "application/zip"
RTF = "application/rtf"
EML = "message/rfc822"
ICS = "text/calendar"
JSON = "application/json"
XML = "application/xml"
PLAIN = "text/plain"
MARKDOWN = "text/markdown"
CSV = "text/csv"
OLD_WORD, OLD_EXCEL = "application/msword", "application/vnd.ms-excel"
OLD_POWERPOINT, OUTLOOK = "application/vnd.ms-powerpoint", "application/vnd.ms-outlook"
UNKNOWN = "application/octet-stream"

_BEGIN = 4096  #: so many bytes are looked at, where the kind stands at the beginning

_MAGIC = (
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!", "application/vnd.rar"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
)

#: Streams that tell what an old Office file is; their names stand in it as UTF-16.
_OLD_OFFICE = (
    ("__substg1.0_", OUTLOOK),
    ("WordDocument", OLD_WORD),
    ("Workbook", OLD_EXCEL),
    ("Book", OLD_EXCEL),
    ("PowerPoint Document", OLD_POWERPOINT),
)

#: The first folder of the parts of an Office file.
_OFFICE = (("word/", DOCX), ("ppt/", PPTX), ("xl/", XLSX))

#: Root elements of XML, without their prefix.
_ROOTS = {
    "html": HTML,
    "rss": "application/rss+xml",
    "feed": "application/atom+xml",
    "rdf": "application/rdf+xml",
    "opml": "text/x-opml",
    "urlset": XML,
    "sitemapindex": XML,
    "svg": "image/svg+xml",
}

_BY_NAME = {
    "html": HTML,
    "htm": HTML,
    "xhtml": HTML,
    "md": MARKDOWN,
    "markdown": MARKDOWN,
    "csv": CSV,
    "tsv": CSV,
    "txt": PLAIN,
    "eml": EML,
    "ics": ICS,
    "json": JSON,
    "jsonld": JSON,
    "ris": "application/x-research-info-systems",
    "bib": "application/x-bibtex",
}

#: Names that servers use for one and the same kind.
_SAME = {
    "application/xhtml+xml": HTML,
    "text/xml": XML,
    "text/x-markdown": MARKDOWN,
    "text/comma-separated-values": CSV,
    "text/tab-separated-values": CSV,
    "application/csv": CSV,
    "text/rtf": RTF,
    "application/ld+json": JSON,
    "text/json": JSON,
    "application/x-pdf": PDF,
}

_ROOT = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>\s*|<\?[^>]*>\s*)*"
    rb"<(?:[\w.-]+:)?([a-z][\w.-]*)",
    re.IGNORECASE | re.DOTALL,
)
_DOCTYPE_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<!doctype\s+html", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(
    rb"<(?:html|head|body|title|meta|div|p|h1|table|a|br|script|span|ul)[\s>/]", re.IGNORECASE
)
_MAIL = re.compile(rb"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*){2}")
_MAIL_FIELD = re.compile(rb"^(?:from|received|message-id|return-path|mime-version):", re.I | re.M)
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def media_type_of(content: bytes, declared: str | None = None, name: str | None = None) -> str:
    """The media type of some bytes, in small letters and without parameters.

    What the bytes show goes before what the server declared; a name is believed last, and only
    between kinds of plain text, which their bytes do not tell apart.
    """
    return (
        _by_magic(content) or _by_markup(_beginning(content)) or _by_word(content, declared, name)
    )


def _beginning(content: bytes) -> bytes:
    """The first bytes without a byte-order mark, and as UTF-8 where they are UTF-16."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            text = content[len(mark) : len(mark) + _BEGIN].decode(encoding, errors="replace")
            return text.encode()
    return content[:_BEGIN]


def _by_magic(content: bytes) -> str | None:
    begin = content[:_BEGIN]
    if b"%PDF-" in begin[:1024]:
        return PDF
    if begin.startswith(b"PK\x03\x04"):
        return _kind_of_archive(content)
    if begin.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _kind_of_old_office(content)
    if begin[:4] == b"RIFF" and begin[8:12] == b"WEBP":
        return "image/webp"
    if begin[4:8] == b"ftyp":
        return "video/mp4"
    return next((kind for magic, kind in _MAGIC if begin.startswith(magic)), None)


def _kind_of_archive(content: bytes) -> str:
    if content[30:38] == b"mimetype":
        said = re.match(rb"[a-z.+/-]+", content[38:120])
        kind = said[0].decode() if said else ""
        for known in (EPUB, ODT, ODS, ODP):
            if kind.startswith(known):
                return known
    names = _names(content)
    if "[Content_Types].xml" in names:
        for folder, kind in _OFFICE:
            if any(name.startswith(folder) for name in names):
                return kind
    return ZIP


def _names(content: bytes) -> set[str]:
    """The names in an archive; none when it is damaged or has far too many."""
    end = content.rfind(b"PK\x05\x06")
    if end < 0 or int.from_bytes(content[end + 10 : end + 12], "little") > 20_000:
        return set()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {info.filename for info in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return set()


def _kind_of_old_office(content: bytes) -> str:
    for stream, kind in _OLD_OFFICE:
        if stream.encode("utf-16-le") in content:
            return kind
    return "application/x-ole-storage"


def _by_markup(begin: bytes) -> str | None:
    """What the text begins with: a page, a feed, a calendar, a mail."""
    if _DOCTYPE_HTML.match(begin):
        return HTML
    if root := _ROOT.match(begin):
        known = _ROOTS.get(root[1].decode(errors="replace").lower())
        if known or begin.lstrip()[:5] == b"<?xml":
            return known or XML
    if begin.lstrip()[:15].upper() == b"BEGIN:VCALENDAR":
        return ICS
    mail = _MAIL.match(begin)
    return EML if mail and _MAIL_FIELD.search(begin) and b"From:" in begin else None


def _by_word(content: bytes, declared: str | None, name: str | None) -> str:
    """What is said of a text whose bytes do not show its kind."""
    said = (declared or "").partition(";")[0].strip().lower()
    said = _SAME.get(said, said)
    if not _is_text(content):
        return UNKNOWN
    named = _BY_NAME.get((name or "").lower().rpartition(".")[2])
    if said in ("", UNKNOWN, PLAIN, "binary/octet-stream", "application/force-download"):
        begin = _beginning(content)
        return named or (HTML if begin[:1] == b"<" and _TAG.search(begin) else PLAIN)
    if said.startswith("text/") or said in (JSON, XML, EML) or said.endswith(("+json", "+xml")):
        return said
    return named or PLAIN


def _is_text(content: bytes) -> bool:
    """Whether bytes may be a text: control characters are rare in one, NUL means UTF-16."""
    begin = content[:_BEGIN]
    if any(begin.startswith(mark) for mark, _ in _MARKS):
        return True
    strange = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in begin)
    return strange * 50 <= len(begin)
