"""JSON-LD of a page: the one thing it is about, found among all that is described in it."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any
from urllib.parse import urljoin

from lxml.html import HtmlElement

from hub.ingest.dates import partial_date
from hub.ingest.extract.cleaning import clean_line
from hub.ingest.model import Fact

Node = Mapping[str, Any]

ORIGIN = "json-ld"
_LARGEST, _DEEPEST, _MOST = 2_000_000, 20, 2000

#: What a page may be about, the more telling first; the type of resource it proposes.
_EVENT = re.compile(r"\w*Event|Festival|Hackathon|CourseInstance")
_NEWS = re.compile(r"(?:Reportage|Analysis|Opinion|Background|Review)?NewsArticle")
_ARTICLE = re.compile(r"(?:Scholarly|Tech|Medical\w*)Article")
_ANY = re.compile(
    r"Article|BlogPosting|SocialMediaPosting|Report|Book|Chapter|Thesis|CreativeWork|Dataset"
    r"|LiveBlogPosting|VideoObject|PodcastEpisode|DigitalDocument|Course|WebPage|ItemPage|AboutPage"
)
_KINDS = ((_EVENT, "event"), (_NEWS, "news"), (_ARTICLE, "article"), (_ANY, None))

#: (key, field) of plain values.
_VALUES = (
    ("headline", "title"),
    ("name", "title"),
    ("description", "description"),
    ("abstract", "description"),
    ("articleSection", "section"),
    ("license", "licence"),
)


def linked_facts(tree: HtmlElement, base: str, title: str, canonical: str | None) -> Iterator[Fact]:
    """Facts about the page's subject. Where several things could be it, none is taken."""
    nodes = list(_nodes(tree))
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    subject = _subject(nodes, title, {base, canonical or base})
    return facts_of(subject, base, by_id) if subject else iter(())


def _nodes(tree: HtmlElement) -> Iterator[Node]:
    """Every object of every script, those in graphs and lists too."""
    for script in tree.iter("script"):
        if "ld+json" in script.get("type", "").lower():
            yield from nodes_of(script.text or "")


def nodes_of(text: str) -> Iterator[Node]:
    """The objects of one JSON text; none when it is broken or endless."""
    text = re.sub(r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)|(?://)?(?:-->|\]\]>)\s*$", "", text)
    if len(text) > _LARGEST:
        return
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return
    for count, node in enumerate(_walk(value, 0)):
        if count >= _MOST:
            return
        yield node


def _walk(value: object, depth: int) -> Iterator[Node]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for part in value:
            yield from _walk(part, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "itemListElement", "item", "subEvent"):
            yield from _walk(value.get(key), depth + 1)


def types_of(node: Node) -> tuple[str, ...]:
    """The types of a node without the address of their vocabulary."""
    types = node.get("@type")
    several = types if isinstance(types, list) else [types]
    return tuple(re.split("[/#:]", t)[-1] for t in several if isinstance(t, str))


def _subject(nodes: Iterable[Node], title: str, addresses: set[str]) -> Node | None:
    """The node the page is about: of the most telling kind, alone of it or named like the page."""
    nodes = list(nodes)
    for shape, _ in _KINDS:
        fitting = [n for n in nodes if any(shape.fullmatch(t) for t in types_of(n))]
        fitting = [n for n in fitting if _text(n.get("headline")) or _text(n.get("name"))]
        if len(fitting) > 1:
            fitting = [n for n in fitting if _is_page(n, title, addresses)]
            fitting = fitting[:1]  # repeated by several scripts of one page
        if fitting:
            return fitting[0]
    return None


def _is_page(node: Node, title: str, addresses: set[str]) -> bool:
    """Whether a node names the page's address, or stands in its title."""
    page = node.get("mainEntityOfPage")
    said = {node.get("url"), node.get("@id"), page if isinstance(page, str) else None}
    if isinstance(page, dict):
        said.add(page.get("@id"))
    known = {a.rstrip("/") for a in addresses}
    if any(isinstance(s, str) and s.partition("#")[0].rstrip("/") in known for s in said):
        return True
    name = _text(node.get("headline")) or _text(node.get("name"))
    return bool(name and len(name) > 5 and name.lower() in title.lower())


def facts_of(node: Node, base: str, by_id: Mapping[str, Node]) -> Iterator[Fact]:
    """The facts of one node."""
    overall = any(t.endswith("Page") for t in types_of(node))  # its name is the page's <title>
    for key, field in _VALUES:
        sure = 0.8 if overall and key == "name" else 1.0
        for value in _texts(node.get(key), by_id):
            yield Fact(field, urljoin(base, value) if field == "licence" else value, ORIGIN, sure)
    for field, key in (("authors", "author"), ("authors", "creator"), ("publisher", "publisher")):
        for name in _texts(node.get(key), by_id):
            if not name.startswith(("http://", "https://")):
                yield Fact(field, name, ORIGIN)
    for key in ("datePublished", "dateCreated"):
        if date := partial_date(_text(node.get(key)) or ""):
            yield Fact("date", date, ORIGIN, 1.0 if key == "datePublished" else 0.8)
    yield from _language_and_keywords(node, by_id)
    yield from _kind(node)
    yield from event_facts(node, by_id)


def _language_and_keywords(node: Node, by_id: Mapping[str, Node]) -> Iterator[Fact]:
    for value in _texts(node.get("inLanguage"), by_id):
        if found := re.fullmatch(r"([a-z]{2,3})(?:[-_]\w+)*", value, re.IGNORECASE):
            yield Fact("language", found[1].lower(), ORIGIN)
    for value in _texts(node.get("keywords"), by_id):
        yield from (Fact("keywords", word.strip(), ORIGIN) for word in re.split("[,;]", value))


def _kind(node: Node) -> Iterator[Fact]:
    for shape, kind in _KINDS:
        if kind and any(shape.fullmatch(t) for t in types_of(node)):
            yield Fact("type", kind, ORIGIN, 0.9)
            return


def event_facts(node: Node, by_id: Mapping[str, Node]) -> Iterator[Fact]:
    """When and where an event takes place."""
    if not any(_EVENT.fullmatch(t) for t in types_of(node)):
        return
    for key, field in (("startDate", "event.start"), ("endDate", "event.end")):
        if date := partial_date(_text(node.get(key)) or ""):
            yield Fact(field, date, ORIGIN)
    if place := _place(node.get("location"), by_id):
        yield Fact("event.place", place, ORIGIN)


def _place(value: object, by_id: Mapping[str, Node]) -> str | None:
    """Venue and town of a location."""
    if isinstance(value, list):
        value = next((v for v in value if _place(v, by_id)), None)
    if isinstance(value, str):
        return clean_line(value) or None
    if not isinstance(value, dict):
        return None
    value = by_id.get(str(value.get("@id")), value)
    if "VirtualLocation" in types_of(value):
        return None
    address = value.get("address")
    town = address if isinstance(address, str) else None
    if isinstance(address, dict):
        town = _text(address.get("addressLocality"))
    parts = [p for p in (_text(value.get("name")), town) if p]
    return ", ".join(dict.fromkeys(parts)) or None


def _texts(value: object, by_id: Mapping[str, Node]) -> Iterator[str]:
    """Names and texts of a value: plain, a list, an object, or a pointer to one."""
    if isinstance(value, list):
        for part in value[:50]:
            yield from _texts(part, by_id)
    elif isinstance(value, dict):
        known = by_id.get(str(value.get("@id")), value)
        name = next((t for k in ("name", "@value", "url") if (t := _text(known.get(k)))), None)
        if name:
            yield name
    elif text := _text(value):
        yield text


def _text(value: object) -> str | None:
    """One plain text; of a list the first."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value")
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    return (clean_line(unescape(value)) or None) if isinstance(value, str) else None
