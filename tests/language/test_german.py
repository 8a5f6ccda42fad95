"""German words: which meet, in which grade, and which never do."""

import pytest

from hub.language import Grade, split_compound, stem
from tests.language.finding import grade

INFLECTED = """
Bahnhof Bahnhöfe | Amt Ämter | Rat Räte | Stadt Städten | Straftat Straftaten | Opfer Opfern
Angebot Angeboten | Jugendlicher Jugendlichen | Park Parks | Haus Häusern | gefährlich gefährlichen
fördern fördert | fördern gefördert | Gewalttat Gewalttaten | Messer Messern | Beamter Beamten
Gefährder Gefährdern | Museum Museen | Praktikum Praktika | sicher sichere | Konzept Konzepte
Waffenverbotszone Waffenverbotszonen | Täter Tätern | Verein Vereine | Kommune Kommunen
"""
PARTS = """
Gewalt Messergewalt | Messer Messergewalt | Bahnhof Bahnhofsviertel | Ämter Gesundheitsämter
Waffe Waffenverbotszone | Verbot Waffenverbotszone | Zone Waffenverbotszone
Verbotszone Waffenverbotszonen | Waffenverbot Waffenverbotszone | Haus Häusergruppen
Wohnung Wohnungseinbruchsdiebstahl | Einbruch Wohnungseinbruchsdiebstahl
Diebstahl Wohnungseinbruchsdiebstahl | Schule Schulsozialarbeit | Sozialarbeit Schulsozialarbeit
Kind Kinderspielplätze | Spielplatz Kinderspielplätze | Gewalt gewaltbereiten | Rat Präventionsräten
"""
STRANGERS = """
Bürger Burg | Burg Bürger | schon schön | fordern fördern | Wunden überwunden | Bart vereinbart
Rein Verein | Amte Beamte | Ark Parken | Tern Tätern | Dorf Düsseldorf | Walt Staatsanwalt
Furt Frankfurt | Burg Hamburg | Tal Wuppertal | Rauch Gebrauch | Raucher Verbraucher | Ratte Debatte
Schlag Vorschlag | Ration Generation
Port Transport | Klo Kloster | Eis Kreis | Ast Gast | Ei Partei
Stern Fenstern | Sport Transport | Halt Gehalt | Ton Beton | Last Ballast
"""
DERIVED = "Sicherheit sicher | Prävention präventiv | Lehrer Lehre | Polizist Polizei | Jugend jung"


def pairs(table: str) -> list[tuple[str, str]]:
    lines = table.replace("\n", " | ").split("|")
    return [(words[0], words[1]) for line in lines if len(words := line.split()) == 2]


@pytest.mark.parametrize(("one", "other"), pairs(INFLECTED))
def test_inflected_forms_find_each_other(one: str, other: str) -> None:
    assert grade(one, other) in (Grade.EXACT, Grade.STEM)
    assert grade(other, one) in (Grade.EXACT, Grade.STEM)
    assert grade(one.lower(), other.upper()) is not None


@pytest.mark.parametrize(("query", "text"), pairs(PARTS))
def test_a_part_finds_the_compound(query: str, text: str) -> None:
    assert grade(query, text) is Grade.PART


@pytest.mark.parametrize(("query", "text"), pairs(STRANGERS))
def test_strangers_never_meet(query: str, text: str) -> None:
    assert grade(query, text) is None


@pytest.mark.parametrize(("one", "other"), pairs(DERIVED))
def test_derivations_have_stems_of_their_own(one: str, other: str) -> None:
    assert stem(one, "de") != stem(other, "de")


def test_a_compound_does_not_stand_for_its_part() -> None:
    assert grade("Messergewalt", "Gewalt") is None


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Waffenverbotszone", ("waffen", "verbots", "zone")),
        ("Messerangriffe", ("messer", "angriffe")),
        ("Gesundheitsämter", ("gesundheits", "ämter")),
        ("Kriminalprävention", ("kriminal", "prävention")),
        ("Praeventionsrat", ("präventions", "rat")),
        ("Sicherheit", ("sicherheit",)),
        ("Nachbarschaft", ("nachbarschaft",)),
        ("Heirat", ("heirat",)),
        ("Minister", ("minister",)),
    ],
)
def test_compounds_are_cut_where_words_meet(word: str, parts: tuple[str, ...]) -> None:
    assert split_compound(word) == parts


@pytest.mark.parametrize(
    "words",
    [
        ("Straße", "Strasse", "STRASSE", "strasse", "Stra\u00adße"),
        ("Prävention", "Praevention", "Pravention", "Pra\u0308vention", "PRÄVENTION"),
        ("Jugendämter", "Jugendaemter", "Jugenda\u0308mter"),
        ("Schüler", "Schueler", "Schuler"),
        ("Größe", "Groesse", "Grösse"),
    ],
)
def test_every_spelling_finds_every_other(words: tuple[str, ...]) -> None:
    assert all(grade(one, other) is Grade.EXACT for one in words for other in words)


@pytest.mark.parametrize(
    "word", ["neue", "Steuer", "aktuell", "Poesie", "Michael", "Israel", "value", "true", "does"]
)
def test_not_every_ae_oe_ue_is_an_umlaut(word: str) -> None:
    from hub.language import normalize

    assert normalize(word) == word.lower()
