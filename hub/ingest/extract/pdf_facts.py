"""What a PDF says of itself: document information, XMP, and its largest line as a proposal."""

import re
from collections.abc import Iterator, Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from lxml import etree

from hub.ingest.dates import partial_date
from hub.ingest.extract.cleaning import clean_line, words
from hub.ingest.extract.pdf_lines import Line
from hub.ingest.extract.problems import ExtractFailed
from hub.ingest.extract.tree import local, named, xml_tree
from hub.ingest.model import Fact, Facts

_XMP = 500_000  #: bytes of a packet, at most
_MADE_UP = re.compile(
    r"^(?:microsoft (?:word|powerpoint|excel)\b.*|(?:untitled|unbenannt|ohne titel|dokument"
    r"|document|layout|slide|folie|pr[äa]sentation|presentation|powerpoint)\W*\d*)$"
    r"|\.(?:docx?|pptx?|xlsx?|indd|pdf|qxd|tmp|cdr|ai|eps|odt|rtf)$",
    re.IGNORECASE,
)
#: What programs and computers put where a person's name should stand.
_NOBODY = words("admin administrator user owner benutzer root anonymous unknown unbekannt pc acer")

#: Elements of XMP, the field they state.
_STATED = {
    "title": "title",
    "creator": "authors",
    "publisher": "publisher",
    "language": "language",
    "description": "description",
    "publicationDate": "date",
    "rights": "licence",
}


def pdf_facts(document: pdfium.PdfDocument, content: bytes, first_page: Sequence[Line]) -> Facts:
    """All facts of the document, the best first within each field."""
    facts = [*_from_xmp(content), *_from_info(document), *_from_catalog(document)]
    if largest := _largest_line(first_page):
        facts.append(Fact("title", largest, "pdf:largest", 0.5))
    return Facts(tuple(sorted(facts, key=lambda fact: -fact.confidence)))


def _title(value: str, origin: str) -> Fact | None:
    """A title a person gave; what a program wrote there is no title."""
    value = clean_line(value)
    if len(value) < 4 or _MADE_UP.search(value):
        return None
    return Fact("title", value, origin, 0.9)


def _from_info(document: pdfium.PdfDocument) -> Iterator[Fact]:
    try:
        info = document.get_metadata_dict(skip_empty=True)
    except (pdfium.PdfiumError, UnicodeError):
        return
    if title := _title(info.get("Title", ""), "pdf"):
        yield title
    for name in re.split(r"[;\n]| and | und ", info.get("Author", "")):
        if clean_line(name).lower() not in _NOBODY:
            yield Fact("authors", name, "pdf", 0.8)
    if "Subject" in info:
        yield Fact("description", info["Subject"], "pdf", 0.8)
    for word in re.split("[,;]", info.get("Keywords", "")):
        yield Fact("keywords", word, "pdf", 0.8)
    # when the file was made is near to, but is not, when it was published
    made = partial_date(info.get("CreationDate", "").removeprefix("D:")[:8])
    if made:
        yield Fact("date", made, "pdf:created", 0.4)


def _from_catalog(document: pdfium.PdfDocument) -> Iterator[Fact]:
    """The language of the document, as screen readers are told it."""
    size = raw.FPDFCatalog_GetLanguage(document, None, 0)
    if 2 < size < 200:
        buffer = (raw.FPDF_WCHAR * size)()
        raw.FPDFCatalog_GetLanguage(document, buffer, size)
        said = bytes(buffer)[: size - 2].decode("utf-16-le", "replace")
        if found := re.fullmatch(r"([a-z]{2,3})(?:[-_]\w+)*", said.strip(), re.IGNORECASE):
            yield Fact("language", found[1].lower(), "pdf", 0.8)


def _from_xmp(content: bytes) -> Iterator[Fact]:
    """Facts of the XMP packet, where it stands uncompressed in the file, as it should."""
    start = content.rfind(b"<x:xmpmeta")
    end = content.find(b"</x:xmpmeta>", start)
    if start < 0 or not 0 < end - start < _XMP:
        return
    try:
        tree = xml_tree(content[start : end + len(b"</x:xmpmeta>")])
    except ExtractFailed:
        return  # a damaged packet says nothing; the pages are there all the same
    for name, field in _STATED.items():
        for element in named(tree, name):
            for value in _values(element):
                yield from _stated(field, value)


def _values(element: etree._Element) -> list[str]:
    items = [clean_line("".join(li.itertext())) for li in element.iter() if local(li) == "li"]
    return [value for value in (items or [clean_line("".join(element.itertext()))]) if value]


def _stated(field: str, value: str) -> Iterator[Fact]:
    if field == "title":
        if title := _title(value, "xmp"):
            yield title
    elif field == "date":
        if date := partial_date(value):
            yield Fact("date", date, "xmp")
    elif field == "language":
        if found := re.fullmatch(r"([a-z]{2,3})(?:[-_]\w+)*", value, re.IGNORECASE):
            yield Fact("language", found[1].lower(), "xmp", 0.8)
    elif value.lower() not in _NOBODY:
        yield Fact(field, value, "xmp", 0.9)


def _largest_line(lines: Sequence[Line]) -> str | None:
    """The line in the largest letters on the first page, with those of the same size after it."""
    fitting = [line for line in lines if 3 <= len(line.text) <= 200 and line.text[0].isalnum()]
    if not fitting or len(lines) < 2:
        return None
    most = max(line.height for line in fitting)
    usual = sorted(line.height for line in lines)[len(lines) // 2]
    if most < 1.15 * usual:
        return None
    start = next(i for i, line in enumerate(fitting) if line.height == most)
    title = [line.text for line in fitting[start : start + 4] if line.height > 0.85 * most]
    return " ".join(title)[:300]
