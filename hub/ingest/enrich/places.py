"""Places of the gazetteer in a text. A name that may be something else counts with context only."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hub.model import Gazetteer, Place

_LONGEST = 6  #: words of a name
_LOOKED_AT = 4_000  #: characters of a text
_MOST = 3  #: places that are proposed
_IN_TITLE = 4.0  #: times that a place in the title counts more than in the text
_EARLY = 600  #: characters; what stands there is what a text is about
_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*|[()/]")
#: Before a name, these make it a place: "Stadt Essen", "in Halle", "City of Reading".
_BEFORE = frozenset(
    (
        *("stadt", "landkreis", "kreis", "gemeinde", "region", "bezirk", "hansestadt"),
        *("landeshauptstadt", "oberbürgermeister", "rathaus", "bahnhof", "universität"),
        *("polizei", "polizeipräsidium", "in", "aus", "nach", "bei", "city", "town", "of"),
    )
)
_FALSE_AFTER = re.compile(r"\d|und$|oder$")  # "in Halle 3", "in Essen und Trinken"


@dataclass(frozen=True)
class FoundPlace:
    """A place that a text names, and how sure it is that the text is about it."""

    id: str
    confidence: float  #: 0 to 1


@dataclass(frozen=True)
class _Name:
    place: Place
    sure: bool  #: stands for this place and nothing else


class PlaceFinder:
    """Finds the places of one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._names: dict[tuple[str, ...], list[_Name]] = {}
        for place in gazetteer.by_id.values():
            for name, bare in _spellings(place):
                words = tuple(w.casefold() for w in _words(name))
                sure = not (bare and place.ambiguous)
                if words:
                    self._names.setdefault(words, []).append(_Name(place, sure))
        self._first = {words[0] for words in self._names}

    def find(self, title: str, text: str) -> tuple[FoundPlace, ...]:
        """The places a text is most likely about, the likeliest first, at most three.

        A larger place is left out where a smaller one within it was found.
        """
        weights: dict[str, float] = defaultdict(float)
        for id, _ in self._named(title):
            weights[id] += _IN_TITLE
        early = len(_WORD.findall(text[:_EARLY]))
        for id, at in self._named(text[:_LOOKED_AT]):
            weights[id] += 2.0 if at < early else 1.0
        narrow = [id for id in weights if not self._has_narrower(id, weights)]
        best = sorted(narrow, key=lambda place: (-weights[place], place))[:_MOST]
        return tuple(FoundPlace(id, _confidence(weights[id])) for id in best if weights[id] >= 2)

    def _has_narrower(self, id: str, found: Iterable[str]) -> bool:
        return any(other != id and id in self._gazetteer.above(other) for other in found)

    def _named(self, text: str) -> Iterator[tuple[str, int]]:
        """Ids of places with the number of the word at which they stand."""
        words, free = _WORD.findall(text), 0
        first = self._first
        beginnings = [at for at, w in enumerate(words) if w.casefold() in first and w[0].isupper()]
        for at in beginnings:
            if at < free:
                continue
            before = words[at - 1].casefold() if at else ""
            rest = [word.casefold() for word in words[at : at + _LONGEST + 1]]
            for length in range(min(_LONGEST, len(words) - at), 0, -1):
                place = self._place(before, rest, length)
                if place:
                    yield place.id, at
                    free = at + length
                    break

    def _place(self, before: str, words: list[str], length: int) -> Place | None:
        """The one place that so many words name; None where it may be several, or no place."""
        names = self._names.get(tuple(words[:length]), [])
        certain = [name.place for name in names if name.sure]
        if names and not certain and _is_place_here(before, "".join(words[length : length + 1])):
            certain = [name.place for name in names]
        smallest = [p for p in certain if not any(p.id == q.within for q in certain)]
        return smallest[0] if len(smallest) == 1 else None


def _is_place_here(before: str, after: str) -> bool:
    return before in _BEFORE and not _FALSE_AFTER.match(after)


def _spellings(place: Place) -> Iterator[tuple[str, bool]]:
    """Names of a place; True for the bare ones, which may be ambiguous."""
    for label in dict.fromkeys(place.label.values()):
        yield label, True
    for variant in place.variants:
        yield variant, " " not in variant


def _words(name: str) -> list[str]:
    return _WORD.findall(name)


def _confidence(weight: float) -> float:
    return round(min(0.9, 0.4 + 0.08 * weight), 2)
