"""What the users hold the search to, word by word (R1 to R4, R12, R13, R16, R22)."""

import time
from itertools import permutations

import pytest

from hub.index.port import Engine
from hub.model import EVERYTHING, Filters
from tests.index.asking import counts, ids, search
from tests.index.conftest import engine as engine  # the engines of the contract
from tests.index.making import made

COMPOUNDS = """
Messergewalt Messer Gewalt | Bahnhofsviertel Bahnhof Viertel | Gesundheitsämter Gesundheit Ämter
Waffenverbotszonen Waffe Zone | Jugendsozialarbeit Jugend Sozialarbeit | Ordnungsamt Ordnung Amt
Hitzeaktionspläne Hitze Aktionsplan | Straßenbeleuchtung Straße Beleuchtung
Nachbarschaftshilfe Nachbarschaft Hilfe | Veranstaltungssicherheit Veranstaltung Sicherheit
Zufahrtsschutzkonzepte Zufahrtsschutz Konzept | Präventionsräte Prävention Rat
Opferschutzbeauftragte Opferschutz Beauftragte | Nachtbürgermeisterinnen Nacht Bürgermeister
Taschendiebstähle Tasche Diebstahl | Drogenkonsumräume Drogen Raum | Platzverweise Platz Verweis
Fußgängerzonen Fußgänger Zone | Streetworkerprojekt Streetworker Projekt
"""
STRANGERS = """
überwunden Wunden | vereinbart Bart | Düsseldorf Dorf | Staatsanwalt Walt | Verbraucher Raucher
Bürger Burg | Burg Bürger | Generation Ration | Kreis Eis | Transport Sport | Messer messen
Debatte Ratte | Vorschlag Schlag
"""


def table(text: str) -> list[list[str]]:
    return [words for line in text.replace("\n", "|").split("|") if (words := line.split())]


def test_either_part_finds_the_compound(engine: Engine) -> None:  # R1
    lines = table(COMPOUNDS)
    engine.apply([made(f"n{n}", f"Bericht: {word}") for n, (word, *_) in enumerate(lines)])
    for number, (word, *parts) in enumerate(lines):
        for part in parts:
            assert f"n{number}" in ids(search(engine, part)), (part, word)


def test_false_friends_find_nothing(engine: Engine) -> None:  # R1, R2
    for text, query in table(STRANGERS):
        engine.rebuild([made("one", f"Titel {text}")])
        assert search(engine, query).total == 0, (query, text)


@pytest.mark.parametrize(
    "spellings",
    [
        ("Straße", "Strasse", "STRASSE"),
        ("Prävention", "Praevention", "Pravention", "Pra\u0308vention"),
    ],
)
def test_spellings_find_the_same(engine: Engine, spellings: tuple[str, ...]) -> None:  # R3
    engine.apply([made(f"n{n}", word, places=("muenchen",)) for n, word in enumerate(spellings)])
    found = [search(engine, word) for word in spellings]
    assert {frozenset(ids(results)) for results in found} == {
        frozenset(f"n{n}" for n in range(len(spellings)))
    }
    assert all(counts(results, "place") == counts(found[0], "place") for results in found)


GENDER = (
    "Mitarbeiter",
    "Mitarbeiterin",
    "Mitarbeiter*innen",
    "Mitarbeiter:innen",
    "Mitarbeiter_innen",
    "Mitarbeiter/-innen",
    "MitarbeiterInnen",
)


def test_gender_forms_find_each_other(engine: Engine) -> None:  # R4
    engine.apply([made(f"n{n}", f"Für {form} da") for n, form in enumerate(GENDER)])
    for one, other in permutations(range(len(GENDER)), 2):
        assert f"n{other}" in ids(search(engine, GENDER[one])), (GENDER[one], GENDER[other])


@pytest.mark.parametrize(
    ("query", "title", "language"),
    [("Messergewalt", "Knife crime in towns", "en"), ("knife violence", "Messerangriffe", "de")],
)
def test_the_field_is_one_in_both_languages(
    engine: Engine, query: str, title: str, language: str
) -> None:  # R12
    engine.apply([made("one", title, language=language)])
    results = search(engine, query)
    assert [why.grade for why in results.hits[0].why] == ["synonym"]
    assert search(engine, query, synonyms=False).total == 0


def test_german_texts_lose_no_hit_of_an_english_query(engine: Engine) -> None:  # R13
    english = [
        made("potato", "Potato fields", language="en"),
        made("station", "Women at night stations", language="en"),
        made("house", "Housing and policing", language="en"),
    ]
    queries = ("potatoes", "woman night", "police house", "station", "housing policies")
    engine.apply(english)
    alone = {query: set(ids(search(engine, query))) for query in queries}
    engine.apply([made("de", "Die Tat im Haus bei Nacht"), made("mixed", "Polizei an der Station")])
    assert all(alone[query] <= set(ids(search(engine, query))) for query in queries)
    assert search(engine, "Tat").total == 1


def test_paragraphs_are_analysed_in_their_own_language(engine: Engine) -> None:  # R13
    german = "Die Bahnhöfe der Städte sollen sicherer werden, und zwar für alle, die dort warten."
    english = "The authorities were policing the stations, and people have been waiting for them."
    engine.apply([made("mixed", text=f"{german}\n\n{english}")])
    assert search(engine, "Bahnhof").total == 1
    assert search(engine, "authority polices").hits


@pytest.mark.parametrize(
    "query", ["titel:Gewalt", "NOT", "und", '"offen', "Wildschwein Gewalt", "ort:Nirgendwo Gewalt"]
)
def test_no_search_ends_in_a_blank(engine: Engine, query: str) -> None:  # R16
    engine.apply([made("one", "Gewalt im Park", date="2020")])
    chosen = Filters({"year": ("1999",)})
    for results in (search(engine, query), search(engine, query, filters=chosen)):
        assert results.total or results.advice


ODD = [
    "ä" * 10_000,
    "a",
    "und der die das",
    "... !!! ???",
    "\u202e\u2066\x00\x1b",
    '"offen (und [so {weiter',
    "(a+)+$ " * 200,
    "a*" * 5000,
    "((((" * 2500,
    " ".join(f"wort{n}" for n in range(1000)),
    " ".join(f"w{n}*" for n in range(1000)),
    "-" * 10_000,
    "a-" * 5000,
    "OR " * 3000,
    'titel:"' * 1000,
]


def test_odd_queries_take_little_time(engine: Engine) -> None:  # R16, R22
    engine.apply([made(f"n{n}", f"wort{n} wird{n} und mehr davon") for n in range(300)])
    for query in ODD:
        started = time.process_time()
        search(engine, query)
        engine.suggest(query, EVERYTHING)
        assert time.process_time() - started < 2, query[:20]


@pytest.mark.parametrize("text", ["x" * 5_000_000, ("y" * 10_000 + " ") * 100])
def test_odd_texts_are_indexed_and_found_by_the_rest(engine: Engine, text: str) -> None:
    started = time.process_time()
    engine.apply([made("one", "Laterne", text=text), made("two", "Laternen")])
    assert ids(search(engine, "Laterne")) == ["one", "two"]
    assert time.process_time() - started < 20
