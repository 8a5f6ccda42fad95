"""Totals, facet counts and access against a model in plain Python, for random catalogues."""

import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.index.tables import Tables
from hub.index.whoosh_engine import WhooshEngine
from hub.model import FACETS, Access, Document, Filters, Query, Resource
from tests.effort import tries
from tests.index.making import CATALOGUE, GAZETTEER, THESAURUS, made

#: Words that no analysis changes, corrects or splits.
WORDS = ("qaxo", "wiqu", "zuvy")

resources = st.builds(
    dict,
    title=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
    type=st.sampled_from(("news", "method", "event")),
    collections=st.lists(st.sampled_from("abc"), min_size=1, max_size=3, unique=True),
    language=st.sampled_from(("de", "en")),
    date=st.sampled_from((None, "2019", "2020-03", "2021-04-05")),
    tags=st.lists(st.sampled_from(sorted(THESAURUS.by_id)), max_size=2, unique=True),
    places=st.lists(st.sampled_from(sorted(GAZETTEER.by_id)), max_size=2, unique=True),
    target_groups=st.lists(st.sampled_from(("frauen", "kinder")), max_size=2, unique=True),
    status=st.sampled_from(("published", "published", "draft", "withdrawn")),
)
catalogues = st.lists(resources, max_size=8).map(
    lambda many: [made(f"n{n}", **fields) for n, fields in enumerate(many)]
)
accesses = st.builds(
    Access,
    collections=st.none() | st.frozensets(st.sampled_from("abc")),
    unpublished=st.booleans(),
)
VALUES = {
    "collection": ("a", "b", "c", "nowhere"),
    "type": ("news", "method", "funding"),
    "tag": ("violence", "knife-violence"),
    "language": ("de", "en"),
    "year": ("2019", "2020"),
    "place": ("bayern", "muenchen"),
    "target_group": ("frauen",),
    "evidence": ("not-assessed",),
}
filters = st.builds(
    Filters,
    values=st.fixed_dictionaries(
        {},
        optional={
            facet: st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(tuple)
            for facet, values in VALUES.items()
        },
    ),
    year_from=st.none() | st.sampled_from((2019, 2020)),
    year_to=st.none() | st.sampled_from((2020, 2021)),
)
#: Wanted and unwanted words. In quotes each of them is a must.
asked = st.lists(st.tuples(st.booleans(), st.sampled_from(WORDS)), max_size=2)


def values_of(resource: Resource, facet: str, access: Access) -> set[str]:
    """The values of a facet that a person may count a resource under."""
    above = {"tag": THESAURUS.above, "place": GAZETTEER.above}
    match facet:
        case "collection":
            return set(access.visible(resource.collections))
        case "tag" | "place":
            own = resource.tags if facet == "tag" else resource.places
            return {broader for id in own for broader in above[facet](id)}
        case "year":
            return {resource.date[:4]} if resource.date else set()
        case "evidence":
            return {"not-assessed"} if resource.type == "method" else set()
        case "target_group":
            return set(resource.target_groups)
    value = getattr(resource, facet)
    return {value} if value else set()


def answers(
    resource: Resource, words: Iterable[tuple[bool, str]], chosen: Filters, access: Access, but: str
) -> bool:
    """Whether a resource is a hit when the filter of one facet is left out of account."""
    text = resource.title.split()
    year = int(resource.date[:4]) if resource.date else 0
    return (
        access.sees(resource)
        and all((word in text) is wanted for wanted, word in words)
        and all(
            values_of(resource, facet, access) & set(values)
            for facet, values in chosen.values.items()
            if facet != but
        )
        and (chosen.year_from is None or year >= chosen.year_from)
        and (chosen.year_to is None or 0 < year <= chosen.year_to)
    )


@settings(max_examples=tries(30, 120), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents=catalogues, access=accesses, chosen=filters, words=asked, data=st.data())
def test_counts_and_access_agree_with_the_model(
    documents: list[Document],
    access: Access,
    chosen: Filters,
    words: list[tuple[bool, str]],
    data: st.DataObject,
) -> None:
    text = " ".join(f'"{word}"' if wanted else f'-"{word}"' for wanted, word in words)
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine(Path(folder))
        engine.use_tables(Tables(CATALOGUE))
        half = data.draw(st.integers(0, len(documents)))
        engine.rebuild(documents[:half])
        engine.apply(documents[half:])
        results = engine.search(Query(text, chosen, limit=50, synonyms=False), access)
    all_resources = [document.resource for document in documents]
    expected = {r.id for r in all_resources if answers(r, words, chosen, access, "")}
    assert {hit.id for hit in results.hits} == expected
    assert results.total == len(expected)
    for facet in FACETS:
        counted = Counter(
            value
            for r in all_resources
            if answers(r, words, chosen, access, facet)
            for value in values_of(r, facet, access)
        )
        shown = {v.value: v.count for v in results.facet(facet).values}
        picked = {v.value for v in results.facet(facet).values if v.selected}
        assert picked == set(chosen.chosen(facet))
        assert shown == {**dict.fromkeys(picked, 0), **counted}
