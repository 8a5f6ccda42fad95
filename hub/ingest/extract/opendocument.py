"""ODT, ODS and ODP: paragraphs under headings, rows, slides."""

from collections.abc import Iterator

from lxml import etree

from hub.ingest.extract import budget, problems
from hub.ingest.extract.archive import Archive
from hub.ingest.extract.office_facts import described
from hub.ingest.extract.sections import Paragraph, passages
from hub.ingest.extract.tree import local, named
from hub.ingest.model import Extracted, Fact, Facts, Fetched, Passage

_MOST = 5_000_000  #: characters
_UNSHOWN = {"tracked-changes", "annotation", "forms", "sequence-decls", "changed-region", "title"}


def extract(fetched: Fetched) -> Extracted:
    """Text by headings, sheets or slides; facts of the document."""
    archive = Archive(fetched.content)
    content = archive.tree("content.xml")
    facts = list(described(archive.tree_if_any("meta.xml"), "properties"))
    pages = list(named(content, "page"))
    sheets = [table for book in named(content, "spreadsheet") for table in named(book, "table")]
    if pages:
        found = [p for n, page in enumerate(pages, 1) for p in _slide(page, n)]
    elif sheets:
        found = [Passage("\n".join(_rows(s)), heading=_attribute(s, "name")) for s in sheets]
    else:
        found = list(passages(_paragraphs(next(named(content, "text"), content))))
        facts += [Fact("title", p.heading, "heading", 0.7) for p in found[:2] if p.heading][:1]
    cut, kept = _cut(found)
    remarks = (problems.IN_PART,) if cut else ()
    return Extracted(Facts(tuple(facts)), tuple(kept), remarks=remarks)


def _cut(found: list[Passage]) -> tuple[bool, list[Passage]]:
    size = 0
    for number, passage in enumerate(found):
        size += len(passage.text)
        if size > _MOST:
            return True, [*found[:number], Passage(passage.text[:_MOST], heading=passage.heading)]
    return False, found


def _attribute(element: etree._Element, name: str) -> str | None:
    """An attribute by its local name."""
    found = (value for key, value in element.attrib.items() if key.endswith(f"}}{name}"))
    return next(found, None)


def _slide(page: etree._Element, number: int) -> Iterator[Passage]:
    title, texts = None, []
    for frame in page.iter():
        if local(frame) in ("frame", "custom-shape"):
            text = "\n".join(p.text for p in _paragraphs(frame) if p.text.strip())
            if title is None and _attribute(frame, "class") == "title":
                title = " ".join(text.split()) or None
            texts.append(text)
    yield Passage("\n".join(dict.fromkeys(filter(None, texts))), number, title)


def _paragraphs(parent: etree._Element) -> Iterator[Paragraph]:
    for child in parent:
        name = local(child)
        if name in ("p", "h"):
            yield Paragraph(_text(child), name == "h")
        elif name == "table":
            yield from (Paragraph(row) for row in _rows(child))
        elif name not in _UNSHOWN and len(child):
            yield from _paragraphs(child)


def _rows(table: etree._Element) -> Iterator[str]:
    for row in named(table, "table-row"):
        cells = (" ".join(p.text for p in _paragraphs(c)) for c in row if "cell" in local(c))
        line = " | ".join(" ".join(cell.split()) for cell in cells if cell.strip())
        if line:
            yield line
        if budget.spent():
            return


def _text(element: etree._Element) -> str:
    """What a paragraph shows, notes in brackets behind what they belong to."""
    pieces = [element.text or ""]
    for child in element:
        name = local(child)
        if name in ("s", "tab", "line-break", "soft-page-break"):
            pieces.append("\n" if name == "line-break" else " ")
        elif name == "note":
            bodies = named(child, "note-body")
            pieces += [f" ({' '.join(''.join(b.itertext()).split())})" for b in bodies]
        elif name not in _UNSHOWN:
            pieces.append(_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
