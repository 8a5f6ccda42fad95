"""A plain model of the small catalogue: what every action should come to, in a few sets."""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field

from hub.catalogue.vocabulary.actions import Action, Delete, Merge, Nest, Rename
from hub.model import VocabularyKind as K

from .small import RESOURCES

FIELDS = {K.TAG: 0, K.PLACE: 1, K.TARGET_GROUP: 2, K.COLLECTION: 3}


class Impossible(Exception):
    """The action cannot be carried out."""


@dataclass
class Plain:
    """Values, what lies above them, what resources have, and what old names mean."""

    above: dict[K, dict[str, set[str]]] = field(default_factory=dict)
    has: dict[str, dict[K, set[str]]] = field(default_factory=dict)  #: resource -> values
    olds: dict[tuple[K, str], str] = field(default_factory=dict)

    def values(self, kind: K) -> set[str]:
        if kind is K.TARGET_GROUP:
            return {v for own in self.has.values() for v in own[kind]}
        return set(self.above[kind])

    def over(self, kind: K, value: str) -> set[str]:
        """The value and everything above it."""
        found, waiting = set(), [value]
        while waiting:
            here = waiting.pop()
            if here not in found:
                found.add(here)
                waiting += self.above[kind].get(here, ())
        return found

    def now(self, kind: K, name: str) -> str | None:
        """What a name means today; None where it is gone."""
        while name not in self.values(kind):
            if (kind, name) not in self.olds:
                return None
            name = self.olds[kind, name]
        return name

    def answer(self, kind: K, name: str) -> set[str]:
        """The resources that a search for the name finds."""
        value = self.now(kind, name)
        return {
            id
            for id, own in self.has.items()
            if any(value in self.over(kind, v) for v in own[kind])
        }

    def do(self, action: Action) -> "Plain":
        """The model after the action. Raises Impossible."""
        after = deepcopy(self)
        if action.value not in self.values(action.kind):
            raise Impossible
        match action:
            case Rename():
                after._rename(action.kind, action.value, action.id or action.name)
            case Merge():
                after._merge(action.kind, action.value, action.into)
            case Nest():
                after._nest(action.kind, action.value, action.under)
            case Delete():
                after._delete(action.kind, action.value, action.instead)
        return after

    def _rename(self, kind: K, old: str, new: str) -> None:
        if new in self.values(kind):
            raise Impossible
        if kind is K.COLLECTION and self._end(kind, new) not in (new, old):
            raise Impossible  # rights given for another collection would lead here
        self._replace(kind, old, new)
        for value, above in list(self.above[kind].items()):
            self.above[kind][value] = {new if a == old else a for a in above}
        if old in self.above[kind]:
            self.above[kind][new] = self.above[kind].pop(old)
        self._lead(kind, old, new)

    def _merge(self, kind: K, old: str, new: str) -> None:
        if old == new or new not in self.values(kind):
            raise Impossible
        for low, high in ((old, new), (new, old)):
            if any(
                high in self.over(kind, m) and m in self.over(kind, low)
                for m in self.values(kind) - {low, high}
            ):
                raise Impossible
        above = self.above[kind]
        mine, below = above.pop(old, set()), {v for v in above if new in self.over(kind, v)}
        self._replace(kind, old, new)
        for value in above:
            above[value] = {new if a == old else a for a in above[value]} - {value}
        if new in above and kind is K.PLACE:  # a place lies in one other only
            above[new] = above[new] or (mine - {new, old})
        elif new in above:
            above[new] |= mine - {new, old} - below
        self._lead(kind, old, new)

    def _nest(self, kind: K, value: str, under: str) -> None:
        above = self.above[kind]
        if under and (under not in above or value in self.over(kind, under)):
            raise Impossible
        before = set(above[value])
        implied = self.over(kind, under) if under else set()
        stays = before - implied if under and kind is K.TAG else set()
        above[value] = stays | ({under} if under else set())
        if above[value] == before:
            raise Impossible

    def _delete(self, kind: K, value: str, instead: str) -> None:
        if instead == value or (instead and instead not in self.values(kind)):
            raise Impossible
        alone = any(own[kind] == {value} for own in self.has.values())
        if kind is K.COLLECTION and not instead and alone:
            raise Impossible
        lifted = self.above[kind].pop(value, set())
        for other, above in self.above[kind].items():
            if value in above:
                self.above[kind][other] = (above - {value}) | (lifted - {other})
        self._replace(kind, value, instead)
        if instead:
            self._lead(kind, value, instead)
        else:
            gone = {old for old in self.olds if old[0] is kind and self._end(*old) == value}
            self.olds = {old: new for old, new in self.olds.items() if old not in gone}

    def _end(self, kind: K, name: str) -> str:
        while (kind, name) in self.olds:
            name = self.olds[kind, name]
        return name

    def _lead(self, kind: K, old: str, new: str) -> None:
        self.olds = {k: v for k, v in self.olds.items() if k != (kind, new)}
        self.olds[kind, old] = new

    def _replace(self, kind: K, old: str, new: str) -> None:
        for own in self.has.values():
            if old in own[kind]:
                own[kind] = (own[kind] - {old}) | ({new} if new else set())


def start() -> Plain:
    """The model of the small catalogue as it begins."""
    has = {
        id: {
            K.TAG: set(tags),
            K.PLACE: set(places),
            K.TARGET_GROUP: set(groups),
            K.COLLECTION: set(homes.split(", ")),
        }
        for id, (homes, tags, places, groups, _) in RESOURCES.items()
    }
    above: dict[K, dict[str, set[str]]] = {
        K.TAG: {
            "violence": set(),
            "knives": {"violence"},
            "stabbing": {"violence"},
            "nights": set(),
        },
        K.PLACE: {"land": set(), "stadt": {"land"}, "dorf": {"land"}},
        K.TARGET_GROUP: {},
        K.COLLECTION: {"one": set(), "two": set()},
    }
    return Plain(above, has)


def pick(values: Iterable[str], number: int) -> str:
    """One of the values, the same for the same number."""
    ordered = sorted(values)
    return ordered[number % len(ordered)] if ordered else ""
