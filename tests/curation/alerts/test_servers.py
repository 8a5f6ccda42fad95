"""Mail servers that are absent, refuse, stall or vanish: nothing lost, nothing twice."""

import threading

import pytest

from hub.curation.mail.addresses import MailProblem
from hub.errors import SettingsError
from tests.curation.alerts.telling import alert, titles
from tests.curation.mail.post_office import open_office


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
