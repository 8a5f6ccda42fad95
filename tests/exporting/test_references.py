"""RIS, BibTeX and CSL-JSON as other programs read them, and as we read them again."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import bibtexparser
import citeproc
import pytest
import rispy
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.exporting import FORMATS
from hub.exporting.persons import Name, name_of
from hub.exporting.reference import KINDS
from hub.ingest.imports import ExportFile, ImportOptions, read_export, recognise
from hub.ingest.model import Item
from hub.model import ResourceType
from tests.exporting.making import ALL, CALL, EVENT, FULL, PRESS, written

STYLE = Path(__file__).parent / "author-date.csl"
TRICKY = '{}\\"@%&#_$~^\n\r\t\x00\x0b\x85\u2028\u200f\u202e=+-<>|*[]`'
NASTY = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from(TRICKY)),
    min_size=1,
    max_size=60,
)


def again(name: str, content: bytes) -> list[Item]:
    """The file as `hub import` reads it."""
    file = ExportFile(f"list.{FORMATS[name].ending}", content=content)
    assert recognise(file) == name
    items = list(read_export(file, ImportOptions()))
    assert all(isinstance(item, Item) for item in items)
    return items


@pytest.mark.parametrize("name", ["ris", "bibtex", "csl"])
def test_what_we_write_we_read_again(name):
    first, *_, press = again(name, written(name))
    said = {field: first.facts.first(field) for field in ("title", "date", "language", "publisher")}
    assert {field: fact.value for field, fact in said.items()} == {
        "title": FULL.title,
        "date": FULL.date,
        "language": "de",
        "publisher": FULL.publisher,
    }
    assert first.address == FULL.url
    assert first.key == FULL.id
    assert tuple(fact.value for fact in first.facts.every("authors")) == FULL.authors
    assert first.facts.first("type").value == "document"
    assert first.facts.first("description").value == FULL.summary
    words = [fact.value for fact in first.facts.every("keywords")]
    assert {"Beleuchtung", "Lampe", "Weg"} <= set(words)
    assert press.facts.first("type").value == "news"
    assert press.facts.first("container").value == PRESS.publisher
    assert not press.facts.every("authors")


def test_rispy_reads_our_ris():
    full, event, call, press = rispy.loads(written("ris").decode())
    assert full["type_of_reference"] == "RPRT"
    assert full["authors"] == ["Weiß, Jana", "von der Heide, Ludwig", *FULL.authors[2:]]
    assert (full["title"], full["year"]) == (FULL.title, "2024")
    assert full["urls"] == [FULL.url]
    assert full["abstract"] == FULL.summary
    assert event["type_of_reference"] == "CONF"
    assert event["notes"] == ["Termin: 22.–24.11.2026"]
    assert event["place_published"] == "Alte Feuerwache"
    assert call["notes"] == ["Bewerben bis: Januar 2027", "Fördermittelgeber: Bund"]
    assert (press["type_of_reference"], press["secondary_title"]) == ("NEWS", PRESS.publisher)


def test_bibtexparser_reads_our_bibtex():
    library = bibtexparser.parse_string(written("bibtex").decode())
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == [r.id for r in ALL]
    assert [entry.entry_type for entry in library.entries] == [
        *("techreport", "misc", "misc", "article")
    ]
    full = library.entries_dict["laternen"]
    assert full["author"] == (
        "Weiß, Jana and von der Heide, Ludwig and {Deutsches Forum für Sicherheit}"
    )
    assert full["title"] == r"{Mehr Licht: Laternen \& Wege}"


def test_a_csl_processor_cites_what_we_write():
    style = citeproc.CitationStylesStyle(str(STYLE), validate=False)
    source = CiteProcJSON(json.loads(written("csl")))
    book = citeproc.CitationStylesBibliography(style, source, citeproc.formatter.plain)
    for resource in ALL:
        book.register(citeproc.Citation([citeproc.CitationItem(resource.id)]))
    full, *_ = [str(entry) for entry in book.bibliography()]
    assert "Weiß" in full
    assert "von der Heide" in full
    assert "Deutsches Forum für Sicherheit" in full
    assert "2024" in full
    assert "Mehr Licht: Laternen & Wege" in full


def test_csl_says_what_is_what():
    full, event, call, press = json.loads(written("csl"))
    assert [item["type"] for item in (full, event, call, press)] == [
        *("report", "event", "webpage", "article-newspaper")
    ]
    assert event["event-date"] == {"date-parts": [[2026, 11, 22]]}
    assert event["event-place"] == EVENT.event.place
    assert press["container-title"] == PRESS.publisher
    assert "publisher" not in press
    assert call["note"] == "Bewerben bis: Januar 2027; Fördermittelgeber: Bund"
    assert CALL.url == call["URL"]


def test_every_type_has_its_kind():
    assert set(KINDS) == set(ResourceType)


def test_our_fields_are_those_of_zotero(eval_data):
    """Zotero's own samples know every tag and field that we write, but for those named here."""
    folder = eval_data / "bib" / "zotero"
    tags = _found(r"(?m)^([A-Z][A-Z0-9])  - ", folder.glob("ris_*.ris"))
    assert _in(r"(?m)^([A-Z][A-Z0-9])  - ", written("ris").decode()) <= tags
    fields = _found(r"(?m)^\s+(\w+)\s*=", folder.glob("bibtex_*.bib"))
    ours = _in(r"(?m)^  (\w+) = ", written("bibtex").decode())
    assert ours - {"date", "urldate", "entrysubtype"} <= fields  # these are BibLaTeX's


def _found(pattern: str, paths: Iterable[Path]) -> set[str]:
    return {name for path in paths for name in _in(pattern, path.read_text("utf-8-sig"))}


def _in(pattern: str, text: str) -> set[str]:
    return set(re.findall(pattern, text))


@pytest.mark.parametrize(
    ("written_", "family", "given"),
    [
        ("Jana Weiß", "Weiß", "Jana"),
        ("Weiß, Jana", "Weiß", "Jana"),
        ("Prof. Dr. Jana Weiß", "Weiß", "Prof. Dr. Jana"),
        ("Ludwig van der Heide", "van der Heide", "Ludwig"),
        ("Ursula von der Leyen", "von der Leyen", "Ursula"),
        ("Efus", "Efus", ""),
        ("Stadt Köln", "Stadt Köln", ""),
        ("Deutsches Institut für Urbanistik", "Deutsches Institut für Urbanistik", ""),
        ("Ministerium für Inneres, Bau und Sport", "Ministerium für Inneres, Bau und Sport", ""),
        ("Peter Landmann", "Landmann", "Peter"),
        ("Land, Erika", "Land", "Erika"),
        ("Murat Yilmaz", "Yilmaz", "Murat"),
        ("Jugendamt Nord", "Jugendamt Nord", ""),
        ("Konrad", "Konrad", ""),
        ("Landkreis Nord", "Landkreis Nord", ""),
        ("Bundesamt", "Bundesamt", ""),
        ("Muster und Partner", "Muster und Partner", ""),
        ("  Jana\n Weiß ", "Weiß", "Jana"),
    ],
)
def test_names_are_taken_apart_and_bodies_stay_whole(written_, family, given):
    assert name_of(written_) == Name(family, given)


def test_a_known_publisher_is_a_body():
    assert name_of("Grüne Liste", body=True) == Name("Grüne Liste")


@given(NASTY, NASTY)
@settings(max_examples=40, deadline=None)
def test_no_title_breaks_out_of_its_record(title, name):
    odd = FULL.model_copy(
        update={"title": title, "publisher": name, "authors": (name,), "summary": title * 3}
    )
    records = (odd, FULL)
    assert [e["id"] for e in rispy.loads(written("ris", records).decode())] == ["laternen"] * 2
    assert len(json.loads(written("csl", records))) == 2
    only = (odd, EVENT)
    library = bibtexparser.parse_string(written("bibtex", only).decode())
    assert [entry.key for entry in library.entries] == ["laternen", "fachtag"]
    assert not library.failed_blocks
    assert len(again("ris", written("ris", records))) == 2
