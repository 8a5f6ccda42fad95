"""How the pieces of a query meet documents: scores, masks and reasons.

A word is met in four grades: exact, stem, part of a compound, and derived, a word of its family
(Sicherheit for sicher). They are fields of one BM25F term: the weights of the first three are added
before saturation, and the document frequency is that of all three together (Robertson, Zaragoza,
Taylor 2004); derived words count only where the others are missing. So exact scores above stem, and
that above part and derived.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from hub.index.concepts import ConceptMatcher
from hub.index.generation import Generation
from hub.index.parsing import Piece
from hub.index.segments import Mask, Weights
from hub.index.tables import Tables
from hub.index.terms import exact_term, part_term, query_terms, stem_term
from hub.language import Analyzer, Grade

Scores = NDArray[np.float32]

#: How much a grade adds to the weight of a word. A text with the exact word has its stem too.
GRADES = {Grade.EXACT: 0.35, Grade.STEM: 1.0, Grade.PART: 0.5, Grade.DERIVED: 0.3}
#: The parts of a compound of the query, all found apart from each other.
APART = 0.35
_HYPHENS = re.compile("[-\u2010\u2011/]")
#: Saturation of BM25: how soon more of a word stops to matter.
K1 = 1.6
#: A beginning may stand for so many words.
MOST_WORDS_OF_A_PREFIX = 200


@dataclass(frozen=True)
class Cause:
    """Terms that met a word, and in which way; for marking and for saying why."""

    grade: str  #: exact | stem | part | derived | synonym | translated | tag | prefix
    terms: tuple[str, ...]
    label: str = ""  #: of a synonym, or the id of a concept
    phrase: bool = False  #: whether the terms must follow each other
    meant: str = ""  #: the words of the query that a concept was named by, if not its own word


@dataclass
class Unit:
    """A piece of the query with all documents that meet it."""

    text: str
    scores: Scores
    rarity: float  #: inverse document frequency, natural logarithm
    causes: list[Cause] = field(default_factory=list)
    strict: bool = False
    stop_word: bool = False
    #: of concepts that the word only begins with as a compound: they lift hits and make none
    aside: Scores = field(default_factory=lambda: np.zeros(1, np.float32))

    @property
    def mask(self) -> Mask:
        """The documents that meet it in any way."""
        return self.scores > 0

    def without_scores(self) -> "Unit":
        """What a hit needs of it, once all are ranked."""
        return replace(self, scores=np.zeros(1, np.float32), aside=np.zeros(1, np.float32))


def rarity(frequency: int, count: int) -> float:
    """Inverse document frequency as in BM25 (Robertson & Spärck Jones, never negative)."""
    return float(np.log1p((count - frequency + 0.5) / (frequency + 0.5)))


def terms_in(
    word: str, languages: Iterable[str], analyzer: Analyzer
) -> Sequence[tuple[Grade, str]]:
    """The terms that find a word in texts of these languages, each once, best grade first."""
    found: dict[str, Grade] = {}
    for language in languages:
        for grade, term in query_terms(analyzer.analyze_word(word, language), language):
            found.setdefault(term, grade)
        for family in analyzer.relatives(word, language):
            found.setdefault(stem_term(family, language), Grade.DERIVED)
            found.setdefault(part_term(family, language), Grade.DERIVED)
    return sorted(((grade, term) for term, grade in found.items()), key=lambda pair: pair[0])


class Matcher:
    """Finds the documents of pieces in one generation of the index."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self.languages = sorted(generation.languages)
        self.analyzer = generation.analyzer

    def piece(self, piece: Piece) -> Unit:
        """The documents of a word, a beginning or a phrase."""
        if piece.phrase:
            return self._phrase(piece)
        if piece.prefix:
            return self._prefix(piece)
        return self._word(piece)

    def concepts(self, tables: Tables) -> ConceptMatcher:
        """The concepts of the thesaurus, their names analysed as the texts were."""
        return tables.concepts(self.analyzer)

    def empty(self) -> Scores:
        """A weight of nothing for every document."""
        return np.zeros(self.generation.size, np.float32)

    def exact(self, word: str) -> str:
        """A word as the lexicon of the index spells it."""
        return self.analyzer.analyze_word(word, "de").exact

    def unit(
        self,
        text: str,
        weights: Weights,
        causes: list[Cause],
        *,
        strict: bool,
        family: Weights | None = None,
    ) -> Unit:
        """Weights of a word into scores.

        Words of its ``family`` stand for it where it is missing, and make it no commoner.
        """
        weights = self._living(weights)
        frequency = int(np.count_nonzero(weights))
        if family is not None:
            weights = np.where(weights > 0, weights, self._living(family)).astype(np.float32)
        rare = rarity(frequency or int(np.count_nonzero(weights)), self.generation.count)
        scores = weights / (K1 + weights) * np.float32(rare * (K1 + 1))
        return Unit(text, scores, rare, causes, strict=strict)

    def _living(self, weights: Weights) -> Weights:
        """The weights without those of deleted documents."""
        if self.generation.count == self.generation.size:
            return weights
        return np.where(self.generation.alive, weights, 0).astype(np.float32)

    def _word(self, piece: Piece) -> Unit:
        word, strict = piece.words[0], piece.field is not None
        terms = terms_in(word, self.languages, self.analyzer)
        own = self.weights((t for t in terms if t[0] is not Grade.DERIVED), piece.field)
        causes = [_cause(grade, terms) for grade in Grade]
        if not strict:
            apart = self._apart(word)
            if apart:
                own = np.maximum(own, APART * self.all_of(apart))
            causes.append(Cause("part", tuple(t for group in apart for t in group)))
        derived = [t for t in terms if t[0] is Grade.DERIVED]
        family = self.weights(derived, piece.field) if derived else None
        return self.unit(word, own, causes, strict=strict, family=family)

    def weights(self, terms: Iterable[tuple[Grade, str]], field: str | None = None) -> Scores:
        """The weight of a word in every document: the sum over its terms, by grade."""
        total = self.empty()
        for grade, term in terms:
            found = self.generation.postings(term, field or "content")
            total[found.ids] += found.weights * np.float32(GRADES[grade])
        return total

    def _apart(self, word: str) -> Sequence[Sequence[str]]:
        """For each part of a compound, the terms that find it on its own or as a part.

        The parts are those of a German compound and those between hyphens in any language.
        """
        pieces = [piece for piece in _HYPHENS.split(word) if len(piece) > 1]
        groups = [group for piece in pieces for group in self._parts(piece)]
        return groups if len(groups) > 1 else ()

    def _parts(self, piece: str) -> Sequence[Sequence[str]]:
        parts = self.analyzer.split_compound(piece) if "de" in self.languages else (piece,)
        if len(parts) > 1:
            stems = (self.analyzer.stem(part, "de") for part in parts)
            return [(stem_term(s, "de"), part_term(s, "de")) for s in stems]
        terms = terms_in(piece, self.languages, self.analyzer)
        return [tuple(term for grade, term in terms if grade in (Grade.STEM, Grade.PART))]

    def all_of(self, groups: Sequence[Sequence[str]]) -> Scores:
        """The least weight among the groups; nothing where one of them is missing."""
        if not groups:
            return self.empty()
        return reduce(np.minimum, (self._sum(group) for group in groups))

    def _sum(self, terms: Iterable[str]) -> Scores:
        total = self.empty()
        for term in terms:
            found = self.generation.postings(term)
            total[found.ids] += found.weights
        return total

    def _prefix(self, piece: Piece) -> Unit:
        beginning = self.exact(piece.words[0])
        words = self.generation.words(beginning, MOST_WORDS_OF_A_PREFIX)
        terms = tuple(exact_term(word) for word in words)
        weights = self.weights(((Grade.STEM, term) for term in terms), piece.field)
        cause = Cause("prefix", terms)
        return self.unit(f"{piece.text}*", weights, [cause], strict=piece.field is not None)

    def _phrase(self, piece: Piece) -> Unit:
        exact = tuple(exact_term(self.exact(word)) for word in piece.words)
        weights = self.phrase(exact)
        if piece.field:
            inside = [self.generation.postings(term, piece.field).ids for term in exact]
            mask = np.zeros(self.generation.size, np.bool_)
            mask[reduce(np.intersect1d, inside)] = True
            weights = np.where(mask, weights, 0).astype(np.float32)
        return self.unit(piece.text, weights, [Cause("exact", exact, phrase=True)], strict=True)

    def phrase(self, terms: Sequence[str]) -> Scores:
        """The weight of terms that follow each other: of the rarest of them, where they do."""
        weights = self.empty()
        postings = [self.generation.postings(term) for term in terms]
        if len(postings) == 1:
            weights[postings[0].ids] = postings[0].weights
            return weights
        docs = self.generation.following(terms)
        if len(docs):
            own = [p.weights[np.searchsorted(p.ids, docs)] for p in postings]
            weights[docs] = np.minimum.reduce(own)
        return weights


def _cause(grade: Grade, terms: Iterable[tuple[Grade, str]]) -> Cause:
    return Cause(grade.name.lower(), tuple(term for g, term in terms if g is grade))
