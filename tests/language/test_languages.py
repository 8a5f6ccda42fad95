"""The language of texts and passages, and words that a catalogue adds."""

import pytest

from hub.language import Analyzer, detect, is_stop_word, passages, with_lexicon

GERMAN = "Die Stadt fördert Projekte der Gewaltprävention an Schulen und in Vereinen."
ENGLISH = "The city supports projects that prevent violence in schools and in clubs."
FRENCH = "La ville soutient des projets de prévention de la violence dans les écoles."


@pytest.mark.parametrize(("text", "language"), [(GERMAN, "de"), (ENGLISH, "en"), (FRENCH, "fr")])
@pytest.mark.parametrize("default", ["de", "en", "fr"])
def test_a_sentence_shows_its_language(text: str, language: str, default: str) -> None:
    assert detect(text, default) == language


def test_too_little_text_is_taken_for_the_default() -> None:
    assert detect("Prevention", "de") == "de"
    assert detect("", "en") == "en"
    assert detect("Efus 2024", "fr") == "fr"


def test_mixed_texts_change_language_by_paragraph() -> None:
    text = f"{GERMAN}\n\n{ENGLISH}\n\nPolice\n\n{GERMAN}"
    found = [(text[start:end].strip(), language) for start, end, language in passages(text, "de")]
    assert found == [(GERMAN, "de"), (f"{ENGLISH}\n\nPolice", "en"), (GERMAN, "de")]


def test_words_of_a_catalogue_make_compounds() -> None:
    assert Analyzer.default().split_compound("Themenpadlet") == ("themenpadlet",)
    assert with_lexicon(["Padlet"]).split_compound("Themenpadlet") == ("themen", "padlet")


def test_names_of_a_catalogue_are_never_cut() -> None:
    assert Analyzer.default().split_compound("Hafenviertel") == ("hafen", "viertel")
    assert with_lexicon((), ["Hafenviertel"]).split_compound("Hafenviertel") == ("hafenviertel",)


def test_stop_words_are_known_in_their_normal_form() -> None:
    assert is_stop_word("fur", "de")
    assert is_stop_word("the", "en")
    assert is_stop_word("wann", "de")
    assert is_stop_word("whose", "en")
    assert not is_stop_word("the", "de")
    assert not is_stop_word("x", "xx")
