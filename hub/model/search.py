"""What is asked of the index and what it answers, in our own words: no engine, no HTML."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hub.model.resource import Resource, ResourceType

#: The facets, in the order pages show them.
FACETS = (
    "collection",
    "type",
    "tag",
    "language",
    "year",
    "place",
    "target_group",
    "evidence",
)


class Sort(StrEnum):
    """Order of the hits. Without words, relevance means newest."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    TITLE = "title"


@dataclass(frozen=True)
class Filters:
    """Chosen values by facet, and a span of years. Several values of one facet widen."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  #: facet -> values
    year_from: int | None = None
    year_to: int | None = None

    def chosen(self, facet: str) -> tuple[str, ...]:
        """The chosen values of one facet."""
        return self.values.get(facet, ())


@dataclass(frozen=True)
class Query:
    """A search as data: what a saved search keeps and an address carries."""

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 20
    synonyms: bool = True  #: whether the thesaurus widens the query


@dataclass(frozen=True)
class Snippet:
    """A piece of text and the marked parts of it, as [from, to) in characters."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Why:
    """How a word of the query was met: in which grade, and by which word of the text."""

    word: str  #: the word or words of the query
    grade: str  #: exact | stem | part | derived | synonym | translated | tag | prefix | address
    found: str  #: the word of the text, the synonym, or the id of the tag; "" in other fields


@dataclass(frozen=True)
class Hit:
    """A resource in a result list. ``collections`` holds those the searcher may see, only."""

    id: str
    title: str
    score: float
    type: ResourceType
    collections: tuple[str, ...]
    url: str | None = None
    language: str | None = None
    date: str | None = None
    publisher: str | None = None
    snippets: tuple[Snippet, ...] = ()
    title_spans: tuple[tuple[int, int], ...] = ()
    why: tuple[Why, ...] = ()


@dataclass(frozen=True)
class FacetValue:
    """A value to narrow by; ``count`` is the number of results after choosing it (R6)."""

    value: str
    count: int
    selected: bool = False


@dataclass(frozen=True)
class Facet:
    """Values with counts, most frequent first; chosen values are listed even at zero."""

    name: str
    values: tuple[FacetValue, ...] = ()


@dataclass(frozen=True)
class Advice:
    """A way out or an explanation: a kind to be put into words, and a query that has hits.

    Kinds: ``missing`` (no text has the ``subject``), ``without-word`` and ``without-filter``
    (leaving the ``subject`` out gives ``count`` hits), ``partial`` (no text has all words: the
    best partial hits are shown), ``spelling`` (searched for ``subject`` instead), ``offer``
    (perhaps ``subject`` was meant, which has ``count`` hits), ``literal`` (``subject`` was
    read as plain words), ``too-long`` (only the beginning was read), ``no-address`` (nothing that
    may be seen has the address ``subject``).
    """

    kind: str
    subject: str = ""
    query: Query | None = None  #: what to search instead; None for a mere explanation
    count: int | None = None  #: hits of that query


@dataclass(frozen=True)
class Results:
    """One page of hits with everything the result page shows."""

    query: Query
    total: int
    complete: int = 0  #: so many of them have every word of the query; they stand first
    hits: tuple[Hit, ...] = ()
    facets: tuple[Facet, ...] = ()
    corrected: str | None = None  #: the query's words as they were searched, when they differ
    advice: tuple[Advice, ...] = ()
    took_ms: float = 0.0

    def facet(self, name: str) -> Facet:
        """The facet of that name."""
        return next((f for f in self.facets if f.name == name), Facet(name))


@dataclass(frozen=True)
class Suggestion:
    """Something the typed beginning may mean: a title, a tag or a place."""

    text: str
    kind: str  #: title | tag | place
    id: str  #: of the resource, concept or place


@dataclass(frozen=True)
class Document:
    """What the index is given for a resource: the resource and all words it is found by."""

    resource: Resource
    tags: tuple[str, ...] = ()  #: ids with all broader ones, for the facet
    places: tuple[str, ...] = ()  #: ids with all larger ones, for the facet
    tag_labels: tuple[str, ...] = ()  #: of its own tags, in its own language
    place_labels: tuple[str, ...] = ()  #: of its own places, in every language and spelling
    group_labels: tuple[str, ...] = ()  #: of its target groups
    publisher_names: tuple[str, ...] = ()  #: the publisher, in every spelling
    text: str = ""  #: full text
    hash: str = ""  #: of all the above: unchanged documents are not indexed again


@dataclass(frozen=True)
class Removal:
    """A resource that is gone from the catalogue."""

    id: str


Change = Document | Removal


@dataclass(frozen=True)
class IndexInfo:
    """What the index holds: content hashes by id, when it was built, and its version."""

    hashes: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
    built: dt.datetime | None = None
    unusable: str = ""  #: missing | damaged | version: why it must be built anew; "" when sound
    outdated: bool = False  #: made with other words than the tables have; it serves meanwhile
