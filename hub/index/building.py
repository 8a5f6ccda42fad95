"""Documents, or segments that are there already, into the arrays of a new segment."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.index.arrays import Array, pack_strings, runs, starts_of, write_arrays
from hub.index.encoding import Encoder
from hub.index.segments import Mask, Segment
from hub.index.texts import pack_text
from hub.index.weighing import Batch, Numbers, Occurrences, Weighed, body_of
from hub.language import normalize
from hub.model import Document, Status

#: So many runs of characters are weighed at once: more memory for no more speed.
_BATCH = 300_000

#: What is known of each document beside its words: a list of the segment for each name.
COLUMNS = ("id", "hash", "title", "key", "date", "published", "superseded")
#: Pairs of document and value; "analysed" are the languages whose rules were used.
PAIRS = (
    "collection",
    "type",
    "tag",
    "language",
    "year",
    "place",
    "target_group",
    "evidence",
    "analysed",
)


def facet_values(document: Document) -> Mapping[str, Sequence[str]]:
    """What a document counts under in each facet."""
    resource = document.resource
    return {
        "collection": resource.collections,
        "type": (resource.type.value,),
        "tag": document.tags,
        "language": (resource.language,) if resource.language else (),
        "year": (resource.when[:4],) if resource.when else (),
        "place": document.places,
        "target_group": resource.target_groups,
        "evidence": (resource.evidence_step.value,) if resource.evidence_step else (),
    }


class SegmentBuilder:
    """Takes documents in order and writes the file of their segment."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._batch = Batch(encoder)
        self._parts: list[Weighed] = []
        self._columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
        self._pairs: dict[str, list[tuple[int, str]]] = {name: [] for name in PAIRS}
        self._bodies: list[bytes | memoryview] = []
        self.size = 0

    def add(self, document: Document) -> None:
        """Take a document as the next one."""
        resource = document.resource
        analysed = self._batch.add(document)
        row = (
            resource.id,
            document.hash,
            resource.title,
            normalize(resource.title),
            resource.when or "",
            resource.status is Status.PUBLISHED,
            resource.superseded_by is not None,
        )
        for name, value in zip(COLUMNS, row, strict=True):
            self._columns[name].append(value)
        for name, values in ({**facet_values(document), "analysed": analysed}).items():
            self._pairs[name].extend([(self.size, value) for value in values])
        self._bodies.append(pack_text(body_of(document).rstrip()))
        self.size += 1
        if len(self._batch.runs) >= _BATCH:
            self._weigh()

    def add_segment(self, segment: Segment, alive: Mask) -> None:
        """Take the living documents of a segment, in their order."""
        self._weigh()
        living = np.flatnonzero(alive)
        for name in COLUMNS:
            column = segment.values["columns"][name]
            self._columns[name].extend([column[doc] for doc in living.tolist()])
        moved = np.full(segment.size, -1, np.int64)
        moved[living] = np.arange(len(living))
        for name in PAIRS:
            values, docs, codes = segment.values["pairs"][name]
            kept = alive[docs]
            self._pairs[name].extend(
                (self.size + int(moved[doc]), values[code])
                for doc, code in zip(docs[kept].tolist(), codes[kept].tolist(), strict=True)
            )
        self._bodies.extend([segment.body(doc) for doc in living.tolist()])
        self._parts.append(_moved(segment, moved, living, self._encoder))
        self.size += len(living)

    def write(self, path: Path) -> None:
        """Write the segment's file."""
        self._weigh()
        arrays, words = _inverted(self._parts, self._encoder)
        arrays["body_blob"], arrays["body_starts"] = pack_strings(self._bodies)
        values = {
            "words": words,
            "columns": self._columns,
            "pairs": {name: _coded(pairs) for name, pairs in self._pairs.items()},
        }
        write_arrays(path, arrays, values)

    def _weigh(self) -> None:
        if self._batch.docs:
            self._parts.append(self._batch.weigh())
            self._batch = Batch(self._encoder)


def _coded(
    pairs: Sequence[tuple[int, str]],
) -> tuple[tuple[str, ...], NDArray[np.int32], NDArray[np.int32]]:
    """Values, documents and number of the value of each."""
    code_of: dict[str, int] = {}
    codes = [code_of.setdefault(value, len(code_of)) for _, value in pairs]
    docs = [doc for doc, _ in pairs]
    return tuple(code_of), np.array(docs, np.int32), np.array(codes, np.int32)


def _inverted(parts: Sequence[Weighed], encoder: Encoder) -> tuple[dict[str, Array], int]:
    """The arrays of a segment of these parts, and the number of its words."""
    occurring = [_with_offset(part, encoder) for part in parts]
    counts = np.zeros(len(encoder.terms), np.int64)
    for groups in occurring:
        for found in groups:
            counts[found.terms] += found.sizes
    names = {
        number: encoder.terms[number].encode("utf-8", "surrogatepass")
        for number in np.flatnonzero(counts).tolist()
    }
    order = np.array(sorted(names, key=names.__getitem__), np.int64)
    posting_starts = starts_of(counts[order])
    docs, weights = _scattered(occurring, parts, order, posting_starts)
    blob, term_starts = pack_strings([names[number] for number in order.tolist()])
    sizes = _joined([part.sizes for part in parts], np.int64)
    words, used = _renumbered(_joined([part.words for part in parts], np.int32))
    return {
        "term_blob": blob,
        "term_starts": term_starts,
        "posting_starts": posting_starts,
        "docs": docs,
        "weights": weights,
        **_words_of_terms(used, order, encoder),
        "words": words,
        "word_starts": _joined([part.starts for part in parts], np.uint32),
        "word_lengths": _joined([part.lengths for part in parts], np.uint16),
        "doc_words": starts_of(sizes),
        "body_sizes": _joined([part.bodies for part in parts], np.int64),
    }, len(used)


def _with_offset(part: Weighed, encoder: Encoder) -> list[Occurrences]:
    """All occurrences of a part; those of named fields as terms of their own."""
    found = [part.content]
    for field, named in part.named:
        terms = [encoder.term(field_term(field, encoder.terms[n])) for n in named.terms.tolist()]
        found.append(Occurrences(np.array(terms, np.int64), named.sizes, named.docs, named.weights))
    return found


def field_term(field: str, term: str) -> str:
    """A term as it is found in one field only."""
    return f"{field}:{term}"


def _scattered(
    occurring: Iterable[Sequence[Occurrences]],
    parts: Sequence[Weighed],
    order: Numbers,
    starts: Numbers,
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """The postings of all parts, term by term, documents ascending."""
    docs, weights = np.empty(starts[-1], np.int32), np.empty(starts[-1], np.float32)
    free = np.zeros(int(order.max(initial=-1)) + 1, np.int64)
    free[order] = starts[:-1]
    before = 0
    for groups, part in zip(occurring, parts, strict=True):
        for found in groups:
            to = runs(free[found.terms], found.sizes)
            docs[to] = found.docs + np.int32(before)
            weights[to] = found.weights
            free[found.terms] += found.sizes
        before += len(part.sizes)
    return docs, weights


def _joined(arrays: Sequence[Array], kind: type) -> Array:
    return np.concatenate(arrays) if arrays else np.empty(0, kind)


def _renumbered(words: Array) -> tuple[Array, Numbers]:
    """The words numbered anew without holes, and the old number of each; 0 stays."""
    seen = np.zeros(int(words.max(initial=0)) + 1, np.bool_)
    seen[0] = True
    seen[words] = True
    number = np.cumsum(seen, dtype=np.int32) - 1
    return number[words], np.flatnonzero(seen)


def _words_of_terms(used: Numbers, order: Numbers, encoder: Encoder) -> dict[str, Array]:
    """For each term of the segment the words that have it."""
    lookup = encoder.lookup()
    rank = np.full(len(encoder.terms), -1, np.int64)
    rank[order] = np.arange(len(order))
    sizes = lookup.word_sizes[used]
    terms = rank[lookup.word_terms[runs(lookup.word_starts[used], sizes)]]
    words = np.repeat(np.arange(len(used), dtype=np.int32), sizes)
    return {
        "term_words": starts_of(np.bincount(terms, minlength=len(order))),
        "words_of_terms": words[np.argsort(terms, kind="stable")],
    }


def _moved(segment: Segment, moved: Numbers, living: Numbers, encoder: Encoder) -> Weighed:
    """A segment as a part of another, in the numbers of the encoder."""
    terms = np.array(
        [
            encoder.term(segment.term(n).decode("utf-8", "surrogatepass"))
            for n in range(segment.term_count)
        ],
        np.int64,
    )
    all_docs, all_weights = segment.array("docs"), segment.array("weights")
    docs = moved[all_docs]
    kept = docs >= 0
    before = starts_of(kept)
    ends = before[segment.array("posting_starts")]
    sizes = np.diff(ends)
    starts = segment.array("doc_words")
    extent = np.diff(starts)[living]
    places = runs(starts[living], extent)
    words = _words_anew(segment, terms, encoder)
    return Weighed(
        content=Occurrences(
            terms[sizes > 0], sizes[sizes > 0], docs[kept].astype(np.int32), all_weights[kept]
        ),
        named=(),
        words=words[segment.words[places]],
        starts=segment.array("word_starts")[places],
        lengths=segment.array("word_lengths")[places],
        sizes=extent,
        bodies=segment.array("body_sizes")[living],
    )


def _words_anew(segment: Segment, terms: Numbers, encoder: Encoder) -> NDArray[np.int32]:
    """The number each word of a segment has in the encoder."""
    sizes = np.diff(segment.array("term_words"))
    words = segment.array("words_of_terms")
    order = np.argsort(words, kind="stable")
    of_words = np.repeat(terms, sizes)[order].tolist()
    ends = starts_of(np.bincount(words, minlength=segment.word_count)).tolist()
    return np.array(
        [encoder.word_of(tuple(of_words[a:b])) for a, b in pairwise(ends)],
        np.int32,
    )
