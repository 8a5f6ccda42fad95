"""Mail over TLS: the server is who it says it is, and nothing goes out in the clear."""

import pytest

from hub.curation.mail.addresses import MailProblem
from hub.curation.mail.server import Fate, MailServer
from hub.settings import Settings
from tests.curation.mail.certificates import server_context
from tests.curation.mail.post_office import PostOffice, open_office
from tests.curation.mail.test_letters import SENDER, letter


def settings(office: PostOffice, tls: str, **more: object) -> Settings:
    plain = {"smtp_host": "127.0.0.1", "smtp_timeout_seconds": 5, "mail_from": SENDER}
    return Settings(**{**plain, "smtp_port": office.port, "smtp_tls": tls, **more})  # type: ignore[arg-type]


def send(settings: Settings) -> Fate:
    with MailServer(settings) as server:
        return server.hand_over(letter()).fate


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_letter_goes_over_tls(tmp_path, monkeypatch, tls):
    context, certificate = server_context(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with open_office(**{tls: context}) as office:
        assert send(settings(office, tls)) is Fate.SENT
    assert (office.recipients, office.encrypted) == (["kim@example.org"], [True])


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning")  # of the server
def test_a_login_goes_over_tls_only(tmp_path, monkeypatch):
    context, certificate = server_context(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with open_office(password="richtig", starttls=context) as office:
        own = settings(office, "starttls", smtp_user="hub", smtp_password="richtig")
        assert send(own) is Fate.SENT
    assert office.encrypted == [True]


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_stranger_gets_no_letter(tmp_path, monkeypatch, tls):
    context, _ = server_context(tmp_path)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    refused = pytest.raises(MailProblem, match="certificate verify failed")
    with open_office(**{tls: context}) as office, refused:
        send(settings(office, tls))
    assert office.letters == []


def test_a_server_of_another_name_gets_no_letter(tmp_path, monkeypatch):
    context, certificate = server_context(tmp_path, "DNS:other.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    refused = pytest.raises(MailProblem, match="IP address mismatch")
    with open_office(tls=context) as office, refused:
        send(settings(office, "tls"))
    assert office.letters == []


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_server_without_tls_gets_nothing_in_the_clear(tls):
    with open_office() as office, pytest.raises(MailProblem, match="HUB_SMTP_TLS"):
        send(settings(office, tls))
    assert office.letters == []
