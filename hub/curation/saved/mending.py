"""What of a saved search is gone, and what could take its place (R9)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from rapidfuzz import fuzz, process

from hub.model import (
    FACETS,
    Access,
    Catalogue,
    EvidenceStep,
    Filters,
    Query,
    ResourceType,
)
from hub.model.curation import Gone, Opened, SavedSearch

#: From (facet, old value) to what it was renamed to, where a list of renames tells.
Successors = Mapping[tuple[str, str], str]

_CLOSE = 72  #: similarity from 0 to 100 below which nothing is offered


def opened(
    search: SavedSearch,
    catalogue: Catalogue,
    access: Access,
    *,
    named: bool,
    successors: Successors | None = None,
) -> Opened:
    """The search as it answers for this person: without what is gone, which is said.

    What was renamed counts under its name of today, and nothing is said of that.
    ``named`` says whether a collection that is not there for this person may be called by its
    name: its owner has written it; to others it could betray a collection they may not know.
    """
    gone = list(search.lost)
    kept: dict[str, tuple[str, ...]] = {}
    for facet, values in search.query.filters.values.items():
        if facet not in FACETS:
            continue  # among ``lost``
        known = _known(facet, catalogue, access)
        today = {value: catalogue.renamed.now(facet, value) for value in values}
        living = {v: now for v, now in today.items() if known is None or now in known}
        if living:
            kept[facet] = tuple(dict.fromkeys(living.values()))
        gone += [
            _gone(search, facet, value, known or {}, successors or {}, named, alone=not living)
            for value in values
            if value not in living
        ]
    filters = replace(search.query.filters, values=kept)
    return Opened(search, replace(search.query, filters=filters), tuple(gone))


def _gone(
    search: SavedSearch,
    facet: str,
    value: str,
    known: Mapping[str, tuple[str, ...]],
    successors: Successors,
    named: bool,
    *,
    alone: bool,
) -> Gone:
    if facet == "collection" and not named:
        return Gone(facet, alone=alone)
    label = search.labels.get(f"{facet}:{value}", value)
    successor = successors.get((facet, value), "")
    better = successor if successor in known else _nearest((value, label), known)
    return Gone(facet, value, label, better, alone)


def _nearest(names: Iterable[str], known: Mapping[str, tuple[str, ...]]) -> str:
    """The known value one of whose labels is most like one of the names; "" for none."""
    labels = [(label, id) for id, own in known.items() for label in (id, *own)]
    best = ("", float(_CLOSE))
    for name in names:
        found = process.extractOne(
            name.casefold(), [label.casefold() for label, _ in labels], scorer=fuzz.token_sort_ratio
        )
        if found and found[1] > best[1]:
            best = (labels[found[2]][1], found[1])
    return best[0]


def _known(facet: str, catalogue: Catalogue, access: Access) -> dict[str, tuple[str, ...]] | None:
    """The values of a facet with their labels; None where any value may be."""
    if facet == "collection":
        seen = access.visible(catalogue.collections)
        return {id: tuple(catalogue.collections[id].title.values()) for id in seen}
    if facet == "tag":
        concepts = catalogue.thesaurus.by_id.values()
        return {
            c.id: (*c.label.values(), *(s for own in c.synonyms.values() for s in own))
            for c in concepts
        }
    if facet == "place":
        places = catalogue.gazetteer.by_id.values()
        return {place.id: (*place.label.values(), *place.variants) for place in places}
    fixed = {"type": ResourceType, "evidence": EvidenceStep}.get(facet)
    return {value.value: () for value in fixed} if fixed else None


def replaced(query: Query, facet: str, old: str, new: str) -> Query:
    """The query with one value in the place of another; with "" the value just goes."""
    values = {
        name: tuple(dict.fromkeys(new if (name, v) == (facet, old) else v for v in own))
        for name, own in query.filters.values.items()
    }
    values = {name: tuple(v for v in own if v) for name, own in values.items()}
    return replace(query, filters=_filters(query.filters, values))


def without_facet(query: Query, facet: str) -> Query:
    """The query without any value of a facet."""
    values = {name: own for name, own in query.filters.values.items() if name != facet}
    return replace(query, filters=_filters(query.filters, values))


def _filters(filters: Filters, values: Mapping[str, tuple[str, ...]]) -> Filters:
    return replace(filters, values={name: own for name, own in values.items() if own})
