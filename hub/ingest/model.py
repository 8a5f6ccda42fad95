"""What travels from one step of the pipeline to the next: plain frozen data.

``Item`` (a source names something) becomes ``Fetched`` (bytes), ``Extracted`` (text and facts) and
``Proposal`` (a resource to be, each value with its origin). Nothing here is trusted text: whoever
shows or exports it escapes it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the children that read files do without: it takes long to load
    from hub.model import Resource


@dataclass(frozen=True)
class Fact:
    """One value that a place in a page, file, feed or table says about a resource.

    ``field`` is a field of ``Resource`` (``title``, ``date``, ``authors``, ``event.start``,
    ``funding.deadline`` …) or one of ``FOREIGN``. A list is several facts of one field.
    """

    field: str
    value: str
    origin: str  #: where it stands: ``json-ld``, ``og``, ``citation``, ``feed``, ``column:Title`` …
    confidence: float = 1.0  #: 0 to 1; below 1 it is a proposal of ours, not a statement of theirs

    def valued(self, value: str) -> "Fact":
        """The same with another value."""
        return self if value == self.value else replace(self, value=value)


#: Fields of a fact that no resource has: shown to the editor as help, never saved by themselves.
FOREIGN = (
    *("description", "canonical", "image", "section", "licence"),
    *("doi", "container", "pages"),  # container: the journal, book or series a text stands in
)


@dataclass(frozen=True)
class Facts:
    """All facts about one thing, the best first within each field."""

    all: tuple[Fact, ...] = ()

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.all)

    def first(self, field: str) -> Fact | None:
        """The best fact of a field, or None."""
        return next((fact for fact in self.all if fact.field == field), None)

    def every(self, field: str) -> tuple[Fact, ...]:
        """All facts of a field, best first."""
        return tuple(fact for fact in self.all if fact.field == field)

    def with_more(self, more: Iterable[Fact]) -> "Facts":
        """These facts and further ones, which come after them."""
        return Facts((*self.all, *more))


@dataclass(frozen=True)
class Redirect:
    """One step on the way to the final address."""

    status: int
    address: str  #: where it led to


@dataclass(frozen=True)
class Fetched:
    """What a server, or a file, gave."""

    address: str  #: as asked for
    final: str  #: after all redirects
    status: int  #: of HTTP; 200 for a file
    media_type: str  #: by its first bytes, then by what the server says, never by its name alone
    content: bytes
    when: dt.datetime  #: aware, UTC
    encoding: str | None = None  #: as the server declared it
    redirects: tuple[Redirect, ...] = ()
    etag: str | None = None
    last_modified: str | None = None
    unchanged: bool = False  #: the server says it is as it was (304): ``content`` is empty
    name: str | None = None  #: file name, where there is one

    @property
    def moved_for_good(self) -> str | None:
        """The address after an unbroken chain of permanent redirects (301, 308), or None."""
        permanent = None
        for step in self.redirects:
            if step.status not in (301, 308):
                break
            permanent = step.address
        return permanent


@dataclass(frozen=True)
class Passage:
    """A stretch of extracted text and where it stands."""

    text: str
    page: int | None = None  #: of a PDF or presentation, counted from 1
    heading: str | None = None


@dataclass(frozen=True)
class Extracted:
    """Text and facts drawn out of bytes. No text is no error, but it is said in ``remarks``."""

    facts: Facts = field(default_factory=Facts)
    passages: tuple[Passage, ...] = ()
    remarks: tuple[str, ...] = ()  #: English sentences for the editor: "The pages are scanned …"

    @property
    def text(self) -> str:
        """The whole main text: what is searched and captured."""
        return "\n\n".join(passage.text for passage in self.passages)


@dataclass(frozen=True)
class Item:
    """Something a source names: an address to fetch, or bytes it holds, with known facts."""

    source: str  #: name of the source, as it stands in the report
    key: str  #: what tells it from the source's other items: guid, address, row number
    address: str | None = None
    content: bytes | None = None  #: of a file that the source itself holds
    name: str | None = None  #: file name of ``content``
    facts: Facts = field(default_factory=Facts)
    collections: tuple[str, ...] = ()
    complete: bool = False  #: the source says all there is: nothing is to be fetched
    rolling: bool = False  #: what stands at the address changes: each capture is kept by its date
    #: Addresses of files that soon expire: taken at once and kept, or named in the report.
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rejected:
    """Something a source names that cannot become a resource, and why."""

    source: str
    key: str  #: as in ``Item``
    message: str  #: a sentence whose gaps ``values`` fill; the key of its translation
    values: Mapping[str, object] = field(default_factory=dict, hash=False)
    title: str = ""  #: so that a reader of the report knows it again
    withdrawn: bool = False  #: the source had it and has it no more

    @property
    def reason(self) -> str:
        """Why, in English."""
        return self.message.format(**self.values)


class Outcome(StrEnum):
    """What became of an item; the words of every report."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    FAILED = "failed"


@dataclass(frozen=True)
class Twin:
    """A catalogued resource, or a proposal, that a new one may be the same as."""

    id: str
    because: str  #: address | content | text | title
    likeness: float = 1.0  #: 0 to 1


@dataclass(frozen=True)
class Proposal:
    """A resource to be, with the origin of every value, waiting to be saved or accepted."""

    id: str
    resource: "Resource"
    facts: Facts  #: everything that was found, the chosen values first
    when: dt.datetime  #: proposed, aware, UTC
    source: str = ""
    key: str = ""
    text: str = ""  #: extracted main text
    twins: tuple[Twin, ...] = ()
    remarks: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()  #: fields that had to be filled by a suggestion of ours
    content: str = ""  #: SHA-256 of the bytes it was read from
    media_type: str = ""
    file: str = ""  #: the kept original, relative to the data directory
    etag: str | None = None
    last_modified: str | None = None
    addresses: tuple[str, ...] = ()  #: all under which it was met: asked for, after redirects
