"""What was found and shown is kept: quicker, and never anything else than found anew."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from hub.index.generation import Generation
from hub.index.paging import as_key
from hub.index.port import Engine
from hub.index.searching import find, visible
from hub.index.tables import Tables
from hub.index.whoosh_engine import WhooshEngine
from hub.model import (
    EVERYTHING,
    Access,
    Concept,
    Document,
    Filters,
    Query,
    Removal,
    Results,
    Sort,
    Thesaurus,
)
from tests.index.asking import A, counts, ids, search
from tests.index.making import CATALOGUE, made

DOCUMENTS = [
    made("one", "Messer im Park", collections=("a",), date="2020", text="Das Messer im Park."),
    made("two", "Licht im Park", collections=("b",), date="2021", type="news"),
    made("three", "Messer, Licht", collections=("a", "b"), date="2019", tags=("violence",)),
    made("draft", "Messer im Licht", collections=("a",), status="draft"),
]
ACCESSES = (
    EVERYTHING,
    Access(None),
    A,
    Access(frozenset("ab"), unpublished=True),
    Access(None, hidden=frozenset({"one"})),
)
VIEWS = [
    Query(text, filters, sort, offset, limit, synonyms)
    for text, filters, sort, (offset, limit), synonyms in product(
        ("Messer Park", "Mesesr", "Licht"),
        (Filters(), Filters({"type": ("news",)}), Filters(year_from=2020)),
        (Sort.RELEVANCE, Sort.NEWEST),
        ((0, 20), (1, 1), (0, 0)),
        (True, False),
    )
]


def engine_in(folder: Path, documents: Iterable[Document] = DOCUMENTS) -> WhooshEngine:
    engine = WhooshEngine(folder)
    engine.use_tables(Tables(CATALOGUE))
    engine.rebuild(documents)
    return engine


def untimed(results: Results) -> Results:
    return replace(results, took_ms=0)


def test_every_view_of_kept_words_is_that_of_a_fresh_engine(tmp_path: Path) -> None:
    kept = engine_in(tmp_path)
    asked = [(view, access) for view in VIEWS for access in ACCESSES]
    for view, access in asked + asked[::-1]:
        fresh = WhooshEngine(tmp_path)
        fresh.use_tables(Tables(CATALOGUE))
        assert untimed(kept.search(view, access)) == untimed(fresh.search(view, access))


def test_nobody_gets_a_page_that_was_kept_for_another(engine: Engine) -> None:
    engine.apply(DOCUMENTS)
    assert ids(search(engine, "Messer")) == ids(search(engine, "Messer"))
    assert set(ids(search(engine, "Messer"))) == {"one", "three", "draft"}
    assert set(ids(search(engine, "Messer", A))) == {"one", "three"}
    assert counts(search(engine, "Messer", A), "collection") == {"a": 2}
    gone = Access(None, hidden=frozenset({"one"}))
    assert ids(search(engine, "Messer", gone)) == ["three"]
    assert set(ids(search(engine, "Messer", Access(None)))) == {"one", "three"}


def test_a_change_is_found_at_once(engine: Engine) -> None:
    engine.apply(DOCUMENTS)
    assert search(engine, "Messer").total == 3
    engine.apply([made("four", "Ein Messer"), Removal("one")])
    assert set(ids(search(engine, "Messer"))) == {"three", "draft", "four"}
    engine.rebuild(DOCUMENTS[:1])
    assert ids(search(engine, "Messer")) == ["one"]


def test_an_edit_of_the_thesaurus_counts_at_once(engine: Engine) -> None:
    engine.apply(DOCUMENTS)
    assert search(engine, "Klinge").total == 0
    knife = Concept(id="knife", label={"de": "Messer"}, synonyms={"de": ["Klinge"]})
    engine.use_tables(Tables(replace(CATALOGUE, thesaurus=Thesaurus([knife]))))
    assert search(engine, "Klinge").total == 3
    engine.use_tables(Tables(CATALOGUE))
    assert search(engine, "Klinge").total == 0


def test_a_page_says_how_it_was_asked_for(engine: Engine) -> None:
    engine.apply(DOCUMENTS)
    for limit, sort in ((20, Sort.TITLE), (2, Sort.TITLE), (20, Sort.NEWEST)):
        query = Query("Messer", limit=limit, sort=sort)
        assert engine.search(query, EVERYTHING).query == query


def test_no_two_views_have_the_same_key() -> None:
    several = [Query(filters=Filters({"tag": values})) for values in (("a",), ("a", "b"), ("ab",))]
    every = [*VIEWS, *several, Query(filters=Filters({"place": ("a",)}))]
    assert len({as_key(view) for view in every}) == len(every)


def test_nobody_can_write_into_what_is_kept(tmp_path: Path) -> None:
    generation: Generation = engine_in(tmp_path)._generation()
    found = find(Query("Messer Park"), A, generation, Tables(CATALOGUE))
    for array in (visible(generation, A), found.matched, found.full, found.scores):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    assert np.array_equal(visible(generation, A), visible(generation, A))


def test_what_is_kept_stays_within_the_budget(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path, cache=20_000)
    engine.rebuild(DOCUMENTS)
    for view, access in product(VIEWS, ACCESSES):
        engine.search(view, access)
    assert 0 < engine._cache.size <= 20_000


def test_many_threads_get_what_one_gets(tmp_path: Path) -> None:
    asked = [(view, access) for view in VIEWS[::3] for access in ACCESSES] * 2
    alone = engine_in(tmp_path)
    expected = [untimed(alone.search(*one)) for one in asked]
    shared = WhooshEngine(tmp_path)
    shared.use_tables(Tables(CATALOGUE))
    with ThreadPoolExecutor(8) as pool:
        found = [untimed(results) for results in pool.map(lambda one: shared.search(*one), asked)]
    assert found == expected
