"""The concepts of the thesaurus that a text names, by whole names and by parts of compounds."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property
from typing import NamedTuple

from hub.ingest.enrich.per_word import PerWord
from hub.language import LANGUAGES, WordTerms, word_terms
from hub.model import Concept, Thesaurus

_LABEL, _PART = 1.0, 0.4  #: what a name says, and a name that is only part of a compound
_LONGEST = 5  #: words of a name that are looked at

Stems = tuple[str, ...]


class Name(NamedTuple):
    """One name of a concept in a language, by the stems of its words."""

    language: str
    stems: Stems
    concept: str


class _Met(NamedTuple):
    """What the names of a language say of one word."""

    stem: str
    longest: int  #: words of the longest name that begins with it; 0 for none
    parts: tuple[str, ...]  #: concepts that its parts name; only those of a compound have any


class ConceptFinder:
    """Counts the concepts in analysed texts. Of overlapping names the longest counts."""

    def __init__(self, thesaurus: Thesaurus, names: Sequence[Name] | None = None) -> None:
        """``names``: those of the thesaurus, where they are known already."""
        self._thesaurus = thesaurus
        self.names = list(_analysed(thesaurus) if names is None else names)
        self._tables = {language: _Table() for language in LANGUAGES}
        for name in self.names:
            self._tables[name.language].add(name)

    @cached_property
    def above(self) -> Mapping[str, frozenset[str]]:
        """Each concept with itself and all broader ones."""
        return {id: self._thesaurus.above(id) for id in self._thesaurus.by_id}

    def find(self, words: Sequence[WordTerms], language: str) -> Mapping[str, float]:
        """How often each concept is named; parts of compounds count less."""
        found: dict[str, float] = defaultdict(float)
        if language in self._tables:
            table = self._tables[language]
            for concept, count in table.named(table.met.of(words)):
                found[concept] += count
        return found


class _Table:
    """The names of one language."""

    def __init__(self) -> None:
        self._names: dict[Stems, set[str]] = {}
        self._longest: dict[str, int] = {}
        self.met = PerWord(self._meet)

    def add(self, name: Name) -> None:
        stems = name.stems
        if 0 < len(stems) <= _LONGEST:
            self._names.setdefault(stems, set()).add(name.concept)
            self._longest[stems[0]] = max(len(stems), self._longest.get(stems[0], 0))

    def _meet(self, word: WordTerms) -> _Met:
        stem = _stem(word)
        parts = (concept for part in word.parts for concept in self._names.get((part,), ()))
        return _Met(stem, self._longest.get(stem, 0), tuple(parts))

    def named(self, words: Sequence[_Met]) -> Iterator[tuple[str, float]]:
        """Each mention of a concept, and how much it counts."""
        free = 0  #: where the next name may begin
        for at, word in enumerate(words):
            if at < free or not (word.longest or word.parts):
                continue
            length, concepts = self._here(words, at) if word.longest else (1, _NONE)
            free = at + length
            yield from ((concept, _LABEL) for concept in concepts)
            if not concepts:
                yield from ((concept, _PART) for concept in word.parts)

    def _here(self, words: Sequence[_Met], at: int) -> tuple[int, Set[str]]:
        """How many words the longest name here has, and the concepts of that name."""
        stems = tuple(word.stem for word in words[at : at + words[at].longest])
        for length in range(len(stems), 0, -1):
            concepts = self._names.get(stems[:length])
            if concepts:
                return length, concepts
        return 1, _NONE


_NONE: Set[str] = frozenset()


def _analysed(thesaurus: Thesaurus) -> Iterator[Name]:
    for concept in thesaurus.by_id.values():
        for language, name in _names(concept):
            yield Name(language, tuple(map(_stem, word_terms(name, language))), concept.id)


def _names(concept: Concept) -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        if label := concept.label.get(language):
            yield language, label
        for synonym in concept.synonyms.get(language, ()):
            yield language, synonym


def _stem(word: WordTerms) -> str:
    return word.stems[0] if word.stems else word.exact
