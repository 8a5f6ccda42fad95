"""What Office and OpenDocument files and books say of themselves."""

import re
from collections.abc import Iterator

from lxml import etree

from hub.ingest.dates import partial_date
from hub.ingest.extract.cleaning import clean_line
from hub.ingest.extract.tree import local
from hub.ingest.model import Fact

#: Element of the description, field, confidence. Editing programs fill in who and when by
#: themselves; that a file was made on a day says little about when it was published.
_STATED = {
    "title": ("title", 0.9),
    "creator": ("authors", 0.7),
    "initial-creator": ("authors", 0.7),
    "subject": ("keywords", 0.8),
    "keywords": ("keywords", 0.8),
    "keyword": ("keywords", 0.8),
    "description": ("description", 0.8),
    "language": ("language", 0.8),
    "publisher": ("publisher", 0.9),
    "created": ("date", 0.4),
    "creation-date": ("date", 0.4),
    "rights": ("licence", 0.8),
}
_MADE_UP = re.compile(
    r"(?:powerpoint[- ]pr[äa]sentation|powerpoint presentation|titel|title|pr[äa]sentation"
    r"|presentation|untitled|unbenannt\w*|dokument|document|folie|slide|word document)\W*\d*",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?:python-docx|openpyxl|microsoft office.*|user|admin\w*|benutzer|windows.*|unknown|author"
    r"|steve canny)",
    re.IGNORECASE,
)


def described(tree: etree._Element | None, origin: str, *, sure: bool = False) -> Iterator[Fact]:
    """The facts of a description. ``sure``: it was made for readers, as that of a book is."""
    for element in tree.iter() if tree is not None else ():
        field, confidence = _STATED.get(local(element), ("", 0.0))
        for value in _values(field, "".join(element.itertext())):
            yield Fact(field, value, origin, 1.0 if sure and confidence > 0.5 else confidence)


def _values(field: str, text: str) -> Iterator[str]:
    value = clean_line(text)
    if not field or not value:
        return
    if field == "keywords":
        yield from re.split("[,;]", value)
    elif field == "authors":
        yield from (a for a in re.split(";", value) if not _NOBODY.fullmatch(a.strip()))
    elif field == "date":
        yield from filter(None, [partial_date(value)])
    elif field == "language":
        found = re.fullmatch(r"([a-z]{2,3})(?:[-_]\w+)*", value, re.IGNORECASE)
        yield from [found[1].lower()] if found else []
    elif field != "title" or not _MADE_UP.fullmatch(value):
        yield value
