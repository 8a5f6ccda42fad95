"""Where the words of a query stand in a document, and the piece of text that shows it best."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hub.index.generation import Generation
from hub.index.matching import Cause, Unit
from hub.index.schema import Body
from hub.model import Snippet, Why

#: Usual length of a snippet, in characters.
LENGTH = 260
_MOST_MARKS = 2000
_DRIFT = 1e-9  #: sums of rarities may differ by so much and still be the same
_SENTENCE_BEFORE = re.compile(r"(?:[.!?…][\"“”’)]*\s+|\n+)\Z")
_BREAK = re.compile(r"[^\S ]")
_SENTENCE_END = re.compile(r"[.!?…][\"“”’)]*\s+|\n+")

#: The positions of each term of a query in one document; terms it lacks are out.
Met = Mapping[str, Sequence[int]]
#: The causes that hold for one word of the query, with the positions where they do.
Placed = Sequence[tuple[Cause, Sequence[int]]]


@dataclass(frozen=True)
class Mark:
    """A place in a text that meets a word of the query."""

    start: int
    end: int
    unit: int


def met_in(units: Sequence[Unit], docs: Sequence[int], generation: Generation) -> Sequence[Met]:
    """For each of the documents, where it has which terms of the query."""
    terms = {term for unit in units for cause in unit.causes for term in cause.terms}
    return generation.met(terms, docs)


def placed_in(units: Sequence[Unit], met: Met) -> Sequence[Placed]:
    """For each word of the query, the causes that hold in a document, with their places."""
    return [
        [(cause, places) for cause in unit.causes if (places := _places(cause, met))]
        for unit in units
    ]


def marks(placed: Sequence[Placed], body: Body) -> list[Mark]:
    """The marked places of a text, in order and without overlaps."""
    found: dict[int, int] = {}
    begin, end = body.first, body.first + len(body.starts)
    for number, causes in enumerate(placed):
        for _, places in causes:
            for place in places:
                if begin <= place < end:
                    found.setdefault(place - begin, number)
    chosen = sorted(found)[:_MOST_MARKS]
    starts, ends = body.starts[chosen].tolist(), body.ends[chosen].tolist()
    marked = [
        Mark(start, stop, found[at])
        for at, start, stop in zip(chosen, starts, ends, strict=True)
        if stop > start
    ]
    return [m for n, m in enumerate(marked) if n == 0 or m.start >= marked[n - 1].end]


def _places(cause: Cause, met: Met) -> Sequence[int]:
    """Every place of any term; of several-word names only where the words follow each other."""
    there = [term for term in cause.terms if term in met]
    if not there:
        return ()
    if not _is_phrase(cause):
        return [p for term in there for p in met[term]]
    if len(there) < len(set(cause.terms)):
        return ()
    starts: set[int] | None = None
    for distance, term in enumerate(cause.terms):
        here = {p - distance for p in met[term]}
        starts = here if starts is None else starts & here
    return [start + d for start in starts or () for d in range(len(cause.terms))]


def _is_phrase(cause: Cause) -> bool:
    return cause.phrase and len(cause.terms) > 1


def snippet(body: Body, marked: Sequence[Mark], units: Sequence[Unit]) -> Snippet | None:
    """The window of the text that shows the rarest and most words, cut at sentences.

    An ellipsis stands where the text goes on.
    """
    whole = body.text.rstrip()
    if not whole:
        return None
    first, last = _window(marked, units) if marked else (0, 0)
    start, end = _borders(whole, first, last)
    before = "" if _begins(whole, start) else "… "
    after = " …" if end < len(whole) else ""
    shift = len(before) - start
    spans = tuple(
        (m.start + shift, m.end + shift) for m in marked if start <= m.start < m.end <= end
    )
    return Snippet(before + _one_line(whole[start:end]) + after, spans)


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins here."""
    return start == 0 or bool(_SENTENCE_BEFORE.search(text[max(0, start - 8) : start]))


def _window(marked: Sequence[Mark], units: Sequence[Unit]) -> tuple[int, int]:
    best, at = -1.0, (0, 0)
    inside = [0] * len(units)  # marks of each unit from ``first`` up to ``last``
    worth, last = 0.0, 0  # the rarity of the units inside
    for first, mark in enumerate(marked):
        while last <= first or (last < len(marked) and marked[last].end - mark.start <= LENGTH):
            unit = marked[last].unit
            worth += 0.0 if inside[unit] else units[unit].rarity
            inside[unit] += 1
            last += 1
        if worth + 0.01 * (last - first) > best + _DRIFT:
            best, at = worth + 0.01 * (last - first), (mark.start, marked[last - 1].end)
        inside[mark.unit] -= 1
        worth -= 0.0 if inside[mark.unit] else units[mark.unit].rarity
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
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", last, end + 1)
    return space if space > 0 else end


def _one_line(text: str) -> str:
    """The same length, line breaks and tabs as spaces, so that spans stay true."""
    return _BREAK.sub(" ", text)


def reasons(
    units: Sequence[Unit], placed: Sequence[Placed], tags: Sequence[str], texts: Sequence[Body]
) -> tuple[Why, ...]:
    """For each word of the query, the closest way in which the document meets it."""
    found = []
    for unit, causes in zip(units, placed, strict=True):
        if causes:
            cause, places = causes[0]
            word = cause.label or _surface(places, texts)
            found.append(Why(cause.meant or unit.text, cause.grade, word))
            continue
        tag = next((c for c in unit.causes if c.grade == "tag" and c.label in tags), None)
        if tag:
            found.append(Why(tag.meant, "tag", tag.label))
    return tuple(dict.fromkeys(found))


def _surface(places: Sequence[int], texts: Sequence[Body]) -> str:
    """The word of the text that was met, as it stands there; "" where it stands elsewhere."""
    for body in texts:
        for place in places:
            if body.first <= place < body.first + len(body.starts):
                return body.word(place)
    return ""
