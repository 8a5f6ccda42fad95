"""Letters: whole, safe headers, addresses of all kinds, links that cannot be forged."""

import datetime as dt
from email import message_from_bytes, policy

import pytest

from hub.curation.mail.addresses import MailProblem, mail_address, mailbox
from hub.curation.mail.letters import Letter, as_message
from hub.curation.mail.server import Fate, MailServer
from hub.curation.mail.unsubscribe import Leaving
from hub.settings import Settings

SENDER = "Wissens-Hub <hub@example.org>"


def letter(**changes: object) -> Letter:
    plain = {
        "recipient": "kim@example.org",
        "subject": "Neues",
        "text": "Grüße\n.\nvom Hub\n",
        "html": "<p>Grüße vom Hub</p>\n",
        "message_id": "<abc@example.org>",
        "language": "de",
        "written": dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC),
    }
    return Letter(**{**plain, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "address",
    ["", "kim", "kim@", "@example.org", "kim@example.org\r\nBcc: all@example.org",
     "a b@example.org",
     "kim@exa mple.org", "kim@example.org, mo@example.org", "<kim@example.org>", "kim@-.org",
     "kim@@example.org", "k\x00im@example.org", "kim@" + "a" * 400 + ".org"],
)  # fmt: skip
def test_what_is_no_address_is_refused(address):
    with pytest.raises(MailProblem):
        mail_address(address)


def test_international_domains_go_in_ascii():
    assert mail_address("kim@bücher.example") == "kim@xn--bcher-kva.example"
    assert mail_address("kim@straße.example") == "kim@xn--strae-oqa.example"  # not strasse


@pytest.mark.parametrize("field", ["subject", "recipient", "reply_to", "sender"])
def test_no_line_end_begins_a_header(field):
    bad = "x@example.org\r\nBcc: all@example.org"
    try:
        message = as_message(letter(**{field: bad}), SENDER)
    except MailProblem:
        return
    read = message_from_bytes(message.as_bytes(), policy=policy.default)
    assert read["Bcc"] is None


def test_two_tries_are_the_same_message():
    first, second = (as_message(Letter.load(letter().dump()), SENDER).as_bytes() for _ in range(2))
    assert first == second


def test_the_sender_keeps_its_name():
    assert as_message(letter(), SENDER)["From"] == SENDER
    assert mailbox("Büro, Nord <hub@example.org>".replace(",", "")).display_name == "Büro Nord"


@pytest.mark.parametrize(
    ("recipient", "envelope"),
    [
        ("kim@bücher.example", "kim@xn--bcher-kva.example"),
        ("käthe@example.org", "käthe@example.org"),
    ],
)
def test_a_letter_arrives_as_it_was_written(office, recipient, envelope):
    settings = Settings(
        smtp_host="127.0.0.1", smtp_port=office.port, smtp_tls="none", mail_from=SENDER
    )
    with MailServer(settings) as server:
        outcome = server.hand_over(letter(recipient=recipient, subject="Grüße " * 40))
    assert outcome.fate is Fate.SENT, outcome
    assert office.recipients == [envelope]
    (message,) = office.messages
    text = message.get_body(("plain",)).get_content()
    assert text.replace("\r\n", "\n") == "Grüße\n.\nvom Hub\n"
    assert message["Message-ID"] == "<abc@example.org>"
    assert message["Subject"].startswith("Grüße Grüße")


def test_links_that_end_letters_cannot_be_forged():
    leaving = Leaving("key")
    token = leaving.token("alert", 3, 5)
    assert leaving.read(token) == ("alert", (3, 5))
    assert Leaving("other").read(token) is None
    for bad in ("", "x", token[:-1], token + "a", token.replace("~", "."), "ä" * 40, "a" * 9000):
        assert leaving.read(bad) is None, bad
