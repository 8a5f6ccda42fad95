"""The words of the catalogue in the analysis: kept with the index, effective after a rebuild."""

from pathlib import Path

import pytest

from hub.index.own_words import OwnWords, own_words
from hub.index.tables import Tables
from hub.index.updating import update
from hub.index.whoosh_engine import WhooshEngine
from hub.model import EVERYTHING, Catalogue, Concept, Gazetteer, Place, Query, Thesaurus
from tests.index.making import COLLECTIONS, made


def catalogue(*labels: str, places: tuple[tuple[str, str], ...] = ()) -> Catalogue:
    concepts = [Concept(id=f"c{n}", label={"de": label}) for n, label in enumerate(labels)]
    towns = [Place(id=f"p{n}", label={"de": p}, kind=kind) for n, (p, kind) in enumerate(places)]
    return Catalogue(
        collections=COLLECTIONS, thesaurus=Thesaurus(concepts), gazetteer=Gazetteer(towns)
    )


def opened(folder: Path, *labels: str) -> WhooshEngine:
    engine = WhooshEngine(folder)
    engine.use_tables(Tables(catalogue(*labels)))
    return engine


def ids(engine: WhooshEngine, text: str) -> list[str]:
    return [hit.id for hit in engine.search(Query(text), EVERYTHING).hits]


DOCUMENTS = [made("zone", "Das Qualmoxamt am Bahnhof"), made("other", "Der Park am Fluss")]


def test_nouns_are_taken_and_places_but_no_quarters_and_no_compounds() -> None:
    own = own_words(
        catalogue(
            "Qualmox",
            "Offener Zwirbelux",
            "und",
            "Messergewalt",
            places=(("Musterstadt am Main", "city"), ("Bahnhofsviertel", "district")),
        )
    )
    assert own == OwnWords(("Qualmox", "Zwirbelux"), ("Main", "Musterstadt"))


def test_words_travel_as_text() -> None:
    own = OwnWords(("Qualmox",), ("Köln",))
    assert OwnWords.unpack(own.packed()) == own
    assert own.version != OwnWords(("Qualmox",)).version != OwnWords().version == ""
    with pytest.raises(ValueError, match="no words"):
        OwnWords.unpack("{}")


def test_a_word_of_the_thesaurus_makes_compounds(tmp_path: Path) -> None:
    without, knowing = opened(tmp_path / "without"), opened(tmp_path / "knowing", "Qualmox")
    for engine in (without, knowing):
        engine.rebuild(DOCUMENTS)
    assert ids(without, "Qualmox") == []
    assert ids(knowing, "Qualmox") == ["zone"]


def test_a_new_word_asks_for_a_rebuild_and_the_old_index_serves_till_then(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    opened(folder).rebuild(DOCUMENTS)
    engine = opened(folder, "Qualmox")
    assert engine.info().outdated
    assert not engine.info().unusable
    assert ids(engine, "Bahnhof") == ["zone"]
    report = update(engine, DOCUMENTS, ())
    assert (report.rebuilt, report.added) == ("words", 2)
    assert not engine.info().outdated
    assert ids(engine, "Qualmox") == ["zone"]
    assert update(engine, DOCUMENTS, ()).rebuilt == ""


def test_small_changes_keep_the_words_of_the_build(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    opened(folder, "Qualmox").rebuild(DOCUMENTS)
    later = opened(folder)  # knows other words, and changes a document before the rebuild
    later.apply([made("more", "Qualmoxplatz")])
    assert set(ids(opened(folder, "Qualmox"), "Qualmox")) == {"zone", "more"}


def test_the_thesaurus_widens_at_once_whatever_the_index_was_made_with(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    opened(folder).rebuild(DOCUMENTS)
    engine = WhooshEngine(folder)
    concept = Concept(id="green", label={"de": "Grünzug"}, synonyms={"de": ["Park"]})
    engine.use_tables(Tables(Catalogue(collections=COLLECTIONS, thesaurus=Thesaurus([concept]))))
    assert ids(engine, "Grünzug") == ["other"]
