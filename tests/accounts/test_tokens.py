"""Personal tokens: made, found, ended, slowed down."""

import datetime as dt

import pytest

from hub.accounts import Role
from hub.accounts.tables import AccountRow, TokenRow
from hub.accounts.throttle import PER_ADDRESS, Waiting
from hub.accounts.tokens import MOST, PREFIX, SHAPE
from hub.errors import AccountError

ADDRESS = "192.0.2.1"


@pytest.fixture
def person(accounts, database, clock):
    """Makes an account that nobody logs in to: no password is hashed, which takes long."""

    def make(email="kim@example.org", role=Role.MEMBER):
        row = AccountRow(
            email=email, name="Kim", role=role.value, password="-", enabled=True, created=clock()
        )
        with database.write() as transaction:
            transaction.add(row)
        return accounts.account(email)

    return make


@pytest.fixture
def kim(person):
    return person()


def events(accounts):
    return [(entry.event, entry.detail) for entry in accounts.audit()]


def test_a_token_is_shown_once_and_kept_as_a_hash(accounts, database, kim):
    token = accounts.tokens.add(kim.id, "  Zotero ")
    assert SHAPE.fullmatch(token)
    (kept,) = accounts.tokens.of(kim.id)
    assert (kept.name, kept.used, kept.expires) == ("Zotero", None, None)
    assert token.startswith(kept.start)
    assert len(kept.start) < len(PREFIX) + 6
    with database.read() as transaction:
        row = transaction.get_one(TokenRow, kept.id)
        assert token not in {str(getattr(row, c.key)) for c in TokenRow.__table__.columns}
    assert events(accounts) == [("token-added", "Zotero")]


def test_a_token_has_the_rights_of_its_owner_at_the_moment(accounts, kim):
    token = accounts.tokens.add(kim.id, "x")
    accounts.set_role(kim.email, Role.EDITOR)
    accounts.grant(kim.email, "geheim")
    owner = accounts.tokens.owner(token, ADDRESS)[1]
    assert (owner.role, owner.grants) == (Role.EDITOR, {"geheim"})
    accounts.set_role(kim.email, Role.MEMBER)
    accounts.revoke_grant(kim.email, "geheim")
    owner = accounts.tokens.owner(token, ADDRESS)[1]
    assert (owner.role, owner.grants) == (Role.MEMBER, frozenset())


def test_the_last_use_is_written_once_a_minute(accounts, clock, kim):
    token, begin = accounts.tokens.add(kim.id, "x"), clock.now
    for seconds, seen in ((0, 0), (59, 0), (1, 60)):
        clock.pass_by(seconds=seconds)
        accounts.tokens.owner(token, ADDRESS)
        (kept,) = accounts.tokens.of(kim.id)
        assert kept.used == begin + dt.timedelta(seconds=seen)


def test_whatever_ends_a_token_ends_it_at_once_and_alike(accounts, clock, person):
    sentences = set()

    def refused(token):
        with pytest.raises(AccountError) as caught:
            accounts.tokens.owner(token, "")
        sentences.add(str(caught.value))

    kim, boss = person(), person("boss@example.org", Role.ADMIN)
    expiring = accounts.tokens.add(kim.id, "a", clock.now + dt.timedelta(days=1))
    revoked, other = accounts.tokens.add(kim.id, "b"), accounts.tokens.add(boss.id, "b")
    accounts.tokens.revoke(accounts.tokens.of(kim.id)[0].id, kim.id)
    refused(revoked)
    assert accounts.tokens.owner(expiring, "")
    clock.pass_by(days=1)
    refused(expiring)
    fresh = accounts.tokens.add(kim.id, "c")
    accounts.disable(kim.email)
    refused(fresh)
    accounts.enable(kim.email)
    refused(fresh)  # shutting an account ends its tokens for good
    last = accounts.tokens.add(kim.id, "d")
    accounts.set_password(kim.email)
    refused(last)
    for nonsense in ("", "hub_", other[:-1], other + "x", "x" * 100_000, "hub_" + "ä" * 43, "\0"):
        refused(nonsense)
    assert accounts.tokens.owner(other, "")[1].email == boss.email
    assert len(sentences) == 1


def test_a_stranger_cannot_revoke_a_token(accounts, person):
    kim, boss = person(), person("boss@example.org", Role.ADMIN)
    accounts.tokens.add(kim.id, "x")
    (kept,) = accounts.tokens.of(kim.id)
    for id, account in ((kept.id, boss.id), (kept.id + 1, kim.id)):
        with pytest.raises(AccountError, match="no such token"):
            accounts.tokens.revoke(id, account)
    assert accounts.tokens.revoke(kept.id).name == "x"  # the admin names nobody
    assert accounts.tokens.list() == ()
    assert events(accounts)[0] == ("token-revoked", "x")


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 61])
def test_a_name_that_is_none_makes_nothing(accounts, kim, name):
    with pytest.raises(AccountError):
        accounts.tokens.add(kim.id, name)
    assert accounts.tokens.of(kim.id) == ()


def test_names_are_not_used_twice_and_there_is_an_end(accounts, clock, kim):
    accounts.tokens.add(kim.id, "0")
    with pytest.raises(AccountError, match="of that name"):
        accounts.tokens.add(kim.id, "0")
    with pytest.raises(AccountError, match="in the past"):
        accounts.tokens.add(kim.id, "1", clock.now)
    for number in range(1, MOST):
        accounts.tokens.add(kim.id, str(number))
    with pytest.raises(AccountError, match="as many as there can be"):
        accounts.tokens.add(kim.id, "one more")
    assert len(accounts.tokens.of(kim.id)) == MOST


def test_who_guesses_is_slowed_down_and_keeps_nobody_from_logging_in(accounts, clock, kim):
    token = accounts.tokens.add(kim.id, "x")
    for _ in range(PER_ADDRESS.free):
        with pytest.raises(AccountError, match="wrong, expired or revoked"):
            accounts.tokens.owner("hub_" + "x" * 43, ADDRESS)
    with pytest.raises(Waiting) as caught:
        accounts.tokens.owner("hub_" + "x" * 43, ADDRESS)
    assert 0 < caught.value.wait <= 2
    assert accounts.tokens.owner(token, ADDRESS)
    with pytest.raises(AccountError, match="access code is wrong"):  # counted apart
        accounts.enter("nothing", ADDRESS)
    assert ("token-failed", "") in events(accounts)
