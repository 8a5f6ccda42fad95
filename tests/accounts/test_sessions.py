"""Sessions and access codes: begun, kept alive, ended."""

import datetime as dt

import pytest

from hub.accounts import Accounts, Role
from hub.errors import AccountError

ADDRESS = "192.0.2.7"
ANNA = "anna@example.org"
PASSWORD = "a long enough sentence"
OTHER = "quite another sentence"


@pytest.fixture
def token(accounts):
    accounts.add(ANNA, Role.CURATOR, name="Anna", password=PASSWORD)
    return accounts.log_in(ANNA, PASSWORD, ADDRESS)


def test_a_session_tells_who_is_there(accounts, token, clock):
    session = accounts.session(token)
    assert (session.email, session.name, session.role) == (ANNA, "Anna", Role.CURATOR)
    assert session.grants == frozenset()
    assert session.expires == clock.now + dt.timedelta(days=7)
    assert token not in repr(session)
    assert len(token) >= 43
    assert len(session.csrf) >= 43
    assert accounts.account(ANNA).last_login == clock.now


@pytest.mark.parametrize("token", [None, "", "x", "ä\0\n", "a" * 43, "a" * 100_000, "\ud800"])
def test_a_made_up_token_opens_nothing(accounts, token):
    assert accounts.session(token) is None
    accounts.log_out(token)


def test_the_id_of_a_session_is_no_token(accounts, token):
    assert accounts.session(accounts.session(token).id) is None


def test_every_login_is_a_session_of_its_own(accounts, token):
    second = accounts.log_in(ANNA, PASSWORD, ADDRESS)
    assert accounts.session(second).csrf != accounts.session(token).csrf
    accounts.log_out(second)
    assert accounts.session(second) is None
    assert accounts.session(token) is not None


def test_idle_sessions_end(accounts, token, clock):
    clock.pass_by(minutes=59)
    assert accounts.session(token) is not None
    clock.pass_by(minutes=59)
    assert accounts.session(token) is not None
    clock.pass_by(minutes=60)
    assert accounts.session(token) is None


def test_looking_without_touching_keeps_nothing_alive(accounts, token, clock):
    clock.pass_by(minutes=40)
    assert accounts.session(token, touch=False) is not None
    clock.pass_by(minutes=40)
    assert accounts.session(token, touch=False) is None


def test_last_seen_is_written_once_a_minute(accounts, token, clock, database):
    def seen():
        with database.read() as transaction:
            return transaction.connection().exec_driver_sql("SELECT seen FROM sessions").scalar()

    before = seen()
    clock.pass_by(seconds=59)
    accounts.session(token)
    assert seen() == before
    clock.pass_by(seconds=1)
    accounts.session(token)
    assert seen() > before


def test_no_session_outlives_its_days(accounts, token, clock):
    for _ in range(7 * 48 - 1):
        clock.pass_by(minutes=30)
        assert accounts.session(token) is not None
    clock.pass_by(minutes=30)
    assert accounts.session(token) is None


def test_a_new_password_ends_all_sessions(accounts, token):
    other = accounts.log_in(ANNA, PASSWORD, ADDRESS)
    accounts.set_password(ANNA, OTHER)
    assert accounts.session(token) is None
    assert accounts.session(other) is None
    assert accounts.log_in(ANNA, OTHER, ADDRESS)
    with pytest.raises(AccountError):
        accounts.log_in(ANNA, PASSWORD, ADDRESS)


def test_ones_own_change_of_password(accounts, token):
    session = accounts.session(token)
    with pytest.raises(AccountError, match="old password is wrong"):
        accounts.change_password(session, "not the old one", OTHER, ADDRESS)
    with pytest.raises(AccountError, match="too short"):
        accounts.change_password(session, PASSWORD, "short", ADDRESS)
    with pytest.raises(AccountError, match="is the old one"):
        accounts.change_password(session, PASSWORD, PASSWORD, ADDRESS)
    assert accounts.session(token) is not None
    fresh = accounts.change_password(session, PASSWORD, OTHER, ADDRESS)
    assert accounts.session(token) is None
    assert accounts.session(fresh).email == ANNA


def test_guessing_the_old_password_is_slowed_down(accounts, token):
    session = accounts.session(token)
    for _ in range(5):
        with pytest.raises(AccountError, match="old password is wrong"):
            accounts.change_password(session, "not the old one", OTHER, ADDRESS)
    with pytest.raises(AccountError, match="Too many"):
        accounts.change_password(session, PASSWORD, OTHER, ADDRESS)


def test_disabling_ends_sessions_and_shuts_the_door(accounts, token):
    accounts.add("admin@example.org", Role.ADMIN, password=PASSWORD)
    accounts.disable(ANNA)
    assert accounts.session(token) is None
    with pytest.raises(AccountError, match="is wrong"):
        accounts.log_in(ANNA, PASSWORD, ADDRESS)
    accounts.enable(ANNA)
    assert accounts.session(token) is None
    assert accounts.log_in(ANNA, PASSWORD, ADDRESS)


def test_a_role_holds_at_once(accounts, token):
    accounts.set_role(ANNA, Role.MEMBER)
    assert accounts.session(token).role is Role.MEMBER


def test_a_second_process_sees_the_same(accounts, token, database, settings, clock):
    second = Accounts(database, settings, clock)
    assert second.session(token).email == ANNA
    second.log_out(token)
    assert accounts.session(token) is None


def test_dead_rows_are_cleaned_away(accounts, token, clock):
    with pytest.raises(AccountError):
        accounts.log_in("x@example.org", "wrong", ADDRESS)
    assert accounts.clean_up() == 0
    clock.pass_by(days=2)
    # the session, the attempts of the account and of the address
    assert accounts.clean_up() == 3
    clock.pass_by(days=364)
    assert accounts.clean_up() == 3  # the log: account added, login, failed login
    assert accounts.audit() == ()


# Access codes


@pytest.fixture
def code(accounts, clock):
    expires = clock.now + dt.timedelta(days=3)
    return accounts.add_code(["messer", "drogen"], expires, name="Partner")


def test_a_guest_sees_the_collections_of_the_code(accounts, code, clock):
    session = accounts.session(accounts.enter(code, ADDRESS))
    assert (session.email, session.name, session.role) == (None, "Partner", Role.GUEST)
    assert session.grants == {"messer", "drogen"}
    assert session.expires == clock.now + dt.timedelta(days=3)
    (listed,) = accounts.codes()
    assert (listed.name, listed.collections) == ("Partner", {"messer", "drogen"})
    assert listed.open(clock.now)


def test_a_code_may_be_typed_from_paper(accounts, code):
    typed = "  " + code.upper().replace("-", " ") + " "
    assert accounts.session(accounts.enter(typed, ADDRESS))


def test_the_code_is_not_kept(accounts, code, settings):
    everything = b"".join(p.read_bytes() for p in settings.data.iterdir())
    assert code.encode() not in everything
    assert code.replace("-", "").encode() not in everything


def test_revoking_a_code_ends_its_guests(accounts, code, clock):
    token = accounts.enter(code, ADDRESS)
    (listed,) = accounts.codes()
    accounts.revoke_code(listed.id)
    assert accounts.session(token) is None
    with pytest.raises(AccountError, match="no longer valid"):
        accounts.enter(code, ADDRESS)
    assert not accounts.codes()[0].open(clock.now)
    with pytest.raises(AccountError, match="number 99"):
        accounts.revoke_code(99)


def test_an_expired_code_opens_nothing_and_ends_its_guests(accounts, code, clock):
    clock.pass_by(days=2, hours=23, minutes=30)
    token = accounts.enter(code, ADDRESS)
    clock.pass_by(minutes=30)
    assert accounts.session(token) is None
    with pytest.raises(AccountError, match="no longer valid"):
        accounts.enter(code, ADDRESS)


def test_codes_must_make_sense(accounts, clock):
    with pytest.raises(AccountError, match="at least one collection"):
        accounts.add_code([], clock.now + dt.timedelta(days=1))
    with pytest.raises(AccountError, match="in the past"):
        accounts.add_code(["messer"], clock.now)
    assert accounts.codes() == ()


def test_guests_have_no_password(accounts, code):
    session = accounts.session(accounts.enter(code, ADDRESS))
    with pytest.raises(AccountError, match="Guests have no password"):
        accounts.change_password(session, "old", OTHER)


def test_guessing_codes_is_slowed_down(accounts, code):
    for _ in range(30):
        with pytest.raises(AccountError, match="no longer valid"):
            accounts.enter("wrong", ADDRESS)
    with pytest.raises(AccountError, match="Too many"):
        accounts.enter(code, ADDRESS)
    assert accounts.enter(code, "192.0.2.99")
