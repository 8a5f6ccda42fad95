"""A record of a reference manager or library, whatever its format, as an item."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hub.ingest.extract.cleaning import clean_line
from hub.ingest.imports.model import ImportOptions
from hub.ingest.model import Item, Rejected
from hub.ingest.records import Statement, doi, names, plain, web_address

_NOTHING = "The record has neither a title nor an address. Complete it there, then import again."

#: Kinds of publication, as the formats name them, that say which type a resource is.
_TYPES = {
    "article": ("jour jfull ejour abst inpr article article-journal academicarticle"
                " scholarlyarticle journal-article journalarticle incollection inproceedings"),
    "news": ("news newspaper newspaperarticle article-newspaper article-magazine mgzn"
             " magazinearticle newspaper-article magazine-article"),
    "document": ("book rprt report thes thesis chap chapter ebook edbook conf cpaper pamp manual"
                 " techreport phdthesis mastersthesis booklet inbook collection proceedings"
                 " booksection conferencepaper paper-conference govdoc legal stat bill"),
}  # fmt: skip
_TYPE_OF = {word: type for type, words in _TYPES.items() for word in words.split()}


@dataclass(frozen=True, kw_only=True)
class Reference:
    """What reference formats have in common. Texts may still hold markup of their format."""

    title: object = None
    authors: tuple[object, ...] = ()  #: 'Last, First' or as spoken
    dates: tuple[object, ...] = ()  #: the first that is a date counts
    addresses: tuple[object, ...] = ()
    doi: tuple[object, ...] = ()
    abstract: object = None
    container: object = None  #: journal, book or series
    publisher: object = None
    language: tuple[object, ...] = ()
    keywords: tuple[object, ...] = ()
    pages: object = None
    kind: object = None  #: the format's word for the kind of publication
    key: object = None  #: the record's own identifier


def as_items(
    references: Iterable[Reference], source: str, origin: str, options: ImportOptions
) -> Iterator[Item | Rejected]:
    """An item for each reference; one that says nothing is rejected."""
    seen: dict[str, int] = {}
    for number, reference in enumerate(references, 1):
        yield _item(reference, number, source, origin, options, seen)


def _item(
    reference: Reference,
    number: int,
    source: str,
    origin: str,
    options: ImportOptions,
    seen: dict[str, int],
) -> Item | Rejected:
    said = _statement(reference, origin)
    found = said.facts.first("doi")
    address = web_address(*reference.addresses)
    if not address and found:
        address = f"https://doi.org/{found.value}"
    title = said.facts.first("title")
    if not title and not address:
        return Rejected(source, f"record {number}", _NOTHING)
    key = clean_line(str(reference.key or "")) or _digest(title.value if title else "", address)
    seen[key] = seen.get(key, 0) + 1
    return Item(
        source=source,
        key=key if seen[key] == 1 else f"{key} {seen[key]}",
        address=address,
        facts=said.facts,
        collections=options.collections,
        complete=bool(title) and not (options.fetch and address),
    )


def _statement(reference: Reference, origin: str) -> Statement:
    said = Statement(origin)
    said.say("title", plain(str(reference.title or "")))
    said.say("authors", *names(reference.authors))
    said.say_date("date", *reference.dates)
    said.say("doi", doi(*reference.doi, *reference.addresses))
    said.say("type", _TYPE_OF.get(clean_line(str(reference.kind or "")).casefold()))
    said.say("publisher", plain(str(reference.publisher or "")))
    said.say_language(*reference.language)
    said.say("keywords", *(plain(str(word)) for word in reference.keywords if word))
    said.say("description", plain(str(reference.abstract or "")))
    said.say("container", plain(str(reference.container or "")))
    said.say("pages", reference.pages)
    return said


def _digest(title: str, address: str | None) -> str:
    text = f"{title.casefold()} {address or ''}"
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def page_range(first: object, last: object) -> str | None:
    """'12-18', '12', or None."""
    start, end = (clean_line(str(page)) if page else "" for page in (first, last))
    return f"{start}-{end}" if start and end and start != end else start or end or None
