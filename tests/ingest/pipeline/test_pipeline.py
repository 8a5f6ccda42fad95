"""From a site on loopback to catalogue and inbox, once and again."""

import pytest

from hub.errors import IngestError
from hub.ingest.model import Fact, Facts, Item, Outcome, Rejected
from hub.ingest.options import Options
from hub.ingest.rules import read_rules
from tests.ingest.desks import counts, new_desk, only, page_item, stated
from tests.ingest.site import article, feed, pdf


def test_a_page_waits_in_the_inbox_with_the_origin_of_each_value(desk):
    address = desk.site.put("/a.html", article("Nachtwege in der Altstadt"))
    report = desk.take(page_item(address), collections=("naechte",))
    assert counts(report) == {"added": 1}
    assert only(report, Outcome.ADDED) == ["It waits in the inbox."]
    [proposal] = desk.ingest.inbox.all()
    resource = proposal.resource
    assert (resource.title, resource.url) == ("Nachtwege in der Altstadt", address)
    assert (resource.language, resource.date) == ("de", "2024-05-31")
    assert resource.collections == ("naechte",)
    assert resource.summary is None  # the description is foreign text
    assert proposal.facts.first("description").value == "Was andere darüber schreiben."
    assert proposal.assumed == ("type",)
    assert "Streetwork" in desk.ingest.stores.texts.read(resource.text)
    assert desk.resources == {}


def test_a_trusted_source_publishes_what_it_states(desk):
    address = desk.site.put("/a.html", article("Nachtwege in der Altstadt"))
    assert counts(desk.take(stated(address), publish=True)) == {"added": 1}
    assert desk.resources["nachtwege-in-der-altstadt"].type == "news"
    assert desk.waiting() == []


def test_a_guess_is_never_published(desk):
    address = desk.site.put("/a.html", article("Nachtwege in der Altstadt"))
    report = desk.take(page_item(address, collections="plaetze"), publish=True)
    assert only(report, Outcome.ADDED) == [
        "Nobody states type: it waits in the inbox, with a suggestion."
    ]
    assert desk.resources == {}


def test_a_second_run_adds_nothing_and_downloads_nothing(desk):
    items = [stated(desk.site.put(f"/{n}.html", article(f"Bericht {n * 7919}"))) for n in range(6)]
    assert counts(desk.take(*items, publish=True)) == {"added": 6}
    given = desk.site.given.total()
    assert counts(desk.take(*items, publish=True)) == {"unchanged": 6}
    assert desk.site.given.total() == given
    desk.site.etags = False  # a server without conditional answers: the bytes are compared
    assert counts(desk.take(*items, publish=True)) == {"unchanged": 6}
    assert len(desk.resources) == 6


def test_a_changed_page_keeps_each_capture_and_what_editors_wrote(desk):
    address = desk.site.put("/a.html", article("Lagebild"))
    item = stated(address)
    desk.take(item, publish=True)
    old = desk.resources["lagebild"]
    desk.folder.save(old.model_copy(update={"summary": "Eigene Worte.", "title": "Unser Titel"}))
    desk.site.put("/a.html", article("Lagebild", more="<p>Neu seit heute: Leuchten.</p>" * 3))
    report = desk.take(item, publish=True)
    assert counts(report) == {"changed": 1}
    new = desk.resources["lagebild"]
    assert (new.title, new.summary) == ("Unser Titel", "Eigene Worte.")
    assert new.text != old.text
    captures = desk.ingest.captures.of("lagebild")
    assert [c.text for c in captures] == [new.text, old.text]


def test_a_dead_page_stays_and_is_a_failure_with_a_reason(desk):
    address = desk.site.put("/a.html", article("Lagebild"))
    desk.take(stated(address), publish=True)
    text = desk.resources["lagebild"].text
    del desk.site.pages["/a.html"]
    report = desk.take(stated(address), publish=True)
    assert not report.ok
    assert "no such page (status 404)" in only(report, Outcome.FAILED)[0]
    assert desk.resources["lagebild"].text == text


def test_the_same_address_in_other_spellings_is_one_resource(desk):
    address = desk.site.put("/a.html", article("Lagebild"))
    desk.site.pages["/a.html?utm_source=brief"] = desk.site.pages["/a.html"]
    other = stated(address + "?utm_source=brief", collection="naechte", key="2")
    report = desk.take(stated(address), other, publish=True)
    assert counts(report) == {"added": 1, "duplicate": 1}
    assert sorted(desk.resources["lagebild"].collections) == ["naechte", "plaetze"]


def test_two_ids_are_two_resources(desk):
    for n in (1, 2):
        desk.site.put(f"/a.html?id={n}", article(f"Bericht {n * 7919}"))
    items = [stated(f"{desk.site.base}/a.html?id={n}") for n in (1, 2)]
    assert counts(desk.take(*items, publish=True)) == {"added": 2}


def test_the_same_pdf_at_two_addresses_is_offered_as_a_twin(desk):
    content = pdf("Handreichung\nWie Busse in der Nacht sicherer werden.")
    one, two = (desk.site.put(f"/{n}.pdf", content, "application/pdf") for n in "ab")
    title = {"title": "Handreichung", "collections": "plaetze", "type": "document"}
    report = desk.take(page_item(one, **title), publish=True)
    assert counts(report) == {"added": 1}
    report = desk.take(page_item(two, **title), publish=True)
    assert counts(report) == {"duplicate": 1}
    [proposal] = desk.ingest.inbox.all()
    assert proposal.twins[0].because == "content"
    desk.ingest.judging.merge(proposal.id)
    assert desk.resources["handreichung"].also_at == (two,)
    assert counts(desk.take(page_item(two, **title), publish=True)) == {"unchanged": 1}


def test_things_without_an_address_come_in_once(desk):
    facts = Facts((Fact("title", "Notiz", "t"), Fact("type", "document", "t")))
    items = [
        Item("board", str(n), facts=facts, collections=("plaetze",), complete=True) for n in "12"
    ]
    assert counts(desk.take(*items, publish=True)) == {"added": 1, "duplicate": 1}
    assert counts(desk.take(*items, publish=True)) == {"unchanged": 2}
    assert list(desk.resources) == ["notiz"]


def test_a_rejected_proposal_never_returns(desk):
    address = desk.site.put("/a.html", article("Werbung für Schlösser"))
    desk.take(page_item(address))
    desk.ingest.judging.reject(desk.waiting()[0], "Werbung")
    asked = desk.site.asked["/a.html"]
    for item in (page_item(address), page_item(address, source="other")):
        report = desk.take(item)
        assert counts(report) == {"rejected": 1}
        assert only(report, Outcome.REJECTED)[0].endswith(": Werbung")
    assert desk.site.asked["/a.html"] == asked
    assert desk.waiting() == []
    again = desk.ingest.look_at(address)  # by hand it may come back, and that is said
    assert "Werbung" in again.remarks[0]


def test_a_dry_run_changes_nothing(desk):
    address = desk.site.put("/a.html", article("Lagebild"))
    assert counts(desk.take(stated(address), publish=True, dry_run=True)) == {"added": 1}
    assert desk.resources == {}
    assert desk.waiting() == []
    assert not (desk.settings.data / "texts").exists()
    assert counts(desk.take(stated(address), publish=True)) == {"added": 1}


def test_one_bad_thing_is_one_row(desk):
    good = desk.site.put("/a.html", article("Lagebild"))
    broken = desk.site.put("/b.pdf", b"%PDF-1.4 broken", "application/pdf")
    items = [
        page_item(good),
        page_item(broken),
        page_item("https://one.example.org/ahttps://two.example.org/b"),
        page_item("http://10.0.0.1/secret"),
        Rejected("probe", "r", "There is no title in row {row}.", {"row": 7}),
    ]
    report = desk.take(*items)
    assert counts(report) == {"added": 1, "rejected": 1, "failed": 3}
    assert only(report, Outcome.REJECTED) == ["There is no title in row 7."]
    reasons = " ".join(only(report, Outcome.FAILED))
    assert "two addresses in one" in reasons
    assert "private network" in reasons
    assert report.total == len(items)


def test_a_source_that_breaks_off_is_one_row_and_keeps_what_came(desk):
    address = desk.site.put("/a.html", article("Lagebild"))

    def items():
        yield page_item(address)
        raise IngestError("The table ends in the middle of row {row}.", row=2)

    report = desk.ingest.take(items(), Options(name="broken"))
    assert counts(report) == {"added": 1, "failed": 1}


def test_what_does_not_answer_comes_in_by_its_facts_where_asked(desk):
    item = page_item(
        f"{desk.site.base}/gone", title="Alter Bericht", type="document", collections="plaetze"
    )
    assert counts(desk.take(item, publish=True)) == {"failed": 1}
    report = desk.take(item, publish=True, keep_unreachable=True)
    assert counts(report) == {"added": 1}
    assert only(report, Outcome.ADDED)[0].startswith("Taken without its page:")


def test_rules_tag_and_reject(desk):
    rules = read_rules(
        [
            {"when": {"title": "Messer*"}, "type": "news", "collection": "naechte"},
            {"when": {"title": "Werbung*"}, "reject": "advertising"},
        ],
        "test",
    )
    one = desk.site.put("/1.html", article("Messerverbot am Bahnhof"))
    two = desk.site.put("/2.html", article("Werbung für Schlösser"))
    report = desk.take(page_item(one), page_item(two), rules=rules, publish=True)
    assert counts(report) == {"added": 1, "rejected": 1}
    assert desk.resources["messerverbot-am-bahnhof"].home == "naechte"
    assert only(report, Outcome.REJECTED) == ["advertising"]


def test_the_sources_of_a_collection_are_run_by_name(desk):
    for n in range(3):
        desk.site.put(f"/{n}.html", article(f"Bericht {n * 7919}"))
    entries = [(f"/{n}.html", f"Bericht {n * 7919}") for n in range(3)]
    address = desk.site.put("/feed.xml", feed(desk.site.base, *entries), "application/rss+xml")
    desk.source(
        "plaetze",
        f"sources:\n- {{name: Blog, kind: feed, url: '{address}', publish: true, type: news}}\n"
        f"- {{name: Kaputt, kind: feed, url: '{desk.site.base}/none'}}\n",
    )
    report = desk.ingest.ingest(["Blog"])
    assert counts(report) == {"added": 3}
    assert {r.source for r in report.rows()} == {"plaetze/Blog"}
    assert sorted(r.home for r in desk.resources.values()) == ["plaetze"] * 3
    everything = desk.ingest.ingest()
    assert counts(everything) == {"unchanged": 3, "failed": 1}
    with pytest.raises(IngestError, match="no collection and no source named 'x'"):
        desk.ingest.ingest(["x"])


def test_originals_are_kept_by_day_where_asked(tmp_path):
    with new_desk(tmp_path, keep_originals=1) as desk:
        page = article("Lagebild")
        desk.take(stated(desk.site.put("/a.html", page)), publish=True)
        [capture] = desk.ingest.captures.of("lagebild")
        assert (desk.settings.data / capture.file).read_text() == page
        assert capture.file == f"files/{capture.at.date()}/{capture.content}.html"


def test_values_no_file_can_hold_do_no_harm(desk):
    facts = {"title": "Ein\0Titel\x07 \u202eumgekehrt \ud800", "publisher": "=1+1"}
    address = desk.site.put("/a.html", article("x"))
    report = desk.take(
        page_item(address, type="news", collections="plaetze", **facts), publish=True
    )
    assert counts(report) == {"added": 1}
    [resource] = desk.resources.values()
    assert resource.title == "EinTitel \u202eumgekehrt"
