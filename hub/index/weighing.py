"""From a document to weighted terms: how much each word says about it.

The weight of a term is the sum over the fields of boost * frequency / length norm, the inner
part of BM25F (Robertson, Zaragoza, Taylor 2004). The length norm uses a fixed usual length per
field instead of the average of the collection, so that a document weighs the same in every
index, in one segment or in twenty.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.index.arrays import runs, starts_of
from hub.index.encoding import Encoder, Lookup, run_places
from hub.language import detect, passages
from hub.model import Document


@dataclass(frozen=True)
class Field:
    """How a field counts: its boost, its usual length in words and how much length matters."""

    name: str
    boost: float
    usual: int = 10
    norm: float = 0.0  #: 0: length does not matter, 1: it matters fully (the b of BM25)


TITLE = Field("title", 3.0, usual=9, norm=0.3)
TAGS = Field("tags", 1.6)
KEYWORDS = Field("keywords", 1.6)
PLACES = Field("places", 1.5)
GROUPS = Field("target_groups", 1.2)
PUBLISHER = Field("publisher", 0.8)
AUTHORS = Field("authors", 1.5)
SUMMARY = Field("summary", 1.4, usual=40, norm=0.4)
TEXT = Field("text", 1.0, usual=400, norm=0.6)

FIELDS = (TITLE, TAGS, KEYWORDS, PLACES, GROUPS, PUBLISHER, AUTHORS, SUMMARY, TEXT)

#: Fields that can be asked for by name.
NAMED = (TITLE, PUBLISHER, AUTHORS)

#: Between two values, so that no phrase reaches from one into the next.
GAP = 16

Numbers = NDArray[np.int64]

_BOOST = np.array([field.boost for field in FIELDS])
_NORM = np.array([field.norm for field in FIELDS])
_USUAL = np.array([field.usual for field in FIELDS], np.float64)
_NUMBER = {field.name: number for number, field in enumerate(FIELDS)}


@dataclass(frozen=True)
class Occurrences:
    """The terms of some documents: for each term, where it occurs and how much it weighs."""

    terms: Numbers  #: each term once, ascending
    sizes: Numbers  #: in how many documents each occurs
    docs: NDArray[np.int32]  #: term by term, ascending
    weights: NDArray[np.float32]


@dataclass(frozen=True)
class Weighed:
    """Documents as numbers. Their words stand one after the other, with gaps between values."""

    content: Occurrences  #: by weight over all fields
    named: Sequence[tuple[str, Occurrences]]  #: by field, for ``title:word``
    words: NDArray[np.int32]
    starts: NDArray[np.uint32]  #: of each word, in the body or in its own value
    lengths: NDArray[np.uint16]
    sizes: Numbers  #: words and gaps of each document
    bodies: Numbers  #: words and gaps of its body, which come first


def body_of(document: Document) -> str:
    """The text that snippets are cut from: summary and full text."""
    texts = (document.resource.summary, document.text)
    return "".join(f"{text}\n\n" for text in texts if text)


def language_of(document: Document) -> str:
    """The language of a resource; where no source says it, the one its words show."""
    resource = document.resource
    return resource.language or detect(f"{resource.title}. {resource.summary or document.text}")


def _outside(document: Document) -> Iterator[tuple[Field, str]]:
    """The values outside the body; the title is first."""
    resource = document.resource
    yield TITLE, resource.title
    for kind, values in (
        (TAGS, document.tag_labels),
        (KEYWORDS, resource.keywords),
        (PLACES, document.place_labels),
        (GROUPS, document.group_labels),
        (PUBLISHER, document.publisher_names),
        (AUTHORS, resource.authors),
    ):
        for value in values:
            yield kind, value


class Batch:
    """Documents that are weighed together, so that numpy does the counting."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.docs = 0
        self.runs: list[int] = []  #: of characters between spaces, as the encoder counts them
        # of each value: its document, field, number of runs, text, and where its body begins
        self._values: list[tuple[int, int, int, int]] = []
        self._texts: list[str] = []

    def add(self, document: Document) -> Sequence[str]:
        """Take a document; the languages its texts were analysed in."""
        language = language_of(document)
        at = 0
        used = {language}
        for kind, text in ((SUMMARY, document.resource.summary), (TEXT, document.text)):
            if text:
                for start, end, found in passages(text, language):
                    used.add(found)
                    self._take(kind, text[start:end], found, at + start)
                at += len(text) + 2
        for kind, text in _outside(document):
            self._take(kind, text, language, 0)
        self.docs += 1
        return sorted(used)

    def _take(self, kind: Field, text: str, language: str, at: int) -> None:
        before = len(self.runs)
        self.runs.extend(map(self._encoder.runs(language).__getitem__, text.split()))
        self._values.append((self.docs, _NUMBER[kind.name], len(self.runs) - before, at))
        self._texts.append(text)

    def weigh(self) -> Weighed:
        """The documents taken so far as numbers."""
        places, begins = self._places()
        numbers = np.array(self.runs, np.int64)
        whole = [found for n in self._suspects(numbers) for found in self._suspended(n, begins)]
        lookup = self._encoder.lookup()
        values = np.array(self._values, np.int64).reshape(-1, 4)
        doc, field, run_counts, at = values.T
        sizes = lookup.run_sizes[numbers]
        tokens = starts_of(sizes)[starts_of(run_counts)]
        counts = np.diff(tokens)  # of the tokens of each value
        piece = runs(lookup.run_starts[numbers], sizes)
        words = lookup.words[piece]
        starts = np.repeat(places, sizes) + lookup.starts[piece]
        for start, word in whole:
            at_word = int(np.searchsorted(starts, start))
            if at_word < len(starts) and starts[at_word] == start:
                words[at_word] = word
        value = np.repeat(np.arange(len(doc)), counts)
        dense = np.arange(len(words)) + GAP * value
        extent = counts + GAP
        pairs, kind, weights = _counted(words, value, doc, field, counts, self.docs, lookup)
        return Weighed(
            content=_grouped(pairs, weights, self.docs),
            named=[
                (one.name, _grouped(pairs[kind == _NUMBER[one.name]], None, self.docs))
                for one in NAMED
            ],
            words=_spread(dense, words, extent, np.int32),
            starts=_spread(dense, starts + (at - begins)[value], extent, np.uint32),
            lengths=_spread(dense, lookup.lengths[piece], extent, np.uint16),
            sizes=_summed(doc, extent, self.docs),
            bodies=_summed(doc, np.where(self._in_body(), extent, 0), self.docs),
        )

    def _in_body(self) -> NDArray[np.bool_]:
        fields = np.array([value[1] for value in self._values], np.int64)
        return np.isin(fields, (_NUMBER["summary"], _NUMBER["text"]))

    def _places(self) -> tuple[Numbers, Numbers]:
        """Where each run and each value begin when all texts stand in one."""
        begins = starts_of(np.fromiter((len(t) + 1 for t in self._texts), np.int64))
        return run_places("\n".join(self._texts)), begins[:-1]

    def _suspects(self, numbers: Numbers) -> list[int]:
        """The values that hold a word with a hyphen at its end."""
        suspends = self._encoder.suspends()[numbers]
        if not suspends.any():
            return []
        counts = np.array([value[2] for value in self._values])
        value = np.repeat(np.arange(len(counts)), counts)
        return [int(n) for n in np.unique(value[suspends])]

    def _suspended(self, value: int, begins: Numbers) -> list[tuple[int, int]]:
        """Where suspended words of a value stand in all texts, and their numbers."""
        encoder = self._encoder
        return [
            (int(begins[value]) + start, encoder.word(word, "de"))
            for start, word in encoder.analyzer.suspended(self._texts[value])
        ]


def _spread(dense: Numbers, what: NDArray[Any], extent: Numbers, kind: type) -> NDArray[Any]:
    spread: NDArray[Any] = np.zeros(int(extent.sum()), kind)
    spread[dense] = what
    return spread


def _summed(doc: Numbers, what: Numbers, docs: int) -> Numbers:
    return np.bincount(doc, weights=what, minlength=docs).astype(np.int64)


def _counted(
    words: NDArray[np.int32],
    value: Numbers,
    doc: Numbers,
    field: Numbers,
    counts: Numbers,
    docs: int,
    lookup: Lookup,
) -> tuple[Numbers, Numbers, NDArray[np.float64]]:
    """Count every term in every field of every document, then weigh the counts.

    What comes back are pairs ``term * docs + document``, ascending, their fields and weights.
    """
    fields = len(FIELDS)
    place = doc * fields + field
    length = np.bincount(place, weights=counts, minlength=docs * fields).reshape(docs, fields)
    share = _BOOST / (1 - _NORM + _NORM * length / _USUAL)
    sizes = lookup.word_sizes[words]
    terms = lookup.word_terms[runs(lookup.word_starts[words], sizes)].astype(np.int64)
    terms *= docs * fields
    terms += np.repeat(place[value], sizes)
    keys, times = np.unique(terms, return_counts=True)
    pairs, kind = np.divmod(keys, fields)
    return pairs, kind, times * share[pairs % docs, kind]


def _grouped(pairs: Numbers, weights: NDArray[np.float64] | None, docs: int) -> Occurrences:
    """Ascending pairs of term and document, equal ones added up in their order."""
    first = np.ones(len(pairs), np.bool_)
    first[1:] = pairs[1:] != pairs[:-1]
    total = np.bincount(np.cumsum(first) - 1, weights=weights) if weights is not None else None
    term, doc = np.divmod(pairs[first], docs)
    terms, sizes = np.unique(term, return_counts=True)
    return Occurrences(
        terms=terms,
        sizes=sizes,
        docs=doc.astype(np.int32),
        weights=np.ones(len(doc), np.float32) if total is None else total.astype(np.float32),
    )
