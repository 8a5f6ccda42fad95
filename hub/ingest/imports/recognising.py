"""Which kind of export a file is: by its content first, by its name only where that is silent."""

import csv
import re
import zipfile

from lxml import etree

from hub.errors import IngestError
from hub.ingest.imports import padlet, padlet_markdown
from hub.ingest.imports.model import ExportFile, decode
from hub.ingest.imports.rows import xlsx_rows

#: What the beginning of a text gives away, the surest first.
_SIGNS = (
    ("calendar", re.compile(r"\s*BEGIN:VCALENDAR", re.IGNORECASE)),
    ("bookmarks", re.compile(r"\s*<!DOCTYPE NETSCAPE-Bookmark|\s*<DL>|\s*<H1>Bookmarks", re.I)),
    ("ris", re.compile(r"(?:.*\n){0,40}?\s*TY {0,2}- ")),
    ("wos", re.compile(r"\s*FN .*\n\s*VR |\s*PT [JBSP]\n")),
    ("pubmed", re.compile(r"\s*PMID ?- ")),
    ("refer", re.compile(r"\s*%[0A-Z] \S")),
    ("bibtex", re.compile(r"(?:[^@]*\n)?\s*@\w+\s*[{(]")),
)
#: Root elements of XML, without namespace.
_ROOTS = {
    "opml": "opml",
    "mods": "mods",
    "modsCollection": "mods",
    "collection": "marc",
    "record": "marc",
    "xml": "endnote",
    "records": "endnote",
}
_ENDINGS = {
    **{"csv": "csv", "tsv": "csv", "tab": "csv", "xlsx": "xlsx", "ris": "ris", "bib": "bibtex"},
    **{"bibtex": "bibtex", "nbib": "pubmed", "refer": "refer", "enw": "refer", "ics": "calendar"},
    **{"opml": "opml"},
}


def recognise(file: ExportFile) -> str:
    """The kind of the export, a key of ``IMPORTS``. Raises IngestError for what is none."""
    head = file.head()
    if not head.strip(b"\0\xef\xbb\xbf \r\n\t"):
        raise IngestError("{name} is empty. Export it again.", name=file.name)
    kind = _of_archive(file) if head.startswith(b"PK\x03\x04") else _of_text(head, file)
    if not kind:
        raise IngestError(
            "{name} is no export that the hub knows. It takes CSV, XLSX, Padlet (CSV, ZIP, "
            "Markdown), RIS, BibTeX, CSL-JSON, Zotero RDF, EndNote XML, MODS, MARCXML, PubMed, "
            "Refer, OPML, bookmarks and calendars. For a single document use: hub add FILE",
            name=file.name,
        )
    return kind


def _of_archive(file: ExportFile) -> str | None:
    with file.open() as stream:
        try:
            names = zipfile.ZipFile(stream).namelist()
        except zipfile.BadZipFile:
            return None
    if not any(name.startswith("xl/") for name in names):
        return None
    header = next(iter(xlsx_rows(file)), [])
    return "padlet-xlsx" if padlet.is_board(header) else "xlsx"


def _of_text(head: bytes, file: ExportFile) -> str | None:
    text = decode(head).lstrip("\ufeff")
    for kind, sign in _SIGNS:
        if sign.match(text):
            return kind
    if text.lstrip().startswith("<"):
        return _of_xml(head, file)
    if text.lstrip().startswith(("[", "{")):
        return "csl" if re.search(r'"(title|type|items)"\s*:', text) else None
    if padlet_markdown.is_board(text):
        return "padlet-markdown"
    return _of_table(text) or _ENDINGS.get(file.name.rpartition(".")[2].lower())


def _of_xml(head: bytes, file: ExportFile) -> str | None:
    """By the first element; the file may be damaged further down."""
    parser = etree.XMLPullParser(
        ("start",), resolve_entities=False, no_network=True, load_dtd=False, recover=True
    )
    parser.feed(head[head.find(b"<") :])
    names = [etree.QName(e).localname for _, e in parser.read_events() if isinstance(e.tag, str)]
    if not names:
        return None
    if names[0] == "RDF":
        lists = {"Agent", "Person", "Group"} & set(names[:3])
        return "opml" if lists and "title" not in names else "rdf"
    return _ROOTS.get(names[0]) or _ENDINGS.get(file.name.rpartition(".")[2].lower())


def _of_table(text: str) -> str | None:
    """A first line with separators, and further lines of as many parts."""
    if "\0" in text or "\ufffd" * 3 in text:
        return None
    for separator in ",;\t|":
        rows = [row for row in csv.reader(text.splitlines()[:50], delimiter=separator) if row]
        if rows and len(rows[0]) > 1 and all(len(row) == len(rows[0]) for row in rows[:-1]):
            return "padlet-csv" if padlet.is_board(rows[0]) else "csv"
    return None
