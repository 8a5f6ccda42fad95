"""Everyday words cross the languages where there is a dictionary."""

from pathlib import Path

import pytest

from hub.index.port import Engine
from hub.index.tables import Tables
from hub.language.bilingual import Dictionary
from tests.index.asking import ids, search
from tests.index.making import CATALOGUE, made

LINES = """Zaun {m} | Zäune {pl} :: fence | fences
Garten {m} :: garden
Beleuchtung {f} :: illumination
Teich {m} :: pond
"""


@pytest.fixture
def bilingual(engine: Engine, tmp_path: Path) -> Engine:
    file = tmp_path / "de-en"
    file.write_text(LINES, encoding="utf-8")
    engine.use_tables(Tables(CATALOGUE, Dictionary(file)))
    return engine


def test_an_everyday_word_finds_the_other_language(bilingual: Engine) -> None:
    bilingual.apply([made("en", "Fences around parks", language="en"), made("de", "Wege")])
    results = search(bilingual, "Zäune")
    assert ids(results) == ["en"]
    assert [(w.word, w.grade, w.found) for w in results.hits[0].why] == [
        ("Zäune", "translated", "fences")
    ]
    assert search(bilingual, "Zäune", synonyms=False).total == 0
    bilingual.use_tables(Tables(CATALOGUE))
    assert search(bilingual, "Zäune").total == 0


def test_english_words_find_german_texts(bilingual: Engine) -> None:
    bilingual.apply([made("de", "Zaun am Platz"), made("en", "Roads", language="en")])
    assert ids(search(bilingual, "how should fences be built around a road")) == ["en", "de"]


def test_the_word_itself_stands_above_its_translation(bilingual: Engine) -> None:
    bilingual.apply([made("en", "Fence", language="en"), made("de", "Zaun")])
    assert ids(search(bilingual, "Zaun")) == ["de", "en"]


def test_a_compound_is_translated_by_its_parts(bilingual: Engine) -> None:
    bilingual.apply(
        [
            made("both", "A fence for the garden", language="en"),
            made("one", "A garden", language="en"),
            made("de", "Wege"),
        ]
    )
    assert ids(search(bilingual, "Gartenzaun")) == ["both"]


def test_what_the_thesaurus_knows_is_left_to_it(bilingual: Engine) -> None:
    bilingual.apply([made("en", "Illumination", language="en"), made("de", "Wege")])
    assert search(bilingual, "Beleuchtung").total == 0


def test_a_translation_does_not_search_texts_of_its_own_language(bilingual: Engine) -> None:
    bilingual.apply([made("de", "Der Pond ist kein Wort"), made("en", "Roads", language="en")])
    assert search(bilingual, "Teich").total == 0
