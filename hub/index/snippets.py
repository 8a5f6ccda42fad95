"""Where the words of a query stand in a document, and the piece of text that shows it best."""

import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hub.index.generation import Generation
from hub.index.matching import Cause, Unit
from hub.index.schema import Body
from hub.index.terms import text_terms
from hub.language import analyze
from hub.model import Snippet, Why

#: Usual length of a snippet, in characters.
LENGTH = 260
_MOST_MARKS = 2000
_SENTENCE_END = re.compile(r"[.!?…][\"“”’)]*\s+|\n+")

Positions = Mapping[str, Sequence[int]]


@dataclass(frozen=True)
class Mark:
    """A place in a text that meets a word of the query."""

    start: int
    end: int
    unit: int


def positions_in_body(units: Sequence[Unit], doc: int, generation: Generation) -> Positions:
    """The positions of every term of the query in the body of one document."""
    found: dict[str, Sequence[int]] = {}
    for term in {t for unit in units for cause in unit.causes for t in cause.terms}:
        postings = generation.postings(term)
        at = int(np.searchsorted(postings.ids, doc))
        if at < len(postings.ids) and postings.ids[at] == doc:
            found[term] = array("I", postings.payloads[at])
    return found


def positions_in_title(title: str, language: str) -> tuple[Positions, Body]:
    """The positions of every term of a title, and where they begin and end."""
    found: dict[str, list[int]] = {}
    tokens = analyze(title, language)
    for number, token in enumerate(tokens):
        for term in text_terms(token.word, language):
            found.setdefault(term, []).append(number)
    starts = np.array([token.start for token in tokens], np.uint32)
    ends = np.array([token.end for token in tokens], np.uint32)
    return found, Body(title, starts, ends)


def marks(units: Sequence[Unit], positions: Positions, body: Body) -> list[Mark]:
    """The marked places of a text, in order and without overlaps."""
    found: dict[int, int] = {}
    for number, unit in enumerate(units):
        for cause in unit.causes:
            for position in _places(cause, positions):
                if position < len(body.starts):
                    found.setdefault(position, number)
    marked = [
        Mark(int(body.starts[p]), int(body.ends[p]), found[p])
        for p in sorted(found)[:_MOST_MARKS]
        if body.ends[p] > body.starts[p]
    ]
    return [m for n, m in enumerate(marked) if n == 0 or m.start >= marked[n - 1].end]


def _places(cause: Cause, positions: Positions) -> Iterable[int]:
    """Every place of any term; of several-word names only where the words follow each other."""
    if not _is_phrase(cause):
        return [p for term in cause.terms for p in positions.get(term, ())]
    starts: set[int] | None = None
    for distance, term in enumerate(cause.terms):
        here = {p - distance for p in positions.get(term, ())}
        starts = here if starts is None else starts & here
    return [start + d for start in starts or () for d in range(len(cause.terms))]


def _is_phrase(cause: Cause) -> bool:
    return cause.phrase and len(cause.terms) > 1


def snippet(body: Body, marked: Sequence[Mark], units: Sequence[Unit]) -> Snippet | None:
    """The window of the text that shows the rarest and most words, cut at sentences."""
    if not body.text.strip():
        return None
    first, last = _window(marked, units) if marked else (0, 0)
    start, end = _borders(body.text, first, last)
    text = body.text[start:end]
    spans = tuple(
        (m.start - start, m.end - start) for m in marked if start <= m.start and m.end <= end
    )
    return Snippet(_one_line(text), spans)


def _window(marked: Sequence[Mark], units: Sequence[Unit]) -> tuple[int, int]:
    best, at = -1.0, (0, 0)
    last = 0
    for first, mark in enumerate(marked):
        while last < len(marked) and marked[last].end - mark.start <= LENGTH:
            last += 1
        inside = marked[first : max(last, first + 1)]
        worth = sum(units[unit].rarity for unit in {m.unit for m in inside}) + 0.01 * len(inside)
        if worth > best:
            best, at = worth, (mark.start, inside[-1].end)
    return at


def _borders(text: str, first: int, last: int) -> tuple[int, int]:
    """Begin at a sentence if one begins near, else at a word; end where the length is used up."""
    room = max(0, LENGTH - (last - first))
    earliest = max(0, first - room)
    begins = [m.end() for m in _SENTENCE_END.finditer(text, earliest, first)]
    start = 0 if earliest == 0 else (begins[0] if begins else _word_begin(text, earliest, first))
    if begins and earliest == 0 and first - start > LENGTH // 2:
        start = begins[-1]
    end = min(len(text), max(last, start + LENGTH))
    return start, _word_end(text, max(last, start + 1), end)


def _word_begin(text: str, earliest: int, first: int) -> int:
    space = text.find(" ", earliest, first)
    return space + 1 if space >= 0 else first


def _word_end(text: str, last: int, end: int) -> int:
    if end >= len(text.rstrip()):
        return len(text.rstrip())
    space = text.rfind(" ", last, end + 1)
    return space if space > 0 else end


def _one_line(text: str) -> str:
    """The same length, line breaks and tabs as spaces, so that spans stay true."""
    return re.sub(r"\s", " ", text)


def reasons(
    units: Sequence[Unit],
    doc: int,
    generation: Generation,
    texts: Sequence[tuple[Positions, Body]],
) -> tuple[Why, ...]:
    """For each word of the query, the closest way in which the document meets it."""
    found = []
    for unit in units:
        cause = next((c for c in unit.causes if _meets(c, doc, generation)), None)
        if cause:
            found.append(Why(unit.text, cause.grade, cause.label or _surface(cause, texts)))
    return tuple(found)


def _meets(cause: Cause, doc: int, generation: Generation) -> bool:
    if cause.grade == "tag":
        return cause.label in generation.records[doc]["facets"]["tag"]
    there = [_has(generation, term, doc) for term in cause.terms]
    return bool(there) and (all(there) if _is_phrase(cause) else any(there))


def _has(generation: Generation, term: str, doc: int) -> bool:
    ids = generation.postings(term).ids
    at = int(np.searchsorted(ids, doc))
    return at < len(ids) and bool(ids[at] == doc)


def _surface(cause: Cause, texts: Sequence[tuple[Positions, Body]]) -> str:
    """The words of the text that were met, as they stand there; "" where they stand elsewhere."""
    for positions, body in texts:
        for place in _places(cause, positions):
            if place < len(body.starts):
                return body.text[int(body.starts[place]) : int(body.ends[place])]
    return ""
