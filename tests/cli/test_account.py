"""`hub account` and `hub account code`."""

import pytest

from tests.cli.running import PASSWORD


def add(home, email="a@example.org", *options):
    ended = home.run("account", "add", email, *options, "--password-stdin", typed=PASSWORD)
    assert ended.status == 0, ended.err


def test_an_account_is_added_listed_and_changed(home):
    add(home, "a@example.org", "--role", "editor", "--name", "Anna")
    home.run("account", "role", "a@example.org", "curator")
    home.run("account", "grant", "a@example.org", "internes")
    home.run("account", "disable", "a@example.org")
    (account,) = home.run("account", "list", "--json").json
    assert account["created"]
    assert {k: v for k, v in account.items() if k != "created"} == {
        "email": "a@example.org",
        "name": "Anna",
        "role": "curator",
        "enabled": False,
        "grants": ["internes"],
        "last_login": None,
    }
    home.run("account", "enable", "a@example.org")
    home.run("account", "revoke", "a@example.org", "internes")
    (account,) = home.run("account", "list", "--json").json
    assert (account["enabled"], account["grants"]) == (True, [])
    assert "a@example.org" in home.run("account", "list").out


def test_a_generated_password_stands_alone_on_standard_output(home):
    ended = home.run("account", "add", "a@example.org", "--generate")
    assert ended.status == 0
    assert len(ended.out.strip()) >= 12
    other = home.run("account", "password", "a@example.org", "--generate").out
    assert other != ended.out
    assert other.strip() not in home.run("account", "list", "--json").out


@pytest.mark.parametrize(
    ("arguments", "typed", "sentence"),
    [
        (["add", "b@example.org"], "", "There is no terminal to ask for the password."),
        (["add", "b@example.org", "--password-stdin"], "", "The password is too short."),
        (["add", "b@example.org", "--password-stdin"], "short", "The password is too short."),
        (["add", "nobody", "--password-stdin"], PASSWORD, "'nobody' is no email address."),
        (["add", "a@example.org", "--password-stdin"], PASSWORD, "There is already an account"),
        (["add", "b@example.org", "--generate", "--password-stdin"], "", "not both"),
        (["add", "b@example.org", "--role", "king", "--generate"], "", "There is no role 'king'"),
        (["add", "b@example.org", "--role", "guest", "--generate"], "", "no role 'guest'"),
        (["password", "c@example.org", "--generate"], "", "There is no account for c@"),
        (["role", "a@example.org", "king"], "", "There is no role 'king'"),
        (["grant", "a@example.org", "nowhere"], "", "There is no collection 'nowhere'."),
        (["code", "add", "nowhere", "--expires", "2999-01-01"], "", "no collection 'nowhere'"),
        (["code", "add", "internes", "--expires", "tomorrow"], "", "'tomorrow' is no date."),
        (["code", "add", "internes", "--expires", "2001-01-01"], "", "would expire in the past"),
        (["code", "revoke", "77"], "", "There is no access code number 77."),
    ],
)
def test_what_cannot_be_done_gets_a_sentence(home, arguments, typed, sentence):
    add(home)
    before = home.run("account", "list", "--json").json
    ended = home.run("account", *arguments, typed=typed)
    assert ended.status in (1, 2)
    assert (ended.out, sentence in ended.err) == ("", True), ended.err
    assert home.run("account", "list", "--json").json == before
    assert home.run("account", "code", "list", "--json").json == []


def test_the_last_admin_cannot_be_shut_out(home):
    add(home, "a@example.org", "--role", "admin")
    for arguments in (["disable", "a@example.org"], ["role", "a@example.org", "member"]):
        ended = home.run("account", *arguments)
        assert ended.status == 1
        assert "is the last active admin" in ended.err


def test_an_access_code_is_shown_once_and_revoked(home):
    ended = home.run(
        *("account", "code", "add", "internes", "plaetze"),
        *("--expires", "2999-12-31", "--name", "Workshop"),
    )
    assert len(ended.out.strip()) >= 8
    listed = home.run("account", "code", "list", "--json")
    assert ended.out.strip() not in listed.out
    (code,) = listed.json
    assert (code["collections"], code["open"]) == (["internes", "plaetze"], True)
    assert code["expires"].startswith("2999-12-31") or code["expires"].startswith("3000-01-01")
    home.run("account", "code", "revoke", str(code["id"]))
    (code,) = home.run("account", "code", "list", "--json").json
    assert (code["open"], bool(code["revoked"])) == (False, True)
    assert "closed" in home.run("account", "code", "list").out
