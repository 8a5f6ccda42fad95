"""Alerts from switching on to the mail server: nothing lost, nothing twice, nothing betrayed."""

import datetime as dt
import threading
from zoneinfo import ZoneInfo

import pytest

from hub.accounts import Account, Role
from hub.curation import Curation
from hub.curation.mail.addresses import MailProblem
from hub.errors import SettingsError
from hub.model import Filters, Query
from hub.model.curation import Rhythm, Sharing
from tests.curation.mail.post_office import PostOffice, open_office
from tests.curation.world import World


@pytest.fixture
def curation(world: World, office: PostOffice) -> Curation:
    """The curation of the world, whose mail goes to the office."""
    return world.curation_with(smtp_port=office.port)


def alert(
    curation: Curation,
    who: Account,
    query: Query = Query("Laternen"),  # noqa: B008  a frozen value
    rhythm: Rhythm = Rhythm.DAILY,
    language: str = "de",
) -> int:
    search = curation.saved.add(who, f"Suche von {who.name}", query)
    curation.alerts.switch(who, search.id, rhythm, language)
    return search.id


def titles(office: PostOffice, number: int = -1) -> set[str]:
    """The ids that a letter tells of, by the addresses in its plain text."""
    body = office.messages[number].get_body(("plain",)).get_content()
    return {line.partition("?id=")[2] for line in body.splitlines() if "/resource?id=" in line}


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


# Servers that misbehave


def test_without_settings_nothing_is_written(world):
    kim = world.person("Kim")
    alert(world.curation, kim)
    world.put("neu")
    world.pass_by(days=1)
    for missing in ("smtp_host", "mail_from", "public_url"):
        with pytest.raises(SettingsError, match="HUB_"):
            world.curation_with(**{missing: ""}).sender.send()
    assert world.curation.outbox.waiting("alert") == ()


def test_a_server_that_is_away_loses_nothing(world, curation, office):
    kim = world.person("Kim")
    alert(curation, kim)
    world.put("neu")
    world.pass_by(days=1)
    for _ in range(3):
        with pytest.raises(MailProblem):
            world.curation_with(smtp_port=1).sender.send()
    assert curation.sender.send().delivery.sent == 1
    assert titles(office) == {"neu"}
    assert curation.sender.send().delivery.sent == 0


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning")  # of the server
def test_a_refused_login_is_said_and_nothing_is_lost(world, office):
    kim = world.person("Kim")
    with open_office(password="richtig") as guarded:
        login = {"smtp_port": guarded.port, "smtp_user": "hub", "smtp_timeout_seconds": 20}
        wrong = world.curation_with(**login, smtp_password="falsch")
        alert(wrong, kim)
        world.put("neu")
        world.pass_by(days=1)
        with pytest.raises(MailProblem, match="HUB_SMTP_PASSWORD") as caught:
            wrong.sender.send()
        assert "falsch" not in str(caught.value)
        right = world.curation_with(**login, smtp_password="richtig")
        assert right.sender.send().delivery.sent == 1
        assert titles(guarded) == {"neu"}


def test_one_refused_recipient_holds_nobody_up(world, curation, office):
    for name in ("Kim", "Mo", "Alex"):
        alert(curation, world.person(name))
    world.put("neu")
    world.pass_by(days=1)
    office.refused = {"mo@example.org": "550 5.1.1 no such user mo@example.org"}
    delivery = curation.sender.send().delivery
    assert (delivery.sent, len(delivery.refused)) == (2, 1)
    assert "mo@" not in delivery.refused[0][1]
    assert sorted(office.recipients) == ["alex@example.org", "kim@example.org"]
    assert curation.sender.send().delivery.refused == []


@pytest.mark.parametrize("answer", ["451 4.3.0 later", "550 5.7.1 relaying denied"])
def test_a_passing_refusal_is_tried_again(world, curation, office, answer):
    alert(curation, world.person("Kim"))
    world.put("neu")
    world.pass_by(days=1)
    office.refused = {"kim@example.org": answer}
    assert len(curation.sender.send().delivery.later) == 1
    office.refused = {}
    assert curation.sender.send().delivery.sent == 1
    assert titles(office) == {"neu"}


def test_a_server_that_takes_no_mail_from_us_ends_the_run(world, curation, office):
    alert(curation, world.person("Kim"))
    world.put("neu")
    world.pass_by(days=1)
    office.no_sender = "553 5.1.8 not you"
    with pytest.raises(MailProblem, match="HUB_MAIL_FROM"):
        curation.sender.send()
    office.no_sender = ""
    assert curation.sender.send().delivery.sent == 1


def test_a_server_that_stalls_after_data_gets_the_same_letter_again(world, office):
    curation = world.curation_with(smtp_port=office.port, smtp_timeout_seconds=1)
    alert(curation, world.person("Kim"))
    world.put("neu")
    world.pass_by(days=1)
    office.hold, office.keep_while_holding = 3, True
    delivery = curation.sender.send().delivery
    assert (delivery.sent, len(delivery.later)) == (0, 1)
    office.hold = 0
    assert curation.sender.send().delivery.sent == 1
    ids = {message["Message-ID"] for message in office.messages}
    assert len(ids) == 1  # mailboxes know it for the same
    assert len({content for _, content in office.letters}) == 1


def test_a_server_that_vanishes_half_way(world, curation, office):
    for number in range(5):
        alert(curation, world.person(f"P{number}"))
    world.put("neu")
    world.pass_by(days=1)
    office.hang_up_after = 2
    assert curation.sender.send().delivery.sent == 2
    office.hang_up_after = None
    curation.sender.send()
    assert sorted(office.recipients) == [f"p{n}@example.org" for n in range(5)]


def test_two_runs_at_once_send_each_letter_once(world, office):
    for number in range(6):
        alert(world.curation, world.person(f"P{number}"))
    world.put("neu")
    world.pass_by(days=1)
    runs = [world.curation_with(smtp_port=office.port) for _ in range(3)]
    threads = [threading.Thread(target=run.sender.send) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(office.recipients) == [f"p{n}@example.org" for n in range(6)]


def test_a_run_that_died_with_a_letter_in_hand_is_taken_over(world, curation, office):
    alert(curation, world.person("Kim"))
    world.put("neu")
    world.pass_by(days=1)
    with pytest.raises(MailProblem):
        world.curation_with(smtp_port=1).sender.send()
    (waiting,) = curation.outbox.waiting("alert")
    assert curation.outbox._claim(waiting.id)  # and then the process is gone
    assert curation.sender.send(alone=False).delivery.sent == 0  # it may still be at it
    assert curation.sender.send(alone=True).delivery.sent == 1


def test_after_five_days_a_letter_is_given_up(world, curation, office):
    alert(curation, world.person("Kim"))
    world.put("neu")
    world.pass_by(days=1)
    office.refused = {"kim@example.org": "451 later"}
    curation.sender.send()
    world.pass_by(days=6)
    assert curation.sender.send().delivery.given_up == 1
    assert curation.outbox.waiting("alert") == ()


def test_what_was_sent_holds_no_address_any_more(world, curation, office):
    alert(curation, world.person("Kim"))
    world.put("neu")
    world.pass_by(days=1)
    curation.sender.send()
    with world.hub._database.read() as transaction:
        rows = transaction.connection().exec_driver_sql("SELECT * FROM letters").all()
    assert len(rows) == 1
    assert "kim@" not in str(rows)
    assert "Laternen" not in str(rows)
