"""Compounds into their parts: Waffenverbotszone as waffen, verbots, zone.

A cut counts only where pieces that begin compounds and one that ends them make up the whole
word. Among all ways to cut, the one with the likeliest and commonest pieces wins; whether it
is believed at all depends on how likely and common its worst piece is.
"""

from functools import lru_cache
from typing import NamedTuple

from hub.language.lexicon import Lexicon, Part

SHORTEST_PART = 3
LONGEST_WORD = 60
_CACHED = 50_000

#: What a piece gains by being common, loses by being short, and what each cut costs.
_COMMON, _SHORT, _CUT, _INFLECTED = 2.0, {3: 3.0, 4: 1.0}, 3.0, 0.5
#: When a cut is believed: weights of mean and least likelihood, mean and least commonness,
#: commonness of the whole, its length, and cuts after the first.
_BELIEF = (-0.6, 0.80, 0.18, 0.38, 2.55, 0.23, 0.167, -3.53)


class _Way(NamedTuple):
    """One way to cut the beginning of a word."""

    score: float
    pieces: tuple[str, ...]
    parts: tuple[Part, ...]


class CompoundSplitter:
    """Cuts compounds where words of its lexicon make up the whole."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.split = lru_cache(maxsize=_CACHED)(self._split)

    def _split(self, word: str) -> tuple[str, ...]:
        """The parts of a small word as they stand in it; the word alone when it is simple."""
        if not 2 * SHORTEST_PART <= len(word) <= LONGEST_WORD or not word.isalpha():
            return (word,)
        kinds = self._kinds(word)
        way = self._best(word, kinds) if kinds else None
        if way is None or self._belief(word, way) < 0:
            return (word,)
        return tuple(part for piece in way.pieces for part in self.split(piece))

    def _kinds(self, word: str) -> tuple[bool, ...]:
        """Whether the ending may be a noun (False) or an adjective (True); none: do not cut."""
        form = self._lexicon.form(word)
        if form is None:
            return (False, True)
        if form.name:
            return ()
        if form.noun is None and form.other is not None:
            return () if form.other.endswith(("en", "ern", "eln")) else (True,)
        return (False,) if form.noun == form.other or form.other is None else (False, True)

    def _best(self, word: str, kinds: tuple[bool, ...]) -> _Way | None:
        ways = {0: _Way(0.0, (), ())}
        size = len(word)
        for start in (0, *range(SHORTEST_PART, size - 2 * SHORTEST_PART + 1)):
            if start in ways:
                self._begin(word, start, ways)
        found = None
        for start in range(SHORTEST_PART, size - SHORTEST_PART + 1):
            if start in ways:
                way = self._end(word, start, ways[start], kinds)
                if way and (found is None or way.score > found.score):
                    found = way
        return found

    def _begin(self, word: str, start: int, ways: dict[int, _Way]) -> None:
        """Go on from ``start`` by every piece that begins compounds."""
        way = ways[start]
        for stop in range(start + SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            part = self._lexicon.begin(word[start:stop])
            if part is None:
                continue
            score = way.score + _score(part, stop - start) - _CUT
            if stop not in ways or score > ways[stop].score:
                ways[stop] = _Way(score, (*way.pieces, word[start:stop]), (*way.parts, part))

    def _end(self, word: str, start: int, way: _Way, kinds: tuple[bool, ...]) -> _Way | None:
        """The way closed by the rest of the word, when that ends compounds."""
        piece = word[start:]
        part, penalty = self._lexicon.end(piece), 0.0
        if part is None or part.adjective not in kinds:
            part, penalty = self._inflected(piece, kinds), _INFLECTED
        if part is None:
            return None
        score = way.score + _score(part, len(piece)) - penalty
        return _Way(score, (*way.pieces, piece), (*way.parts, part))

    def _inflected(self, piece: str, kinds: tuple[bool, ...]) -> Part | None:
        form = self._lexicon.form(piece)
        if form is None:
            return None
        lemmas = [lemma for lemma in (form.noun, form.other) if lemma and lemma != piece]
        ends = (self._lexicon.end(lemma) for lemma in lemmas)
        return next((end for end in ends if end and end.adjective in kinds), None)

    def _belief(self, word: str, way: _Way) -> float:
        likelihoods = [part.likelihood for part in way.parts]
        zipfs = [max(part.zipf, 0.5) for part in way.parts]
        values = (
            1.0,
            sum(likelihoods) / len(likelihoods),
            min(likelihoods),
            sum(zipfs) / len(zipfs),
            min(zipfs),
            self._lexicon.zipf(word),
            len(word),
            len(way.pieces) - 2,
        )
        return sum(weight * value for weight, value in zip(_BELIEF, values, strict=True))


def _score(part: Part, size: int) -> float:
    return part.likelihood + _COMMON * max(part.zipf, 0.5) - _SHORT.get(size, 0.0)
