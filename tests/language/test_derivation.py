"""Words of a family find each other at query time; strangers do not."""

import pytest

from hub.language import Analyzer, stem


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sicher", "Sicherheit"),
        ("Beteiligung", "beteiligen"),
        ("umgestalten", "Umgestaltung"),
        ("Verbesserung", "verbessern"),
        ("Sammlung", "sammeln"),
        ("Prävention", "präventiv"),
        ("Praevention", "präventiv"),
        ("protestieren", "Protest"),
        ("Kommune", "kommunal"),
        ("Stadt", "städtisch"),
        ("Polizei", "polizeilich"),
        ("Schutz", "schützen"),
        ("wirksam", "Wirksamkeit"),
        ("Extremismus", "extremistisch"),
    ],
)
def test_a_family_is_known_from_both_sides(one: str, other: str) -> None:
    analyzer = Analyzer.default()
    assert stem(other, "de") in analyzer.relatives(one, "de")
    assert stem(one, "de") in analyzer.relatives(other, "de")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Messer", "messen"),
        ("Bürger", "Burg"),
        ("Autorität", "Autor"),
        ("Qualität", "Qual"),
        ("natürlich", "Natur"),
        ("Wetter", "wetten"),
        ("Ration", "Rat"),
        ("Park", "parken"),
    ],
)
def test_strangers_are_no_family(one: str, other: str) -> None:
    analyzer = Analyzer.default()
    assert stem(other, "de") not in analyzer.relatives(one, "de")
    assert stem(one, "de") not in analyzer.relatives(other, "de")


def test_a_word_is_no_relative_of_itself() -> None:
    analyzer = Analyzer.default()
    for word in ("Sicherheit", "sichern", "Gewalt", "x", "1.2", "Mitarbeiter*innen"):
        assert stem(word, "de") not in analyzer.relatives(word, "de")
