"""What names can be begun with: each from any of its words on, found by its first letters.

Sorting all beginnings of all titles takes seconds. So they are numbers at first, and those with
the same two first letters are sorted when somebody types these letters.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

#: A name can be begun with any of so many of its first words.
_WORDS = 12
_SPACE, _END = ord(" "), ord("\n")
#: A letter is a number below this.
_LETTERS = 1 << 21

#: What is typed, what is shown, the id, and the number of the name.
Entry = tuple[str, str, str, int]


class Beginnings:
    """The beginnings of some names. ``normalized`` are the names as they are typed."""

    def __init__(self, normalized: Sequence[str], names: Sequence[str], ids: Sequence[str]) -> None:
        self._names, self._ids = names, ids
        self._texts = [" ".join(text.split()) for text in normalized]
        self._pairs, self._numbers, self._places = _begun(self._texts)
        self._sorted: dict[int, tuple[list[int], list[int]]] = {}

    def after(self, typed: str) -> Iterator[Entry]:
        """Every entry that begins with at least two typed letters, sorted."""
        numbers, places = self._with(ord(typed[0]) * _LETTERS + ord(typed[1]))
        begin = bisect_left(
            range(len(numbers)), typed, key=lambda at: self._texts[numbers[at]][places[at] :]
        )
        for number, place in zip(numbers[begin:], places[begin:], strict=True):
            text = self._texts[number][place:]
            if not text.startswith(typed):
                return
            yield text, self._names[number], self._ids[number], number

    def _with(self, pair: int) -> tuple[list[int], list[int]]:
        """The sorted beginnings with these two letters: number of the name, place in it."""
        found = self._sorted.get(pair)
        if found is None:
            found = self._sorted[pair] = self._sort(pair)
        return found

    def _sort(self, pair: int) -> tuple[list[int], list[int]]:
        at = np.flatnonzero(self._pairs == pair)
        numbers, places = self._numbers[at].tolist(), self._places[at].tolist()
        texts, names, ids = self._texts, self._names, self._ids
        begun = sorted(
            (texts[number][place:], names[number], ids[number], number, place)
            for number, place in zip(numbers, places, strict=True)
        )
        return [entry[3] for entry in begun], [entry[4] for entry in begun]


def _begun(
    texts: Sequence[str],
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """The two first letters of every beginning as a number, its text and its place in it."""
    whole = "\n".join((*texts, ""))
    codes = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), np.uint32)
    before = np.full(len(codes), _END, np.uint32)
    before[1:] = codes[:-1]
    starts = np.flatnonzero(((before == _SPACE) | (before == _END)) & (codes != _END))
    ends = np.flatnonzero(codes == _END)
    number = np.searchsorted(ends, starts)
    first = np.searchsorted(number, number)  # the first word of each text
    kept = np.arange(len(starts)) - first < _WORDS
    starts, number = starts[kept], number[kept]
    begins = np.zeros(len(texts) + 1, np.int64)
    begins[1:] = ends + 1
    pairs = codes[starts].astype(np.int64) * _LETTERS + codes[starts + 1]
    return pairs, number.astype(np.int32), (starts - begins[number]).astype(np.int32)
