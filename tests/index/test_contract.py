"""What every search engine behind the port must do."""

import pytest

from hub.index.port import Engine
from hub.index.tables import Tables
from hub.model import (
    EVERYTHING,
    Catalogue,
    Concept,
    Filters,
    Removal,
    Sort,
    Thesaurus,
)
from tests.index.asking import A, counts, ids, search
from tests.index.making import COLLECTIONS, GAZETTEER, made

# Writing


def test_an_empty_index_answers_with_nothing(engine: Engine) -> None:
    results = search(engine, "Messer")
    assert (results.total, results.hits) == (0, ())


def test_documents_are_added_replaced_and_removed(engine: Engine) -> None:
    engine.apply([made("one", "Beleuchtung"), made("two", "Parkhaus")])
    assert ids(search(engine, "Beleuchtung")) == ["one"]
    engine.apply([made("one", "Spielplatz"), Removal("two")])
    assert ids(search(engine, "Beleuchtung")) == []
    assert ids(search(engine, "Spielplatz")) == ["one"]
    assert search(engine).total == 1


def test_a_rebuild_answers_like_the_updates_before_it(engine: Engine) -> None:
    documents = [made(f"n{n}", f"Platz {n}", summary="Licht und Weg " * n) for n in range(9)]
    for document in documents:
        engine.apply([document])
    engine.apply([Removal("n4"), made("n5", "Platz 5 neu")])
    wanted = [d for d in documents if d.resource.id not in ("n4", "n5")]
    before = search(engine, "Licht Platz")
    engine.rebuild([*wanted, made("n5", "Platz 5 neu")])
    after = search(engine, "Licht Platz")
    assert [(h.id, h.score) for h in after.hits] == [(h.id, h.score) for h in before.hits]
    assert after.facets == before.facets


def test_info_tells_the_hashes(engine: Engine) -> None:
    document = made("one")
    engine.apply([document])
    assert engine.info().hashes == {"one": document.hash}
    assert not engine.info().unusable


def test_clear_forgets(engine: Engine) -> None:
    engine.apply([made("one")])
    engine.clear()
    assert search(engine).total == 0


# Words


@pytest.mark.parametrize(
    ("field", "value", "query"),
    [
        ("title", "Angsträume erkennen", "Angsträume"),
        ("summary", "Ein Bericht über Fahrradstellplätze.", "Fahrradstellplätze"),
        ("keywords", ("Ordnungspartnerschaft",), "Ordnungspartnerschaft"),
        ("tags", ("lighting",), "Beleuchtung"),
        ("places", ("muenchen",), "München"),
        ("target_groups", ("frauen",), "Frauen"),
        ("publisher", "Stadt Beispielhausen", "Beispielhausen"),
        ("authors", ("Rita Muster",), "Muster"),
        ("text", "Im Volltext steht Heckenschnitt.", "Heckenschnitt"),
    ],
)
def test_every_field_is_searched(engine: Engine, field: str, value: object, query: str) -> None:
    engine.apply([made("one", **{"title": "Titel", field: value}), made("other", "Anderes")])
    assert ids(search(engine, query)) == ["one"]


def test_the_title_counts_more_than_the_text(engine: Engine) -> None:
    engine.apply(
        [made("body", "Anderes", summary="Etwas über Laternen."), made("head", "Laternen")]
    )
    assert ids(search(engine, "Laternen")) == ["head", "body"]


def test_exact_before_inflection_before_part(engine: Engine) -> None:
    engine.apply(
        [
            made("part", "Bahnhofsviertel heute"),
            made("inflected", "Bahnhöfe heute"),
            made("exact", "Bahnhof heute"),
        ]
    )
    assert ids(search(engine, "Bahnhof")) == ["exact", "inflected", "part"]


def test_all_words_come_before_some(engine: Engine) -> None:
    engine.apply(
        [
            made("some", "Beleuchtung Beleuchtung Beleuchtung"),
            made("all", "Parks", summary="Zur Beleuchtung in Anlagen, im Grünen und am Wasser."),
        ]
    )
    results = search(engine, "Beleuchtung Wasser")
    assert ids(results) == ["all", "some"]
    assert results.complete == 1


def test_a_german_word_does_not_find_its_letters_in_english(engine: Engine) -> None:
    engine.apply([made("chips", "Potato chips", language="en")])
    assert search(engine, "Tat").total == 0


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('"öffentlicher Raum"', ["phrase"]),
        ('"Raum öffentlicher"', []),
        ("Raum -Sauberkeit", ["apart", "phrase"]),
        ("Raum NOT Sauberkeit", ["apart", "phrase"]),
        ("Wildschwein OR Sauberkeit", ["clean"]),
        ("titel:Sauberkeit", ["clean"]),
        ("publisher:Muster", ["apart"]),
        ("Sauber*", ["clean"]),
        ("ort:Bayern", ["apart"]),
        ("ort:Germany", ["apart"]),
        ("jahr:2023", ["clean"]),
        ("jahr:2022-2024", ["clean"]),
        ("sprache:Deutsch", ["apart", "clean", "phrase"]),
        ('sammlung:"Sammlung B"', ["clean"]),
        ("-ort:München Raum", ["clean", "phrase"]),
    ],
)
def test_syntax(engine: Engine, query: str, expected: list[str]) -> None:
    engine.apply(
        [
            made("phrase", "Ein öffentlicher Raum"),
            made(
                "apart",
                "Öffentlicher Platz, neuer Raum",
                publisher="Muster Verlag",
                places=("muenchen",),
            ),
            made("clean", "Sauberkeit im Raum", date="2023-05", collections=("a", "b")),
        ]
    )
    assert sorted(ids(search(engine, query))) == expected


@pytest.mark.parametrize(
    "query",
    [
        "x" * 10_000,
        "wort " * 3000,
        "\x00\x01\u202e\u2066",
        '"((',
        "titel:",
        "NOT",
        "*",
        "OR",
        "-",
        '"',
        "und",
        "AND OR NOT",
        "ort:Nirgendwo",
        "(a OR",
        "[1 TO 5]",
        "~2 ^3 /x/",
        "\ud800",
    ],
)
def test_no_query_is_an_error(engine: Engine, query: str) -> None:
    engine.apply([made("one", "Beleuchtung und Weg")])
    results = search(engine, query)
    assert results.total in (0, 1)


def test_a_long_query_says_that_it_was_cut(engine: Engine) -> None:
    engine.apply([made("one")])
    assert "too-long" in [a.kind for a in search(engine, "wort " * 3000).advice]


# Synonyms


def test_a_concept_crosses_the_languages(engine: Engine) -> None:
    engine.apply([made("report", "A study of knife crime", language="en"), made("other", "Parks")])
    results = search(engine, "Messergewalt")
    assert ids(results) == ["report"]
    assert [(why.grade, why.found) for why in results.hits[0].why] == [("synonym", "knife crime")]
    assert search(engine, "Messergewalt", synonyms=False).total == 0


def test_a_synonym_stands_for_all_the_words_it_means(engine: Engine) -> None:
    engine.apply([made("report", "Ein Messerangriff")])
    (why,) = search(engine, "knife violence").hits[0].why
    assert (why.word, why.grade, why.found) == ("knife violence", "synonym", "Messerangriff")


def test_a_name_of_several_words_is_a_phrase(engine: Engine) -> None:
    engine.apply([made("kitchen", "Knife sharpening and domestic violence", language="en")])
    assert search(engine, "Messerangriff").total == 0


def test_tagged_resources_are_found_by_id_and_by_the_broader_concept(engine: Engine) -> None:
    engine.apply([made("tagged", "Étude", language="fr", tags=("knife-violence",))])
    assert ids(search(engine, "Messergewalt")) == ["tagged"]
    assert ids(search(engine, "Gewalt")) == ["tagged"]
    assert search(engine, "Gewalt").hits[0].why[0].grade == "tag"


def test_a_new_thesaurus_counts_from_the_next_search(engine: Engine) -> None:
    engine.apply([made("report", "Illumination of parks", language="en")])
    assert search(engine, "Beleuchtung").total == 0
    wider = Concept(
        id="lighting",
        label={"de": "Beleuchtung", "en": "lighting"},
        synonyms={"en": ["illumination"]},
    )
    engine.use_tables(
        Tables(
            Catalogue(collections=COLLECTIONS, thesaurus=Thesaurus([wider]), gazetteer=GAZETTEER)
        )
    )
    assert ids(search(engine, "Beleuchtung")) == ["report"]


# Spelling, advice


@pytest.mark.parametrize(
    ("typed", "searched"),
    [("Messerangrife", "Messerangriffe"), ("Fördermitel Park", "Fördermittel Park")],
)
def test_a_misspelt_word_is_corrected_and_said(engine: Engine, typed: str, searched: str) -> None:
    engine.apply([made("one", "Messerangriffe im Park", summary="Fördermittel.")])
    results = search(engine, typed)
    assert ids(results) == ["one"]
    assert results.corrected == searched


def test_spelling_offers_only_what_may_be_seen(engine: Engine) -> None:
    engine.apply([made("one", "Geheimprojekt", collections=("b",)), made("two", "Anderes")])
    results = search(engine, "Geheimprojekte Geheimprojekd", A)
    assert (results.total, results.corrected) == (0, None)


def test_an_empty_result_names_the_word_and_the_ways_out(engine: Engine) -> None:
    engine.apply([made("one", "Beleuchtung", date="2020")])
    chosen = Filters({"year": ("1999",)})
    results = search(engine, "Beleuchtung", filters=chosen)
    ways = {(a.kind, a.subject): a.count for a in results.advice if a.query}
    assert ways == {("without-filter", "year:1999"): 1, ("without-filter", "all"): 1}
    assert ("missing", "Wildschwein") in [
        (a.kind, a.subject) for a in search(engine, "Wildschwein").advice
    ]


def test_every_way_out_has_the_hits_it_promises(engine: Engine) -> None:
    engine.apply([made("one", "Beleuchtung", date="2020"), made("two", "Wege", type="news")])
    results = search(engine, '"Beleuchtung" "Wege"', filters=Filters({"type": ("news",)}))
    ways = [a for a in results.advice if a.query]
    assert ways
    assert [engine.search(a.query, EVERYTHING).total for a in ways if a.query] == [
        a.count for a in ways
    ]


# Facets, order, pages


def test_a_broader_place_counts_and_finds_what_lies_within(engine: Engine) -> None:
    engine.apply([made("one", places=("muenchen",)), made("two", places=("deutschland",))])
    assert counts(search(engine), "place") == {"deutschland": 2, "bayern": 1, "muenchen": 1}
    assert ids(search(engine, filters=Filters({"place": ("bayern",)}))) == ["one"]


def test_a_resource_in_three_collections_counts_in_all_three(engine: Engine) -> None:
    engine.apply([made("one", collections=("a", "b", "c")), made("two")])
    assert counts(search(engine), "collection") == {"a": 2, "b": 1, "c": 1}


def test_or_within_a_facet_and_between_facets(engine: Engine) -> None:
    engine.apply(
        [
            made("one", type="news", date="2020"),
            made("two", type="event", date="2020"),
            made("three", type="event", date="2021"),
        ]
    )
    both = search(engine, filters=Filters({"type": ("news", "event"), "year": ("2020",)}))
    assert sorted(ids(both)) == ["one", "two"]
    assert counts(both, "year") == {"2021": 1, "2020": 2}
    assert counts(both, "type") == {"event": 1, "news": 1}


def test_a_chosen_value_stays_listed_at_zero(engine: Engine) -> None:
    engine.apply([made("one", type="news")])
    results = search(engine, filters=Filters({"type": ("event",)}))
    assert [(v.value, v.count, v.selected) for v in results.facet("type").values] == [
        ("news", 1, False),
        ("event", 0, True),
    ]


def test_a_method_of_which_nothing_is_known_is_not_assessed(engine: Engine) -> None:
    engine.apply([made("one", type="method"), made("two", type="news")])
    assert counts(search(engine), "evidence") == {"not-assessed": 1}


def test_order_by_date_and_title(engine: Engine) -> None:
    engine.apply(
        [
            made("m", "Mitte", date="2024-05"),
            made("y", "Ärger", date="2024"),
            made("d", "zuletzt", date="2024-05-02"),
            made("none", "Ohne"),
        ]
    )
    assert ids(search(engine, sort=Sort.NEWEST)) == ["d", "m", "y", "none"]
    assert ids(search(engine, sort=Sort.TITLE)) == ["y", "m", "none", "d"]


def test_pages_neither_lose_nor_repeat(engine: Engine) -> None:
    engine.apply([made(f"n{n:02}", "Gleich") for n in range(25)])
    pages = [ids(search(engine, "Gleich", offset=n, limit=10)) for n in (0, 10, 20, 30)]
    assert [len(page) for page in pages] == [10, 10, 5, 0]
    assert len({id for page in pages for id in page}) == 25


def test_superseded_resources_rank_below(engine: Engine) -> None:
    engine.apply(
        [made("old", "Leitfaden Licht", superseded_by="new"), made("new", "Leitfaden Licht")]
    )
    assert ids(search(engine, "Leitfaden Licht")) == ["new", "old"]
