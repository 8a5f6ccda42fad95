"""The concepts of the thesaurus that the words of a query name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hub.language import LANGUAGES, Analyzer, WordTerms
from hub.model import Concept, Thesaurus

#: A label names its concept surely, a synonym nearly so, a part of a compound only roughly.
_LABEL, _SYNONYM, _PART = 1.0, 0.8, 0.5

Stems = tuple[str, ...]
#: Whether a concept is what words mean, not only what a compound begins with; and how sure it is.
Named = tuple[bool, float]


class Word(NamedTuple):
    """A word of a query: its terms, and the stems of what it is a kind of as a compound."""

    terms: WordTerms
    heads: Stems


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
    aside: bool = False  #: named only by what a compound begins with: a Nachtfalter is no night


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

    def match(self, words: Mapping[str, Sequence[Word]]) -> Sequence[Match]:
        """The concepts in a query, given its words analysed in each language.

        Where names overlap the longest counts: "knife violence" is not also "violence". What is
        named surely comes first, and what the beginnings of compounds name last.
        """
        found: dict[tuple[int, int], dict[str, Named]] = {}
        for language, terms in words.items():
            for first, last, concepts in self._spans(language, terms):
                known = found.setdefault((first, last), {})
                for concept, named in concepts.items():
                    known[concept] = max(named, known.get(concept, named))
        spans = [s for s in found if not any(_inside(s, other) for other in found)]
        matches = [
            Match(concept, first, last, factor, aside=not surely)
            for first, last in sorted(spans)
            for concept, (surely, factor) in found[first, last].items()
        ]
        return sorted(matches, key=lambda match: match.aside)

    def _spans(
        self, language: str, terms: Sequence[Word]
    ) -> Iterator[tuple[int, int, Mapping[str, Named]]]:
        for first in range(len(terms)):
            for last in range(min(len(terms), first + self._longest), first, -1):
                stems = tuple(word.terms.stems[0] for word in terms[first:last])
                concepts = self._by_stems.get((language, stems))
                if concepts:
                    yield first, last, {id: (True, factor) for id, factor in concepts.items()}
                    break
            else:
                within = self._within(language, terms[first])
                if within:
                    yield first, first + 1, within

    def _within(self, language: str, word: Word) -> Mapping[str, Named]:
        """Concepts named by a part of a compound; the longest parts only."""
        parts = [p for p in word.terms.parts if (language, (p,)) in self._by_stems]
        longest = [p for p in parts if not any(p != q and p in q for q in parts)]
        found: dict[str, Named] = {}
        for part in longest:
            for concept, factor in self._by_stems[language, (part,)].items():
                named = (part in word.heads, _PART * factor)
                found[concept] = max(named, found.get(concept, named))
        return found


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
