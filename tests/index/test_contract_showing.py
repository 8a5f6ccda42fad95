"""What every search engine behind the port must show of a document, and to whom."""

import pytest

from hub.index.port import Engine
from hub.index.tables import Tables
from hub.model import EVERYTHING, NOTHING, Access, Filters, Query
from tests.index.asking import A, counts, ids, search
from tests.index.making import CATALOGUE, made

# Snippets and reasons


def test_snippets_are_text_with_spans(engine: Engine) -> None:
    engine.apply([made("one", "Titel", summary="Vor <b>Ort</b> steht ein Messer & mehr.")])
    (snippet,) = search(engine, "Messer").hits[0].snippets
    assert snippet.text == "Vor <b>Ort</b> steht ein Messer & mehr."
    assert [snippet.text[start:end] for start, end in snippet.spans] == ["Messer"]


def test_a_snippet_comes_from_where_the_words_are(engine: Engine) -> None:
    text = "Anfang. " * 3000 + "Hier geht es um Heckenschnitt und Laternen. " + "Ende. " * 3000
    engine.apply([made("one", summary="Kurz.", text=text)])
    (snippet,) = search(engine, "Heckenschnitt Laternen").hits[0].snippets
    marked = [snippet.text[start:end] for start, end in snippet.spans]
    assert marked == ["Heckenschnitt", "Laternen"]
    assert len(snippet.text) < 600


def test_the_reason_names_grade_and_word(engine: Engine) -> None:
    engine.apply([made("one", "Das Bahnhofsviertel")])
    (why,) = search(engine, "Bahnhof").hits[0].why
    assert (why.word, why.grade, why.found) == ("Bahnhof", "part", "Bahnhofsviertel")


# Access


def test_without_access_there_is_nothing(engine: Engine) -> None:
    engine.apply([made("one", "Beleuchtung")])
    results = search(engine, "Beleuchtung", NOTHING)
    assert results.total == 0
    assert not any(facet.values for facet in results.facets)


def test_hits_and_facets_name_visible_collections_only(engine: Engine) -> None:
    engine.apply(
        [made("both", "Licht", collections=("b", "a")), made("hidden", "Licht", collections=("b",))]
    )
    results = search(engine, "Licht", A)
    assert [(hit.id, hit.collections) for hit in results.hits] == [("both", ("a",))]
    assert counts(results, "collection") == {"a": 1}


def test_a_hidden_collection_is_no_value_to_narrow_by(engine: Engine) -> None:
    engine.apply([made("both", "Licht", collections=("b", "a"))])
    for text, filters in (("", Filters({"collection": ("b",)})), ("sammlung:b", Filters())):
        results = search(engine, text, A, filters=filters)
        assert results.total == 0


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_unpublished_resources_are_for_editors(engine: Engine, status: str) -> None:
    engine.apply([made("one", "Beleuchtung", status=status)])
    assert search(engine, "Beleuchtung", Access(None)).total == 0
    assert search(engine, "Beleuchtung", Access(None, unpublished=True)).total == 1


def test_suggestions_and_similar_keep_to_what_may_be_seen(engine: Engine) -> None:
    engine.apply(
        [
            made("seen", "Laternen im Park", tags=("lighting",)),
            made("like", "Wege im Park", tags=("lighting",)),
            made("hidden", "Laternen geheim", tags=("lighting", "violence"), collections=("b",)),
        ]
    )
    assert [s.id for s in engine.suggest("latern", A)] == ["seen"]
    assert [s.id for s in engine.suggest("gewal", A)] == []
    assert [h.id for h in engine.similar("seen", A)] == ["like"]
    assert engine.similar("hidden", A) == ()
    assert engine.similar("nothing", EVERYTHING) == ()


def test_suggestions_name_tags_places_and_titles(engine: Engine) -> None:
    engine.apply([made("one", "Musterhafte Beleuchtung", tags=("lighting",), places=("muenchen",))])
    assert [(s.kind, s.text) for s in engine.suggest("bel", EVERYTHING)] == [
        ("tag", "Beleuchtung"),
        ("title", "Musterhafte Beleuchtung"),
    ]
    assert [(s.kind, s.id) for s in engine.suggest("mün", EVERYTHING)] == [("place", "muenchen")]
    assert engine.suggest("", EVERYTHING) == ()


def test_tables_of_a_whole_catalogue_serve(engine: Engine) -> None:
    engine.use_tables(Tables(CATALOGUE))
    engine.apply([made("one", places=("muenchen",))])
    assert ids(search(engine, 'place:"Munich"')) == ["one"]


# All ids at once


def test_the_ids_of_all_hits_come_in_the_order_of_the_pages(engine: Engine) -> None:
    engine.apply([made(f"n{n}", "Parks " * (n % 3 + 1) + str(n)) for n in range(30)])
    query = Query("Parks", limit=10, offset=10)
    wanted = [
        id for page in (0, 10, 20) for id in ids(search(engine, "Parks", offset=page, limit=10))
    ]
    assert list(engine.matching(query, EVERYTHING)) == wanted


def test_the_ids_keep_to_filters_and_access(engine: Engine) -> None:
    engine.apply(
        [
            made("open", "Parks"),
            made("shut", "Parks", collections=("b",)),
            made("draft", "Parks", status="draft"),
            made("news", "Parks", type="news"),
        ]
    )
    only = Query("Parks", Filters({"type": ("document",)}))
    assert list(engine.matching(only, A)) == ["open"]
    assert set(engine.matching(only, EVERYTHING)) == {"open", "shut", "draft"}


def test_complete_ids_are_those_with_every_word(engine: Engine) -> None:
    engine.apply([made("some", "Beleuchtung"), made("all", "Beleuchtung am Wasser")])
    query = Query("Beleuchtung Wasser")
    assert list(engine.matching(query, EVERYTHING)) == ["all", "some"]
    assert list(engine.matching(query, EVERYTHING, complete=True)) == ["all"]
    nowhere = Query("Beleuchtung Xyzzy")
    assert list(engine.matching(nowhere, EVERYTHING, complete=True)) == []
