"""EPUB: its chapters in reading order, what the book says of itself."""

import posixpath
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

from hub.ingest.dates import partial_date
from hub.ingest.encodings import decode_bytes
from hub.ingest.extract import budget, problems
from hub.ingest.extract.archive import Archive
from hub.ingest.extract.loose_html import loose_text
from hub.ingest.extract.office_facts import described
from hub.ingest.extract.problems import ExtractFailed
from hub.ingest.extract.sections import Paragraph, passages
from hub.ingest.extract.tree import local, named, page_tree
from hub.ingest.model import Extracted, Fact, Facts, Fetched, Passage

_MOST = 20_000_000  #: characters
_HEADINGS = {"h1", "h2", "h3"}
_BLOCKS = {
    *_HEADINGS,
    *("p", "li", "dt", "dd", "h4", "h5", "h6", "blockquote", "pre", "td", "th", "figcaption"),
    *("div", "section", "tr", "ul", "ol", "table", "body", "article", "aside", "dl", "tbody"),
}


def extract(fetched: Fetched) -> Extracted:
    """Text by chapters, facts of the book.

    Raises:
        ExtractFailed: it is damaged, or locked so that only its seller's reader opens it.
    """
    archive = Archive(fetched.content)
    name = _package(archive)
    package = archive.tree(name)
    if "META-INF/encryption.xml" in archive.names and "META-INF/rights.xml" in archive.names:
        raise ExtractFailed("The book is locked by its seller. Add the resource by hand.")
    said = described(next(named(package, "metadata"), None), "epub", sure=True)
    facts = Facts((*said, *_date(package)))
    found: list[Passage] = []
    for chapter in _chapters(archive, package, posixpath.dirname(name)):
        found += _read(archive.read(chapter))
        if budget.spent() or sum(len(p.text) for p in found) > _MOST:
            return Extracted(facts, tuple(found), remarks=(problems.IN_PART,))
    return Extracted(facts, tuple(found))


def _package(archive: Archive) -> str:
    container = archive.tree_if_any("META-INF/container.xml")
    roots = named(container, "rootfile") if container is not None else ()
    said = next((root.get("full-path") for root in roots), None)
    found = said if said in archive.names else None
    return found or next((n for n in archive.names if n.endswith(".opf")), "content.opf")


def _date(package: etree._Element) -> Iterator[Fact]:
    """The date of publication; other events of the book's making are none."""
    for element in named(package, "date"):
        event = next((v for k, v in element.attrib.items() if k.endswith("event")), "publication")
        date = partial_date("".join(element.itertext()))
        if date and event == "publication":
            yield Fact("date", date, "epub", 0.9)


def _chapters(archive: Archive, package: etree._Element, folder: str) -> Iterator[str]:
    """The names of the chapters in reading order, each once."""
    items = {
        item.get("id"): archive.resolved(folder, item.get("href") or "")
        for item in named(package, "item")
        if "html" in (item.get("media-type") or "")
    }
    order = [items.get(ref.get("idref")) for ref in named(package, "itemref")]
    yield from dict.fromkeys(name for name in order if name and name in archive.names)


def _read(content: bytes) -> Iterator[Passage]:
    html = decode_bytes(content)
    tree = page_tree(html)
    body = tree.find("body") if tree is not None else None
    if body is None:
        yield Passage(loose_text(html))
    else:
        etree.strip_elements(body, "script", "style", "nav", with_tail=False)
        yield from passages(_paragraphs(body))


def _paragraphs(block: HtmlElement) -> Iterator[Paragraph]:
    pieces = [block.text or ""]
    heading = local(block) in _HEADINGS
    for child in block:
        if local(child) in _BLOCKS:
            yield Paragraph(" ".join("".join(pieces).split()), heading)
            yield from _paragraphs(child)
            pieces = []
        else:
            pieces.append(" " if local(child) == "br" else child.text_content())
        pieces.append(child.tail or "")
    yield Paragraph(" ".join("".join(pieces).split()), heading)
