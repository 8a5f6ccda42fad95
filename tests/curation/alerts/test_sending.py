"""Alerts from switching on to the mail server: nothing lost, nothing twice, nothing betrayed."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from hub.accounts import Role
from hub.curation.mail.addresses import MailProblem
from hub.model import Filters, Query
from hub.model.curation import Rhythm, Sharing
from tests.curation.alerts.telling import alert, titles


def test_the_first_mail_tells_only_what_came_since(world, curation, office):
    world.put("alt")
    kim = world.person("Kim")
    alert(curation, kim)
    world.put("neu", "auch-neu")
    assert curation.sender.send().due == 0
    world.pass_by(days=1)
    report = curation.sender.send()
    assert (report.due, report.prepared, report.delivery.sent) == (1, 1, 1)
    assert titles(office) == {"neu", "auch-neu"}
    world.pass_by(days=1)
    curation.sender.send()
    assert len(office.letters) == 1  # nothing new, no mail


def test_late_edited_and_imported_again_are_told_once(world, curation, office):
    world.put("alt", "bleibt")
    kim = world.person("Kim")
    alert(curation, kim)
    world.put("spaet", added="2001-01-01")
    world.put("alt", title="Laternen, ganz anders")
    world.drop("bleibt")
    world.pass_by(days=1)
    curation.sender.send()
    world.put("bleibt")
    world.put("spaet", title="Laternen, noch einmal")
    world.pass_by(days=1)
    curation.sender.send()
    assert [titles(office, n) for n in range(len(office.letters))] == [{"spaet"}]


def test_imported_again_under_another_id_is_told_once(world, curation, office):
    page, moved = "https://www.example.org/a", "https://example.org/neu/a"
    world.put("alt", url=page)
    alert(curation, world.person("Kim"))
    world.put("spaet", url="https://example.org/b", text="b" * 64)
    for _ in range(2):  # told, and noticed under its new address
        world.pass_by(days=1)
        curation.sender.send()
        world.put("alt", url=moved)
    for id in ("alt", "spaet"):
        world.drop(id)
    world.put("alt-2", url="http://example.org/neu/a/", added="2026-03-09")
    world.put("spaet-2", url="https://elsewhere.example/c", text="b" * 64)
    world.put("anders", url="https://example.org/d")
    world.pass_by(days=1)
    curation.sender.send()
    assert [titles(office, n) for n in range(len(office.letters))] == [{"spaet"}, {"anders"}]


@pytest.mark.parametrize(
    ("change", "hours"), [(dt.date(2026, 3, 29), 23), (dt.date(2026, 10, 25), 25)]
)
def test_each_day_has_one_letter_where_the_clocks_change(world, curation, office, change, hours):
    """The first run of each day sends and no other, however long the day before was."""
    midnight = dt.datetime.combine(change, dt.time(), ZoneInfo("Europe/Berlin"))
    start = midnight.astimezone(dt.UTC)
    world.now = start - dt.timedelta(hours=1)
    alert(curation, world.person("Kim"))
    world.put("neu-0")
    sent = []
    for hour in (0, 1, hours - 1, hours, hours + 1, hours + 23, hours + 24):
        world.now = start + dt.timedelta(hours=hour)
        if curation.sender.send().delivery.sent:
            sent.append(hour)
            world.put(f"neu-{len(sent)}")
    assert sent == [0, hours, hours + 24]
    assert [titles(office, n) for n in range(3)] == [{"neu-0"}, {"neu-1"}, {"neu-2"}]


def test_the_letter_is_whole(world, curation, office):
    kim = world.person("Kim")
    id = alert(curation, kim)
    nasty = "Laternen <script>alert(1)</script> & mehr"
    world.put(
        "neu", title=nasty, type="news", summary="Laut. " * 400, url="https://www.zeit.example/x"
    )
    world.pass_by(days=1)
    curation.sender.send()
    (message,) = office.messages
    assert message["To"] == "kim@example.org"
    assert message["Subject"] == "1 neuer Treffer: Suche von Kim"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = message["List-Unsubscribe"].strip("<>")
    assert link.startswith("https://hub.example.org/mail/leave/")
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    for body in (text, html):
        assert "Guten Tag Kim," in body
        assert f"https://hub.example.org/search?saved={id}" in body
        assert link in body
        assert "https://www.zeit.example/x" in body
        assert 100 < body.count("Laut.") * 6 <= 620  # a note, not the article (R24)
    assert nasty in text
    assert "<script>" not in html
    assert "<img" not in html
    assert 'lang="de"' in html
    assert curation.leave(link.rpartition("/")[2])
    world.put("noch-eins")
    world.pass_by(days=1)
    assert curation.sender.send().due == 0


def test_it_speaks_the_language_it_was_ordered_in(world, curation, office):
    kim = world.person("Kim")
    alert(curation, kim, language="en")
    world.put("neu", "neuer")
    world.pass_by(days=1)
    curation.sender.send()
    assert office.messages[0]["Subject"] == "2 new hits: Suche von Kim"
    assert "Hello Kim," in office.messages[0].get_body(("html",)).get_content()


def test_only_hits_with_every_word_are_told(world, curation, office):
    kim = world.person("Kim")
    alert(curation, kim, Query("Laternen Brunnen"))
    world.put("halb")
    world.put("ganz", title="Laternen am Brunnen")
    world.pass_by(days=1)
    curation.sender.send()
    assert titles(office) == {"ganz"}


def test_a_changed_search_tells_what_comes_and_what_was_due(world, curation, office):
    world.put("brunnen", title="Brunnen")
    kim = world.person("Kim")
    id = alert(curation, kim)
    world.put("neu")  # found by the old query, not told yet
    curation.alerts.change(kim, id, Query("Laternen OR Brunnen"))
    world.put("brunnen-neu", title="Brunnen, neu")
    world.pass_by(days=1)
    curation.sender.send()
    assert titles(office) == {"neu", "brunnen-neu"}


# Rights


def test_a_disabled_account_gets_nothing(world, curation, office):
    kim = world.person("Kim")
    alert(curation, kim)
    world.put("neu")
    world.hub.accounts.disable(kim.email)
    world.pass_by(days=1)
    curation.sender.send()
    assert office.letters == []
    world.hub.accounts.enable(kim.email)
    world.pass_by(days=30)
    curation.sender.send()
    assert titles(office) == {"neu"}  # and nothing was lost


def test_rights_taken_away_while_the_letter_waits(world, curation, office):
    kim = world.person("Kim")
    world.hub.accounts.grant(kim.email, "geheim")
    kim = world.again(kim)
    alert(curation, kim)
    world.put("offen")
    world.put("zu", title="Laternen GEHEIM", collections=("geheim",))
    world.pass_by(days=1)
    nobody = world.curation_with(smtp_port=1)
    with pytest.raises(MailProblem, match="cannot be reached"):
        nobody.sender.send()  # the letter is written, and waits
    world.hub.accounts.revoke_grant(kim.email, "geheim")
    curation.sender.send()
    assert [titles(office, n) for n in range(len(office.letters))] == [{"offen"}]
    assert b"GEHEIM" not in office.letters[0][1]
    world.hub.accounts.grant(kim.email, "geheim")
    world.pass_by(days=1)
    curation.sender.send()
    assert titles(office) == {"zu"}  # told when it may be


def test_a_search_that_is_no_longer_shared_tells_nothing(world, curation, office):
    kim, mo = world.person("Kim"), world.person("Mo")
    search = curation.saved.add(kim, "Geteilt", Query("Laternen"), Sharing.MEMBERS)
    curation.alerts.switch(mo, search.id, Rhythm.DAILY, "de")
    world.put("neu")
    curation.saved.share(kim, search.id, Sharing.PRIVATE)
    world.pass_by(days=1)
    curation.sender.send()
    assert office.letters == []


def test_a_curators_search_stops_for_one_who_is_curator_no_more(world, curation, office):
    kim, cleo = world.person("Kim"), world.person("Cleo", Role.CURATOR)
    search = curation.saved.add(kim, "Geteilt", Query("Laternen"), Sharing.CURATORS)
    curation.alerts.switch(cleo, search.id, Rhythm.DAILY, "de")
    world.hub.accounts.set_role(cleo.email, Role.MEMBER)
    world.put("neu")
    world.pass_by(days=1)
    curation.sender.send()
    assert office.letters == []


def test_a_broken_search_says_so_once_and_then_tells_all_that_came(world, curation, office):
    world.put("messer", title="Messer", tags=("knife-violence",))
    kim = world.person("Kim")
    id = alert(curation, kim, Query(filters=Filters({"tag": ("gone-tag",)})))
    for _ in range(3):
        world.pass_by(days=1)
        curation.sender.send()
    assert [m["Subject"] for m in office.messages] == [
        "Bitte sehen Sie nach Ihrer gespeicherten Suche: Suche von Kim"
    ]
    world.put("neu", title="Messer neu", tags=("knife-violence",))
    curation.alerts.replace(kim, id, "tag", "gone-tag", "knife-violence")
    world.pass_by(days=1)
    curation.sender.send()
    assert "neu" in titles(office)
