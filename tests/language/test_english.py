"""English words: British and American spelling are one, families find each other."""

import pytest

from hub.language import Analyzer, Grade, stem
from tests.language.finding import grade

SPELLINGS = """
organised/organized organisation/organization criminalise/criminalize centre/center centred/centered
practised/practiced practising/practicing programmes/programs defences/defense offences/offense
dialogues/dialog licences/licensed catalogued/cataloged analysed/analyzed analysing/analyze
neighbourhoods/neighborhood neighbouring/neighboring behavioural/behavioral labourers/laborer
counselling/counseling judgements/judgment radicalisation/radicalized sceptical/skeptical
manoeuvring/maneuvering victimisation/victimize paedophiles/pedophiles fulfilled/fulfill
enrolment/enrollment enrolled/enroll tyres/tires coloured/colored theatres/theater storeys/story
ageing/aging civilisation/civilization artefacts/artifact armoured/armored cheques/checks
"""
STRANGERS = """
four/for hour/hor tour/tor course/corse rise/rize advise/advice device/devise wise/wizard
centre/cent extreme/extremism extreme/extremists organ/organised fort/forty story/store
"""


def pairs(text: str) -> list[tuple[str, str]]:
    return [(one, other) for one, _, other in (pair.partition("/") for pair in text.split())]


@pytest.mark.parametrize(("british", "american"), pairs(SPELLINGS))
def test_british_and_american_spelling_find_each_other(british: str, american: str) -> None:
    assert grade(british, american, "en") is Grade.STEM
    assert grade(american, british, "en") is Grade.STEM


@pytest.mark.parametrize(("one", "other"), pairs(STRANGERS))
def test_words_that_only_look_alike_stay_apart(one: str, other: str) -> None:
    assert grade(one, other, "en") is None


def test_who_is_extremist_and_what_extremism_is_meet() -> None:
    assert grade("extremism", "extremists", "en") is Grade.STEM
    assert stem("extremist", "en") not in Analyzer.default().relatives("extreme", "en")


def test_the_spelling_of_english_is_no_matter_of_other_languages() -> None:
    assert grade("centre", "center", "fr") is None
    assert grade("Harbour", "Harbor", "de") is None


@pytest.mark.parametrize(
    ("one", "other"),
    pairs(
        "violent/violence robber/robberies burglary/burglars"
        " offences/offender offence/offenders theft/thieves neighbourhood/neighbours"
        " describe/description expand/expansion identify/identification"
        " pregnancy/pregnant citizenship/citizens privacy/private"
    ),
)
def test_a_family_is_known_from_both_sides(one: str, other: str) -> None:
    analyzer = Analyzer.default()
    assert stem(other, "en") in analyzer.relatives(one, "en")
    assert stem(one, "en") in analyzer.relatives(other, "en")


@pytest.mark.parametrize(
    ("one", "other"),
    pairs(
        "party/part policy/polite property/proper department/depart patient/patience"
        " currency/current corner/corn number/numb hospital/hospitality treaty/treat"
        " organism/organist classical/classy worship/wor random/ran pension/pend"
    ),
)
def test_strangers_are_no_family(one: str, other: str) -> None:
    analyzer = Analyzer.default()
    assert stem(other, "en") not in analyzer.relatives(one, "en")
    assert stem(one, "en") not in analyzer.relatives(other, "en")


@pytest.mark.parametrize("word", ["violence", "robberies", "offences", "x", "1.2", "safety's"])
def test_a_word_is_no_relative_of_itself(word: str) -> None:
    assert stem(word, "en") not in Analyzer.default().relatives(word, "en")


def test_families_are_those_of_a_language() -> None:
    analyzer = Analyzer.default()
    assert analyzer.relatives("violence", "fr") == ()
    assert stem("violence", "en") not in analyzer.relatives("violent", "de")


@pytest.mark.parametrize("word", ["unexpected", "neighbourhood", "policing", "Stalking"])
def test_english_words_are_known_by_how_common_they_are(word: str) -> None:
    assert Analyzer.default().commonness(word, "en") > 2.5
    assert Analyzer.default().commonness("unexpectated", "en") == 0
