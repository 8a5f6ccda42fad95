"""From what a source states to what an editor is offered: facts completed by suggestions of ours.

What a source states keeps the confidence 1. What we make of it stays below 1 and is never saved
unless an editor accepts it (R19).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from hub.catalogue import publisher_of_host
from hub.ingest.enrich.concepts import ConceptFinder
from hub.ingest.enrich.features import Described, Features, features
from hub.ingest.enrich.kept import Kept
from hub.ingest.enrich.likeness import Blocks, Chooser, Guess, Space, tags_of_similar
from hub.ingest.enrich.places import PlaceFinder
from hub.ingest.model import Fact, Facts
from hub.language import detect
from hub.model import Catalogue, Resource

#: Fitted by leave-one-out on the shipped catalogue (``python -m benchmarks.enrich``).
ABOUT = Blocks(words=1.0, concepts=0.5, origin=0.5, form=0.0, ridge=0.3)
KIND = Blocks(words=1.0, concepts=0.0, origin=1.0, form=0.5, ridge=1.0)

_LEARNT_FROM = 2000  #: resources, the newest: more make it slow and hardly better
_MOST_TAGS = 6
_LEAST = 0.15  #: confidence below which a tag is not worth an editor's look
_ENOUGH_TEXT = 200  #: characters in which a language shows
_SAMPLE = 1500  #: characters in which it shows for sure
_LANGUAGE_SHOWN = 0.9  #: confidence of a language told from the text alone


class Enricher:
    """Knows one state of the catalogue. Build a new one when much has changed."""

    def __init__(self, catalogue: Catalogue, cache: Path | None = None) -> None:
        """``cache`` is a file that keeps what was learnt for the next Enricher."""
        kept = Kept(catalogue, cache)
        self._publishers = catalogue.publishers
        self._concepts = ConceptFinder(catalogue.thesaurus, kept.names)
        self._places = PlaceFinder(catalogue.gazetteer)
        self.resources = _newest(catalogue.resources)
        described = [Described.of(resource) for resource in self.resources]
        rows = [kept.of(one) or self._features(one) for one in described]
        kept.save(self._concepts.names, dict(zip(described, rows, strict=True)))
        self._space = Space(rows)
        self.collections = Chooser(self._space, [r.collections for r in self.resources], ABOUT)
        self.types = Chooser(self._space, [(r.type.value,) for r in self.resources], KIND)
        self._tags = [r.tags for r in self.resources]

    def _features(self, one: Described) -> Features:
        return features(one, self._concepts, self._publishers)

    def enrich(self, facts: Facts, text: str, address: str | None) -> Facts:
        """The facts, those of our tables, and suggestions behind them."""
        facts = facts.with_more(self._publisher(facts, address))
        shown = _shown_language(_sample(facts, text))
        facts = _with_language(facts, text, shown)
        one = _described(facts, text, address)
        if len(text) >= _ENOUGH_TEXT:
            one = replace(one, shown=shown)
        if not (one.title or one.text):
            return facts
        return facts.with_more(self._suggestions(facts, one, text))

    def _publisher(self, facts: Facts, address: str | None) -> Iterator[Fact]:
        """The publisher of the host, by a table that people have reviewed."""
        known = publisher_of_host(self._publishers, address) if address else None
        if known and not facts.first("publisher"):
            yield Fact("publisher", known.label, "publishers.yaml")

    def _suggestions(self, facts: Facts, one: Described, text: str) -> Iterator[Fact]:
        found = self._features(one)
        likenesses = self._space.likenesses(found)
        if not facts.first("collections"):
            yield from _as_facts("collections", self.collections.guess(likenesses))
        if not facts.first("type"):
            yield from _as_facts("type", self.types.guess(likenesses))
        tags = tags_of_similar(ABOUT.joined(likenesses), self._tags)
        yield from _as_facts("tags", _best_tags(found.concepts, tags, one.title))
        for place in self._places.find(one.title, text):
            yield Fact("places", place.id, "text", place.confidence)


def _newest(resources: Mapping[str, Resource]) -> list[Resource]:
    ordered = sorted(resources.values(), key=lambda r: (str(r.added or ""), r.id), reverse=True)
    return ordered[:_LEARNT_FROM]


def _sample(facts: Facts, text: str) -> str:
    """What shows the language: the text, and the title where that is short."""
    if len(text) >= _ENOUGH_TEXT:
        return text
    title = facts.first("title")
    return f"{title.value if title else ''}\n{text}"


def _with_language(facts: Facts, text: str, shown: str | None) -> Facts:
    """What the page states; where the text speaks clearly against it, what the text shows."""
    stated = facts.first("language")
    if shown is None:
        return facts
    if stated and shown == stated.value:
        return Facts((replace(stated, confidence=1.0), *facts))  # said, and seen
    fact = Fact("language", shown, "text", _LANGUAGE_SHOWN)
    if stated is None or len(text) < _ENOUGH_TEXT:
        return facts.with_more([fact])
    return Facts((fact, *facts))


def _shown_language(text: str) -> str | None:
    """The language of a text; None where it shows too little to lead against any other."""
    if not text.strip():
        return None
    if detect(text[:_SAMPLE], "en") == "de":  # it leads against all: most of ours, told at once
        return "de"
    shown = detect(text[:_SAMPLE], "de")
    clear = shown != "de" or detect(text[:_SAMPLE], "en") == shown
    return shown if clear else None


def _described(facts: Facts, text: str, address: str | None) -> Described:
    def value(field: str) -> str | None:
        fact = facts.first(field)
        return fact.value if fact else None

    return Described(
        title=value("title") or "",
        text=text or value("description") or "",
        address=address,
        publisher=value("publisher"),
        language=value("language"),
        date=value("date"),
        authors=value("authors") is not None,
    )


def _best_tags(
    named: Mapping[str, float], similar: Mapping[str, float], title: str
) -> tuple[Guess, ...]:
    """Concepts that the text names and similar resources have; both together say most."""
    loudest = max(named.values(), default=1.0)
    scores = {
        tag: 0.45 * min(1.0, named.get(tag, 0.0) / loudest) + 0.5 * similar.get(tag, 0.0)
        for tag in {*named, *similar}
        if tag in similar or named[tag] >= 1
    }
    best = sorted(scores, key=lambda tag: (-scores[tag], tag))[:_MOST_TAGS]
    return tuple(Guess(tag, round(scores[tag], 2)) for tag in best if scores[tag] >= _LEAST)


def _as_facts(field: str, guesses: Sequence[Guess]) -> Iterator[Fact]:
    for guess in guesses:
        yield Fact(field, guess.value, "similar", guess.confidence)
