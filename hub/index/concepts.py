"""The concepts of the thesaurus that the words of a query name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hub.language import LANGUAGES, Analyzer, WordTerms
from hub.model import Concept, Thesaurus

#: A label names its concept surely, a synonym nearly so, a part of a compound only roughly.
_LABEL, _SYNONYM, _PART = 1.0, 0.8, 0.5

Stems = tuple[str, ...]


@dataclass(frozen=True)
class Name:
    """One label or synonym of a concept: a phrase of stems in a language."""

    text: str
    language: str
    stems: Stems
    factor: float


@dataclass(frozen=True)
class Match:
    """A concept that words ``first`` to ``last`` (exclusive) of a query name."""

    concept: str
    first: int
    last: int
    factor: float


class ConceptMatcher:
    """Finds concepts by any of their names, as whole phrases of stems and within compounds."""

    def __init__(self, thesaurus: Thesaurus, analyzer: Analyzer) -> None:
        self.names: Mapping[str, Sequence[Name]] = {
            concept.id: tuple(_names(concept, analyzer)) for concept in thesaurus.by_id.values()
        }
        self._by_stems: dict[tuple[str, Stems], dict[str, float]] = {}
        for id, names in self.names.items():
            for name in names:
                found = self._by_stems.setdefault((name.language, name.stems), {})
                found[id] = max(name.factor, found.get(id, 0.0))
        self._longest = max((len(stems) for _, stems in self._by_stems), default=0)

    def match(self, words: Mapping[str, Sequence[WordTerms]]) -> Sequence[Match]:
        """The concepts in a query, given its words analysed in each language.

        Where names overlap the longest counts: "knife violence" is not also "violence".
        """
        found: dict[tuple[int, int], dict[str, float]] = {}
        for language, terms in words.items():
            for first, last, concepts in self._spans(language, terms):
                known = found.setdefault((first, last), {})
                for concept, factor in concepts.items():
                    known[concept] = max(factor, known.get(concept, 0.0))
        spans = [s for s in found if not any(_inside(s, other) for other in found)]
        return [
            Match(concept, first, last, factor)
            for first, last in sorted(spans)
            for concept, factor in found[first, last].items()
        ]

    def _spans(
        self, language: str, terms: Sequence[WordTerms]
    ) -> Iterator[tuple[int, int, Mapping[str, float]]]:
        for first in range(len(terms)):
            for last in range(min(len(terms), first + self._longest), first, -1):
                stems = tuple(term.stems[0] for term in terms[first:last])
                concepts = self._by_stems.get((language, stems))
                if concepts:
                    yield first, last, concepts
                    break
            else:
                within = self._within(language, terms[first])
                if within:
                    yield first, first + 1, within

    def _within(self, language: str, term: WordTerms) -> Mapping[str, float]:
        """Concepts named by a part of a compound; the longest parts only."""
        parts = [p for p in term.parts if (language, (p,)) in self._by_stems]
        longest = [p for p in parts if not any(p != q and p in q for q in parts)]
        return {
            concept: _PART * factor
            for part in longest
            for concept, factor in self._by_stems[language, (part,)].items()
        }


def _inside(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span != other and other[0] <= span[0] and span[1] <= other[1]


def _names(concept: Concept, analyzer: Analyzer) -> Iterator[Name]:
    seen: set[tuple[str, Stems]] = set()
    for language in LANGUAGES:
        label = concept.label.get(language)
        synonyms = concept.synonyms.get(language, ())
        for text, factor in (
            *([(label, _LABEL)] if label else []),
            *((s, _SYNONYM) for s in synonyms),
        ):
            stems = tuple(token.word.stems[0] for token in analyzer.analyze(text, language))
            if stems and (language, stems) not in seen:
                seen.add((language, stems))
                yield Name(text, language, stems, factor)
