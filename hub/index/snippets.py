"""The piece of a text that shows the words of a query best."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from hub.index.arrays import starts_of
from hub.index.marking import Marks
from hub.index.matching import Unit
from hub.index.texts import Stored
from hub.model import Snippet

#: Usual length of a snippet, in characters.
LENGTH = 260
_LOOK_BACK = 8  #: so many characters tell whether a sentence begins behind them
_DRIFT = 1e-9  #: sums of rarities may differ by so much and still be the same
_ROOM = 1 << 40  #: between the places of two texts, in characters
_SENTENCE_BEFORE = re.compile(r"(?:[.!?…][\"“”’)]*\s+|\n+)\Z")
_BREAK = re.compile(r"[^\S ]")
_SENTENCE_END = re.compile(r"[.!?…][\"“”’)]*\s+|\n+")


class Window(NamedTuple):
    """The first and last character of the best marked places of a text."""

    first: int
    last: int


def windows(marks: Marks, units: Sequence[Unit]) -> dict[int, Window]:
    """By text, the window that shows the rarest and most words; of equal ones the first.

    Texts go by their number in ``marks.group``; those without marks are left out.
    """
    if not len(marks.group):
        return {}
    first = np.arange(len(marks.group))
    starts, ends = (marks.group * _ROOM + places for places in (marks.starts, marks.ends))
    last = np.searchsorted(np.maximum.accumulate(ends), starts + LENGTH, side="right")
    last = np.maximum(last, first + 1)
    worth = 0.01 * (last - first)
    for unit in np.flatnonzero(np.bincount(marks.units)).tolist():
        before = starts_of(marks.units == unit)
        worth[before[last] > before[first]] += units[unit].rarity
    begins = np.flatnonzero(np.diff(marks.group, prepend=-1))
    best = np.maximum.reduceat(worth, begins) - _DRIFT
    sizes = np.diff(begins, append=len(first))
    enough = np.flatnonzero(worth >= np.repeat(best, sizes))
    chosen = enough[np.searchsorted(enough, begins)]
    return {
        group: Window(start, end)
        for group, start, end in zip(
            marks.group[begins].tolist(),
            marks.starts[chosen].tolist(),
            marks.ends[last[chosen] - 1].tolist(),
            strict=True,
        )
    }


def snippet(body: str | Stored, window: Window | None, marks: Marks, part: slice) -> Snippet | None:
    """The window of a text, cut at sentences. An ellipsis stands where the text goes on.

    ``part``: the marks of this text.
    """
    if not len(body):
        return None
    first, last = window or (0, 0)
    far = max(0, first - LENGTH - _LOOK_BACK)  # of a long text no more is read than is looked at
    text = body[far : max(last, first + LENGTH) + 1]
    start, end = _borders(text, first - far, last - far)
    before = "" if _begins(text, start) else "… "
    after = " …" if end < len(text) else ""
    spans = marks.spans(part, start + far, end + far, len(before) - start - far)
    return Snippet(before + _one_line(text[start:end]) + after, spans)


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins here."""
    return start == 0 or bool(_SENTENCE_BEFORE.search(text[max(0, start - _LOOK_BACK) : start]))


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
