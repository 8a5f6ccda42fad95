"""The index as it stands at one moment, as arrays: postings, facet columns, sort keys.

A generation is made of segments, whose arrays stay on disk until they are looked at. It never
changes: searchers hold on to the one they began with; a commit or rebuild makes a new one,
which takes over the segments that are still there.
"""

import threading
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import index as whoosh_index
from whoosh.reading import IndexReader

from hub.index.building import field_term
from hub.index.caching import Cache
from hub.index.own_words import OwnWords
from hub.index.segments import Ids, Leaf, Mask, Segment, Weights
from hub.index.standing import Standing, stand
from hub.index.texts import Stored, open_text
from hub.index.writing import arrays_file
from hub.language import Analyzer
from hub.model import FACETS

#: Memory for what is worked out, in bytes, where nobody says otherwise.
BUDGET = 128 * 2**20
#: What an entry of the cache takes beside its arrays and texts, in bytes.
_ENTRY = 400


@dataclass(frozen=True)
class Postings:
    """The documents of a term, ascending, with the weight of the term in each."""

    ids: Ids
    weights: Weights


_NONE = Postings(np.empty(0, np.int32), np.empty(0, np.float32))


@dataclass(frozen=True)
class Column:
    """A facet as pairs of document and value code; a document may have many."""

    values: tuple[str, ...]
    docs: NDArray[np.intp]
    codes: NDArray[np.intp]

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
        return np.bincount(self.codes[mask.take(self.docs)], minlength=len(self.values))


class Generation:
    """One state of the index. Documents are numbered from 0 to ``size`` - 1."""

    def __init__(
        self,
        build: Path,
        own: OwnWords,
        cache: Cache | None = None,
        before: "Generation | None" = None,
    ) -> None:
        self.analyzer: Analyzer = own.analyzer()  #: of the texts, and so of what is asked
        self._index = whoosh_index.open_dir(str(build), readonly=True)
        self._reader: IndexReader = self._index.reader()
        self._lock = threading.Lock()
        self._token = object()  # keeps what is cached apart from that of other generations
        self._cache = cache or Cache(BUDGET)
        self.leaves = self._leaves(build, before)
        self.size: int = self._reader.doc_count_all()
        self.alive = self._alive()
        self.count = int(self.alive.sum())

    def _leaves(self, build: Path, before: "Generation | None") -> Sequence[Leaf]:
        known = {leaf.path: leaf.segment for leaf in before.leaves} if before else {}
        leaves = []
        for reader, first in self._reader.leaf_readers():
            if reader.segment() is None:  # of an empty index
                continue
            path = arrays_file(build, reader.segment())
            leaves.append(Leaf(known.get(path) or Segment(path), path, first))
        return leaves

    def _alive(self) -> Mask:
        alive = np.ones(self.size, np.bool_)
        for reader, first in self._reader.leaf_readers():
            if reader.has_deletions():
                segment = reader.segment()
                alive[[first + n for n in segment.deleted_docs()]] = False  # type: ignore[union-attr]
        return alive

    def remember(self, key: tuple[Any, ...], make: Callable[[], tuple[Any, int]]) -> Any:
        """What ``make`` gives with its size in bytes, kept while memory allows."""
        return self._cache.get((self._token, *key), make)

    def holding(self, ids: Iterable[str]) -> Mask:
        """The documents of these resources, as far as the index has them."""
        mask = np.zeros(self.size, np.bool_)
        mask[[self.numbers[id] for id in ids if id in self.numbers]] = True
        return mask

    # Postings

    def postings(self, term: str, field: str = "content") -> Postings:
        """The documents of a term; none when the index does not have it."""
        term = term if field == "content" else field_term(field, term)
        found: Postings = self.remember(("postings", term), lambda: self._gathered(term))
        return found

    def _gathered(self, term: str) -> tuple[Postings, int]:
        encoded = _encoded(term)
        found = [
            (leaf, *leaf.segment.postings(number))
            for leaf in self.leaves
            if (number := leaf.segment.find(encoded)) >= 0
        ]
        if not found:
            return _NONE, _ENTRY
        if len(found) == 1 and found[0][0].first == 0:  # as they lie on disk
            return Postings(*found[0][1:]), _ENTRY
        ids = np.concatenate([docs + np.int32(leaf.first) for leaf, docs, _ in found])
        weights = np.concatenate([weights for *_, weights in found])
        return Postings(ids, weights), _ENTRY + 8 * len(ids)

    def following(self, terms: Sequence[str]) -> Ids:
        """The documents in which these terms stand one after the other, ascending."""
        key = tuple(terms)
        found: Ids = self.remember(("following", key), lambda: self._following(key))
        return found

    def _following(self, terms: Sequence[str]) -> tuple[Ids, int]:
        found = [np.empty(0, np.int32)]
        for leaf in self.leaves:
            numbers = [leaf.segment.find(_encoded(term)) for term in terms]
            if min(numbers) < 0:
                continue
            docs = reduce(np.intersect1d, [leaf.segment.postings(n)[0] for n in numbers])
            if len(docs):
                found.append(leaf.segment.follow(numbers, docs) + np.int32(leaf.first))
        ids = np.concatenate(found)
        return ids, _ENTRY + ids.nbytes

    def stand(self, terms: Iterable[str], docs: Sequence[int]) -> Standing:
        """The places of any of the terms in the documents."""
        return stand(self.leaves, terms, docs)

    def words(self, prefix: str, limit: int) -> list[str]:
        """Exact words that begin with the prefix, alphabetically, at most so many."""
        begin = bisect_left(self.lexicon, prefix)
        end = bisect_left(self.lexicon, prefix + "\U0010ffff", lo=begin)
        return list(self.lexicon[begin : min(end, begin + limit)])

    @cached_property
    def lexicon(self) -> Sequence[str]:
        """All exact words, sorted."""
        words = [leaf.segment.exact_words for leaf in self.leaves]
        return words[0] if len(words) == 1 else sorted(set().union(*words))

    # Stored values and texts

    def record(self, doc: int) -> Mapping[str, Any]:
        """What a hit shows of a document."""
        found: Mapping[str, Any] = self.remember(("record", doc), lambda: self._read_record(doc))
        return found

    def _read_record(self, doc: int) -> tuple[Mapping[str, Any], int]:
        with self._lock:
            return self._reader.stored_fields(doc)["record"], 4 * _ENTRY

    def body(self, doc: int) -> str | Stored:
        """The text of a document that snippets are cut from."""
        found: str | Stored = self.remember(("body", doc), lambda: self._read_body(doc))
        return found

    def _read_body(self, doc: int) -> tuple[str | Stored, int]:
        leaf = next(leaf for leaf in self.leaves if leaf.first <= doc < leaf.end)
        packed = leaf.segment.body(doc - leaf.first)
        text = open_text(packed)
        return text, _ENTRY + (0 if isinstance(text, Stored) else 2 * len(packed))

    # Columns

    def _column(self, name: str) -> list[Any]:
        return [v for leaf in self.leaves for v in leaf.segment.values["columns"][name]]

    @cached_property
    def ids(self) -> Sequence[str]:
        """The resource id of each document."""
        return self._column("id")

    @cached_property
    def titles(self) -> Sequence[str]:
        """The title of each document."""
        return self._column("title")

    @cached_property
    def keys(self) -> Sequence[str]:
        """The normalised title of each document."""
        return self._column("key")

    def living(self) -> Iterator[int]:
        """The number of every document that is not deleted."""
        yield from np.flatnonzero(self.alive).tolist()

    @property
    def hashes(self) -> Mapping[str, str]:
        """The content hash of each resource id."""
        hashes = self._column("hash")
        return {self.ids[n]: hashes[n] for n in self.living()}

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each resource id."""
        return {self.ids[n]: n for n in self.living()}

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages whose rules the texts were analysed by."""
        column = self._pairs("analysed")
        return frozenset(column.values[code] for code in np.unique(column.codes).tolist())

    @cached_property
    def facets(self) -> Mapping[str, Column]:
        """A column for every facet."""
        return {facet: self._pairs(facet) for facet in FACETS}

    def _pairs(self, name: str) -> Column:
        code_of: dict[str, int] = {}
        docs, codes = [np.empty(0, np.intp)], [np.empty(0, np.intp)]
        for leaf in self.leaves:
            values, own_docs, own_codes = leaf.segment.values["pairs"][name]
            moved = own_docs.astype(np.intp) + leaf.first
            kept = self.alive[moved]
            new = [code_of.setdefault(value, len(code_of)) for value in values]
            docs.append(moved[kept])
            codes.append(np.array(new, np.intp)[own_codes[kept]])
        return Column(tuple(code_of), np.concatenate(docs), np.concatenate(codes))

    @cached_property
    def published(self) -> Mask:
        """The documents that members may see."""
        return np.array(self._column("published"), np.bool_) & self.alive

    @cached_property
    def superseded(self) -> Mask:
        """The documents that a later resource replaces."""
        return np.array(self._column("superseded"), np.bool_) & self.alive

    @cached_property
    def _dates(self) -> Sequence[str]:
        return self._column("date")

    @cached_property
    def years(self) -> NDArray[np.int32]:
        """The year of each document, 0 where it has none."""
        return np.array([int(date[:4] or 0) for date in self._dates], np.int32)

    @cached_property
    def by_date(self) -> NDArray[np.int32]:
        """The rank of each document by date: the newest has 0, those without come last."""
        # few days have many documents, so days are sorted as texts and documents as numbers
        newest_first = sorted(set(self._dates), reverse=True)
        rank_of = {date: rank for rank, date in enumerate(newest_first)}
        days = np.array([rank_of[date] for date in self._dates], np.int32)
        by_id = np.array(self._by_id, np.intp)
        return self._ranked(by_id[np.argsort(days[by_id], kind="stable")])

    @cached_property
    def by_title(self) -> NDArray[np.int32]:
        """The rank of each document by title."""
        return self._ranked(sorted(self._by_id, key=self.keys.__getitem__))

    def _ranked(self, ordered: Sequence[int] | NDArray[np.intp]) -> NDArray[np.int32]:
        ranks = np.full(self.size, self.size, np.int32)
        ranks[ordered] = np.arange(len(ordered), dtype=np.int32)
        return ranks

    @cached_property
    def _by_id(self) -> Sequence[int]:
        return sorted(self.living(), key=self.ids.__getitem__)


def _encoded(term: str) -> bytes:
    return term.encode("utf-8", "surrogatepass")
