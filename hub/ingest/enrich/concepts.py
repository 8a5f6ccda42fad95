"""The concepts of the thesaurus that a text names, by whole names and by parts of compounds."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from hub.language import LANGUAGES, Token, analyze
from hub.model import Concept, Thesaurus

_LABEL, _PART = 1.0, 0.4  #: what a name says, and a name that is only part of a compound
_LONGEST = 5  #: words of a name that are looked at

Stems = tuple[str, ...]


class ConceptFinder:
    """Counts the concepts in analysed texts. Of overlapping names the longest counts."""

    def __init__(self, thesaurus: Thesaurus) -> None:
        self.thesaurus = thesaurus
        self._names: dict[tuple[str, Stems], set[str]] = {}
        for concept in thesaurus.by_id.values():
            for language, name in _names(concept):
                stems = tuple(_stem(token) for token in analyze(name, language))
                if stems:
                    self._names.setdefault((language, stems), set()).add(concept.id)

    def find(self, tokens: Sequence[Token], language: str) -> Mapping[str, float]:
        """How often each concept is named; parts of compounds count less."""
        found: dict[str, float] = defaultdict(float)
        stems = tuple(_stem(token) for token in tokens)
        at = 0
        while at < len(stems):
            length, concepts = self._named(stems, at, language)
            for concept in concepts:
                found[concept] += _LABEL
            if not concepts:
                for concept in self._within(tokens[at], language):
                    found[concept] += _PART
            at += length
        return found

    def _named(self, stems: Stems, at: int, language: str) -> tuple[int, set[str]]:
        for length in range(min(_LONGEST, len(stems) - at), 0, -1):
            concepts = self._names.get((language, stems[at : at + length]))
            if concepts:
                return length, concepts
        return 1, set()

    def _within(self, token: Token, language: str) -> Iterator[str]:
        for part in token.word.parts:
            yield from self._names.get((language, (part,)), ())


def _names(concept: Concept) -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        if label := concept.label.get(language):
            yield language, label
        for synonym in concept.synonyms.get(language, ()):
            yield language, synonym


def _stem(token: Token) -> str:
    return token.word.stems[0] if token.word.stems else token.word.exact
