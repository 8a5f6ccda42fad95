"""A text into words, a word into terms: the steps put together."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from hub.language.compounds import CompoundSplitter
from hub.language.detection import commonness
from hub.language.english import english_zipf
from hub.language.english_derivation import english_relatives
from hub.language.gender import spell_out, without_feminine
from hub.language.german import German
from hub.language.lexicon import Lexicon, german_lexicon
from hub.language.normalizing import lower, strip_other_marks, tidy
from hub.language.stems import snowball
from hub.language.terms import Token, WordTerms
from hub.language.tokens import surfaces, words

_CACHED = 10_000  #: so many words of a language are remembered, and as many before them
_MOST_PIECES = 24  #: of an address or a code
_MOST_PARTS = 7  #: of a compound that are joined with their neighbours
_POSSESSIVE = re.compile(r"(?<=\w)'s?$")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|lorsqu|jusqu|puisqu)'(?=\w)")
_SUSPENDED = re.compile(
    r"(?<![^\W_])([^\W\d_]{2,40}+)[-\u2010\u2011] ?\s(?:und|oder|sowie|bzw\.)\s([^\W\d_]{4,60}+)"
)
_PIECES = re.compile(r"[^\W_]+")
_SIGN_BREAKS = re.compile(r"[-&.]|(?<=\W)/")


class Analyzer:
    """Turns texts and words into terms. The words of its lexicon decide about compounds."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._splitter = CompoundSplitter(lexicon)
        self._german = German(lexicon, self._splitter)
        self._terms: dict[str, dict[str, WordTerms]] = {}
        self._before: dict[str, dict[str, WordTerms]] = {}  #: what was remembered until then

    @staticmethod
    @cache
    def default() -> "Analyzer":
        """The analyzer with the lexicon that is part of the package."""
        return Analyzer(german_lexicon())

    def analyze(self, text: str, language: str) -> list[Token]:
        """The words of a text in a language, with their places in the text as given."""
        known = self._terms.setdefault(language, {})
        tokens = [
            Token(
                match.start(),
                match.end(),
                position,
                surface := match[0],
                known.get(surface) or self.analyze_word(surface, language),
            )
            for position, match in enumerate(words(text))
        ]
        return self._completed(tokens, text) if language == "de" else tokens

    def word_terms(self, text: str, language: str) -> list[WordTerms]:
        """The terms of the words of a text, in order: ``analyze`` without their places."""
        if language == "de" and self.suspended(text):
            return [token.word for token in self.analyze(text, language)]
        known = self._terms.setdefault(language, {})
        return [known.get(word) or self.analyze_word(word, language) for word in surfaces(text)]

    def _completed(self, tokens: list[Token], text: str) -> list[Token]:
        """The tokens, suspended ones found by the whole word: Print- und Onlineformat."""
        whole = dict(self.suspended(text))
        for number, token in enumerate(tokens if whole else ()):
            if token.start in whole:
                tokens[number] = token._replace(word=whole[token.start])
        return tokens

    def suspended(self, text: str) -> list[tuple[int, WordTerms]]:
        """Where suspended words of a German text begin, found by the whole word too."""
        found = []
        for match in _SUSPENDED.finditer(text):
            last = self._splitter.split(self._german.lemma(lower(match[2])))
            if len(last) > 1:
                word = self.analyze_word(match[1], "de")
                whole = self._german.stem(lower(match[1]) + last[-1], capital=True)
                parts = _without(word.stems, (*word.parts, whole))
                found.append((match.start(), replace(word, parts=parts)))
        return found

    def analyze_word(self, word: str, language: str) -> WordTerms:
        """The terms of one word. Always the same for the same word and language."""
        known = self._terms.setdefault(language, {})
        found = known.get(word)
        if found is None:
            before = self._before.get(language, {})
            found = before.get(word) or self._word_terms(word, language)
            if len(known) >= _CACHED:  # what is met again comes back from there
                self._before[language] = dict(known)
                known.clear()
            known[word] = found
        return found

    def split_compound(self, word: str) -> tuple[str, ...]:
        """The parts of a German compound in small letters; one when it is simple."""
        return self._splitter.split(self._german.spelt(lower(word)))

    def heads(self, word: str, language: str) -> tuple[str, ...]:
        """The stems of what a compound is a kind of: of Waffenverbotszone Verbotszone and Zone."""
        pieces = _PIECES.findall(_bare(spell_out(tidy(word))[0]))[-_MOST_PIECES:]
        ends = ["".join(pieces[at:]) for at in range(1, len(pieces))]
        if pieces and language == "de":
            parts = self._splitter.split(self._german.lemma(self._german.restored(pieces[-1])))
            ends += ["".join(parts[at:]) for at in range(1, len(parts))]
        return _unique(self.stem(end.capitalize(), language) for end in ends)

    def stem(self, word: str, language: str) -> str:
        """The stem of a word; in German a noun's when it has a capital."""
        spelt, _ = spell_out(tidy(word))
        if language != "de":
            return snowball(_bare(spelt), language)
        small = self._german.restored(_bare(spelt))
        return self._german.stem(small, capital=word[:1].isupper())

    def relatives(self, word: str, language: str) -> tuple[str, ...]:
        """The stems of words of the family of a word: of sicher that of Sicherheit.

        German and English have families; in other languages there are none.
        """
        small = _bare(spell_out(tidy(word))[0])
        if language == "de" and small.isalpha():
            return self._german.relatives(self._german.restored(small))
        if language == "en" and small.isalpha():
            stems = (snowball(other, "en") for other in english_relatives(small))
            return _without((snowball(small, "en"),), stems)
        return ()

    def commonness(self, word: str, language: str) -> float:
        """How common a word is in a language as a whole: its Zipf frequency, 0 when unknown."""
        small = lower(word)
        if language == "de":
            return self._lexicon.zipf(self._german.restored(small))
        if language == "en":
            return english_zipf(small)
        return commonness(small, language)

    def normalize(self, text: str) -> str:
        """The text in small letters, each word in its one spelling, for comparing."""
        return _PIECES.sub(lambda piece: self._exact(piece[0]), lower(text))

    def _exact(self, small: str) -> str:
        return self._german.fold(self._german.spelt(strip_other_marks(small)))

    def _word_terms(self, word: str, language: str) -> WordTerms:
        clean = tidy(word)
        spelt, marked = spell_out(clean)
        bare = _bare(spelt)
        pieces = [bare] if bare.isalnum() else _PIECES.findall(bare)[:_MOST_PIECES]
        if len(pieces) != 1:
            return self._several(clean, language)
        exact = self._exact(pieces[0])
        if language != "de":
            return WordTerms(exact, (snowball(self._german.spelt(pieces[0]), language),))
        small = self._german.restored(pieces[0])
        stems, parts = self._stems_and_parts(small, marked=marked)
        if marked and not spelt.lower().endswith(("in", "innen")):
            base, parts = self._stems_and_parts(lower(without_feminine(clean)), marked=False)
            stems = _unique((*stems, *base))
        return WordTerms(exact, stems, _without(stems, parts))

    def _several(self, clean: str, language: str) -> WordTerms:
        """The terms of a word with hyphens, dots or signs within: whole, joined and by part."""
        pieces = [
            (_bare(piece), marked)
            for piece, marked in map(spell_out, _SIGN_BREAKS.split(clean))
            if piece
        ]
        bare = _bare(spell_out(clean)[0])
        exact = _PIECES.sub(lambda piece: self._exact(piece[0]), bare)
        single = [p for piece, _ in pieces for p in _PIECES.findall(piece)][:_MOST_PIECES]
        if not single:
            return WordTerms(exact, (exact,))
        if language != "de":
            parts = [snowball(self._german.spelt(piece), language) for piece in single]
            return self._joined(exact, snowball("".join(single), language), parts)
        marks = dict(pieces)
        german: list[str] = []
        for piece in single:
            small = self._german.restored(piece)
            stems, inner = self._stems_and_parts(small, marked=marks.get(piece, False))
            german += (*stems, *inner)
        whole = self._german.restored("".join(single))
        return self._joined(exact, self._german.stem(whole, capital=True), german)

    @staticmethod
    def _joined(exact: str, stem: str, parts: Iterable[str]) -> WordTerms:
        return WordTerms(exact, (stem,), _without((stem,), parts))

    def _stems_and_parts(self, small: str, *, marked: bool) -> tuple[tuple[str, ...], list[str]]:
        """Stems of a German word, its base's too, and of the parts of it as a compound."""
        bases = self._german.bases(small, marked=marked)
        return _unique((*self._german.stems(small), *bases)), self._parts(small)

    def _parts(self, small: str) -> list[str]:
        """Stems of each part of a compound, and of neighbouring parts together."""
        parts = self._splitter.split(self._german.lemma(small))
        if len(parts) == 1:
            return []
        last = len(parts) - 1
        found = [stem for part in parts[:-1] for stem in self._beginning("", part)]
        found += self._whole(parts[last])
        if last < _MOST_PARTS:
            for first in range(last + 1):
                for end in range(first + 1, last + (first > 0)):
                    before = "".join(parts[first:end])
                    joined = before + parts[end]
                    found += (
                        self._whole(joined) if end == last else self._beginning(before, parts[end])
                    )
        return found

    def _whole(self, part: str) -> tuple[str, ...]:
        stem = self._german.stem(part, capital=True)
        return (stem, *self._german.bases(part, marked=False))

    def _beginning(self, before: str, part: str) -> list[str]:
        """Stems of a part with linking letters, with what stands before it: verbots is Verbot."""
        known = self._lexicon.begin(part)
        words = known.words if known else (part,)
        if before:
            return [self._german.stem(before + words[0], capital=True)]
        stems = [self._german.stem(word, capital=True) for word in words]
        bases = [base for word in words for base in self._german.bases(word, marked=False)]
        return [*stems, *bases]


def _bare(word: str) -> str:
    """A tidy word in small letters without possessive s and elided article."""
    small = lower(word)
    return _ELISION.sub("", _POSSESSIVE.sub("", small)) if "'" in small else small


def _unique(terms: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(terms))


def _without(stems: tuple[str, ...], parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(part for part in dict.fromkeys(parts) if part not in stems)


def with_lexicon(extra_words: Iterable[str], names: Iterable[str] = ()) -> Analyzer:
    """An analyzer whose compounds may be made of these words, too, and that never cuts the names.

    Give it the German words of a catalogue's thesaurus and the places of its gazetteer.
    """
    return Analyzer(german_lexicon().with_words(extra_words, names))
