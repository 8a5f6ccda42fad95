"""Broken words become whole, suspended and real hyphens stay (R11)."""

import pytest

from benchmarks.extraction import ENGLISH, HYPHENS, share_mended
from hub.ingest.extract.hyphens import Mender


@pytest.mark.parametrize("kind", [*HYPHENS, *ENGLISH])
def test_at_least_98_in_100_are_right(kind):
    share, wrong = share_mended(kind)
    assert share >= 0.98, wrong


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("die Informations-\nsammlungen der", "die Informationssammlungen der"),
        ("auf kom-\nmunalen Ebenen", "auf kommunalen Ebenen"),
        ("im Print-\nund Onlineformat", "im Print- und Onlineformat"),
        ("die Efus-\nKonferenz in", "die Efus-Konferenz in"),
        ("der Kurt-Schu-\nmacher-Straße", "der Kurt-Schumacher-Straße"),
        ("seit 2019-\n2021 und", "seit 2019-2021 und"),
        ("EU-\nweit und", "EU-weit und"),
        ("WAFFEN-\nVERBOTSZONE", "WAFFENVERBOTSZONE"),
        ("LKA-\nNRW", "LKA-NRW"),
        ("Bürger-\nInnen und", "BürgerInnen und"),
        ("Mitarbeiter*-\ninnen", "Mitarbeiter*innen"),
        ("https://www.example.org/sichere-\nstadt", "https://www.example.org/sichere-stadt"),
        ("Polizei\u00ad\npräsidium", "Polizeipräsidium"),
        ("Polizei\u00adpräsidium", "Polizeipräsidium"),
        ("Polizei\ufffepräsidium", "Polizeipräsidium"),
        ("Jugendhilfe-\nein-\nrichtung", "Jugendhilfeeinrichtung"),
        ("der Rat -\nund die Stadt", "der Rat -\nund die Stadt"),
        ("- und", "- und"),
    ],
)
def test_a_line_end(broken, mended):
    assert Mender([broken]).mend(broken) == mended


@pytest.mark.parametrize(
    "word",
    [
        "re|arranged un|wrapped mis|read dis|placed re-|elected re-|enter co-|operate co-|opt",
        "non-|linear anti-|war post-|war far-|sighted hard-|working on-|site front-|page one-|time",
        "call|back time|zone white|list day|light high|way well|ness first-|rate part-|time",
    ],
)
def test_english_words_of_one_and_of_two(word):
    for halves in word.split():
        broken = halves.replace("-|", "|").replace("|", "-\n")
        text = f"The following paragraphs are about the work of the city and {broken}"
        assert Mender([text]).mend(text).endswith(halves.replace("|", "")), halves


def test_the_document_itself_says_how_it_writes_a_word():
    hyphened = "Die Start-up-Szene: ein Re-entry-Programm, das Re-entry beginnt. Re-\nentry"
    assert Mender([hyphened]).mend(hyphened).endswith("Re-entry")
    joined = "Das Reentry-Programm: Reentry beginnt früh. Re-\nentry"
    assert Mender([joined]).mend(joined).endswith("Reentry")


def test_a_page_without_words_is_left_alone():
    assert Mender([]).mend("-\n-\n\u00ad\n") == "-\n-\n\u00ad\n"


def test_a_long_row_of_hyphens_takes_no_time():
    text = "a-\n" * 50_000
    assert len(Mender([text]).mend(text)) <= len(text)
