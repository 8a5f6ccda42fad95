"""Names of the kinds of files, and what kind some bytes are."""

import re

from hub.ingest import media

HTML = "text/html"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODP = "application/vnd.oasis.opendocument.presentation"
EPUB = "application/epub+zip"
RTF = "application/rtf"
EML = "message/rfc822"
ICS = "text/calendar"
JSON = "application/json"
XML = "application/xml"
PLAIN = "text/plain"
MARKDOWN = "text/markdown"
CSV = "text/csv"
TSV = "text/tab-separated-values"

_PDF_WITHOUT_HEAD = re.compile(rb"%.{0,16}\s+\d+ 0 obj\b", re.DOTALL)


def media_type_of(content: bytes, declared: str | None = None, name: str | None = None) -> str:
    """The media type of some bytes, in small letters and without parameters.

    What the bytes show goes before what the server declared; a name is believed last.
    """
    if _PDF_WITHOUT_HEAD.match(content[:64]):
        return PDF  # damaged, and to be told so
    kind = media.media_type_of(content, declared or "", name)
    return _SAME.get(kind, kind) if not kind.endswith("+xml") or kind in _KNOWN else XML


#: Other names of the same kinds.
_SAME = {"text/rtf": RTF, "application/ld+json": JSON, "text/json": JSON, "text/xml": XML}
#: Kinds of XML that have a sentence of their own.
_KNOWN = {
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "image/svg+xml",
}
