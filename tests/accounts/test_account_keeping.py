"""Accounts: made, changed, disabled, and never without an admin."""

import pytest

from hub.accounts import Role
from hub.accounts.passwords import new_code, new_password
from hub.errors import AccountError

ADDRESS = "192.0.2.7"
PASSWORD = "a long enough sentence"


def test_an_account_is_added_and_listed(accounts, clock):
    accounts.add("Zoe@Example.org", Role.EDITOR, name="Zoë", password=PASSWORD)
    accounts.add("anna@example.org", password=PASSWORD)
    anna, zoe = accounts.list()
    assert (anna.email, anna.role, anna.name) == ("anna@example.org", Role.MEMBER, "")
    assert (zoe.email, zoe.role, zoe.name) == ("zoe@example.org", Role.EDITOR, "Zoë")
    assert zoe.enabled
    assert zoe.created == clock.now
    assert zoe.last_login is None
    assert accounts.account("ZOE@example.ORG") == zoe


def test_addresses_are_one_in_every_spelling(accounts):
    accounts.add("Jürgen@Example.org", password=PASSWORD)
    with pytest.raises(AccountError, match="already an account"):
        accounts.add("  JU\u0308RGEN@EXAMPLE.ORG ", password=PASSWORD)
    assert accounts.log_in("ju\u0308rgen@example.org", PASSWORD, ADDRESS)


@pytest.mark.parametrize(
    "email",
    ["", "anna", "@example.org", "anna@", "a b@example.org", "a\0@b.de", "a@b@c", "x" * 255],
)
def test_what_is_no_address_is_refused(accounts, email):
    with pytest.raises(AccountError, match="no email address"):
        accounts.add(email, password=PASSWORD)
    assert accounts.list() == ()


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("elevenchars", "too short"),
        ("anna@long.example.org", "email address"),
        ("ANNA@long.example.org", "email address"),
        ("aaaaaaaaaaaaabbbb", "same few"),
        ("ab" * 200, "too long"),
    ],
)
def test_weak_passwords_are_refused(accounts, password, reason):
    with pytest.raises(AccountError, match=reason):
        accounts.add("anna@long.example.org", password=password)
    assert accounts.list() == ()


def test_names_hold_no_control_characters(accounts):
    with pytest.raises(AccountError, match="control characters"):
        accounts.add("anna@example.org", name="Anna\x1b[31m", password=PASSWORD)


def test_a_generated_password_works_and_no_two_are_alike(accounts):
    password = accounts.add("anna@example.org")
    assert accounts.log_in("anna@example.org", password, ADDRESS)
    made = {new_password() for _ in range(200)}
    assert len(made) == 200
    assert all(len(p) == 19 and not set("lio01") & set(p) for p in made)
    assert len(new_code()) == 23


def test_passwords_are_argon2id_and_nowhere_in_the_clear(accounts, settings):
    accounts.add("anna@example.org", password="Überraschung im Garten")
    token = accounts.log_in("anna@example.org", "Überraschung im Garten", ADDRESS)
    everything = b"".join(p.read_bytes() for p in settings.data.iterdir())
    assert b"$argon2id$" in everything
    assert "Überraschung".encode() not in everything
    assert token.encode() not in everything
    assert ADDRESS.encode() not in everything


def test_unknown_accounts_are_named(accounts):
    for act in (accounts.account, accounts.disable, accounts.enable, accounts.set_password):
        with pytest.raises(AccountError, match=r"no account for nobody@example\.org"):
            act("nobody@example.org")


def test_the_first_admin_is_made_once(accounts):
    password = accounts.ensure_admin("Admin@example.org")
    assert password is not None
    assert accounts.ensure_admin("admin@example.org") is None
    assert accounts.ensure_admin("other@example.org") is None
    (admin,) = accounts.list()
    assert (admin.email, admin.role) == ("admin@example.org", Role.ADMIN)
    assert accounts.log_in("admin@example.org", password, ADDRESS)


def test_the_last_active_admin_stays(accounts):
    accounts.add("one@example.org", Role.ADMIN, password=PASSWORD)
    accounts.add("two@example.org", Role.ADMIN, password=PASSWORD)
    accounts.disable("two@example.org")
    with pytest.raises(AccountError, match="last active admin"):
        accounts.disable("one@example.org")
    with pytest.raises(AccountError, match="last active admin"):
        accounts.set_role("one@example.org", Role.MEMBER)
    accounts.enable("two@example.org")
    accounts.set_role("one@example.org", Role.MEMBER)
    assert accounts.account("one@example.org").role is Role.MEMBER
    with pytest.raises(AccountError, match="last active admin"):
        accounts.disable("two@example.org")


def test_no_account_is_a_guest(accounts):
    with pytest.raises(AccountError, match="cannot be a guest"):
        accounts.add("anna@example.org", Role.GUEST)
    accounts.add("anna@example.org", password=PASSWORD)
    with pytest.raises(AccountError, match="cannot be a guest"):
        accounts.set_role("anna@example.org", Role.GUEST)


def test_grants_are_given_and_taken(accounts):
    accounts.add("anna@example.org", password=PASSWORD)
    token = accounts.log_in("anna@example.org", PASSWORD, ADDRESS)
    accounts.grant("anna@example.org", "messer")
    accounts.grant("anna@example.org", "messer")
    accounts.grant("anna@example.org", "drogen")
    assert accounts.session(token).grants == {"messer", "drogen"}
    accounts.revoke_grant("anna@example.org", "messer")
    accounts.revoke_grant("anna@example.org", "messer")
    assert accounts.session(token).grants == {"drogen"}
    assert accounts.list()[0].grants == {"drogen"}


def test_the_log_names_what_happened_and_nobody(accounts):
    accounts.add("anna@example.org", password=PASSWORD)
    with pytest.raises(AccountError):
        accounts.log_in("anna@example.org", "not the right one", ADDRESS)
    with pytest.raises(AccountError):
        accounts.log_in("who@example.org", "not the right one", ADDRESS)
    accounts.log_out(accounts.log_in("anna@example.org", PASSWORD, ADDRESS))
    accounts.set_role("anna@example.org", Role.ADMIN)
    accounts.set_password("anna@example.org", "another long sentence")
    log = list(reversed(accounts.audit()))
    assert [entry.event for entry in log] == [
        "account-added",
        "login-failed",
        "login-failed",
        "login",
        "logout",
        "role-changed",
        "password-changed",
    ]
    anna = accounts.account("anna@example.org").id
    assert [entry.account for entry in log] == [anna, anna, None, anna, anna, anna, anna]
    written = repr(log)
    assert not any(word in written for word in ("example.org", ADDRESS, "right one", "sentence"))
    assert len({entry.address for entry in log[1:4]}) == 1  # one place, under one pseudonym


def test_the_pseudonym_of_an_address_changes_with_the_day(accounts, clock):
    accounts.add("anna@example.org", password=PASSWORD)
    accounts.log_in("anna@example.org", PASSWORD, ADDRESS)
    accounts.log_in("anna@example.org", PASSWORD, "192.0.2.8")
    clock.pass_by(hours=25)
    accounts.log_in("anna@example.org", PASSWORD, ADDRESS)
    later, other, first = (e.address for e in accounts.audit() if e.event == "login")
    assert len({first, other, later}) == 3


def test_one_ipv6_customer_is_one_address(accounts):
    accounts.add("anna@example.org", password=PASSWORD)
    for address in ("2001:db8::1", "2001:db8::ffff:2", "2001:db8:0:1::1"):
        accounts.log_in("anna@example.org", PASSWORD, address)
    other, same, first = (e.address for e in accounts.audit() if e.event == "login")
    assert first == same != other
