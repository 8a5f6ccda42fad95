"""A text into words, a word into terms: the steps put together."""

import re
from collections.abc import Iterable
from functools import cache

from hub.language.compounds import CompoundSplitter
from hub.language.gender import base_forms, spell_out
from hub.language.lexicon import Lexicon, german_lexicon
from hub.language.normalizing import lower, may_hide_umlaut, strip_marks, tidy, with_umlauts
from hub.language.stems import stem_word
from hub.language.terms import Token, WordTerms
from hub.language.tokens import words

_CACHE_SIZE = 300_000
_POSSESSIVE = re.compile(r"(?<=\w)'(?:s)?$")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|lorsqu|jusqu|puisqu)'(?=\w)")
_PIECES = re.compile(r"[^\W_]+")


class Analyzer:
    """Turns texts and words into terms. The words of its lexicon decide about compounds."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._splitter = CompoundSplitter(lexicon)
        self._terms: dict[tuple[str, str], WordTerms] = {}

    def analyze(self, text: str, language: str) -> list[Token]:
        """The words of a text in a language, with their places in the text as given."""
        return [
            Token(
                start, end, position, text[start:end], self.analyze_word(text[start:end], language)
            )
            for position, (start, end, _) in enumerate(words(text))
        ]

    def analyze_word(self, word: str, language: str) -> WordTerms:
        """The terms of one word. Always the same for the same word and language."""
        found = self._terms.get((word, language))
        if found is None:
            if len(self._terms) >= _CACHE_SIZE:
                self._terms.clear()
            found = self._terms[word, language] = self._word_terms(word, language)
        return found

    def split_compound(self, word: str) -> tuple[str, ...]:
        """The parts of a German compound in small letters; one when it is simple."""
        return self._splitter.split(lower(word))

    def stem(self, word: str, language: str) -> str:
        """The stem of a word."""
        return stem_word(self._restore(self._bare(word)), language)

    def normalize(self, text: str) -> str:
        """The text with each word in its one spelling."""
        return re.sub(r"[^\W\d_]+", lambda m: self._exact(m[0]), lower(text))

    @staticmethod
    def _bare(word: str) -> str:
        """A word in small letters without gender sign, possessive s and elided article."""
        small = lower(spell_out(tidy(word)))
        return _ELISION.sub("", _POSSESSIVE.sub("", small)) if "'" in small else small

    def _restore(self, small: str) -> str:
        """A small word with its umlauts where they were written ae, oe, ue."""
        if not may_hide_umlaut(small):
            return small
        restored = with_umlauts(small)
        known = restored in self._lexicon and small not in self._lexicon
        return restored if known else small

    def _exact(self, small: str) -> str:
        return strip_marks(self._restore(small))

    def _word_terms(self, word: str, language: str) -> WordTerms:
        bare = self._bare(word)
        pieces = _PIECES.findall(bare)
        if len(pieces) > 1:
            return self._several(bare, pieces, language)
        small = self._restore(bare)
        stems = self._stems(small, language)
        parts = self._parts(small) if language == "de" else []
        return WordTerms(strip_marks(small), stems, _without(stems, parts))

    def _several(self, bare: str, pieces: list[str], language: str) -> WordTerms:
        """The terms of a word with hyphens, dots or signs within: whole, joined and by part."""
        small = [self._restore(piece) for piece in pieces]
        stems = self._stems("".join(small), language)
        parts = [stem for piece in small for stem in self._stems(piece, language)]
        if language == "de":
            parts += [stem for piece in small for stem in self._parts(piece)]
        return WordTerms(strip_marks(bare), stems, _without(stems, parts))

    def _stems(self, small: str, language: str) -> tuple[str, ...]:
        own = stem_word(small, language)
        if language != "de":
            return (own,)
        base = next((b for b in base_forms(small) if b in self._lexicon), None)
        return (own,) if base is None else tuple(dict.fromkeys((own, stem_word(base, "de"))))

    def _parts(self, small: str) -> list[str]:
        """Stems of every part of a compound and of every neighbouring parts together."""
        parts = self._splitter.split(small)
        count = len(parts)
        return [
            stem_word("".join(parts[first:last]), "de")
            for first in range(count)
            for last in range(first + 1, count + 1)
            if last - first < count
        ]


def _without(stems: tuple[str, ...], parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(p for p in dict.fromkeys(parts) if p not in stems)


@cache
def default_analyzer() -> Analyzer:
    """The analyzer with the lexicon that is part of the package."""
    return Analyzer(german_lexicon())


def with_lexicon(extra_words: Iterable[str]) -> Analyzer:
    """An analyzer whose compounds may also be made of these words."""
    return Analyzer(german_lexicon().with_words({lower(word) for word in extra_words}))
