"""The OAI-PMH provider: read by our own harvester, as strict as the protocol, off by default."""

import datetime as dt
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest

from hub.ingest.model import Fetched, Rejected
from hub.ingest.sources import oai
from hub.ingest.sources.spec import SourceSpec
from hub.web.oai import service
from hub.web.oai.asking import OaiError, Span, token
from tests.web.api.conftest import DRAFT, OPEN, PRESS, SECRET

NS = {"o": "http://www.openarchives.org/OAI/2.0/", "dc": "http://purl.org/dc/elements/1.1/"}
DAY = "2026-03-02"  #: on which everything of the small hub was added


def switch(site, id: str, on: bool) -> None:
    file = site.world.folder / "collections" / id / "collection.yaml"
    plain = file.read_text("utf-8").replace("public_metadata: true\n", "")
    file.write_text(plain + ("public_metadata: true\n" if on else ""), "utf-8")
    site.world.hub.reload()


@pytest.fixture
def public(site) -> Iterator[None]:
    """With two public collections, and one that must never be."""
    for id in ("park", "nacht", "geheim"):
        switch(site, id, True)
    yield
    for id in ("park", "nacht", "geheim"):
        switch(site, id, False)


def asked(site, query: str) -> ET.Element:
    got = site.program().get(f"/oai?{query}")
    assert got.status_code == 200
    assert got.headers["content-type"] == "text/xml; charset=utf-8"
    return ET.fromstring(got.content)


def harvested(site, **more):
    address = f"{site.address}/oai"
    spec = SourceSpec(name="x", kind="oai", collection="park", address=address, **more)

    def fetch(address):
        got = site.program().get(address)
        now = dt.datetime.now(dt.UTC)
        return Fetched(address, address, got.status_code, "text/xml", got.content, now)

    return list(oai.read(spec, fetch, None))


def test_it_is_off_until_a_collection_is_switched_on(site):
    for program in (site.program(), site.browser("Mo")):
        got = program.get("/oai?verb=ListRecords&metadataPrefix=oai_dc")
        assert (got.status_code, got.content) == (404, b"")


@pytest.mark.usefixtures("public")
def test_our_harvester_takes_what_is_public_and_nothing_else(site):
    items = harvested(site)
    assert not [item for item in items if isinstance(item, Rejected)]
    assert [item.key for item in items] == ["oai:127.0.0.1:abends", "oai:127.0.0.1:offen"]
    facts = items[1].facts
    assert items[1].address == "https://example.org/o"
    assert facts.first("title").value == OPEN
    assert {fact.value for fact in facts.every("keywords")} == {"Beleuchtung", "lighting"}
    assert facts.first("description").value == "Mehr Licht."
    assert [item.key for item in harvested(site, set="nacht")] == ["oai:127.0.0.1:abends"]


@pytest.mark.usefixtures("public")
def test_what_is_restricted_unpublished_or_of_the_press_is_in_no_answer(site):
    verbs = ("Identify", "ListSets", "ListMetadataFormats", "ListRecords", "ListIdentifiers")
    for who in (site.program(), site.browser("Edda")):
        for verb in verbs:
            prefix = "&metadataPrefix=oai_dc" if verb in verbs[3:] else ""
            text = who.get(f"/oai?verb={verb}{prefix}").text
            for secret in (
                SECRET,
                DRAFT,
                PRESS,
                "geheim",
                "Geheime",
                "blatt",
                "entwurf",
                "nachts",
                "NOTIZ",
            ):
                assert secret not in text, (verb, secret)
        for id in ("zu", "nachts", "entwurf", "blatt", "nothing"):
            text = who.get(
                f"/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:127.0.0.1:{id}"
            ).text
            assert 'code="idDoesNotExist"' in text
    (problem,) = [p for p in site.world.hub.catalogue().problems if "geheim" in p.path]
    assert "public_metadata" in problem.reason
    assert not problem.fatal


@pytest.mark.usefixtures("public")
def test_a_long_list_comes_in_pieces_and_whole(site, request):
    ids = [f"viele-{n:03}" for n in range(2 * service.PAGE)]
    files = [site.world.folder / "collections" / "park" / f"{id}.yaml" for id in ids]
    for id, file in zip(ids, files, strict=True):
        entry = "type: document\ncollections: [park]\nadded: 2026-04-01\n"
        file.write_text(f"id: {id}\ntitle: Laternen {id}\n{entry}", "utf-8")
    site.world.hub.reload()

    def clear():
        for file in files:
            file.unlink()
        site.world.hub.reload()

    request.addfinalizer(clear)
    assert len({item.key for item in harvested(site)}) == len(ids) + 2
    cursors, text = [], "verb=ListIdentifiers&metadataPrefix=oai_dc&set=park&from=2026-03-02"
    while text:
        root = asked(site, text)
        resume = root.find(".//o:resumptionToken", NS)
        cursors.append((resume.get("cursor"), resume.get("completeListSize")))
        text = resume.text and f"verb=ListIdentifiers&resumptionToken={resume.text}"
    assert cursors == [("0", "202"), ("100", "202"), ("200", "202")]


@pytest.mark.usefixtures("public")
def test_days_and_moments_bound_a_list(site):
    def keys(bounds):
        root = asked(site, f"verb=ListIdentifiers&metadataPrefix=oai_dc&{bounds}")
        return len(root.findall(".//o:identifier", NS))

    assert keys(f"from={DAY}&until={DAY}") == 2
    assert keys(f"from={DAY}T09:00:00Z&until={DAY}T09:00:00Z") == 2
    assert keys(f"from={DAY}T09:00:01Z") == 0
    assert keys("until=2026-03-01") == 0
    assert keys("until=9999-12-31") == 2


@pytest.mark.usefixtures("public")
def test_identify_tells_the_truth(site):
    root = asked(site, "verb=Identify")
    told = {part.tag.rpartition("}")[2]: part.text for part in root.find("o:Identify", NS)}
    assert told["baseURL"] == f"{site.address}/oai"
    assert told["deletedRecord"] == "no"
    assert told["earliestDatestamp"] == f"{DAY}T09:00:00Z"
    assert "@" in told["adminEmail"]
    sets = [part.text for part in asked(site, "verb=ListSets").findall(".//o:setSpec", NS)]
    assert sets == ["nacht", "park"]


@pytest.mark.usefixtures("public")
@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=Nothing", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=%FF", "badArgument"),
        ("verb=Identify&set=park", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-03&until=2026-02-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-03&until=2026-02-04T00:00:00Z",
         "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=a&set=b", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc21", "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=geheim", "noRecordsMatch"),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=" + "W1tb" * 900, "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=WyJhIiwgImIiXQ", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=nothing", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=x&identifier=oai:127.0.0.1:offen",
         "cannotDisseminateFormat"),
        ("verb=ListMetadataFormats&identifier=nothing", "idDoesNotExist"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=" + "x" * 4000, "badArgument"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_an_error_of_the_protocol(site, query, code):
    root = asked(site, query)
    assert [error.get("code") for error in root.findall("o:error", NS)] == [code]
    repeated = root.find("o:request", NS).attrib
    assert bool(repeated) == (code not in ("badVerb", "badArgument"))


def test_a_token_carries_no_more_than_what_was_asked():
    made = token(Span("2026-01-01", "", "park"), (f"{DAY}T09:00:00Z", "offen"), 100)
    from hub.web.oai.asking import span

    assert span({"verb": "ListRecords", "resumptionToken": made}) == Span(
        "2026-01-01", "", "park", (f"{DAY}T09:00:00Z", "offen"), 100
    )
    with pytest.raises(OaiError):
        span({"verb": "ListRecords", "resumptionToken": made[4:]})


@pytest.mark.usefixtures("public")
def test_a_form_asks_the_same(site):
    got = site.program().post("/oai", data={"verb": "ListSets"})
    assert "<setSpec>park</setSpec>" in got.text
    assert site.program().put("/oai").status_code in (401, 405)
