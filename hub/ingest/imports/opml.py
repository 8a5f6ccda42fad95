"""OPML lists: websites become items; of feeds the report says how to make them sources."""

from collections.abc import Iterator

from lxml import etree

from hub.errors import IngestError
from hub.ingest.imports.model import ExportFile, ImportOptions, source_name
from hub.ingest.model import Facts, Item, Rejected
from hub.ingest.records import Statement, web_address
from hub.ingest.safe_xml import attribute, children, local, parse_xml, text_of, within

_FEED = (
    "This is a feed, which is a source and no resource. To read it from now on, write into the "
    "collection.yaml of a collection, below 'sources:': - {{kind: feed, url: {address}}}"
)
_LIST = "This is a further list. Save it from {address} and import it as well."
_NO_ADDRESS = "The entry has no address that can be opened."


def read(file: ExportFile, options: ImportOptions) -> Iterator[Item | Rejected]:
    """All entries with an address, each once. Raises IngestError if it is no OPML."""
    root = parse_xml(file.read(), file.name)
    source, seen = source_name(file), set[str]()
    entries = _foaf(root) if local(root) == "RDF" else _outlines(root, ())
    if local(root) not in ("opml", "RDF"):
        raise IngestError("{name} is no OPML. Export it again.", name=file.name)
    for title, page, feed, further, words in entries:
        key = page or feed or further or title
        if key and key not in seen:
            seen.add(key)
            yield _named(source, key, title, (page, feed, further), words, options)


Entry = tuple[str, str | None, str | None, str | None, tuple[str, ...]]


def _named(
    source: str,
    key: str,
    title: str,
    addresses: tuple[str | None, str | None, str | None],
    words: tuple[str, ...],
    options: ImportOptions,
) -> Item | Rejected:
    page, feed, further = addresses
    if page:
        facts = _facts(title, words)
        return Item(source, key, page, facts=facts, collections=options.collections)
    if feed:
        return Rejected(source, key, _FEED, {"address": feed}, title)
    if further:
        return Rejected(source, key, _LIST, {"address": further}, title)
    return Rejected(source, key, _NO_ADDRESS, title=title)


def _facts(title: str, words: tuple[str, ...]) -> Facts:
    said = Statement("opml")
    said.say("title", title)
    said.say("keywords", *words)
    return said.facts


def _outlines(node: etree._Element, folders: tuple[str, ...]) -> Iterator[Entry]:
    """Depth first; the names of the outlines around an entry are its words."""
    waiting = [(child, folders) for child in _outlines_of(node)]
    while waiting:
        outline, around = waiting.pop(0)
        title = attribute(outline, "title") or attribute(outline, "text")
        inner = _outlines_of(outline)
        kind = attribute(outline, "type").casefold()
        address = web_address(attribute(outline, "url"))
        further = address if kind == "include" or (address or "").endswith(".opml") else None
        page = web_address(attribute(outline, "htmlUrl")) or (None if further else address)
        feed = web_address(attribute(outline, "xmlUrl"))
        categories = attribute(outline, "category").replace("/", ",").split(",")
        words = (*around, *(word.strip() for word in categories if word.strip()))
        if page or feed or further or not inner:
            yield title, page, feed, further, words
        waiting = [(child, (*around, title) if title else around) for child in inner] + waiting


def _outlines_of(node: etree._Element) -> list[etree._Element]:
    found: list[etree._Element] = []
    for child in children(node):
        found += [child] if local(child) == "outline" else _outlines_of(child)
    return found


def _foaf(root: etree._Element) -> Iterator[Entry]:
    """Weblogs and feeds of persons and groups, as FOAF describes them."""
    for document in within(root, "Document"):
        page = web_address(attribute(document, "about"))
        titles = [text_of(title) for title in children(document, "title")]
        around = document.getparent()
        person = around.getparent() if around is not None else None
        names = (
            [text_of(n) for n in children(person, "name", "member_name")]
            if person is not None
            else []
        )
        if page:
            yield next(iter((*titles, *names)), ""), page, None, None, ()
    for channel in within(root, "channel", "feed"):
        address = web_address(attribute(channel, "about"), attribute(channel, "resource"))
        if address:
            yield "", None, address, None, ()
