"""The index as it stands at one moment, as arrays: postings, facet columns, sort keys.

Whoosh keeps the inverted index on disk; here its postings are decoded once into numpy arrays
and kept while memory allows. A generation never changes: searchers hold on to the one they
began with, and a commit or rebuild makes a new one.
"""

import threading
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import index as whoosh_index
from whoosh.reading import IndexReader, TermNotFound

from hub.index.own_words import OwnWords
from hub.index.schema import Body, unpack_body
from hub.language import Analyzer, normalize
from hub.model import FACETS, Status

Ids = NDArray[np.int32]
Weights = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Memory for decoded postings, in bytes.
POSTINGS_BUDGET = 128 * 2**20
#: Texts that are kept unpacked.
BODIES = 256


@dataclass(frozen=True)
class Postings:
    """The documents of a term, ascending, with the weight of the term in each."""

    ids: Ids
    weights: Weights
    payloads: Sequence[bytes]  #: the positions in each, still packed

    @property
    def size(self) -> int:
        """Memory in bytes, roughly."""
        return 64 + 8 * len(self.ids) + sum(map(len, self.payloads)) + 40 * len(self.payloads)


_NONE = Postings(np.empty(0, np.int32), np.empty(0, np.float32), ())


@dataclass(frozen=True)
class Column:
    """A facet as pairs of document and value code; a document may have many."""

    values: tuple[str, ...]
    docs: Ids
    codes: Ids

    @cached_property
    def code_of(self) -> Mapping[str, int]:
        """The code of each value."""
        return {value: code for code, value in enumerate(self.values)}

    def mask(self, chosen: Iterable[str], size: int) -> Mask:
        """The documents that have any of the chosen values."""
        mask = np.zeros(size, np.bool_)
        codes = [self.code_of[value] for value in chosen if value in self.code_of]
        mask[self.docs[np.isin(self.codes, codes)]] = True
        return mask

    def counts(self, mask: Mask) -> NDArray[np.int64]:
        """How many documents of the mask have each value."""
        return np.bincount(self.codes[mask[self.docs]], minlength=len(self.values))


class Generation:
    """One state of the index. Documents are numbered from 0 to ``size`` - 1."""

    def __init__(self, build: Path, own: OwnWords) -> None:
        self.analyzer: Analyzer = own.analyzer()  #: of the texts, and so of what is asked
        self._index = whoosh_index.open_dir(str(build), readonly=True)
        self._reader: IndexReader = self._index.reader()
        self._lock = threading.Lock()
        self._postings: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._bytes = 0
        self._read_bodies: dict[int, Body] = {}
        self.size: int = self._reader.doc_count_all()
        self.alive = self._alive()
        self.records: list[dict[str, Any]] = self._records()
        self.count = int(self.alive.sum())

    def _alive(self) -> Mask:
        alive = np.ones(self.size, np.bool_)
        alive[[n for n in range(self.size) if self._reader.is_deleted(n)]] = False
        return alive

    def _records(self) -> list[dict[str, Any]]:
        stored = self._reader.stored_fields
        return [stored(n)["record"] if self.alive[n] else {} for n in range(self.size)]

    def living(self) -> Iterable[tuple[int, dict[str, Any]]]:
        """Number and record of every document that is not deleted."""
        return ((n, self.records[n]) for n in np.flatnonzero(self.alive).tolist())

    # Postings

    def postings(self, term: str, field: str = "content") -> Postings:
        """The documents of a term; none when the index does not have it."""
        key = (field, term)
        with self._lock:
            found = self._postings.get(key)
            if found is not None:
                self._postings.move_to_end(key)
                return found
            found = self._decode(field, term)
            self._postings[key] = found
            self._bytes += found.size
            while self._bytes > POSTINGS_BUDGET and len(self._postings) > 1:
                self._bytes -= self._postings.popitem(last=False)[1].size
            return found

    def _decode(self, field: str, term: str) -> Postings:
        encoded = term.encode("utf-8", "surrogatepass")
        ids: list[int] = []
        weights: list[float] = []
        payloads: list[bytes] = []
        for leaf, offset in self._reader.leaf_readers():
            try:
                matcher = leaf.postings(field, encoded)
            except TermNotFound:
                continue
            while matcher.is_active():
                ids.append(matcher.id() + offset)
                weights.append(matcher.weight())
                if field == "content":
                    payloads.append(matcher.value())
                matcher.next()
        if not ids:
            return _NONE
        return Postings(np.array(ids, np.int32), np.array(weights, np.float32), payloads)

    def words(self, prefix: str, limit: int) -> list[str]:
        """Exact words that begin with the prefix, alphabetically, at most so many."""
        begin = bisect_left(self.lexicon, prefix)
        end = bisect_left(self.lexicon, prefix + "\U0010ffff", lo=begin)
        return list(self.lexicon[begin : min(end, begin + limit)])

    @cached_property
    def lexicon(self) -> Sequence[str]:
        """All exact words, sorted."""
        with self._lock:
            found = self._reader.expand_prefix("content", b"=")
            return sorted(term[1:].decode("utf-8", "surrogatepass") for term in found)

    def body(self, doc: int) -> Body:
        """The text of a document, with offsets."""
        found = self._read_bodies.get(doc)
        if found is None:
            found = self._read_body(doc)
            if len(self._read_bodies) >= BODIES:
                self._read_bodies.clear()
            self._read_bodies[doc] = found
        return found

    def _read_body(self, doc: int) -> Body:
        with self._lock:
            for column, offset in self._bodies:
                if doc >= offset:
                    return unpack_body(column[doc - offset])
        raise IndexError(doc)

    @cached_property
    def _bodies(self) -> Sequence[tuple[Any, int]]:
        leaves = self._reader.leaf_readers()
        return [(leaf.column_reader("body"), offset) for leaf, offset in reversed(leaves)]

    # Columns

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each resource id."""
        return {record["id"]: number for number, record in self.living()}

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages whose rules the texts were analysed by."""
        return frozenset(code for _, record in self.living() for code in record["analysed"])

    @cached_property
    def facets(self) -> Mapping[str, Column]:
        """A column for every facet."""
        return {facet: self._column(facet) for facet in FACETS}

    def _column(self, facet: str) -> Column:
        codes: dict[str, int] = {}
        pairs = [
            (number, codes.setdefault(value, len(codes)))
            for number, record in self.living()
            for value in record["facets"][facet]
        ]
        docs, values = (
            np.array(side, np.int32) for side in (zip(*pairs, strict=True) if pairs else ((), ()))
        )
        return Column(tuple(codes), docs, values)

    @cached_property
    def published(self) -> Mask:
        """The documents that members may see."""
        mask = np.zeros(self.size, np.bool_)
        mask[[n for n, r in self.living() if r["status"] == Status.PUBLISHED.value]] = True
        return mask

    @cached_property
    def superseded(self) -> Mask:
        """The documents that a later resource replaces."""
        mask = np.zeros(self.size, np.bool_)
        mask[[n for n, r in self.living() if r["superseded"]]] = True
        return mask

    @cached_property
    def years(self) -> NDArray[np.int32]:
        """The year of each document, 0 where it has none."""
        years = np.zeros(self.size, np.int32)
        for number, record in self.living():
            years[number] = int(record["date"][:4]) if record["date"] else 0
        return years

    @cached_property
    def by_date(self) -> NDArray[np.int32]:
        """The rank of each document by date: the newest has 0, those without come last."""
        return self._rank(lambda record: record["date"] or "", reverse=True)

    @cached_property
    def by_title(self) -> NDArray[np.int32]:
        """The rank of each document by title."""
        return self._rank(lambda record: normalize(record["title"]))

    def _rank(
        self, key: Callable[[dict[str, Any]], str], *, reverse: bool = False
    ) -> NDArray[np.int32]:
        ranks = np.full(self.size, self.size, np.int32)
        living = sorted(self.living(), key=lambda pair: pair[1]["id"])
        ordered = sorted(living, key=lambda pair: key(pair[1]), reverse=reverse)
        ranks[[number for number, _ in ordered]] = np.arange(len(ordered), dtype=np.int32)
        return ranks
