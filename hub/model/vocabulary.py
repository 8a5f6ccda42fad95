"""The three tables beside the resources: thesaurus, gazetteer and publishers."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from hub.model.resource import Id


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")  # further keys are kept as they are


class Concept(_Entry):
    """A concept of the field: its labels are index terms, its synonyms other words for it."""

    id: Id
    label: dict[str, str]
    synonyms: dict[str, list[str]] = Field(default_factory=dict)
    broader: tuple[Id, ...] = ()
    related: tuple[Id, ...] = ()
    note: dict[str, str] = Field(default_factory=dict)


class Place(_Entry):
    """A place of the gazetteer, within the next larger one."""

    id: Id
    label: dict[str, str]
    kind: str
    within: Id | None = None
    variants: tuple[str, ...] = ()
    ambiguous: bool = False  #: the bare name is also another place, a first name or a word
    member: bool = False  #: a member city of the network

    @property
    def broader(self) -> tuple[str, ...]:
        """The next larger place, as a concept has its broader ones."""
        return (self.within,) if self.within else ()


class Publisher(_Entry):
    """A publisher, its other spellings and the hosts it publishes on."""

    id: Id
    label: str
    variants: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    kind: str = "other"
    country: str | None = None


class Labelled(Protocol):
    """What has a label in several languages."""

    @property
    def label(self) -> dict[str, str]:
        """The label by language."""


def label_in(entry: Labelled, language: str) -> str:
    """The label in the reader's language, else in German, else in any."""
    return entry.label.get(language) or entry.label.get("de") or next(iter(entry.label.values()))


class _HasBroader(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def broader(self) -> tuple[str, ...]: ...


Node = TypeVar("Node", bound=_HasBroader)


class _Hierarchy(Generic[Node]):
    """Entries by id, with what lies above and below each. A circle does no harm."""

    def __init__(self, entries: Iterable[Node] = ()) -> None:
        self.by_id: dict[str, Node] = {entry.id: entry for entry in entries}

    def __contains__(self, id: object) -> bool:
        return id in self.by_id

    def __len__(self) -> int:
        return len(self.by_id)

    def get(self, id: str) -> Node | None:
        """The entry, or None."""
        return self.by_id.get(id)

    @cached_property
    def _above(self) -> Mapping[str, Sequence[str]]:
        return {entry.id: entry.broader for entry in self.by_id.values()}

    @cached_property
    def _below(self) -> Mapping[str, Sequence[str]]:
        below: dict[str, list[str]] = {}
        for entry in self.by_id.values():
            for parent in entry.broader:
                below.setdefault(parent, []).append(entry.id)
        return below

    def above(self, id: str) -> frozenset[str]:
        """The entry itself and every broader one, near or far, that the table holds."""
        return self._closure(id, self._above)

    def below(self, id: str) -> frozenset[str]:
        """The entry itself and every narrower one, near or far."""
        return self._closure(id, self._below)

    def _closure(self, id: str, next_to: Mapping[str, Sequence[str]]) -> frozenset[str]:
        found: set[str] = set()
        waiting = [id]
        while waiting:
            entry = waiting.pop()
            if entry in self.by_id and entry not in found:
                found.add(entry)
                waiting.extend(next_to.get(entry, ()))
        return frozenset(found)


class Thesaurus(_Hierarchy[Concept]):
    """The concepts of the field."""


class Gazetteer(_Hierarchy[Place]):
    """The places the catalogue knows."""


class Publishers:
    """Publishers by id, by spelling and by host, and hosts that only mirror documents."""

    def __init__(self, entries: Iterable[Publisher] = (), mirrors: Iterable[str] = ()) -> None:
        self.by_id = {entry.id: entry for entry in entries}
        self.mirrors = frozenset(mirrors)

    @cached_property
    def _by_name(self) -> Mapping[str, Publisher]:
        return {
            name.casefold(): entry
            for entry in reversed(self.by_id.values())
            for name in (*entry.variants, entry.label)
        }

    @cached_property
    def by_host(self) -> Mapping[str, Publisher]:
        """Each host that a publisher names, with the publisher."""
        return {host: entry for entry in self.by_id.values() for host in entry.hosts}

    def named(self, name: str) -> Publisher | None:
        """The publisher of that name, in any known spelling."""
        return self._by_name.get(name.strip().casefold())
