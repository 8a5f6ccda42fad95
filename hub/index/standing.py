"""Where documents have words of a query: one pass over the words of all of them.

Everything is arrays that run over all places, document by document, ascending. So a page of hits
costs a few operations of numpy, however many hits and words it has.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hub.index.arrays import starts_of
from hub.index.segments import OUTSIDE, Ids, Leaf, Segment

#: In which text of a document a place lies: its title, its body, or in values that show no text.
TITLE, BODY, ELSEWHERE = 0, 1, 2
#: So many words of a title can be marked.
_TITLE_WORDS = 1000

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Standing:
    """The places of documents that have any of some terms."""

    terms: Sequence[Sequence[str]]  #: of each word that was met, those that were asked for
    doc: Numbers  #: its number in the list of documents that was asked for
    place: Numbers  #: position in the document
    text: Numbers  #: TITLE, BODY or ELSEWHERE
    start: Numbers  #: of the word in its text, in characters
    length: Numbers
    word: Numbers  #: its number in ``terms``

    def __len__(self) -> int:
        return len(self.doc)

    @cached_property
    def begins(self) -> Numbers:
        """Where each document that has any place begins."""
        return np.flatnonzero(np.diff(self.doc, prepend=-1))

    def cut(self, at: int, texts: Sequence[Any]) -> str:
        """The word at one of the places, out of the texts of its document; "" elsewhere."""
        text = int(self.text[at])
        start = int(self.start[at])
        cut: str = texts[text][start : start + int(self.length[at])] if text < ELSEWHERE else ""
        return cut


def stand(leaves: Sequence[Leaf], terms: Iterable[str], docs: Sequence[int]) -> Standing:
    """The places of any of the terms in the documents."""
    encoded = {term: term.encode("utf-8", "surrogatepass") for term in terms}
    words: list[list[str]] = []
    parts = []
    for leaf in leaves:
        inside = [n for n, doc in enumerate(docs) if leaf.first <= doc < leaf.end]
        if inside:
            own = np.array([docs[n] - leaf.first for n in inside], np.int32)
            parts.append(_in_segment(leaf.segment, encoded, np.array(inside), own, words))
    arrays = [np.concatenate(arrays) for arrays in zip(*parts, strict=True)] or [_NO_PLACE] * 6
    if len(parts) > 1:
        order = np.argsort(arrays[0], kind="stable")
        arrays = [array[order] for array in arrays]
    return Standing(words, *arrays)


_NO_PLACE = np.empty(0, np.int64)


def _in_segment(
    segment: Segment,
    terms: dict[str, bytes],
    numbers: NDArray[np.intp],
    docs: Ids,
    words: list[list[str]],
) -> tuple[Numbers, ...]:
    """The places in documents of one segment; its words are added to ``words``."""
    having = _having(segment, terms)
    wanted = np.zeros(segment.word_count, np.bool_)
    for found in having.values():
        wanted[found] = True
    starts, sizes = segment.extents(docs)
    all_words = segment.words_in(starts, sizes)
    at = np.flatnonzero(wanted[all_words])
    number_of = _numbered(all_words[at], having, segment, words)
    before = starts_of(sizes)
    doc = np.searchsorted(before, at, side="right") - 1
    inner = at - before[doc]
    bodies = segment.array("body_sizes")[docs]
    outside = inner - bodies[doc]
    titles = _title_sizes(segment, starts + bodies, starts + sizes)
    text = np.where(outside < 0, BODY, np.where(outside < titles[doc], TITLE, ELSEWHERE))
    index = starts[doc] + inner
    return (
        numbers[doc],
        np.where(outside < 0, inner, outside + OUTSIDE),
        text,
        segment.array("word_starts")[index].astype(np.int64),
        segment.array("word_lengths")[index].astype(np.int64),
        number_of[all_words[at]].astype(np.int64),
    )


def _having(segment: Segment, terms: dict[str, bytes]) -> dict[str, Ids]:
    """The words of the segment that have each term; terms it lacks are out."""
    numbers = {term: segment.find(encoded) for term, encoded in terms.items()}
    return {term: segment.words_of(number) for term, number in numbers.items() if number >= 0}


def _numbered(met: Ids, having: dict[str, Ids], segment: Segment, words: list[list[str]]) -> Ids:
    """A number for every word that was met, which is its place in ``words``."""
    number_of = np.full(segment.word_count, -1, np.int32)
    number_of[met] = 0
    different = np.flatnonzero(number_of == 0)
    number_of[different] = np.arange(len(words), len(words) + len(different))
    words.extend([] for _ in range(len(different)))
    for term, found in having.items():
        numbers = number_of[found]
        for number in numbers[numbers >= 0].tolist():
            words[number].append(term)
    return number_of


def _title_sizes(segment: Segment, begins: Numbers, ends: Numbers) -> Numbers:
    """How many words each title has: they stand behind the body, and a gap behind them."""
    lengths = segment.array("word_lengths")
    sizes = []
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        few = lengths[begin : min(end, begin + _TITLE_WORDS)]
        gap = int((few == 0).argmax()) if len(few) else 0
        sizes.append(gap if gap or (len(few) and not few[0]) else len(few))
    return np.array(sizes, np.int64)
