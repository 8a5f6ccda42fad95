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
                (text, c.id) for c in tables.thesaurus.by_id.values() for text in c.label.values()
            )
        )
        self._places = sorted(
            _by_words(
                (text, p.id) for p in tables.gazetteer.by_id.values() for text in p.label.values()
            )
        )

    def suggest(self, prefix: str, seen: Mask, limit: int) -> Sequence[Suggestion]:
        """At most ``limit`` suggestions: tags and places first, then titles."""
        typed = normalize(prefix).strip()
        if len(typed) < 2:
            return ()
        found: dict[tuple[str, str], Suggestion] = {}
        for kind, entries in (
            ("tag", self._tags),
            ("place", self._places),
            ("title", self._titles),
        ):
            for _, text, id in _beginning(entries, typed):
                if len(found) < limit and (kind, id) not in found and self._seen(kind, id, seen):
                    found[kind, id] = Suggestion(text, kind, id)
        return tuple(found.values())

    def _seen(self, kind: str, id: str, seen: Mask) -> bool:
        generation = self._generation
        if kind == "title":
            return bool(seen[generation.numbers[id]])
        return bool((generation.facets[kind].mask((id,), generation.size) & seen).any())


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
