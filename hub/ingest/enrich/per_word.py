"""What is worked out of words, remembered: the analyzer gives the same ones again and again."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from hub.language import WordTerms

T = TypeVar("T")

_MOST = 10_000  #: words that are remembered


class PerWord(Generic[T]):
    """By the identity of a word, because its hash takes long."""

    def __init__(self, work_out: Callable[[WordTerms], T]) -> None:
        self._work_out = work_out
        self._known: dict[int, tuple[WordTerms, T]] = {}

    def of(self, words: Sequence[WordTerms]) -> list[T]:
        """What is worked out of each of the words, in their order."""
        known = self._known
        return [
            entry[1] if (entry := known.get(id(word))) and entry[0] is word else self._learnt(word)
            for word in words
        ]

    def _learnt(self, word: WordTerms) -> T:
        if len(self._known) >= _MOST:
            self._known.clear()
        found = self._work_out(word)
        self._known[id(word)] = (word, found)
        return found
