"""Subscribers: nobody without consent, leaving by one click, one person's data in hand."""

import csv
import datetime as dt
import io

import pytest

from hub.curation.mail.addresses import MailProblem
from hub.curation.newsletter.editing import IssueProblem
from hub.curation.newsletter.store import Newsletters
from hub.curation.newsletter.subscribers import Subscribers
from hub.database import open_database
from hub.settings import Settings
from tests.curation.newsletter.making import PUFII, START

PROOF = "Anmeldelisten der Jahrestagung 2025, unterschrieben"


class Clock:
    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now

    def passes(self, **time):
        self.now += dt.timedelta(**time)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def database(tmp_path):
    database = open_database(Settings(data=tmp_path))
    Newsletters(database).save(PUFII)
    yield database
    database.close()


@pytest.fixture
def people(database, clock):
    return Subscribers(database, clock)


@pytest.fixture
def ask(people):
    """Asks, and gives what the mail would hold."""

    def ask(email):
        letters = []
        people.ask("netzwerk", email, "de", lambda _, person: letters.append(person))
        return letters

    return ask


def test_only_who_confirms_is_subscribed(people, ask):
    (asked,) = ask("kim@example.org")
    assert people.counts("netzwerk") == {"asked": 1}
    assert people.confirm(asked.id, asked.secret)
    assert people.confirm(asked.id, asked.secret)
    assert people.counts("netzwerk") == {"subscribed": 1}
    (about,) = people.about("Kim@Example.org")
    assert about["proof"] == "asked 2026-03-02 08:00 UTC, confirmed by mail 2026-03-02 08:00 UTC"


def test_a_link_is_void_when_guessed_or_old(people, ask, clock):
    (asked,) = ask("kim@example.org")
    assert not people.confirm(asked.id, "guess")
    assert not people.confirm(999, asked.secret)
    people.leave(asked.id, "guess")
    clock.passes(days=8)
    assert not people.confirm(asked.id, asked.secret)
    assert people.counts("netzwerk") == {"asked": 1}


def test_nobody_is_written_to_again_and_again(ask, clock, people):
    (asked,) = ask("kim@example.org")
    assert not ask("kim@example.org")
    clock.passes(hours=2)
    assert len(ask("KIM@example.org ")) == 1
    people.confirm(asked.id, asked.secret)
    clock.passes(hours=2)
    assert not ask("kim@example.org")


def test_leaving_and_coming_back(people, ask, clock):
    (asked,) = ask("kim@example.org")
    people.confirm(asked.id, asked.secret)
    people.leave(asked.id, asked.secret)
    assert people.counts("netzwerk") == {"left": 1}
    assert not people.confirm(asked.id, asked.secret)
    clock.passes(days=1)
    (again,) = ask("kim@example.org")
    assert people.confirm(again.id, again.secret)
    assert people.counts("netzwerk") == {"subscribed": 1}


def test_an_import_needs_proof_and_brings_nobody_back(people, ask):
    (asked,) = ask("left@example.org")
    people.leave(asked.id, asked.secret)
    emails = ("a@example.org", "b@münchen.example", "kaputt", "left@example.org", "A@example.org")
    content = "\ufeffName;E-Mail\n" + "".join(f"Name;{email}\n" for email in emails)
    with pytest.raises(IssueProblem, match="proves the consent"):
        people.bring("netzwerk", content, " ", "de")
    report = people.bring("netzwerk", content, PROOF, "de")
    assert (report.added, report.known, report.stayed_away, report.bad_lines) == (2, 1, 1, [4])
    rows = {row["email"]: row for row in csv.DictReader(io.StringIO(people.table("netzwerk")))}
    assert rows["b@xn--mnchen-3ya.example"]["proof"] == PROOF
    assert rows["left@example.org"]["state"] == "left"


def test_a_file_without_addresses_says_so(people):
    with pytest.raises(IssueProblem, match="no column with addresses"):
        people.bring("netzwerk", "Name;Ort\nA;B\n", PROOF, "de")
    assert people.counts("netzwerk") == {}


def test_a_bare_list_is_fine(people):
    assert people.bring("netzwerk", "a@example.org\nb@example.org\n", PROOF, "de").added == 2
    assert people.bounced("netzwerk", "b@example.org\nunknown@example.org\n") == 1
    assert people.counts("netzwerk") == {"subscribed": 1, "bounced": 1}


@pytest.mark.parametrize(
    "email", ["", "kim", "kim@", "a@b@c", "kim@example.org\r\nBcc: x@example.org", "a b@c.de"]
)
def test_what_is_no_address_is_refused(people, ask, email):
    with pytest.raises(MailProblem):
        ask(email)
    assert people.counts("netzwerk") == {}


def test_a_person_with_an_international_address_is_found_by_it(people):
    address = "Kim@Büro.example"
    people.bring("netzwerk", f"email\n{address}\n", "A list of 2024, on paper", "de")
    (about,) = people.about(address)
    assert about["email"] == "kim@xn--bro-hoa.example"
    assert people.bounced("netzwerk", f"email\n{address}\n") == 1
    assert people.erase(address) == 1
    assert people.about(address) == []


def test_mails_are_written_in_no_language_that_the_hub_does_not_speak(people):
    with pytest.raises(IssueProblem, match="must be de or en"):
        people.bring("netzwerk", "email\na@example.org\n", "A list of 2024, on paper", "fr")
    assert people.counts("netzwerk") == {}


def test_a_person_is_forgotten_wholly(people, ask, database):
    (asked,) = ask("kim@example.org")
    assert people.erase("kim@example.org") == 1
    assert people.about("kim@example.org") == []
    (again,) = ask("kim@example.org")
    assert not people.confirm(asked.id, asked.secret) or asked.secret == again.secret
    with database.read() as transaction:
        dump = "".join(transaction.connection().connection.dbapi_connection.iterdump())
    assert dump.count("kim@example.org") == 1


def test_an_unknown_newsletter_says_so(people):
    with pytest.raises(IssueProblem, match="no newsletter 'gibtsnicht'"):
        people.ask("gibtsnicht", "kim@example.org", "de", lambda *_: None)
