"""The forms of the curators: composing, sending, files, templates, and who may use them."""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

from hub.accounts import Role
from hub.model import Query
from hub.model.newsletter import IssueState
from tests.curation.newsletter.making import resource
from tests.curation.newsletter.test_desk import NOW
from tests.web.newsletter.asking import at, issue

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


def test_five_thousand_entries(hub, curator, draft):
    store = hub.curation.desk.newsletters
    one = issue(hub).entry("a")
    entries = tuple(one.model_copy(update={"id": f"e{n}", "chosen": True}) for n in range(5000))
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


def test_an_entry_is_dropped_anywhere_and_put_back(hub, curator, draft):
    for id in ("a", "b", "c"):
        curator.send("/issue/choose", **at(entry=id, chosen="1"))

    def chosen(section: int) -> list[str]:
        return [e.id for e in issue(hub).sections[section].chosen]

    def drop(entry: str, into: str, ahead_of: str = "", **more: str) -> dict:
        fields = at(entry=entry, into=into, then="back", **more)
        return curator.send("/issue/shift", **fields, **{"ahead-of": ahead_of}).json()

    home = issue(hub).sections[0].id
    told = drop("c", home, "b")
    assert (chosen(0), told["focus"]) == (["a", "c", "b"], "back-c")
    assert told["said"].startswith("Platz 2 von 3")
    page = parse_qs(urlsplit(told["next"]).query)
    assert (page["moved"], page["was-in"], page.get("was-before")) == (["c"], [home], None)
    told = drop("a", "termine")
    assert (chosen(0), chosen(1)) == (["c", "b"], ["a"])
    page = parse_qs(urlsplit(told["next"]).query)
    back = drop("a", page["was-in"][0], page["was-before"][0], back="1")
    assert (chosen(0), chosen(1)) == (["a", "c", "b"], [])
    assert "moved" not in back["next"]
    assert "moved" not in drop("b", home)["next"]  # it was the last already
    drop("a", home, "nobody")  # the one behind it has gone meanwhile
    assert chosen(0) == ["c", "b", "a"]
    assert curator.send("/issue/shift", **at(entry="a", into="nowhere")).status_code == 400
