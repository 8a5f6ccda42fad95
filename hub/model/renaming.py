"""Old names: what a value of the vocabulary was called before, so that no address is lost."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from hub.model.access import Access
from hub.model.search import Filters, Query


class VocabularyKind(StrEnum):
    """What can be renamed, merged, nested and deleted. The values are those of the facets."""

    TAG = "tag"
    PLACE = "place"
    TARGET_GROUP = "target_group"
    PUBLISHER = "publisher"
    COLLECTION = "collection"


@dataclass(frozen=True)
class Renamed:
    """One old name: an id, a word or a label, and the id or word that took its place."""

    kind: VocabularyKind
    old: str
    new: str


@dataclass(frozen=True)
class Renames:
    """All old names. A name that was renamed again leads to the last one."""

    entries: tuple[Renamed, ...] = ()
    _next: Mapping[tuple[str, str], str] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        """Make the table that the methods look into."""
        table = {(entry.kind.value, entry.old): entry.new for entry in self.entries}
        object.__setattr__(self, "_next", table)

    def now(self, kind: str, value: str) -> str:
        """What the value is called today; itself where it was never renamed.

        A circle, which only a file written by hand can hold, leads back to the value.
        """
        here, seen = value, {value}
        while (kind, here) in self._next:
            here = self._next[kind, here]
            if here in seen:
                return value
            seen.add(here)
        return here

    def every(self, kind: str, values: Iterable[str]) -> tuple[str, ...]:
        """What the values are called today, each once, in the same order."""
        return tuple(dict.fromkeys(self.now(kind, value) for value in values))

    def names(self, kind: str, value: str) -> tuple[str, ...]:
        """The value itself, then every old name that leads to it."""
        olds = (e.old for e in self.entries if e.kind == kind and e.old != value)
        return (value, *(old for old in olds if self.now(kind, old) == value))

    def of(self, kind: str) -> tuple[tuple[str, str], ...]:
        """Each old name of a kind with what it is called today."""
        return tuple((e.old, self.now(kind, e.old)) for e in self.entries if e.kind == kind)

    def query(self, query: Query, access: Access) -> Query:
        """The query with today's values in the place of old ones.

        An old collection stays as it is for somebody who may not know of the new one.
        """
        if not self.entries or not query.filters.values:
            return query
        values = {
            facet: self._filter(facet, own, access) for facet, own in query.filters.values.items()
        }
        if values == query.filters.values:
            return query
        filters = Filters(values, query.filters.year_from, query.filters.year_to)
        return replace(query, filters=filters)

    def _filter(self, facet: str, values: tuple[str, ...], access: Access) -> tuple[str, ...]:
        if facet != VocabularyKind.COLLECTION:
            return self.every(facet, values)
        return tuple(dict.fromkeys(self.collection(value, access) for value in values))

    def collection(self, id: str, access: Access) -> str:
        """Today's id of a collection; the old one where the new one is not to be known."""
        now = self.now(VocabularyKind.COLLECTION, id)
        return now if any(True for _ in access.visible((now,))) else id


def one_line(name: str) -> str:
    """A name as it is kept: composed letters, single spaces, nothing that cannot be seen."""
    text = unicodedata.normalize("NFC", name)
    seen = "".join(" " if unicodedata.category(c) in ("Cc", "Zs", "Zl", "Zp") else c for c in text)
    return " ".join("".join(c for c in seen if unicodedata.category(c) != "Cs").split())


def name_key(name: str) -> str:
    """A name for comparing: two that differ in case, spaces or composition are the same."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
