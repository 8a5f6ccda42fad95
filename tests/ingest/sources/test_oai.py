"""A repository on loopback that answers as OAI-PMH asks for."""

import datetime as dt

import pytest

from hub.errors import IngestError
from hub.ingest.model import Item, Rejected
from tests.ingest.serving import site
from tests.ingest.sources.reading import read, values

FIRST = "/oai?verb=ListRecords&metadataPrefix=oai_dc"


def answer(inside: str) -> tuple[str, bytes]:
    space = "http://www.openarchives.org/OAI/2.0/"
    return "text/xml", f'<?xml version="1.0"?><OAI-PMH xmlns="{space}">{inside}</OAI-PMH>'.encode()


def record(key: str, *elements: tuple[str, str]) -> str:
    inside = "".join(f"<dc:{name}>{value}</dc:{name}>" for name, value in elements)
    return (
        f"<record><header><identifier>{key}</identifier></header><metadata>"
        f'<x xmlns:dc="http://purl.org/dc/elements/1.1/">{inside}</x></metadata></record>'
    )


def records(inside: str, token: str = "") -> tuple[str, bytes]:
    ending = f"<resumptionToken>{token}</resumptionToken>"
    return answer(f"<ListRecords>{inside}{ending}</ListRecords>")


def test_all_records_are_read_over_several_answers():
    full = record(
        "oai:1",
        ("title", "Sichere  Plätze"),
        ("creator", "Muster, Anna"),
        ("date", "2023-05"),
        ("language", "ger"),
        ("subject", "Stadt"),
        ("description", "Kurz"),
        ("identifier", "urn:x"),
        ("identifier", "https://example.org/1"),
    )
    deleted = '<record><header status="deleted"><identifier>oai:2</identifier></header></record>'
    answers = {
        FIRST: records(full + deleted, "a b&amp;c/1"),
        "/oai?verb=ListRecords&resumptionToken=a%20b%26c%2F1": records(
            record("oai:3", ("identifier", "doi:10.1234/x.5")) + record("oai:4") + record("")
        ),
    }
    with site(answers) as home:
        named = read(kind="oai", url=f"{home}/oai")
    first, gone, third, blank, nameless = named
    assert isinstance(first, Item)
    assert (first.key, first.address) == ("oai:1", "https://example.org/1")
    assert values(first, "title") == ["Sichere Plätze"]
    assert values(first, "authors") == ["Anna Muster"]
    assert values(first, "date") == ["2023-05"]
    assert values(first, "language") == ["de"]
    assert isinstance(gone, Rejected)
    assert (gone.key, gone.withdrawn) == ("oai:2", True)
    assert isinstance(third, Item)
    assert third.address == "https://doi.org/10.1234/x.5"
    assert isinstance(blank, Rejected)
    assert isinstance(nameless, Rejected)


def test_later_runs_ask_for_what_changed():
    asked = FIRST + "&set=a%3Ab&from=2024-03-04&until=2024-12-31"
    with site({asked: answer('<error code="noRecordsMatch"/>')}) as home:
        since = dt.datetime(2024, 3, 5, 1, tzinfo=dt.UTC)
        source = {"kind": "oai", "url": f"{home}/oai", "set": "a:b"}
        assert read(since, **source, **{"from": "2024-01-01", "until": "2024-12-31"}) == []


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("badArgument", "Check 'set', 'prefix'"),
        ("badResumptionToken", "Run it again"),
        ("badVerb", "does not understand OAI-PMH"),
        ("cannotDisseminateFormat", "does not offer the format 'oai_dc'"),
        ("idDoesNotExist", "does not know this record"),
        ("noMetadataFormats", "no metadata for this record"),
        ("noSetHierarchy", "Remove 'set'"),
        ("somethingNew", r"answers with an error \(somethingNew: Nein\)"),
    ],
)
def test_each_error_of_the_protocol_is_a_sentence(code, said):
    with (
        site({FIRST: answer(f'<error code="{code}">Nein</error>')}) as home,
        pytest.raises(IngestError, match=said),
    ):
        read(kind="oai", url=f"{home}/oai")


def test_a_repository_that_repeats_itself_is_left():
    again = records(record("oai:1", ("title", "T")), "x")
    answers = {FIRST: again, "/oai?verb=ListRecords&resumptionToken=x": again}
    with site(answers) as home, pytest.raises(IngestError, match="repeats itself"):
        read(kind="oai", url=f"{home}/oai")


@pytest.mark.parametrize(
    ("body", "said"), [(b"broken xml", "is no XML"), (b"<html/>", "does not answer as an OAI")]
)
def test_another_answer_is_no_repository(body, said):
    with site({FIRST: ("text/html", body)}) as home, pytest.raises(IngestError, match=said):
        read(kind="oai", url=f"{home}/oai")


def test_all_answers_of_the_evaluation_data_are_read(eval_data):
    outcomes = {}
    paths = sorted((eval_data / "oai").glob("*.xml"))
    further = {
        f"/oai?verb=ListRecords&resumptionToken={path.name}": ("text/xml", path.read_bytes())
        for path in paths
    }
    for path in paths:
        with site({FIRST: ("text/xml", path.read_bytes()), **further}) as home:
            try:
                outcomes[path.name] = [
                    type(n).__name__ for n in read(kind="oai", url=f"{home}/oai")
                ]
            except IngestError as error:
                outcomes[path.name] = str(error)
    assert len(outcomes) == 19
    assert outcomes["GetRecord.xml"] == outcomes["GetRecord_utf8test.xml"] == ["Item"]
    assert outcomes["ListRecords4.xml"] == ["Rejected", "Item"]
    assert outcomes["noRecordsMatch.xml"] == []
    failed = {name for name, outcome in outcomes.items() if isinstance(outcome, str)}
    assert {"badArgument.xml", "undefinedError.xml", "ListRecordsBroken.xml"} <= failed
