"""What the beginning of a word may mean: titles, tags and places that the person may see."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from hub.index.generation import Generation
from hub.index.segments import Mask
from hub.index.tables import Tables
from hub.language import normalize
from hub.model import Suggestion

#: How many entries of the sorted lists are looked at, at most.
_LOOKED_AT = 400
#: One in so many suggestions is a title, when topics and places would fill the list.
_TITLES = 4

Entry = tuple[str, str, str]  # what is typed, what is shown, id


class Suggester:
    """Sorted lists of everything that can be suggested from one generation and its tables."""

    def __init__(self, generation: Generation, tables: Tables) -> None:
        self._generation = generation
        self._titles = sorted(
            _by_words((generation.titles[n], generation.ids[n]) for n in generation.living())
        )
        self._tags = sorted(
            _by_words(
                (text, c.id)
                for c in tables.thesaurus.by_id.values()
                for words in (c.label.values(), *c.synonyms.values())
                for text in words
            )
        )
        self._places = sorted(
            _by_words(
                (text, p.id)
                for p in tables.gazetteer.by_id.values()
                for text in (*p.label.values(), *p.variants)
            )
        )

    def suggest(self, prefix: str, seen: Mask, limit: int) -> Sequence[Suggestion]:
        """At most ``limit`` suggestions: tags and places first, then titles."""
        typed = normalize(prefix).strip()
        if len(typed) < 2:
            return ()
        titles = self._begun("title", self._titles, typed, seen, limit)
        named = [
            *self._begun("tag", self._tags, typed, seen, limit),
            *self._begun("place", self._places, typed, seen, limit),
        ]
        room = limit - min(len(titles), limit // _TITLES)
        return (*named[:room], *titles)[:limit]

    def _begun(
        self, kind: str, entries: Sequence[Entry], typed: str, seen: Mask, limit: int
    ) -> Sequence[Suggestion]:
        """Suggestions of one kind, each thing once, by the first of its names that fits."""
        generation = self._generation
        if kind != "title":
            column = generation.facets[kind]
            counts = column.counts(seen)
        found: dict[str, Suggestion] = {}
        for _, text, id in _beginning(entries, typed):
            if kind == "title":
                there = bool(seen[generation.numbers[id]])
            else:
                there = id in column.code_of and bool(counts[column.code_of[id]])
            if there and id not in found and len(found) < limit:
                found[id] = Suggestion(text, kind, id)
        return tuple(found.values())


def _by_words(named: Iterable[tuple[str, str]]) -> Iterator[Entry]:
    """Each text once for every word it can be begun with."""
    for text, id in named:
        words = normalize(text).split()
        for number in range(min(len(words), 12)):
            yield " ".join(words[number:]), text, id


def _beginning(entries: Sequence[Entry], typed: str) -> Iterator[Entry]:
    at = bisect_left(entries, (typed, "", ""))
    for entry in entries[at : at + _LOOKED_AT]:
        if not entry[0].startswith(typed):
            return
        yield entry
