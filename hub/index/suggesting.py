"""What the beginning of a word may mean: titles, tags and places that the person may see."""

from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import islice

from hub.index.beginnings import Entry
from hub.index.generation import Generation
from hub.index.searching import visible
from hub.index.segments import Leaf
from hub.index.tables import Tables
from hub.language import normalize
from hub.model import Access, Suggestion

#: How many entries of the sorted lists are looked at, at most.
_LOOKED_AT = 400
#: One in so many suggestions is a title, when topics and places would fill the list.
_TITLES = 4


def suggest(
    prefix: str, access: Access, limit: int, generation: Generation, tables: Tables
) -> Sequence[Suggestion]:
    """At most ``limit`` suggestions: tags and places first, then titles."""
    typed = normalize(prefix).strip()
    if len(typed) < 2:
        return ()
    seen = visible(generation, access)
    there = (entry for entry in _titles(typed, generation) if seen[entry[3]])
    titles = _shown("title", there, limit)
    named = [
        suggestion
        for kind, beginnings in tables.beginnings.items()
        for suggestion in _shown(
            kind, _met(kind, islice(beginnings.after(typed), _LOOKED_AT), access, generation), limit
        )
    ]
    room = limit - min(len(titles), limit // _TITLES)
    return (*named[:room], *titles)[:limit]


def _titles(typed: str, generation: Generation) -> Iterator[Entry]:
    """The first titles that begin so, of all segments together, without deleted ones."""
    each = (_of_leaf(leaf, typed) for leaf in generation.leaves)
    return islice((entry for entry in merge(*each) if generation.alive[entry[3]]), _LOOKED_AT)


def _of_leaf(leaf: Leaf, typed: str) -> Iterator[Entry]:
    for text, title, id, number in leaf.segment.beginnings.after(typed):
        yield text, title, id, number + leaf.first


def _met(
    facet: str, entries: Iterable[Entry], access: Access, generation: Generation
) -> Iterator[Entry]:
    """Those entries whose value a resource has that the person may see."""
    column = generation.facets[facet]
    counts = column.counts(visible(generation, access))
    return (
        entry
        for entry in entries
        if entry[2] in column.code_of and counts[column.code_of[entry[2]]]
    )


def _shown(kind: str, entries: Iterable[Entry], limit: int) -> Sequence[Suggestion]:
    """Suggestions of one kind, each thing once, by the first of its names that fits."""
    found: dict[str, Suggestion] = {}
    for _, text, id, _ in entries:
        if len(found) >= limit:
            break
        if id not in found:
            found[id] = Suggestion(text, kind, id)
    return tuple(found.values())
