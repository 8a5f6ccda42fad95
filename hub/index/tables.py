"""What the engine knows beside its documents: the thesaurus, and the names of facet values."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from hub.index.addresses import Addresses
from hub.index.beginnings import Beginnings
from hub.index.concepts import ConceptMatcher
from hub.index.own_words import OwnWords, own_words
from hub.labels import KNOWN_VALUES, TARGET_GROUPS, facet_label
from hub.language import Analyzer, normalize
from hub.language.bilingual import Dictionary
from hub.model import Catalogue, Gazetteer, Thesaurus


class Tables:
    """The tables of a catalogue, ready to read and to widen queries."""

    def __init__(self, catalogue: Catalogue, dictionary: Dictionary | None = None) -> None:
        self._catalogue = catalogue
        self.dictionary = dictionary or Dictionary()  #: everyday words in the other language
        self.version = object()  #: keeps apart what was worked out with other tables
        self._concepts: tuple[Analyzer, ConceptMatcher] | None = None

    @property
    def thesaurus(self) -> Thesaurus:
        """The concepts of the field."""
        return self._catalogue.thesaurus

    @property
    def gazetteer(self) -> Gazetteer:
        """The places."""
        return self._catalogue.gazetteer

    @cached_property
    def addresses(self) -> Addresses:
        """The resources by their web addresses."""
        return Addresses(self._catalogue.resources.values())

    @cached_property
    def own_words(self) -> OwnWords:
        """What the catalogue's own words add to the analysis."""
        return own_words(self._catalogue)

    def concepts(self, analyzer: Analyzer) -> ConceptMatcher:
        """Finds the concepts that words of a query name, analysed as the texts were."""
        if self._concepts is None or self._concepts[0] is not analyzer:
            self._concepts = (analyzer, ConceptMatcher(self.thesaurus, analyzer))
        return self._concepts[1]

    @cached_property
    def beginnings(self) -> Mapping[str, Beginnings]:
        """What concepts and places can be begun with, by every name, for each facet."""
        concepts = [
            (text, concept.id)
            for concept in self.thesaurus.by_id.values()
            for words in (concept.label.values(), *concept.synonyms.values())
            for text in words
        ]
        places = [
            (text, place.id)
            for place in self.gazetteer.by_id.values()
            for text in (*place.label.values(), *place.variants)
        ]
        return {"tag": _begun(concepts), "place": _begun(places)}

    @cached_property
    def related(self) -> Mapping[str, frozenset[str]]:
        """The related concepts of each concept; the relation holds both ways."""
        found: dict[str, set[str]] = {}
        for concept in self.thesaurus.by_id.values():
            for other in concept.related:
                found.setdefault(concept.id, set()).add(other)
                found.setdefault(other, set()).add(concept.id)
        return {id: frozenset(others) for id, others in found.items()}

    @cached_property
    def _names(self) -> Mapping[str, Mapping[str, frozenset[str]]]:
        renamed = self._catalogue.renamed
        return {facet: _by_name(named, renamed.of(facet)) for facet, named in self._named()}

    def values(self, facet: str, name: str) -> frozenset[str]:
        """The values of a facet that go by that name, in any language and spelling."""
        return self._names.get(facet, {}).get(normalize(name), frozenset())

    def _named(self) -> Iterator[tuple[str, Iterable[tuple[str, Iterable[str]]]]]:
        catalogue = self._catalogue
        yield "collection", ((c.id, c.title.values()) for c in catalogue.collections.values())
        for facet, values in KNOWN_VALUES.items():
            yield facet, ((value, self._labels(facet, value)) for value in values)
        yield "target_group", self._groups()
        yield (
            "tag",
            (
                (c.id, (*c.label.values(), *(w for words in c.synonyms.values() for w in words)))
                for c in catalogue.thesaurus.by_id.values()
            ),
        )
        yield (
            "place",
            ((p.id, (*p.label.values(), *p.variants)) for p in catalogue.gazetteer.by_id.values()),
        )

    def _groups(self) -> Iterator[tuple[str, Iterable[str]]]:
        """Target groups by the words of the resources; known ones by their labels too."""
        resources = self._catalogue.resources.values()
        yield from ((g, ()) for g in {g for r in resources for g in r.target_groups})
        for group, labels in TARGET_GROUPS.items():
            today = self._catalogue.renamed.now("target_group", group)
            yield today, (group, *labels.values())

    def _labels(self, facet: str, value: str) -> tuple[str, ...]:
        return tuple(facet_label(self._catalogue, facet, value, code) for code in ("de", "en"))


def _begun(named: Sequence[tuple[str, str]]) -> Beginnings:
    texts, ids = [text for text, _ in named], [id for _, id in named]
    return Beginnings([normalize(text) for text in texts], texts, ids)


def _by_name(
    named: Iterable[tuple[str, Iterable[str]]], olds: Iterable[tuple[str, str]]
) -> Mapping[str, frozenset[str]]:
    """Values by every name; an old name counts where it is nothing else's today."""
    found: dict[str, set[str]] = {}
    for value, names in named:
        for name in (value, *names):
            found.setdefault(normalize(name), set()).add(value)
    for old, value in olds:
        found.setdefault(normalize(old), {value})
    return {name: frozenset(values) for name, values in found.items()}
