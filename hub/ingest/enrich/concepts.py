"""The concepts of the thesaurus that a text names, by whole names and by parts of compounds."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property
from typing import NamedTuple

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


class ConceptFinder:
    """Counts the concepts in analysed texts. Of overlapping names the longest counts."""

    def __init__(self, thesaurus: Thesaurus, names: Sequence[Name] | None = None) -> None:
        """``names``: those of the thesaurus, where they are known already."""
        self._thesaurus = thesaurus
        self.names = list(_analysed(thesaurus) if names is None else names)
        self._names: dict[str, dict[Stems, set[str]]] = {language: {} for language in LANGUAGES}
        self._longest: dict[str, dict[str, int]] = {language: {} for language in LANGUAGES}
        for name in self.names:
            self._add(name)

    @cached_property
    def above(self) -> Mapping[str, frozenset[str]]:
        """Each concept with itself and all broader ones."""
        return {id: self._thesaurus.above(id) for id in self._thesaurus.by_id}

    def _add(self, name: Name) -> None:
        stems, longest = name.stems, self._longest[name.language]
        if 0 < len(stems) <= _LONGEST:
            self._names[name.language].setdefault(stems, set()).add(name.concept)
            longest[stems[0]] = max(len(stems), longest.get(stems[0], 0))

    def find(self, words: Sequence[WordTerms], language: str) -> Mapping[str, float]:
        """How often each concept is named; parts of compounds count less."""
        found: dict[str, float] = defaultdict(float)
        names, longest = self._names.get(language, {}), self._longest.get(language, {})
        stems = tuple(map(_stem, words))
        at = 0
        while at < len(stems):
            length, concepts = 1, _NONE
            if stems[at] in longest:
                length, concepts = _named(names, stems, at, longest[stems[at]])
            for concept in concepts:
                found[concept] += _LABEL
            if not concepts:
                for part in words[at].parts:
                    for concept in names.get((part,), ()):
                        found[concept] += _PART
            at += length
        return found


_NONE: Set[str] = frozenset()


def _named(
    names: Mapping[Stems, Set[str]], stems: Stems, at: int, longest: int
) -> tuple[int, Set[str]]:
    """How many words the longest name here has, and the concepts of that name."""
    for length in range(min(longest, len(stems) - at), 0, -1):
        concepts = names.get(stems[at : at + length])
        if concepts:
            return length, concepts
    return 1, _NONE


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
