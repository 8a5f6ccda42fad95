"""What puts one document above another: families, closeness, everyday words, topics."""

import pytest

from hub.index.port import Engine
from hub.index.tables import Tables
from tests.index.asking import A, ids, search
from tests.index.making import CATALOGUE, made


def test_a_derivation_is_found_below_exact_and_inflection(engine: Engine) -> None:
    engine.apply(
        [
            made("derived", "Mehr Sicherheit"),
            made("inflected", "Die sicheren Wege"),
            made("exact", "Wege sicher machen"),
            made("other", "Sauberkeit"),
        ]
    )
    results = search(engine, "sicher")
    assert ids(results) == ["exact", "inflected", "derived"]
    assert [(w.grade, w.found) for w in results.hits[2].why] == [("derived", "Sicherheit")]


def test_a_family_stands_for_a_word_and_adds_nothing_to_it(engine: Engine) -> None:
    engine.apply(
        [
            made("word", summary="Die Wege sind sicher und hell."),
            made("both", summary="Die Wege sind sicher: Sicherheit."),
            made("family", summary="Die Sicherheit der Wege."),
        ]
    )
    scores = {hit.id: hit.score for hit in search(engine, "sicher").hits}
    assert scores["word"] == pytest.approx(scores["both"], rel=0.01)
    assert 0 < scores["family"] < scores["word"] / 2


def test_british_and_american_spelling_and_families_meet_in_english(engine: Engine) -> None:
    engine.apply(
        [
            made("american", "Organized crime in the neighborhood", language="en"),
            made("violence", "Preventing violence among the young", language="en"),
            made("german", "Organisation der Nachbarschaft"),
        ]
    )
    assert ids(search(engine, "organised neighbourhood")) == ["american"]
    results = search(engine, "violent")
    assert ids(results) == ["violence"]
    assert [(w.grade, w.found) for w in results.hits[0].why] == [("derived", "violence")]


def test_words_that_stand_together_count_for_more(engine: Engine) -> None:
    between = "Dann geht es um anderes, das mit der Sache wenig zu tun hat und lange dauert. " * 2
    engine.apply(
        [
            made("apart", summary=f"Ein runder Platz. {between} Am Ende ein Tisch im Saal."),
            made("close", summary=f"Ein runder Tisch. {between} Am Ende ein Platz im Saal."),
        ]
    )
    assert ids(search(engine, "runder Tisch")) == ["close", "apart"]
    assert ids(search(engine, "runder Platz")) == ["apart", "close"]


def test_an_everyday_word_tells_less_than_a_telling_one(engine: Engine) -> None:
    engine.apply(
        [
            made("everyday", "Ideen", summary="Wie man einen Kuchen erstellt."),
            made("telling", "Ideen", summary="Poller vor einem Kuchen."),
        ]
    )
    assert ids(search(engine, "Poller erstellen")) == ["telling", "everyday"]


def test_a_word_with_hyphen_finds_its_pieces_apart(engine: Engine) -> None:
    engine.apply([made("one", "Konzept für Awareness"), made("other", "Konzept für Parks")])
    assert ids(search(engine, "Awareness-Konzept")) == ["one"]


def test_the_newer_of_two_equals_stands_first(engine: Engine) -> None:
    engine.apply([made("old", "Licht", date="2019"), made("new", "Licht", date="2024")])
    assert ids(search(engine, "Licht")) == ["new", "old"]


def test_hits_in_the_collection_of_the_best_are_lifted(engine: Engine) -> None:
    engine.apply(
        [
            *(made(f"n{n}", "Laternen und Licht", collections=("a",)) for n in range(4)),
            made("near", "Licht", summary="Und mehr davon.", collections=("a",)),
            made("far", "Licht", summary="Und mehr davon.", collections=("c",), date="2024"),
        ]
    )
    found = ids(search(engine, "Laternen Licht"))
    assert found.index("near") < found.index("far")


def test_hidden_collections_lift_nothing(engine: Engine) -> None:
    documents = [made(f"n{n}", "Laternen Licht", collections=("a", "b")) for n in range(4)]
    documents += [made("both", "Licht", collections=("a", "b")), made("one", "Licht", date="2024")]
    engine.apply(documents)
    assert ids(search(engine, "Laternen Licht", A))[-2:] == ["one", "both"]


# Spelling


@pytest.mark.parametrize("query", ["beseitigen", "Sepsis"])
def test_a_known_word_is_never_corrected(engine: Engine, query: str) -> None:
    engine.use_tables(Tables(CATALOGUE))
    engine.apply([made("one", "Bürger beteiligen und Skepsis abbauen")])
    results = search(engine, query)
    assert (results.total, results.corrected) == (0, None)
    assert ("missing", query) in [(a.kind, a.subject) for a in results.advice]


def test_a_known_english_word_is_never_corrected(engine: Engine) -> None:
    engine.apply([made("one", "The unelected councils of a city", language="en")])
    results = search(engine, "unexpected")
    assert (results.total, results.corrected) == (0, None)
    assert search(engine, "unelectet").corrected == "unelected"


@pytest.mark.parametrize("title", ["Das Awareness-Konzept", "Awareness im Konzept"])
def test_only_the_wrong_piece_of_a_word_with_hyphen_is_corrected(
    engine: Engine, title: str
) -> None:
    engine.apply([made("one", title)])
    results = search(engine, "Awarness-Konzept")
    assert (ids(results), results.corrected) == (["one"], "Awareness-Konzept")


def test_a_far_commoner_spelling_is_offered(engine: Engine) -> None:
    documents = [made(f"n{n}", "Awareness") for n in range(12)]
    engine.apply([*documents, made("slip", "Awarness")])
    results = search(engine, "Awarness")
    offers = [(a.subject, a.count) for a in results.advice if a.kind == "offer"]
    assert offers == [("Awareness", 12)]
    assert results.corrected is None
    assert not [a for a in search(engine, "Awareness").advice if a.kind == "offer"]


def test_an_offer_never_betrays_what_may_not_be_seen(engine: Engine) -> None:
    hidden = [made(f"n{n}", "Awareness", collections=("b",)) for n in range(12)]
    engine.apply([*hidden, made("slip", "Awarness")])
    results = search(engine, "Awarness", A)
    assert (results.total, results.advice) == (1, ())
