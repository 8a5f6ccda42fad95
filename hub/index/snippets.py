"""Where the words of a query stand in a document, and the piece of text that shows it best."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from hub.index.arrays import starts_of
from hub.index.generation import Generation, Met, Places
from hub.index.matching import Cause, Unit
from hub.index.schema import Body
from hub.model import Snippet, Why

#: Usual length of a snippet, in characters.
LENGTH = 260
_MOST_MARKS = 2000
_LOOK_BACK = 8  #: so many characters tell whether a sentence begins behind them
_DRIFT = 1e-9  #: sums of rarities may differ by so much and still be the same
_SENTENCE_BEFORE = re.compile(r"(?:[.!?…][\"“”’)]*\s+|\n+)\Z")
_BREAK = re.compile(r"[^\S ]")
_SENTENCE_END = re.compile(r"[.!?…][\"“”’)]*\s+|\n+")

#: The causes that hold for one word of the query, with the positions where they do.
Placed = Sequence[tuple[Cause, Places]]

_NOWHERE: Places = np.empty(0, np.int64)


@dataclass(frozen=True)
class Marks:
    """The places in a text that meet words of the query, in order."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    units: NDArray[np.int64]  #: the number of the word that each meets

    def spans(self, begin: int, end: int, shift: int = 0) -> tuple[tuple[int, int], ...]:
        """Beginning and end of those that lie in a part of the text, moved by ``shift``."""
        first = int(np.searchsorted(self.starts, begin))
        last = int(np.searchsorted(self.starts, end))
        starts, ends = self.starts[first:last].tolist(), self.ends[first:last].tolist()
        pairs = zip(starts, ends, strict=True)
        return tuple((start + shift, stop + shift) for start, stop in pairs if stop <= end)


def met_in(units: Sequence[Unit], docs: Sequence[int], generation: Generation) -> Sequence[Met]:
    """For each of the documents, where it has which terms of the query."""
    terms = {term for unit in units for cause in unit.causes for term in cause.terms}
    return generation.met(terms, docs)


def placed_in(units: Sequence[Unit], met: Met) -> Sequence[Placed]:
    """For each word of the query, the causes that hold in a document, with their places."""
    return [
        [(cause, places) for cause in unit.causes if len(places := _places(cause, met))]
        for unit in units
    ]


def marks(placed: Sequence[Placed], body: Body) -> Marks:
    """The marked places of a text, in order and without overlaps."""
    unit_at = np.full(len(body.starts), -1, np.int64)
    for number, causes in reversed(list(enumerate(placed))):  # the first word has the place
        if causes:
            unit_at[_inside(_joined([places for _, places in causes]), body)] = number
    chosen = np.flatnonzero(unit_at >= 0)[:_MOST_MARKS]
    chosen = chosen[body.lengths[chosen] > 0]
    starts = body.starts[chosen].astype(np.int64)
    ends = starts + body.lengths[chosen]
    apart = np.ones(len(chosen), np.bool_)
    apart[1:] = starts[1:] >= ends[:-1]
    return Marks(starts[apart], ends[apart], unit_at[chosen[apart]])


def _inside(places: Places, body: Body) -> Places:
    """Those of the places that lie in a text, counted from its first word."""
    here = places - body.first
    return here[(here >= 0) & (here < len(body.starts))]


def _joined(parts: Sequence[Places]) -> Places:
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _places(cause: Cause, met: Met) -> Places:
    """Every place of any term; of several-word names only where the words follow each other."""
    there = [met[term] for term in cause.terms if term in met]
    if not there:
        return _NOWHERE
    if not _is_phrase(cause):
        return _joined(there)
    if len(there) < len(cause.terms):
        return _NOWHERE
    starts = reduce(np.intersect1d, [here - n for n, here in enumerate(there)])
    return (starts[:, None] + np.arange(len(there))).ravel()


def _is_phrase(cause: Cause) -> bool:
    return cause.phrase and len(cause.terms) > 1


def snippet(body: Body, marked: Marks, units: Sequence[Unit]) -> Snippet | None:
    """The window of the text that shows the rarest and most words, cut at sentences.

    An ellipsis stands where the text goes on.
    """
    if not len(body.text):
        return None
    first, last = _window(marked, units) if len(marked.starts) else (0, 0)
    far = max(0, first - LENGTH - _LOOK_BACK)  # of a long text no more is read than is looked at
    text = body.text[far : max(last, first + LENGTH) + 1]
    start, end = _borders(text, first - far, last - far)
    before = "" if _begins(text, start) else "… "
    after = " …" if end < len(text) else ""
    spans = marked.spans(start + far, end + far, len(before) - start - far)
    return Snippet(before + _one_line(text[start:end]) + after, spans)


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins here."""
    return start == 0 or bool(_SENTENCE_BEFORE.search(text[max(0, start - _LOOK_BACK) : start]))


def _window(marked: Marks, units: Sequence[Unit]) -> tuple[int, int]:
    """The first and last place of the best window; of equal ones the first."""
    starts, ends = marked.starts, marked.ends
    first = np.arange(len(starts))
    last = np.searchsorted(np.maximum.accumulate(ends), starts + LENGTH, side="right")
    last = np.maximum(last, first + 1)
    worth = 0.01 * (last - first)
    for unit in np.flatnonzero(np.bincount(marked.units)).tolist():
        before = starts_of(marked.units == unit)
        worth[before[last] > before[first]] += units[unit].rarity
    best = int(np.argmax(worth >= worth.max() - _DRIFT))
    return int(starts[best]), int(ends[last[best] - 1])


def _borders(text: str, first: int, last: int) -> tuple[int, int]:
    """Begin at a sentence if one begins near, else at a word; end where the length is used up."""
    room = max(0, LENGTH - (last - first))
    earliest = max(0, first - room)
    begins = [m.end() for m in _SENTENCE_END.finditer(text, earliest, first)]
    start = 0 if earliest == 0 else (begins[0] if begins else _word_begin(text, earliest, first))
    if begins and earliest == 0 and first - start > LENGTH // 2:
        start = begins[-1]
    end = min(len(text), max(last, start + LENGTH))
    return start, _word_end(text, max(last, start + 1), end)


def _word_begin(text: str, earliest: int, first: int) -> int:
    space = text.find(" ", earliest, first)
    return space + 1 if space >= 0 else first


def _word_end(text: str, last: int, end: int) -> int:
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", last, end + 1)
    return space if space > 0 else end


def _one_line(text: str) -> str:
    """The same length, line breaks and tabs as spaces, so that spans stay true."""
    return _BREAK.sub(" ", text)


def reasons(
    units: Sequence[Unit], placed: Sequence[Placed], tags: Sequence[str], texts: Sequence[Body]
) -> tuple[Why, ...]:
    """For each word of the query, the closest way in which the document meets it."""
    found = []
    for unit, causes in zip(units, placed, strict=True):
        if causes:
            cause, places = causes[0]
            word = cause.label or _surface(places, texts)
            found.append(Why(cause.meant or unit.text, cause.grade, word))
            continue
        tag = next((c for c in unit.causes if c.grade == "tag" and c.label in tags), None)
        if tag:
            found.append(Why(tag.meant, "tag", tag.label))
    return tuple(dict.fromkeys(found))


def _surface(places: Places, texts: Sequence[Body]) -> str:
    """The word of the text that was met, as it stands there; "" where it stands elsewhere."""
    for body in texts:
        here = _inside(places, body)
        if len(here):
            return body.word(int(here[0]) + body.first)
    return ""
