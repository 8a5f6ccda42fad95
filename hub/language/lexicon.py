"""The words that compounds are made of, each with how common it is."""

import gzip
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files


class Lexicon:
    """Known German words in small letters with their commonness, 0 (rare) to 80 (everywhere)."""

    def __init__(self, words: Mapping[str, int]) -> None:
        self._words = words

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def weight(self, word: str) -> int | None:
        """How common the word is; None when it is not known."""
        return self._words.get(word)

    def with_words(self, extra: Iterable[str]) -> "Lexicon":
        """This lexicon and further words, taken as fairly common."""
        merged = dict(self._words)
        for word in extra:
            merged[word] = max(merged.get(word, 0), 30)
        return Lexicon(merged)


@cache
def german_lexicon() -> Lexicon:
    """The lexicon that is part of the package, read once."""
    raw = (files("hub.language") / "data" / "de.txt.gz").read_bytes()
    lines = gzip.decompress(raw).decode().splitlines()
    return Lexicon({word: int(weight) for word, weight in (line.split(" ") for line in lines)})
