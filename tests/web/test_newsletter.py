"""The newsletter on the web: readers, subscribers, and the forms of the curators."""

import re
from urllib.parse import urlencode

import feedparser
import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from hub.accounts import Role
from hub.core import open_hub
from hub.curation.newsletter.editing import Choose
from hub.model import Collection, Query
from hub.model.newsletter import IssueState
from hub.settings import Settings
from hub.web import curation_routes, middleware
from tests.curation.newsletter.making import resource
from tests.curation.newsletter.post_office import post_office
from tests.curation.newsletter.test_desk import NEWS, NOW
from tests.looping import run

PASSWORD = "sieben Laternen am Platz"
ORIGIN = "https://hub.example"
PEOPLE = (Role.MEMBER, Role.EDITOR, Role.CURATOR, Role.ADMIN)


@pytest.fixture
def office():
    with post_office() as office:
        yield office


@pytest.fixture
def hub(tmp_path, office):
    settings = Settings(
        collections=tmp_path / "collections",
        data=tmp_path / "data",
        public_url=ORIGIN,
        smtp_host="127.0.0.1",
        smtp_port=office.port,
        smtp_tls="none",
        smtp_timeout_seconds=5,
        mail_from="Hub <hub@example.org>",
    )
    hub = open_hub(settings)
    hub.folder.save_collection(Collection(id="messergewalt", title={"de": "Messergewalt"}))
    for id in ("a", "b", "c"):
        hub.folder.save(resource(id, added=NOW))
    hub.refresh()
    hub.curation.desk.newsletters.save(NEWS.model_copy(update={"archive_open": True}))
    hub.curation.desk.newsletters.save(NEWS.model_copy(update={"id": "intern"}))
    return hub


class Browser:
    """Somebody's browser before the app; it keeps cookies and follows no redirect."""

    def __init__(self, app, session=None):
        self.app = app
        self.csrf = session.csrf if session else ""
        self.cookies = httpx.Cookies()

    def ask(self, method, path, **more):
        async def answer():
            transport = httpx.ASGITransport(self.app, client=("192.0.2.7", 4711))
            async with httpx.AsyncClient(
                transport=transport, base_url=ORIGIN, cookies=self.cookies
            ) as client:
                given = await client.request(method, path, **more)
                self.cookies.update(client.cookies)
                return given

        return run(answer())

    def get(self, path):
        return self.ask("GET", path)

    def send(self, path, soft=True, **fields):
        headers = {"accept": "application/json"} if soft else {}
        return self.ask("POST", path, data={"csrf": self.csrf, **fields}, headers=headers)


@pytest.fixture
def browser(hub):
    """Makes the browser of somebody of a role; of an outsider without one."""
    app = Starlette(
        routes=curation_routes(hub),
        middleware=[Middleware(m.cls, *m.args, **m.kwargs) for m in middleware(hub)],
    )
    known = set()

    def make(role=None):
        if role is None:
            return Browser(app)
        email = f"{role.value}@example.org"
        if role is Role.GUEST:
            token = hub.accounts.enter(hub.accounts.add_code(["messergewalt"], _tomorrow()), "")
        else:
            if role not in known:
                hub.accounts.add(email, role, name=role.value.title(), password=PASSWORD)
                known.add(role)
            token = hub.accounts.log_in(email, PASSWORD, "")
        mine = Browser(app, hub.accounts.session(token))
        mine.cookies.set("hub_session", token)
        return mine

    return make


def _tomorrow():
    import datetime as dt

    return dt.datetime.now(dt.UTC) + dt.timedelta(days=1)


@pytest.fixture
def curator(browser):
    return browser(Role.CURATOR)


@pytest.fixture
def draft(hub, curator):
    """A draft of the first issue of the open newsletter; the account that began it."""
    kim = hub.accounts.account("curator@example.org")
    hub.curation.desk.new_issue(kim, "netzwerk")
    return kim


def issue(hub, number=1):
    return hub.curation.desk.newsletters.issue("netzwerk", number)


def at(**more):
    return {"newsletter": "netzwerk", "number": "1", **more}


# Composing


def test_choosing_and_moving_by_buttons(hub, curator, draft):
    for id in ("a", "b", "c"):
        answer = curator.send("/issue/choose", **at(entry=id, chosen="1"))
        assert answer.json() == {
            "next": "/issue?newsletter=netzwerk&number=1",
            "focus": f"choose-{id}",
        }
    assert [e.id for e in issue(hub).sections[0].chosen] == ["a", "b", "c"]
    curator.send("/issue/shift", **at(entry="c", way="up"))
    curator.send("/issue/shift", **at(entry="a", way="down"))
    assert [e.id for e in issue(hub).sections[0].chosen] == ["c", "a", "b"]
    curator.send("/issue/shift", **at(entry="b", way="top"))
    curator.send("/issue/choose", **at(entry="a", chosen="0"))
    assert [e.id for e in issue(hub).sections[0].chosen] == ["b", "c"]
    answer = curator.send("/issue/shift", **at(entry="c", into="termine"))
    assert answer.json()["focus"] == "into-c"
    assert [e.id for e in issue(hub).sections[1].chosen] == ["c"]
    assert curator.send("/issue/shift", **at(entry="c", way="sideways")).status_code == 400


def test_writing_is_saved_with_the_time_and_clashes_are_told(hub, curator, draft):
    curator.send("/issue/choose", **at(entry="a", chosen="1"))
    one = curator.send("/issue/write", **at(entry="a", revision="0", called="A", blurb="eins"))
    assert re.fullmatch(r"Gespeichert um \d\d:\d\d", one.json()["saved"])
    assert one.json()["revision"] == 1
    late = curator.send("/issue/write", **at(entry="a", revision="0", called="A", blurb="zwei"))
    assert "Jemand anders hat diesen Text geändert" in late.json()["clash"]
    entry = issue(hub).entry("a")
    assert (entry.blurb, [other.blurb for other in entry.others]) == ("eins", ["zwei"])
    curator.send("/issue/settle", **at(entry="a", take="0"))
    assert (issue(hub).entry("a").blurb, issue(hub).entry("a").others) == ("zwei", ())


def test_a_text_of_the_issue_clashes_with_itself_only(hub, curator, draft):
    text = {"which": "introduction", "revision": "0"}
    assert "saved" in curator.send("/issue/text", **at(**text, text="Hallo\r\nWelt")).json()
    assert issue(hub).introduction == "Hallo\nWelt"
    # another text, from the same old state of the page: no clash
    other = {"which": "closing", "revision": "0"}
    assert curator.send("/issue/text", **at(**other, text="Tschüss")).json()["revision"] == 1
    late = curator.send("/issue/text", **at(**text, text="Guten Tag")).json()
    assert "Jemand anders hat diesen Text geändert" in late["clash"]
    assert "revision" not in late  # what is typed next is kept beside, too
    assert issue(hub).introduction == "Hallo\nWelt"
    settled = curator.send("/issue/settle-text", **at(which="introduction", take="0")).json()
    assert settled["focus"] == "text-introduction"
    assert (issue(hub).introduction, issue(hub).other_texts) == ("Guten Tag", ())


def test_what_does_not_fit_is_said_and_changes_nothing(hub, curator, draft):
    before = issue(hub)
    for path, fields, said in (
        ("write", {"entry": "a", "revision": "0", "called": "A", "blurb": "x" * 50_000}, "zu lang"),
        (
            "write",
            {"entry": "a", "revision": "0", "called": " ", "blurb": ""},
            "braucht einen Titel",
        ),
        ("write", {"entry": "zz", "revision": "0", "called": "A", "blurb": ""}, "nicht mehr"),
        (
            "free",
            {"section": "neu", "called": "F", "url": "javascript:alert(1)"},
            "keine Webadresse",
        ),
        ("free", {"section": "weg", "called": "F"}, "nicht mehr"),
        ("add", {"section": "neu", "resource": "nix"}, "nicht für alle Mitglieder"),
        ("remove", {"entry": "a"}, "Entfernen lassen sich nur"),
        ("text", {"which": "number", "text": "7"}, "Das geht"),
        ("send", {}, "kein Eintrag ausgewählt"),
        ("dance", {}, "Das geht"),
        ("write", {"entry": "a", "revision": "0", "called": "A", "blurb": "ü" * 50_000}, "zu groß"),
    ):
        answer = curator.send(f"/issue/{path}", **at(**fields))
        assert answer.status_code in (400, 413), path
        assert said in answer.json()["error"], answer.json()
    assert issue(hub) == before


def test_free_entries_notes_and_taking_over_what_changed(hub, curator, draft):
    nasty = '<script>alert(1)</script> \u202eRTL‮ "مرحبا"'
    curator.send(
        "/issue/free", **at(section="termine", called=nasty, url="https://a.example", blurb=nasty)
    )
    curator.send("/issue/note", **at(entry="free-1", text="Bitte prüfen\r\nDanke"))
    entry = issue(hub).entry("free-1")
    assert (entry.title, entry.notes[0].text, entry.notes[0].by) == (
        nasty,
        "Bitte prüfen\nDanke",
        "Curator",
    )
    mail = curator.get("/issue/mail?newsletter=netzwerk&number=1")
    assert "<script" not in mail.text
    assert "&lt;script&gt;" in mail.text
    assert "Bitte prüfen" not in mail.text
    curator.send("/issue/remove", **at(entry="free-1"))
    assert issue(hub).entry("free-1") is None
    hub.folder.save(resource("a", added=NOW, title="Neu"))
    hub.reload()
    curator.send("/issue/recopy", **at(entry="a", texts="1"))
    assert issue(hub).entry("a").title == "Neu"


def test_gathering_again_and_discarding(hub, curator, draft):
    hub.folder.save(resource("d", added=NOW))
    hub.refresh()
    assert curator.send("/issue/gather", **at()).json()["next"].endswith("done=gathered&n=1")
    assert (
        curator.send("/issue/discard", **at()).json()["next"].startswith("/newsletter?id=netzwerk")
    )
    assert hub.curation.desk.newsletters.issues("netzwerk") == ()
    assert curator.send("/issue/new", newsletter="netzwerk", since="2000-01-01").status_code == 200
    assert curator.send("/issue/new", newsletter="netzwerk", since="x").status_code == 400


# Sending


def test_trying_out_and_sending(hub, curator, draft, office):
    hub.curation.desk.subscribers.bring(
        "netzwerk", "email\nada@example.org\n", "Liste vom März", "de"
    )
    curator.send("/issue/choose", **at(entry="a", chosen="1"))
    assert curator.send("/issue/test", **at()).json()["next"].endswith("done=tested")
    assert office.recipients == ["curator@example.org"]
    assert curator.send("/issue/send", **at()).json()["next"].endswith("view=send&done=sending")
    assert office.recipients[1:] == ["ada@example.org"]
    assert issue(hub).state is IssueState.SENT
    assert (
        "nicht mehr ändern"
        in curator.send("/issue/choose", **at(entry="b", chosen="1")).json()["error"]
    )


def test_the_server_is_away_when_an_issue_is_sent(hub, curator, draft, office):
    hub.curation.desk.subscribers.bring(
        "netzwerk", "email\nada@example.org\n", "Liste vom März", "de"
    )
    curator.send("/issue/choose", **at(entry="a", chosen="1"))
    office.closes_after = 0
    curator.send("/issue/send", **at())
    assert issue(hub).state is IssueState.SENDING
    assert hub.curation.desk.sender.progress(issue(hub)) == (1, 1)
    office.closes_after = 10
    curator.send("/issue/send", **at())
    assert (issue(hub).state, office.recipients) == (IssueState.SENT, ["ada@example.org"])


def test_archiving_what_the_own_mailer_sent(hub, curator, draft, office):
    curator.send("/issue/choose", **at(entry="a", chosen="1"))
    curator.send("/issue/archive", **at())
    assert (issue(hub).state, office.envelopes) == (IssueState.SENT, [])


def test_files_for_the_own_mailer(curator, draft):
    curator.send("/issue/choose", **at(entry="a", chosen="1"))
    for format, ending in (
        ("eml", "eml"),
        ("html", "html"),
        ("text", "txt"),
        ("markdown", "md"),
        ("csv", "csv"),
    ):
        file = curator.get(f"/issue/file?newsletter=netzwerk&number=1&format={format}")
        assert file.headers["content-disposition"] == f'attachment; filename="netzwerk-1.{ending}"'
        assert "Titel a" in file.text
    assert curator.get("/issue/file?newsletter=netzwerk&number=1&format=exe").status_code == 404
    preview = curator.get("/issue/preview?newsletter=netzwerk&number=1")
    assert preview.text.count("<iframe") == 2
    mail = curator.get("/issue/mail?newsletter=netzwerk&number=1")
    policy = mail.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy


# Templates


def test_a_template_is_made_and_changed(hub, curator):
    store = hub.curation.desk.newsletters
    begun = curator.send("/newsletters/begin", called="Rundbrief Süd", language="de")
    assert begun.json()["next"] == "/newsletter?id=rundbrief-sud&done=begun"
    id = "rundbrief-sud"

    def send(action, **fields):
        revision = str(store.get(id)[1])
        return curator.send(f"/newsletters/{action}", newsletter=id, revision=revision, **fields)

    send(
        "texts",
        called="Rundbrief",
        imprint="Impressum",
        reply_to="a@example.org",
        archive_open="1",
        language="de",
    )
    assert (store.get(id)[0].imprint, store.get(id)[0].archive_open) == ("Impressum", True)
    bad = send(
        "texts", called="Rundbrief", reply_to="a@example.org\nBcc: b@example.org", language="de"
    )
    assert "keine E-Mail-Adresse" in bad.json()["error"]
    send("add", called="Extra")
    send("up", section="extra")
    assert [s.id for s in store.get(id)[0].sections][-2:] == ["extra", "netzwerk"]
    kim = hub.accounts.account("curator@example.org")
    search = hub.curation.saved.add(kim, "Messer", Query(text="messer"))
    send("section", section="extra", called="Extras", search=str(search.id), **{"type-event": "1"})
    extra = next(s for s in store.get(id)[0].sections if s.id == "extra")
    assert (extra.title, extra.types, extra.searches) == (
        {"de": "Extras"},
        ("event",),
        (search.id,),
    )
    assert hub.curation.saved.get(kim, search.id).sharing.value == "curators"
    send("section", section="extra", called="Extras")
    send("leave", section="extra")
    assert len(store.get(id)[0].sections) == 5
    stale = curator.send("/newsletters/leave", newsletter=id, revision="1", section="termine")
    assert "inzwischen geändert" in stale.json()["error"]
    send("remove")
    assert id not in [one.id for one in store.all()]


# Who may do and see what


def test_only_curators_find_the_desk(browser, hub, draft):
    paths = ("/issue/preview", "/issue/mail", "/issue/file")
    for role in (Role.MEMBER, Role.EDITOR, Role.GUEST):
        mine = browser(role)
        for path in paths:
            assert mine.get(f"{path}?newsletter=netzwerk&number=1&format=csv").status_code == 404
        for path in ("/issue/choose", "/issue/send", "/newsletters/remove"):
            answer = mine.send(path, **at(entry="a", chosen="1", revision="1"))
            assert answer.status_code == 404
    nobody = browser()
    for path in paths:
        assert nobody.get(f"{path}?newsletter=netzwerk&number=1").status_code == 401
    assert nobody.send("/issue/choose", **at(entry="a", chosen="1")).status_code == 401
    assert not any(entry.chosen for entry in issue(hub).entries())


def test_a_form_of_another_page_is_refused(browser, curator, hub, draft):
    for csrf in ("", "wrong", browser(Role.ADMIN).csrf):
        curator.csrf = csrf
        assert curator.send("/issue/choose", **at(entry="a", chosen="1")).status_code == 403
    assert not any(entry.chosen for entry in issue(hub).entries())


def sent(hub, kim):
    hub.curation.desk.edit(kim, "netzwerk", 1, Choose("a", True))
    hub.curation.desk.archive(kim, "netzwerk", 1)


def test_the_archive_is_open_where_the_newsletter_says_so(browser, hub, draft):
    nobody, member = browser(), browser(Role.MEMBER)
    assert nobody.get("/newsletter/netzwerk/1").status_code == 404  # a draft
    assert "Titel a" not in nobody.get("/newsletter/netzwerk").text
    sent(hub, draft)
    for mine in (nobody, member, browser(Role.GUEST)):
        assert "Titel a" in mine.get("/newsletter/netzwerk/1").text
        assert "/newsletter/netzwerk/1" in mine.get("/newsletter/netzwerk").text
    feed = feedparser.parse(nobody.get("/newsletter/netzwerk.atom").content)
    assert not feed.bozo
    assert [entry.link for entry in feed.entries] == [f"{ORIGIN}/newsletter/netzwerk/1"]
    assert nobody.get("/newsletter/intern").status_code == 404
    assert nobody.get("/newsletter/intern").text == nobody.get("/newsletter/keiner").text.replace(
        "keiner", "intern"
    )
    assert browser(Role.GUEST).get("/newsletter/intern").status_code == 404
    assert member.get("/newsletter/intern").status_code == 200
    assert member.get("/newsletter/intern.atom").status_code == 404


# Subscribing


def subscribe(browser, email="ada@example.org"):
    page = browser.get("/newsletter/netzwerk")
    browser.csrf = re.search(r'name="csrf" value="([^"]+)"', page.text)[1]
    return browser.send("/newsletter/netzwerk/subscribe", soft=False, email=email)


def test_subscribing_takes_two_steps(browser, hub, office):
    nobody = browser()
    answer = subscribe(nobody)
    assert (answer.status_code, answer.headers["location"]) == (303, "/newsletter/netzwerk?asked=1")
    assert "Vielen Dank" in nobody.get("/newsletter/netzwerk?asked=1").text
    ((recipient, message),) = office.envelopes
    assert recipient == "ada@example.org"
    address = re.search(r"/mail/confirm/\S+", message.get_body(("plain",)).get_content())[0]
    assert hub.curation.desk.subscribers.counts("netzwerk") == {"asked": 1}
    assert "Ja, ich möchte" in nobody.get(address).text  # a look changes nothing
    assert hub.curation.desk.subscribers.counts("netzwerk") == {"asked": 1}
    assert nobody.ask("POST", address).status_code == 200
    assert hub.curation.desk.subscribers.counts("netzwerk") == {"subscribed": 1}
    assert nobody.ask("POST", address[:-3]).status_code == 404
    # known or not: the same answer, and no second mail
    again = subscribe(nobody)
    assert (again.status_code, again.headers["location"]) == (303, answer.headers["location"])
    assert len(office.envelopes) == 1


def test_bad_addresses_other_pages_and_floods(browser, hub, office):
    nobody = browser()
    refused = subscribe(nobody, "ada@example.org\r\nBcc: eve@example.org")
    assert (refused.status_code, "ist keine" in refused.text) == (400, True)
    subscribe(nobody, "ada@bücher.example")
    assert office.recipients == ["ada@xn--bcher-kva.example"]
    nobody.csrf = "wrong"
    forged = nobody.send("/newsletter/netzwerk/subscribe", soft=False, email="eve@example.org")
    assert forged.status_code == 403
    for number in range(18):
        assert subscribe(nobody, f"p{number}@example.org").status_code == 303
    flood = subscribe(nobody, "last@example.org")
    assert (flood.status_code, "zu viele Anfragen" in flood.text) == (400, True)
    closed = browser(Role.MEMBER)
    closed.csrf = nobody.csrf
    assert closed.send("/newsletter/intern/subscribe", email="x@example.org").status_code == 404


def test_five_thousand_entries(hub, curator, draft):
    store = hub.curation.desk.newsletters
    entries = tuple(
        issue(hub).entry("a").model_copy(update={"id": f"e{n}", "chosen": True})
        for n in range(5000)
    )
    first, second = issue(hub).sections
    store.rework(
        "netzwerk",
        1,
        lambda old: old.model_copy(
            update={"sections": (first.model_copy(update={"entries": entries}), second)}
        ),
        by="",
        now=NOW,
    )
    assert curator.send("/issue/shift", **at(entry="e4999", way="top")).status_code == 200
    assert issue(hub).sections[0].entries[0].id == "e4999"
    assert curator.get(f"/issue/mail?{urlencode(at())}").text.count("<h3") == 5000
