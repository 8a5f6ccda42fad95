"""What a page says of itself in its head and marks: each fact with the place where it stands."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import urljoin

import htmldate
from lxml import etree
from lxml.html import HtmlElement

from hub.ingest.dates import partial_date
from hub.ingest.extract.cleaning import clean_line
from hub.ingest.extract.json_ld import linked_facts
from hub.ingest.model import Fact, Facts

#: What the meta elements hold, by their names in small letters.
Contents = Mapping[str, list[str]]

#: (names of meta elements in small letters, field, origin, confidence), the best first.
_META = (
    (("citation_title",), "title", "citation", 1.0),
    (("og:title",), "title", "og", 1.0),
    (("dc.title", "dcterms.title"), "title", "dublin-core", 1.0),
    (("twitter:title",), "title", "meta", 0.9),
    (("citation_publication_date", "citation_date"), "date", "citation", 1.0),
    (("citation_online_date", "citation_year"), "date", "citation", 1.0),
    (("article:published_time", "og:article:published_time"), "date", "og", 1.0),
    (("dcterms.issued", "dc.date.issued", "dcterms.date"), "date", "dublin-core", 1.0),
    (("dc.date", "dc.date.created", "dcterms.created"), "date", "dublin-core", 0.9),
    (("date", "pubdate", "publishdate", "publish-date", "publication_date"), "date", "meta", 0.9),
    (("datepublished", "sailthru.date", "parsely-pub-date"), "date", "meta", 0.9),
    (("citation_author", "citation_authors"), "authors", "citation", 1.0),
    (("dc.creator", "dcterms.creator"), "authors", "dublin-core", 1.0),
    (("author", "article:author", "parsely-author"), "authors", "meta", 0.9),
    (("citation_publisher",), "publisher", "citation", 1.0),
    (("dc.publisher", "dcterms.publisher"), "publisher", "dublin-core", 1.0),
    (("publisher",), "publisher", "meta", 0.9),
    (("og:site_name",), "publisher", "og", 0.8),
    (("citation_language",), "language", "citation", 1.0),
    (("dc.language", "dcterms.language"), "language", "dublin-core", 1.0),
    (("og:locale",), "language", "og", 0.8),
    (("content-language", "language"), "language", "meta", 0.8),
    (("citation_abstract",), "description", "citation", 1.0),
    (("og:description",), "description", "og", 1.0),
    (("description",), "description", "meta", 1.0),
    (
        ("dc.description", "dcterms.abstract", "dcterms.description"),
        "description",
        "dublin-core",
        1,
    ),
    (("twitter:description",), "description", "meta", 0.9),
    (("citation_keywords",), "keywords", "citation", 1.0),
    (("article:tag", "og:article:tag"), "keywords", "og", 1.0),
    (("keywords", "news_keywords"), "keywords", "meta", 0.8),
    (("dc.subject", "dcterms.subject"), "keywords", "dublin-core", 1.0),
    (("article:section",), "section", "og", 1.0),
    (("og:image", "og:image:url"), "image", "og", 1.0),
    (
        ("dc.rights", "dcterms.rights", "dcterms.license", "dc.rights.license"),
        "licence",
        "dublin-core",
        1.0,
    ),
)

#: Of these a list by commas or semicolons is several values.
_LISTS = {"keywords": re.compile("[,;]"), "authors": re.compile(";| and | und ")}
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9_-]+)?", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://|www\.|^@", re.IGNORECASE)
_LICENCE = re.compile(r"https?://creativecommons\.org/(?:licenses|publicdomain)/", re.IGNORECASE)
#: What is looked for; each way through the tree costs time, so there are few of them.
_TITLE = etree.XPath("string(descendant::title[1])", smart_strings=False)
_MARKED = etree.XPath("descendant::*[@itemprop]")
_RELATED = etree.XPath("descendant::a[@rel] | descendant::link[@rel]")
_ADDRESSES = etree.XPath("descendant::a/@href", smart_strings=False)
_TIMES = etree.XPath("descendant::time[@datetime]")
_NOBODY = {"admin", "administrator", "redaktion", "webmaster", "root", "user", "author", "editor"}


def page_facts(tree: HtmlElement, base: str) -> Facts:
    """All that the page states, the best first within each field."""
    title = clean_line(_TITLE(tree))
    contents, related = _contents(tree), _RELATED(tree)
    canonical = _canonical(related, base)
    facts = [
        *_from_meta(contents, base, ("citation",)),
        *linked_facts(tree, base, title, canonical),
        *_from_meta(contents, base, ("og", "dublin-core", "meta")),
        *_from_body(tree, title, related),
        *_from_links(tree, base, related, canonical),
        *_from_og(contents, base),
    ]
    known = _without_site(facts, site_names(contents))
    return Facts(tuple(sorted(known, key=lambda fact: -fact.confidence)))


_BETWEEN = re.compile(r"\s+[-–—|·:»«•/]+\s+")


def site_names(contents: Contents) -> set[str]:
    """What the site calls itself, in small letters."""
    said = (*contents.get("og:site_name", ()), *contents.get("application-name", ()))
    return {clean_line(name).lower() for name in said} - {""}


def _without_site(facts: Iterable[Fact], sites: set[str]) -> Iterator[Fact]:
    """The facts, titles without the name of the site behind them."""
    for fact in facts:
        parts = _BETWEEN.split(fact.value) if fact.field == "title" else ()
        if len(parts) > 1 and parts[-1].lower() in sites:
            end = fact.value.rindex(parts[-1])
            fact = fact.valued(fact.value[:end].rstrip(" -–—|·:»«•/"))
        yield fact


def guessed_date(tree: HtmlElement, address: str) -> Iterator[Fact]:
    """A date that htmldate takes from the text or the address: a proposal, no statement."""
    try:
        found = htmldate.find_date(
            tree, original_date=True, extensive_search=False, url=address or None
        )
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return  # odd numbers in a page trip its parsers; then there is no guess
    if found:
        yield Fact("date", found, "htmldate", 0.5)


def _from_meta(contents: Contents, base: str, origins: tuple[str, ...]) -> Iterator[Fact]:
    for names, field, origin, confidence in _META:
        if origin in origins:
            for value in _each(field, (v for name in names for v in contents.get(name, ()))):
                if fact := _fact(field, value, origin, confidence, base):
                    yield fact


def _contents(tree: HtmlElement) -> Contents:
    """What the meta elements hold, by their names in small letters."""
    contents: dict[str, list[str]] = defaultdict(list)
    for meta in tree.iter("meta"):
        value = meta.get("content")
        for key in ("name", "property", "itemprop", "http-equiv"):
            if value and (name := meta.get(key)):
                contents[name.strip().lower()].append(value)
                break
    return contents


def _each(field: str, values: Iterable[str]) -> Iterator[str]:
    """Values one by one, lists taken apart."""
    marks = _LISTS.get(field)
    for value in values:
        yield from marks.split(value) if marks else (value,)


def _fact(field: str, value: str, origin: str, confidence: float, base: str) -> Fact | None:
    """A fact with its value in our form; None where the value says nothing."""
    shaped = shape(field, clean_line(value), base)
    return Fact(field, shaped, origin, confidence) if shaped else None


def shape(field: str, value: str, base: str) -> str | None:
    """A value as our model writes it: dates, language codes, absolute addresses, names."""
    if field in ("date", "event.start", "event.end"):
        return partial_date(value)
    if field == "language":
        found = _LANGUAGE.fullmatch(value)
        return found[1].lower() if found else None
    if field in ("image", "canonical"):
        joined = urljoin(base, value)
        return joined if joined.lower().startswith(("http://", "https://")) else None
    if field == "authors" and (_ADDRESS.search(value) or value.lower() in _NOBODY):
        return None
    return value or None


def _from_body(tree: HtmlElement, title: str, related: Sequence[HtmlElement]) -> Iterator[Fact]:
    """Facts of marks in the text: the only heading of the first rank, times, people, tags."""
    marked = _MARKED(tree)
    yield from _titles(tree, title)
    yield from _times(tree, marked)
    for person in _people(marked, related)[:20]:
        name = clean_line(person.text_content())
        if name and shape("authors", name, ""):
            yield Fact("authors", name, "markup", 0.8)
    tags = [a for a in related if a.tag == "a" and "tag" in a.get("rel").split()]
    for tag in tags[:50]:
        yield Fact("keywords", clean_line(tag.text_content()), "markup", 0.8)


def _people(marked: Sequence[HtmlElement], related: Sequence[HtmlElement]) -> list[HtmlElement]:
    """Names within what is marked as an author, and links to authors."""
    authors = [element for element in marked if element.get("itemprop") == "author"]
    names = [
        name for author in authors for name in _MARKED(author) if name.get("itemprop") == "name"
    ]
    links = [a for a in related if a.tag == "a" and a.get("rel") == "author"]
    return [*dict.fromkeys(names), *links]


def _titles(tree: HtmlElement, title: str) -> Iterator[Fact]:
    """A heading that begins the title of the window is the page's own; then the window's title.

    A lone first heading which stands not in it is as often the name of the site.
    """
    ranks = ("h1", "h2")
    headings = {rank: [clean_line(h.text_content()) for h in tree.iter(rank)] for rank in ranks}
    start = _BETWEEN.split(title)[0]
    for rank in ranks:
        if any(heading and heading in (start, title) for heading in headings[rank]):
            own = title if title in headings[rank] else start
            yield Fact("title", own, rank, 0.95)
            break
    if title:
        yield Fact("title", title, "title", 0.8)
    first = list(dict.fromkeys(h for h in headings["h1"] if h))
    if len(first) == 1:
        yield Fact("title", first[0], "h1", 0.9 if first[0] in title[: len(title) // 2] else 0.7)


#: Marks by which a time element says that it is the date of publication.
_PUBLISHED = re.compile(r"publish|pubdate|entry-date|veroeffentlich|post-date|date-created", re.I)
_CHANGED = re.compile(r"updat|modif|geaendert", re.IGNORECASE)


def _times(tree: HtmlElement, marked: Sequence[HtmlElement]) -> Iterator[Fact]:
    published = [element for element in marked if element.get("itemprop") == "datePublished"]
    for element in published[:3]:
        value = element.get("content") or element.get("datetime") or element.text_content()
        if date := partial_date(clean_line(value)):
            yield Fact("date", date, "markup", 0.9)
    for element in _TIMES(tree)[:20]:
        marks = " ".join(filter(None, (element.get("class"), element.get("itemprop"))))
        said = element.get("pubdate") is not None or _PUBLISHED.search(marks)
        date = partial_date(clean_line(element.get("datetime")))
        if date and said and not _CHANGED.search(marks):
            yield Fact("date", date, "time", 0.8)
            return  # further ones belong to teasers


def _from_links(
    tree: HtmlElement, base: str, related: Sequence[HtmlElement], canonical: str | None
) -> Iterator[Fact]:
    """The language of the page, its licence and its canonical address."""
    language = tree.xpath("string(/html/@lang)") or tree.xpath("string(/html/@xml:lang)")
    if code := shape("language", clean_line(language), base):
        yield Fact("language", code, "html", 0.9)
    licences = [e.get("href") for e in related if e.get("rel") == "license" and e.get("href")]
    for address in licences[:3]:
        yield Fact("licence", urljoin(base, address.strip()), "link")
    free = {a for a in _ADDRESSES(tree) if _LICENCE.match(a.strip())}
    if len(free) == 1:  # several speak of pictures, or of licences as such
        yield Fact("licence", free.pop().strip(), "link", 0.7)
    if canonical:
        yield Fact("canonical", canonical, "link")


def _from_og(contents: Contents, base: str) -> Iterator[Fact]:
    for value in contents.get("og:url", ())[:1]:
        if joined := shape("canonical", value.strip(), base):
            yield Fact("canonical", joined, "og", 0.9)


def _canonical(related: Sequence[HtmlElement], base: str) -> str | None:
    links = (e for e in related if e.tag == "link" and e.get("rel") == "canonical")
    found = (next((e.get("href", "") for e in links), "")).strip()
    return shape("canonical", found, base) if found else None
