"""DOCX: paragraphs under their headings, tables row by row, footnotes; no running heads."""

import re
from collections.abc import Iterator

from lxml import etree

from hub.ingest.extract.archive import Archive
from hub.ingest.extract.office_facts import described
from hub.ingest.extract.sections import Paragraph, passages
from hub.ingest.extract.tree import local, named
from hub.ingest.model import Extracted, Fact, Facts, Fetched

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|überschrift|title|titel|titre)\b.*", re.IGNORECASE)
#: Elements whose text is not shown: deleted, for fields, a second version for old programs.
_UNSHOWN = {"del", "moveFrom", "instrText", "delText", "Fallback", "pict", "txbxContent"}


def extract(fetched: Fetched) -> Extracted:
    """Text by headings, facts of the document."""
    archive = Archive(fetched.content)
    name = main_part(archive, "word/document.xml")
    related = archive.related(name)
    styles = _headings(archive, related)
    body = archive.tree(name)
    found = list(passages(_paragraphs(body, styles)))
    for _, kind, target in related:
        notes = archive.tree_if_any(target) if kind in ("footnotes", "endnotes") else None
        if notes is not None:
            found += passages(_paragraphs(notes, set()))
    facts = Facts((*office_facts(archive), *_titled(body, styles)))
    return Extracted(facts, tuple(found))


def main_part(archive: Archive, usual: str) -> str:
    """The name of the part that holds the document."""
    targets = [target for _, kind, target in archive.related("") if kind == "officeDocument"]
    return next((t for t in [*targets, usual] if t in archive.names), usual)


def office_facts(archive: Archive) -> Iterator[Fact]:
    """What the core properties of an Office file state."""
    targets = [target for _, kind, target in archive.related("") if kind == "core-properties"]
    yield from described(
        archive.tree_if_any(next(iter(targets), "docProps/core.xml")), "properties"
    )


def _headings(archive: Archive, related: list[tuple[str, str, str]]) -> set[str]:
    """The ids of the styles that are headings."""
    target = next((target for _, kind, target in related if kind == "styles"), None)
    tree = archive.tree_if_any(target)
    found = set()
    for style in named(tree, "style") if tree is not None else ():
        name = style.find(f"{_W}name")
        if name is not None and _HEADING.fullmatch(name.get(f"{_W}val") or ""):
            found.add(style.get(f"{_W}styleId") or "")
    return found


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return (style.get(f"{_W}val") or "") if style is not None else ""


def _paragraphs(parent: etree._Element, styles: set[str]) -> Iterator[Paragraph]:
    for child in parent:
        name = local(child)
        if name == "p":
            text = _text(child)
            yield Paragraph(text, _style(child) in styles and len(text) < 300)
            for box in named(child, "txbxContent"):
                if not any(local(a) == "Fallback" for a in box.iterancestors()):
                    yield from _paragraphs(box, set())
        elif name == "tr":
            cells = (_cell(cell, styles) for cell in child if local(cell) == "tc")
            yield Paragraph(" | ".join(filter(None, cells)))
        elif name not in _UNSHOWN and len(child):
            yield from _paragraphs(child, styles)


def _cell(cell: etree._Element, styles: set[str]) -> str:
    return " ".join(p.text.strip() for p in _paragraphs(cell, styles) if p.text.strip())


def _text(element: etree._Element) -> str:
    """What a paragraph shows: text, tabs and breaks, formulas; nothing deleted."""
    pieces: list[str] = []
    for child in element:
        name = local(child)
        if name == "t":
            pieces.append(child.text or "")
        elif name in ("tab", "br", "cr"):
            pieces.append("\n" if name == "br" else " ")
        elif name == "noBreakHyphen":
            pieces.append("-")
        elif name not in _UNSHOWN and not name.endswith("Pr"):
            pieces.append(_text(child))
    return "".join(pieces)


def _titled(body: etree._Element, styles: set[str]) -> Iterator[Fact]:
    """The first heading, which is the title where the properties name none."""
    first = next((p for p in _paragraphs(body, styles) if p.is_heading and p.text), None)
    if first:
        yield Fact("title", first.text, "heading", 0.7)
