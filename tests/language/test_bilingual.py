"""A dictionary in the format of Ding, read from a file the machine may have."""

from pathlib import Path

import pytest

from hub.language.bilingual import Dictionary, find_dictionary

LINES = """# Version :: made up for this test
Laterne {f}; Leuchte {f} [techn.] | Laternen {pl} :: lantern; lamp (for light) | lanterns
leuchten {vi} | leuchtend :: to shine {shone; shone} | shining
rote Laterne {f} :: last place; red lantern
Zaun {m} :: fence /fens/
no words here
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "de-en"
    file.write_text(LINES, encoding="utf-8")
    return file


def test_single_words_stand_for_each_other(file: Path) -> None:
    dictionary = Dictionary(file)
    assert dictionary.translations("laterne", "de") == ("lantern", "lamp")
    assert dictionary.translations("Laternen", "de") == ("lanterns",)
    assert dictionary.translations("Leuchte", "de") == ("lantern", "lamp")
    assert dictionary.translations("shine", "en") == ("leuchten",)
    assert dictionary.translations("fence", "en") == ("Zaun",)
    assert dictionary.translations("rote", "de") == ()
    assert dictionary.translations("lanterne", "fr") == ()


@pytest.mark.parametrize("form", ["fences", "fenced", "fencing"])
def test_english_forms_are_led_back(file: Path, form: str) -> None:
    assert Dictionary(file).of_form(form, "", "en") == ("Zaun",)


def test_what_was_read_is_kept_until_the_file_changes(file: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    assert Dictionary(file, cache).translations("Zaun", "de") == ("fence",)
    kept = cache.read_bytes()
    assert b"fence" in kept
    assert Dictionary(file, cache).translations("Zaun", "de") == ("fence",)
    assert cache.read_bytes() == kept
    file.write_text("Zaun {m} :: palisade\n", encoding="utf-8")
    assert Dictionary(file, cache).translations("Zaun", "de") == ("palisade",)
    cache.write_bytes(kept[: len(kept) // 2])
    assert Dictionary(file, cache).translations("Zaun", "de") == ("palisade",)


def test_without_a_file_there_are_no_translations(tmp_path: Path, file: Path) -> None:
    for setting in ("none", str(tmp_path / "nowhere")):
        assert find_dictionary(setting).translations("Zaun", "de") == ()
    assert find_dictionary(str(file)).translations("Zaun", "de") == ("fence",)
