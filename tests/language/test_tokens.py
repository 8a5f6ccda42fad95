"""Words of a text: where they are, and what they are found by."""

import pytest

from hub.language import Token, analyze
from tests.language.finding import grade


def surfaces(text: str, language: str = "de") -> list[str]:
    return [token.surface for token in analyze(text, language)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("„Messer“ – im Park!", ["Messer", "im", "Park"]),
        ("DIN SPEC 91414-2", ["DIN", "SPEC", "91414-2"]),
        ("§ 176a StGB", ["176a", "StGB"]),
        ("l’école et d'une", ["l’école", "et", "d'une"]),
        ("https://example.org/a?b=1,", ["https://example.org/a?b=1"]),
        ("an mail@example.org.", ["an", "mail@example.org"]),
        ("Print- und Onlineformat", ["Print", "und", "Onlineformat"]),
        ("1.234,5 und 31.05.2024", ["1.234,5", "und", "31.05.2024"]),
        ("Lehrer*innen, Lehrer/-innen", ["Lehrer*innen", "Lehrer/-innen"]),
        ("der/die Lehrer(in)", ["der", "die", "Lehrer(in)"]),
        ("*kursiv* (in der Stadt)", ["kursiv", "in", "der", "Stadt"]),
        ("Haus (innen)", ["Haus", "innen"]),
    ],
)  # fmt: skip
def test_words_are_taken_apart_with_sense(text: str, words: list[str]) -> None:
    assert surfaces(text) == words


def test_places_point_into_the_text_as_given() -> None:
    text = "Pra\u0308vention  im Stra\u00adßenraum ﬁnden"
    tokens = analyze(text, "de")
    assert [text[token.start : token.end] for token in tokens] == surfaces(text)
    assert [token.position for token in tokens] == [0, 1, 2, 3]
    assert isinstance(tokens[0], Token)


@pytest.mark.parametrize(
    ("query", "text", "language"),
    [
        ("Konferenz", "Efus-Konferenz", "de"),
        ("Efus", "Efus-Konferenz", "de"),
        ("Cybermobbing", "Cyber-Mobbing", "de"),
        ("Daphne", "CERV-2025-DAPHNE", "de"),
        ("91414", "91414-2", "de"),
        ("91414-2", "91414-2", "en"),
        ("example", "https://www.example.org/page", "en"),
        ("école", "l'école", "fr"),
        ("ecole", "l’école", "fr"),
        ("child", "child's", "en"),
        ("cities", "city", "en"),
        ("villes", "ville", "fr"),
    ],
)
def test_the_whole_and_the_pieces_are_found(query: str, text: str, language: str) -> None:
    assert grade(query, text, language) is not None


@pytest.mark.parametrize(("query", "text"), [("Tat", "potato"), ("Park", "sparkling")])
def test_german_rules_leave_english_alone(query: str, text: str) -> None:
    assert grade(query, text, "en") is None


def test_suspended_words_are_found_whole() -> None:
    format_, _, _ = analyze("Print- und Onlineformat", "de")
    assert "printformat" in format_.word.parts
    help_, *_ = analyze("Täter\u2011 und Opferhilfen", "de")
    assert "taterhilfe" in help_.word.parts
    stadt, *_ = analyze("Stadt- und Land", "de")
    assert stadt.word.parts == ()
