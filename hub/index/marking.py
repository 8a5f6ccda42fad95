"""Which word of a query each place of a page of hits meets, and in which way it does."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any

import numpy as np

from hub.index.matching import Cause, Unit
from hub.index.standing import BODY, TITLE, Numbers, Standing
from hub.model import Why

_MOST_MARKS = 2000  #: of a text

#: How a place meets a word of the query, as one number, least for what is told first: number of
#: the cause, text, rank of the term in the cause, number of the place.
_CAUSE, _TEXT, _RANK = 44, 42, 26
_NONE = 1 << 62
_LAST_RANK = (1 << (_TEXT - _RANK)) - 1


@dataclass(frozen=True)
class Marks:
    """Marked places of texts, text by text, ascending and without overlaps."""

    group: Numbers  #: of each place, twice the number of its document, and one for the title
    starts: Numbers  #: in characters
    ends: Numbers
    units: Numbers  #: the number of the word that each meets

    def of(self, doc: int, text: int) -> slice:
        """Those of one text of a document."""
        group = 2 * doc + (text == TITLE)
        bounds = self._bounds
        return slice(*bounds[group : group + 2]) if group + 1 < len(bounds) else slice(0, 0)

    @cached_property
    def _bounds(self) -> list[int]:
        """Where the marks of each text begin, up to the last that has any, and the end."""
        texts = int(self.group.max(initial=-1)) + 1
        bounds: list[int] = np.searchsorted(self.group, np.arange(texts + 1)).tolist()
        return bounds

    def spans(
        self, part: slice, begin: int, end: int, shift: int = 0
    ) -> tuple[tuple[int, int], ...]:
        """Beginning and end of those that lie in a piece of the text, moved by ``shift``."""
        first, last = (self.starts[part].searchsorted((begin, end)) + part.start).tolist()
        starts, ends = self.starts[first:last].tolist(), self.ends[first:last].tolist()
        return tuple(
            (start + shift, stop + shift)
            for start, stop in zip(starts, ends, strict=True)
            if stop <= end
        )


class Marking:
    """The words of a query in the documents of a page."""

    def __init__(self, units: Sequence[Unit], standing: Standing) -> None:
        self._units = units
        self._standing = standing
        self._ways = _ways(units, standing)
        self._numbers = {doc: n for n, doc in enumerate(standing.doc[standing.begins].tolist())}
        self._tags = [[c for c in unit.causes if c.grade == "tag"] for unit in units]

    @cached_property
    def marks(self) -> Marks:
        """The marked places of titles and bodies."""
        standing = self._standing
        unit = np.full(len(standing), -1, np.int64)
        for number in reversed(range(len(self._units))):  # the first word has the place
            unit[self._ways[number] < _NONE] = number
        chosen = np.flatnonzero((unit >= 0) & (standing.text <= BODY))
        group = 2 * standing.doc[chosen] + (standing.text[chosen] == TITLE)
        first = np.searchsorted(group, group)
        chosen, group = (a[np.arange(len(group)) - first < _MOST_MARKS] for a in (chosen, group))
        starts = standing.start[chosen]
        ends = starts + standing.length[chosen]
        apart = ends > starts
        apart[1:] &= (starts[1:] >= ends[:-1]) | (group[1:] != group[:-1])
        return Marks(group[apart], starts[apart], ends[apart], unit[chosen][apart])

    @cached_property
    def _first(self) -> Sequence[list[int]]:
        """For each word, the way it is told of for every document that has any place."""
        begins = self._standing.begins
        if not len(begins):
            return [[] for _ in self._units]
        return [np.minimum.reduceat(ways, begins).tolist() for ways in self._ways]

    def reasons(self, doc: int, tags: Sequence[str], texts: Sequence[Any]) -> tuple[Why, ...]:
        """For each word of the query, the closest way in which the document meets it.

        ``tags`` are those of the document, ``texts`` its title and its body.
        """
        number = self._numbers.get(doc)
        found = []
        for unit, firsts, marks in zip(self._units, self._first, self._tags, strict=True):
            way = _NONE if number is None else firsts[number]
            if way < _NONE:
                cause = unit.causes[way >> _CAUSE]
                word = cause.label or self._standing.cut(way & ((1 << _RANK) - 1), texts)
                found.append(Why(cause.meant or unit.text, cause.grade, word))
                continue
            tag = next((c for c in marks if c.label in tags), None)
            if tag:
                found.append(Why(tag.meant, "tag", tag.label))
        return tuple(dict.fromkeys(found))


def _ways(units: Sequence[Unit], standing: Standing) -> list[Numbers]:
    """For each word of the query, how each place meets it."""
    number_of: dict[str, list[int]] = {}
    for number, terms in enumerate(standing.terms):
        for term in terms:
            number_of.setdefault(term, []).append(number)
    behind = (standing.text << _TEXT) + np.arange(len(standing))
    found = []
    for unit in units:
        ways = _by_word(unit, number_of, len(standing.terms))[standing.word]
        ways += np.where(ways < _NONE, behind, 0)
        for number, cause in enumerate(unit.causes):
            if _is_phrase(cause) and all(term in number_of for term in cause.terms):
                at = _following(cause, number_of, standing)
                ways[at] = np.minimum(ways[at], (number << _CAUSE) + behind[at])
        found.append(ways)
    return found


def _by_word(unit: Unit, number_of: dict[str, list[int]], words: int) -> Numbers:
    """The way in which each word of the texts meets a word of the query by itself."""
    best = np.full(words, _NONE, np.int64)
    for number in reversed(range(len(unit.causes))):  # the first cause has the word
        cause = unit.causes[number]
        if not _is_phrase(cause):
            for rank in reversed(range(len(cause.terms))):
                for word in number_of.get(cause.terms[rank], ()):
                    best[word] = (number << _CAUSE) + (min(rank, _LAST_RANK) << _RANK)
    return best


def _following(cause: Cause, number_of: dict[str, list[int]], standing: Standing) -> Numbers:
    """The places where the terms of a cause follow each other."""
    where = standing.doc * (1 << 32) + standing.place
    each = []
    for number, term in enumerate(cause.terms):
        has = np.zeros(len(standing.terms), np.bool_)
        has[number_of[term]] = True
        each.append(where[has[standing.word]] - number)
    starts = reduce(np.intersect1d, each)
    whole = (starts[:, None] + np.arange(len(cause.terms))).ravel()
    found: Numbers = np.searchsorted(where, whole)
    return found


def _is_phrase(cause: Cause) -> bool:
    return cause.phrase and len(cause.terms) > 1
