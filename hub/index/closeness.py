"""Words of a query that stand close together in a document count for more.

For neighbouring words of the query, each place of one that has the other near adds 1 / distance,
weighed by the rarity of the other; the sum saturates. It is the term proximity of Büttcher,
Clarke and Lushman (2006), for pairs of neighbours and for the best candidates only, so that it
costs the same in a large index as in a small one.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.index.arrays import largest, starts_of
from hub.index.generation import Generation
from hub.index.matching import Scores, Unit
from hub.index.segments import Ids, Mask, Segment

#: How much closeness adds, in units of the words' rarity, and how soon it stops to matter.
GAIN, SATURATION = 0.3, 4.0
#: Words farther apart than this, in words, are not close.
FAR = 20
#: So many of the best documents are looked at.
CANDIDATES = 100
#: Places of one document are numbers below this.
_ROOM = 1 << 32
#: So many words of a query are kept in a byte.
_FEW = 8
#: Of long documents so many words are looked at, from the beginning on.
_MOST_WORDS = 4000
_GRADES = frozenset(("exact", "stem", "part", "derived"))

#: Places in all candidates at once: number of the candidate * ROOM + position, ascending.
Places = NDArray[np.int64]


def draw_near(scores: Scores, units: Sequence[Unit], matched: Mask, generation: Generation) -> None:
    """Add to the scores of the best matched documents what the closeness of the words is worth."""
    if len(units) < 2:
        return
    docs = _best(scores, matched, generation)
    places = _places(units, docs, generation)
    near = np.zeros((len(units), len(docs)))
    for number in range(len(units) - 1):
        one, other = places[number], places[number + 1]
        for at, distance in (_after(one, other), _after(other, one)):
            count = np.bincount(at, 1 / distance, len(docs))
            near[number] += units[number + 1].rarity * count
            near[number + 1] += units[number].rarity * count
    rare = np.array([[unit.rarity] for unit in units])
    scores[docs] += (GAIN * rare * near / (near + SATURATION)).sum(axis=0).astype(np.float32)


def _best(scores: Scores, matched: Mask, generation: Generation) -> Ids:
    """The best candidates, ascending; of equal ones the newest, in whatever segments they lie."""
    ids = np.flatnonzero(matched & (scores > 0)).astype(np.int32)
    if len(ids) <= CANDIDATES:
        return ids
    ids = ids[largest(scores[ids], CANDIDATES)]
    order = np.lexsort((generation.by_date[ids], -scores[ids]))
    return np.sort(ids[order[:CANDIDATES]])


def _places(units: Sequence[Unit], docs: Ids, generation: Generation) -> list[Places]:
    """Where each word of the query stands, in one pass over the words of all candidates."""
    places, flags = [np.empty(0, np.int64)], [np.empty(0, np.uint64)]
    for leaf in generation.leaves:
        inside = np.flatnonzero((docs >= leaf.first) & (docs < leaf.end))
        if len(inside):
            at, found = _flagged(units, leaf.segment, docs[inside] - np.int32(leaf.first))
            places.append(at + inside[0] * _ROOM)
            flags.append(found.astype(np.uint64))
    everywhere, meets = np.concatenate(places), np.concatenate(flags)
    return [everywhere[meets & np.uint64(1 << n) > 0] for n in range(len(units))]


def _flagged(units: Sequence[Unit], segment: Segment, docs: Ids) -> tuple[Places, NDArray[Any]]:
    """The places in documents of one segment where words of the query stand, and which do."""
    flags: NDArray[Any] = np.zeros(
        segment.word_count, np.uint8 if len(units) <= _FEW else np.uint64
    )
    for number, unit in enumerate(units):
        for term in _terms(unit):
            found = segment.find(term.encode("utf-8", "surrogatepass"))
            if found >= 0:
                flags[segment.words_of(found)] |= flags.dtype.type(1 << number)
    starts, sizes = segment.extents(docs)
    sizes = np.minimum(sizes, _MOST_WORDS)
    here = flags[segment.words_in(starts, sizes)]
    at = np.flatnonzero(here)
    before = starts_of(sizes)
    doc = np.searchsorted(before, at, side="right") - 1
    return doc * _ROOM + at - before[doc], here[at]


def _terms(unit: Unit) -> Iterable[str]:
    causes = (c for c in unit.causes if c.grade in _GRADES and not c.phrase)
    return {term for cause in causes for term in cause.terms}


def _after(one: Places, other: Places) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Each place that has a place of the other word near after it: its candidate, the distance."""
    if not len(one) or not len(other):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    following = np.searchsorted(other, one, side="right")
    there = following < len(other)
    distance = other[following[there]] - one[there]
    close = distance <= FAR
    return one[there][close] // _ROOM, distance[close]
