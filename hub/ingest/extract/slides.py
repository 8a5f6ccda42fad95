"""PPTX: a passage for each slide under its title, with tables and the speaker's notes."""

from collections.abc import Iterator

from lxml import etree

from hub.ingest.extract.archive import Archive
from hub.ingest.extract.tree import local, named
from hub.ingest.extract.word import main_part, office_facts
from hub.ingest.model import Extracted, Fact, Facts, Fetched, Passage

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_UNTOLD = {"sldNum", "dt", "ftr", "hdr"}  #: number, date, foot: the same on each slide


def extract(fetched: Fetched) -> Extracted:
    """Text slide by slide, facts of the presentation."""
    archive = Archive(fetched.content)
    found = [
        slide for n, name in enumerate(_slides(archive), 1) if (slide := _slide(archive, name, n))
    ]
    facts = list(office_facts(archive))
    if found and found[0].heading:
        facts.append(Fact("title", found[0].heading, "heading", 0.6))
    return Extracted(Facts(tuple(facts)), tuple(found))


def _slides(archive: Archive) -> Iterator[str]:
    """The names of the slides in their order."""
    name = main_part(archive, "ppt/presentation.xml")
    targets = {id: target for id, kind, target in archive.related(name) if kind == "slide"}
    for slide in named(archive.tree(name), "sldId"):
        if target := targets.get(slide.get(_ID) or ""):
            yield target


def _slide(archive: Archive, name: str, number: int) -> Passage | None:
    tree = archive.tree_if_any(name)
    if tree is None:
        return None
    title: str | None = None
    texts: list[str] = []
    for shape in named(tree, "sp"):
        kind = _kind(shape)
        text = "" if kind in _UNTOLD else _text(shape)
        if text and kind in ("title", "ctrTitle") and title is None:
            title = " ".join(text.split())
            texts.insert(0, title)
        elif text:
            texts.append(text)
    texts += [_row(row) for row in named(tree, "tr")]
    texts += _notes(archive, name)
    return Passage("\n".join(filter(None, texts)), number, title)


def _notes(archive: Archive, name: str) -> Iterator[str]:
    for _, kind, target in archive.related(name):
        tree = archive.tree_if_any(target) if kind == "notesSlide" else None
        for shape in named(tree, "sp") if tree is not None else ():
            if _kind(shape) == "body":
                yield _text(shape)


def _kind(shape: etree._Element) -> str:
    """What a shape is for: title, body, sldNum …; empty for a free one."""
    holder = next(named(shape, "ph"), None)
    return (holder.get("type") or "") if holder is not None else ""


def _text(element: etree._Element) -> str:
    lines = (_line(paragraph) for paragraph in named(element, "p"))
    return "\n".join(line for line in lines if line.strip())


def _line(paragraph: etree._Element) -> str:
    pieces = []
    for element in paragraph.iter():
        if local(element) == "t":
            pieces.append(element.text or "")
        elif local(element) in ("br", "tab"):
            pieces.append(" ")
    return "".join(pieces)


def _row(row: etree._Element) -> str:
    cells = (" ".join(_text(cell).split()) for cell in named(row, "tc"))
    return " | ".join(filter(None, cells))
