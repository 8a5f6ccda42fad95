"""One segment of the index as arrays on disk: terms, where they occur, and the words of its texts.

Documents are numbered within the segment in the order they were added, as in Whoosh's segment
beside it. A segment never changes; deleted documents are left out by who reads it.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.index.arrays import read_arrays
from hub.index.beginnings import Beginnings
from hub.index.terms import exact_term

#: Positions from here on lie outside the body (summary and text), where no snippet is taken.
OUTSIDE = 1 << 24

Ids = NDArray[np.int32]
Weights = NDArray[np.float32]
Mask = NDArray[np.bool_]


_REMEMBERED = 20_000  #: so many terms are found without looking
_BITS = 8  #: of the smallest whole number


class Segment:
    """A segment, read from its file."""

    def __init__(self, path: Path) -> None:
        self._arrays, self.values = read_arrays(path)
        self.size = len(self._arrays["doc_words"]) - 1
        self._found: dict[bytes, int] = {}
        self._blob, self._ends, self._begins = (
            self._arrays[name].data for name in ("term_blob", "term_starts", "posting_starts")
        )
        self._bodies, self._body_ends = (
            self._arrays[name].data for name in ("body_blob", "body_starts")
        )

    def array(self, name: str) -> NDArray[Any]:
        """One of its arrays, as the builder wrote it."""
        return self._arrays[name]

    @property
    def term_count(self) -> int:
        """How many terms it has."""
        return len(self._ends) - 1

    def term(self, number: int) -> bytes:
        """A term; they are sorted."""
        return bytes(self._blob[self._ends[number] : self._ends[number + 1]])

    def find(self, term: bytes) -> int:
        """The number of a term, or -1."""
        found = self._found.get(term)
        if found is None:
            found = self._from(term)
            if found == self.term_count or self.term(found) != term:
                found = -1
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            self._found[term] = found
        return found

    def _from(self, term: bytes) -> int:
        return bisect_left(range(self.term_count), term, key=self.term)

    def postings(self, number: int) -> tuple[Ids, Weights]:
        """The documents of a term, ascending, and its weight in each."""
        begin, end = self._begins[number], self._begins[number + 1]
        return self._arrays["docs"][begin:end], self._arrays["weights"][begin:end]

    def words_of(self, number: int) -> Ids:
        """The words that have a term."""
        begin, end = self._arrays["term_words"][number : number + 2]
        return self._arrays["words_of_terms"][begin:end]

    @cached_property
    def exact_words(self) -> Sequence[str]:
        """All exact words, sorted."""
        first = self._from(exact_term("").encode())
        last = self._from(b">")  # what follows "=" among all signs
        blob, ends = bytes(self._blob), self._ends[first : last + 1].tolist()
        return [
            blob[begin + 1 : end].decode("utf-8", "surrogatepass") for begin, end in pairwise(ends)
        ]

    @cached_property
    def beginnings(self) -> Beginnings:
        """What its titles can be begun with, deleted ones among them."""
        columns = self.values["columns"]
        return Beginnings(columns["key"], columns["title"], columns["id"])

    def text(self, doc: int) -> slice:
        """Where the words of a document stand among all words: its body, then the rest."""
        begin, end = self._arrays["doc_words"][doc : doc + 2].tolist()
        return slice(begin, end)

    def extents(self, docs: Ids) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the words of documents begin among all words, and how many each has."""
        starts = self._arrays["doc_words"]
        return starts[docs], starts[docs + 1] - starts[docs]

    def body(self, doc: int) -> memoryview:
        """The packed text of a document, as it lies on disk."""
        return self._bodies[self._body_ends[doc] : self._body_ends[doc + 1]]

    def body_size(self, doc: int) -> int:
        """Words and gaps of the body of a document."""
        return int(self._arrays["body_sizes"][doc])

    @property
    def words(self) -> Ids:
        """The words of all documents one after the other, 0 in the gaps."""
        return self._arrays["words"]

    def words_in(self, starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> Ids:
        """The words of several stretches, one after the other."""
        ends = (starts + sizes).tolist()
        parts = [self.words[at:end] for at, end in zip(starts.tolist(), ends, strict=True)]
        return np.concatenate(parts) if parts else self.words[:0]

    @property
    def word_count(self) -> int:
        """The highest number of a word, and one."""
        return int(self.values["words"])

    def places(self, part: slice) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """Where words begin in their text, and how long they are."""
        return self._arrays["word_starts"][part], self._arrays["word_lengths"][part]

    def follow(self, terms: Sequence[int], docs: Ids) -> Ids:
        """Those of the documents in which the terms stand one after the other."""
        flag = {term: 1 << n for n, term in enumerate(dict.fromkeys(terms))}
        kind = np.dtype(np.uint8 if len(flag) <= _BITS else np.uint64)
        flags: NDArray[Any] = np.zeros(self.word_count, kind)
        for term, bit in flag.items():
            flags[self.words_of(term)] |= kind.type(bit)
        starts, sizes = self.extents(docs)
        met = flags[self.words_in(starts, sizes)]
        found = np.ones(max(0, len(met) - len(terms) + 1), np.bool_)
        for distance, term in enumerate(terms):
            found &= (met[distance : distance + len(found)] & kind.type(flag[term])) > 0
        at = np.searchsorted(np.cumsum(sizes), np.flatnonzero(found), side="right")
        return docs[np.unique(at)]


@dataclass(frozen=True)
class Leaf:
    """A segment in its place: its documents are numbered from ``first``."""

    segment: Segment
    path: Path
    first: int

    @property
    def end(self) -> int:
        """The number after its last document."""
        return self.first + self.segment.size
