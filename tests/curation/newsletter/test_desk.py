"""The whole way of an issue: gathered, composed, sent through a real mail server, remembered."""

import dataclasses
import datetime as dt
import re

import pytest

from hub.accounts import Role
from hub.core import open_hub
from hub.curation.mail.addresses import MailProblem
from hub.curation.newsletter.checking import Lack
from hub.curation.newsletter.editing import Choose, IssueProblem, Move, Rewrite
from hub.errors import SettingsError
from hub.ingest.fetching import Cause
from hub.ingest.links import records
from hub.ingest.links.model import Check, Link, LinkState
from hub.model import Collection, Query
from hub.model.newsletter import IssueState, Newsletter, Section
from hub.settings import Settings
from tests.curation.newsletter.making import resource
from tests.curation.newsletter.post_office import post_office
from tests.people import make_database, person

NOW = dt.datetime.now(dt.UTC)
NEWS = Newsletter(
    id="netzwerk",
    title={"de": "Neues aus dem Netzwerk"},
    sections=(
        Section(id="neu", title={"de": "Publikationen"}, types=("document",)),
        Section(id="termine", title={"de": "Termine"}, types=("event",)),
    ),
    imprint="Netzwerk, Musterstadt",
    sender_name="Netzwerk Büro",
)


@pytest.fixture
def office():
    with post_office() as office:
        yield office


@pytest.fixture
def hub(tmp_path, office):
    settings = Settings(
        collections=tmp_path / "collections",
        data=tmp_path / "data",
        public_url="https://hub.example",
        smtp_host="127.0.0.1",
        smtp_port=office.port,
        smtp_tls="none",
        smtp_timeout_seconds=5,
        mail_from="Hub <hub@example.org>",
    )
    make_database(settings.data)
    hub = open_hub(settings)
    for id, access in (("messergewalt", "members"), ("intern", "restricted")):
        hub.folder.save_collection(Collection(id=id, title={"de": id}, access=access))
    for id, more in {
        "a": {},
        "b": {},
        "tagung": {"type": "event", "event": {"start": "2020-01-01"}},
        "geheim": {"collections": ("intern",)},
        "entwurf": {"status": "draft"},
        "alt": {"added": NOW - dt.timedelta(days=400)},
    }.items():
        hub.folder.save(resource(id, **{"added": NOW, **more}))
    hub.refresh()
    return hub


@pytest.fixture
def desk(hub):
    hub.curation.desk.newsletters.save(NEWS)
    return hub.curation.desk


@pytest.fixture
def kim(hub):
    return person(hub, Role.CURATOR, "kim@example.org", "Kim")


def subscribe(desk, *names):
    emails = "\n".join(f"{name}@example.org" for name in names)
    desk.subscribers.bring(
        "netzwerk", f"email\n{emails}\n", "Liste vom 1. März, unterschrieben", "de"
    )


def ready(desk, kim):
    desk.new_issue(kim, "netzwerk")
    desk.edit(kim, "netzwerk", 1, Choose("a", True))
    return desk.newsletters.issue("netzwerk", 1)


def test_a_new_issue_holds_what_readers_may_see_and_is_new(desk, kim):
    issue = desk.new_issue(kim, "netzwerk")
    assert {s.id: sorted(e.id for e in s.entries) for s in issue.sections} == {
        "neu": ["a", "b"],
        "termine": ["tagung"],
    }
    assert "geheim" not in issue.model_dump_json()
    assert "entwurf" not in issue.model_dump_json()


def test_only_curators_come_to_the_desk(desk, kim):
    editor = dataclasses.replace(kim, role="editor")
    for attempt in (
        lambda: desk.new_issue(editor, "netzwerk"),
        lambda: desk.edit(editor, "netzwerk", 1, Choose("a", True)),
        lambda: desk.send(editor, "netzwerk", 1),
        lambda: desk.new_issue(dataclasses.replace(kim, enabled=False), "netzwerk"),
    ):
        with pytest.raises(IssueProblem, match="Only curators"):
            attempt()


def test_a_resource_of_a_restricted_collection_never_goes_in(desk, kim):
    desk.new_issue(kim, "netzwerk")
    for id in ("geheim", "entwurf", "gibtsnicht"):
        with pytest.raises(IssueProblem, match="not open to all members"):
            desk.add_resource(kim, "netzwerk", 1, "neu", id)
    assert desk.add_resource(kim, "netzwerk", 1, "neu", "alt").issue.entry("alt").chosen


def test_what_is_missing_is_said(desk, kim, hub):
    issue = desk.new_issue(kim, "netzwerk")
    assert [remark.lack for remark in desk.remarks(issue)] == [Lack.EMPTY]
    desk.dead = lambda urls: {url for url in urls if url.endswith("/a")}
    for id in ("a", "b", "tagung"):
        desk.edit(kim, "netzwerk", 1, Choose(id, True))
    desk.edit(kim, "netzwerk", 1, Rewrite("b", 0, "B", ""))
    hub.folder.save(resource("b", title="Anders", added=NOW))
    hub.reload()
    found = {(r.lack, r.entry) for r in desk.remarks(desk.newsletters.issue("netzwerk", 1))}
    assert found == {
        (Lack.DEAD_LINK, "a"),
        (Lack.NO_BLURB, "b"),
        (Lack.CHANGED, "b"),
        (Lack.PAST, "tagung"),
    }
    fresh = desk.recopy(kim, "netzwerk", 1, "b").issue.entry("b")
    assert (fresh.title, fresh.blurb) == ("B", "")


def test_an_issue_is_sent_once_to_everybody(desk, kim, office):
    subscribe(desk, *(f"p{n}" for n in range(5)))
    ready(desk, kim)
    report = desk.send(kim, "netzwerk", 1)
    assert (report.prepared, report.delivery.sent, report.finished) == (5, 5, True)
    assert sorted(office.recipients) == [f"p{n}@example.org" for n in range(5)]
    message = office.envelopes[0][1]
    assert message["Subject"] == "Neues aus dem Netzwerk, Ausgabe 1"
    assert str(message["From"]) == "Netzwerk Büro <hub@example.org>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Titel a" in message.get_body(("plain",)).get_content()
    assert "Titel b" not in message.as_string()
    assert desk.newsletters.issue("netzwerk", 1).state is IssueState.SENT
    assert [e.id for e in desk.new_issue(kim, "netzwerk").entries()] == []


def test_leave_links_are_each_ones_own_and_work(desk, kim, office, hub):
    subscribe(desk, "p1", "p2")
    ready(desk, kim)
    desk.send(kim, "netzwerk", 1)
    links = {to: str(message["List-Unsubscribe"]).strip("<>") for to, message in office.envelopes}
    assert len(set(links.values())) == 2
    token = links["p1@example.org"].rpartition("/")[2]
    assert hub.curation.leave(token)
    assert desk.subscribers.counts("netzwerk") == {"subscribed": 1, "left": 1}


def test_a_server_that_goes_down_loses_nothing_and_repeats_nothing(desk, kim, office):
    subscribe(desk, *(f"p{n}" for n in range(6)))
    ready(desk, kim)
    office.closes_after = 3
    first = desk.send(kim, "netzwerk", 1)
    assert (first.delivery.sent, first.finished) == (3, False)
    assert desk.newsletters.issue("netzwerk", 1).state is IssueState.SENDING
    with pytest.raises(IssueProblem, match="can no longer be changed"):
        desk.edit(kim, "netzwerk", 1, Choose("b", True))
    office.closes_after = 10**9
    assert desk.send(kim, "netzwerk", 1).finished
    assert sorted(office.recipients) == sorted({f"p{n}@example.org" for n in range(6)})


def test_who_left_meanwhile_gets_nothing(desk, kim, office):
    subscribe(desk, "p1", "p2")
    ready(desk, kim)
    office.closes_after = 0
    assert not desk.send(kim, "netzwerk", 1).finished
    assert desk.subscribers.erase("p1@example.org") == 1
    office.closes_after = 10**9
    desk.send(kim, "netzwerk", 1)
    assert office.recipients == ["p2@example.org"]


def test_an_unknown_mailbox_does_not_keep_the_others_waiting(desk, kim, office):
    subscribe(desk, "p1", "p2")
    office.refuse = {"p1@example.org"}
    ready(desk, kim)
    report = desk.send(kim, "netzwerk", 1)
    assert (report.delivery.sent, len(report.delivery.refused), report.finished) == (1, 1, True)
    assert "@" not in report.delivery.refused[0][1]


def test_nothing_is_frozen_when_no_mail_can_go(desk, kim, hub, office):
    subscribe(desk, "p1")
    ready(desk, kim)
    absent = dataclasses.replace(hub.settings, smtp_host="")
    away = open_hub(absent).curation.desk
    with pytest.raises(SettingsError, match="HUB_SMTP_HOST"):
        away.send(kim, "netzwerk", 1)
    assert desk.newsletters.issue("netzwerk", 1).state is IssueState.DRAFT
    gone = open_hub(dataclasses.replace(hub.settings, smtp_port=1)).curation.desk
    with pytest.raises(MailProblem, match="cannot be reached"):
        gone.send(kim, "netzwerk", 1)
    assert desk.send(kim, "netzwerk", 1).delivery.sent == 1


def test_an_empty_issue_is_not_sent(desk, kim):
    desk.new_issue(kim, "netzwerk")
    with pytest.raises(IssueProblem, match="no entry is chosen"):
        desk.send(kim, "netzwerk", 1)


def test_a_trial_goes_to_the_curator_only(desk, kim, office):
    subscribe(desk, "p1")
    ready(desk, kim)
    for _ in range(2):
        assert desk.try_out(kim, "netzwerk", 1).sent == 1
    assert office.recipients == ["kim@example.org"] * 2
    assert desk.newsletters.issue("netzwerk", 1).state is IssueState.DRAFT


def test_an_issue_sent_by_the_houses_own_mailer_is_remembered(desk, kim):
    ready(desk, kim)
    assert desk.archive(kim, "netzwerk", 1).state is IssueState.SENT
    assert desk.newsletters.memory("netzwerk").where_sent(["a"]).number == 1


def test_saved_searches_feed_a_section(desk, kim, hub):
    search = hub.curation.saved.add(kim, "Titel b", Query(text="b"))
    section = Section(id="neu", title={"de": "Neu"}, searches=(search.id, 999))
    desk.newsletters.save(NEWS.model_copy(update={"sections": (section,)}), 1)
    issue = desk.new_issue(kim, "netzwerk")
    assert [entry.id for entry in issue.entries()] == ["b"]
    assert desk.lost_searches(kim, "netzwerk") == (("neu", 999),)


def test_late_resources_are_gathered_into_the_draft(desk, kim, hub):
    desk.new_issue(kim, "netzwerk")
    desk.edit(kim, "netzwerk", 1, Move("b", "neu", 0))
    hub.folder.save(resource("spaet", added=NOW))
    hub.refresh()
    (added,) = desk.gather_again(kim, "netzwerk", 1)
    assert added.id == "spaet"
    order = [entry.id for entry in desk.newsletters.issue("netzwerk", 1).sections[0].entries]
    assert order[0] == "b"
    assert order[-1] == "spaet"


def test_links_that_were_found_dead_are_known(desk, kim, hub):
    address = "https://example.org/a"
    check = Check(NOW, LinkState.GONE, Cause.GONE, 404)
    with hub._database.write() as session:
        records.write(session, Link(address, check, NOW, None, NOW, dead=True))
    assert hub.links.dead([address, "https://example.org/b"]) == {address}
    ready(desk, kim)
    issue = desk.newsletters.issue("netzwerk", 1)
    assert Lack.DEAD_LINK in {remark.lack for remark in desk.remarks(issue)}


def test_who_asks_is_written_to_once_and_subscribed_by_the_link_only(desk, hub, office):
    desk.joining.ask("netzwerk", "Ada@Example.org", "de")
    desk.joining.ask("netzwerk", "ada@example.org", "de")
    assert desk.deliver_rest().sent == 1
    ((recipient, message),) = office.envelopes
    assert (recipient, message["Content-Language"]) == ("ada@example.org", "de")
    assert message["Subject"] == "Bitte bestätigen: Newsletter „Neues aus dem Netzwerk“"
    text = message.get_body(("plain",)).get_content()
    token = re.search(r"https://hub.example/mail/confirm/(\S+)", text).group(1)
    assert desk.joining.may_confirm(token)
    assert desk.subscribers.counts("netzwerk") == {"asked": 1}
    assert not desk.joining.confirm(token[:-2])
    assert not hub.curation.leave(token)  # a link that confirms ends nothing
    assert desk.joining.confirm(token)
    assert desk.subscribers.counts("netzwerk") == {"subscribed": 1}


def test_who_is_erased_before_the_letter_goes_gets_none(desk, office):
    desk.joining.ask("netzwerk", "ada@example.org", "de")
    assert desk.subscribers.erase("ada@example.org") == 1
    assert desk.deliver_rest().sent == 0
    assert office.envelopes == []
