"""`hub saved` and `hub alerts send`, as cron runs them."""

import fcntl
import time

import pytest

from hub.accounts import Role
from hub.core import open_hub
from hub.model import Query
from hub.model.curation import Rhythm
from hub.settings import Settings
from tests.cli.running import Home
from tests.curation.mail.post_office import PostOffice, open_office
from tests.people import person

EMAIL = "kim@example.org"


@pytest.fixture
def number(home: Home) -> int:
    """The number of a saved search with an alert that is due."""
    hub = open_hub(Settings(collections=home.collections, data=home.data))
    who = person(hub, Role.MEMBER, EMAIL, "Kim")
    search = hub.curation.saved.add(who, "Alles", Query())
    hub.curation.alerts.switch(who, search.id, Rhythm.DAILY, "de")
    with hub._database.write() as transaction:
        ask = transaction.connection().exec_driver_sql
        ask("DELETE FROM alert_told")  # as if all had come since
        ask("UPDATE alerts SET due = '2026-01-01'")
    return search.id


def test_saved_searches_are_listed_and_shown(home: Home, number: int):
    (listed,) = home.run("saved", "list", EMAIL, "--json").json
    assert (listed["id"], listed["name"], listed["alert"]) == (number, "Alles", "daily")
    assert listed["hits"] > 0
    assert home.run("saved", "show", EMAIL, str(number), "--json").json == listed
    assert "Alles" in home.run("saved", "show", EMAIL, str(number)).out
    missing = home.run("saved", "show", EMAIL, "999")
    assert (missing.status, "no such saved search" in missing.err) == (1, True)


def test_alerts_are_planned_then_sent_once(home: Home, number: int):
    planned = home.run("alerts", "send", "--dry-run", "--json").json
    assert (planned["due"], len(planned["letters"])) == (1, 1)
    with open_office() as office:
        mail = mail_to(office)
        with (home.data / "alerts.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            second = home.run("alerts", "send", **mail)
            assert (second.status, office.letters) == (0, [])
            assert "Another run" in second.err
        first = home.run("alerts", "send", "--json", **mail).json
        assert (first["prepared"], first["sent"]) == (1, 1)
        assert home.run("alerts", "send", "--json", **mail).json["sent"] == 0
        assert office.recipients == [EMAIL]


@pytest.mark.thorough
def test_killed_runs_lose_nothing_and_send_nothing_twice(home: Home, number: int):
    """Each run is killed while the server has a letter in hand and has not said that it took it."""
    hub = open_hub(Settings(collections=home.collections, data=home.data))
    names = ("ada", "bo", "cleo", "dora")
    for name in names:
        who = person(hub, email=f"{name}@example.org")
        search = hub.curation.saved.add(who, "Alles", Query())
        hub.curation.alerts.switch(who, search.id, Rhythm.DAILY, "de")
    with hub._database.write() as transaction:
        transaction.connection().exec_driver_sql("DELETE FROM alert_told")
        transaction.connection().exec_driver_sql("UPDATE alerts SET due = '2026-01-01'")
    with open_office() as office:
        office.hold = 60
        for taken in (0, 2, 4):
            office.hold_from, before = taken, office.holding
            run = home.start("alerts", "send", **mail_to(office))
            while office.holding == before and run.process.is_alive():
                time.sleep(0.01)
            run.process.kill()
            run.process.join()
            assert len(office.letters) == taken
        office.hold = 0
        assert home.run("alerts", "send", "--json", **mail_to(office)).json["sent"] == 1
        assert home.run("alerts", "send", "--json", **mail_to(office)).json["sent"] == 0
    assert sorted(office.recipients) == sorted([EMAIL, *(f"{n}@example.org" for n in names)])
    assert len({message["Message-ID"] for message in office.messages}) == 5


def mail_to(office: PostOffice) -> dict[str, str]:
    return {
        "HUB_SMTP_HOST": "127.0.0.1",
        "HUB_SMTP_PORT": str(office.port),
        "HUB_SMTP_TLS": "none",
        "HUB_MAIL_FROM": "hub@example.org",
        "HUB_PUBLIC_URL": "https://hub.example.org",
    }


def test_without_a_mail_server_it_says_which_setting_is_missing(home: Home, number: int):
    ended = home.run("alerts", "send")
    assert ended.status == 1
    assert "HUB_SMTP_HOST is not set" in ended.err
