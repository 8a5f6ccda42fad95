"""Guessing is slow, and tells nothing."""

import datetime as dt
import re
import threading
import time

import pytest

from hub.accounts import Accounts, Role
from hub.accounts.throttle import PER_ACCOUNT, PER_ADDRESS
from hub.errors import AccountError

ANNA = "anna@example.org"
PASSWORD = "a long enough sentence"


def attempt(accounts, email, password, address="192.0.2.7"):
    """The sentence of a refused login."""
    with pytest.raises(AccountError) as refused:
        accounts.log_in(email, password, address)
    return str(refused.value)


def seconds(sentence):
    number, unit = re.search(r"Wait (\d+) (seconds|minutes)", sentence).groups()
    return int(number) * (60 if unit == "minutes" else 1)


@pytest.fixture
def anna(accounts):
    accounts.add(ANNA, password=PASSWORD)


def test_the_pause_grows_to_a_limit():
    pauses = [PER_ACCOUNT.after(n).total_seconds() for n in (0, 4, 5, 6, 9, 13, 14, 500)]
    assert pauses == [0, 0, 1, 2, 16, 256, 300, 300]
    assert PER_ADDRESS.after(10_000) == dt.timedelta(minutes=15)


def test_an_account_is_slowed_down_from_everywhere(accounts, anna, clock):
    waits = []
    for n in range(12):
        sentence = attempt(accounts, ANNA, "wrong wrong wrong", f"192.0.2.{n}")
        assert "is wrong" in sentence
        if n >= 4:
            blocked = attempt(accounts, ANNA, PASSWORD, "198.51.100.1")
            waits.append(seconds(blocked))
            clock.pass_by(seconds=waits[-1])
    assert waits == [2, 2, 4, 8, 16, 32, 64, 180]
    clock.pass_by(minutes=5)
    assert accounts.log_in(ANNA, PASSWORD, "198.51.100.1")


def test_a_success_forgets_the_failures_of_the_account(accounts, anna):
    for _ in range(3):
        for _ in range(4):
            assert "is wrong" in attempt(accounts, ANNA, "wrong wrong wrong")
        assert accounts.log_in(ANNA, PASSWORD, "192.0.2.7")


def guess_code(accounts):
    """A wrong access code: it counts for the address like a wrong password, and is quick."""
    with pytest.raises(AccountError) as refused:
        accounts.enter("wrong", "192.0.2.7")
    return str(refused.value)


def test_an_address_is_slowed_down_over_all_it_tries(accounts, anna):
    assert "is wrong" in attempt(accounts, "somebody@example.org", "wrong")
    for _ in range(29):
        assert "is wrong" in guess_code(accounts)
    assert "Too many" in attempt(accounts, ANNA, PASSWORD)
    assert "Too many" in guess_code(accounts)
    assert accounts.log_in(ANNA, PASSWORD, "192.0.2.8")


def test_an_own_account_does_not_buy_more_guesses(accounts, anna):
    for n in range(30):
        assert "is wrong" in guess_code(accounts)
        if n % 10 == 5:
            accounts.log_in(ANNA, PASSWORD, "192.0.2.7")
    assert "Too many" in attempt(accounts, "other@example.org", "wrong")


def test_failures_are_forgotten_after_a_day(accounts, anna, clock):
    for _ in range(5):
        attempt(accounts, ANNA, "wrong wrong wrong")
    clock.pass_by(hours=24, seconds=1)
    for _ in range(4):
        assert "is wrong" in attempt(accounts, ANNA, "wrong wrong wrong")
    assert accounts.log_in(ANNA, PASSWORD, "192.0.2.7")


def test_many_at_once_gain_nothing(accounts, anna):
    refused = []

    def guess(n):
        refused.append(attempt(accounts, ANNA, f"wrong {n}", f"192.0.2.{n}"))

    threads = [threading.Thread(target=guess, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum("is wrong" in sentence for sentence in refused) == 5
    assert sum("Too many" in sentence for sentence in refused) == 7


def test_unknown_disabled_and_wrong_look_alike(accounts, anna):
    accounts.add("admin@example.org", Role.ADMIN, password=PASSWORD)
    accounts.add("shut@example.org", password=PASSWORD)
    accounts.disable("shut@example.org")

    def look(email, password):
        return [attempt(accounts, email, password, f"192.0.2.{n}") for n in range(7)]

    wrong = look(ANNA, "wrong wrong wrong")
    assert look("nobody@example.org", "wrong wrong wrong") == wrong
    assert look("shut@example.org", PASSWORD) == wrong
    assert look("no address at all", "wrong wrong wrong") == wrong
    assert wrong[0] != wrong[5]  # the comparison reaches into the throttled answers


def test_an_unknown_account_costs_as_much_time(database, settings, clock):
    accounts = Accounts(database, settings, clock)  # with hashes that cost what they cost
    accounts.add(ANNA, password=PASSWORD)

    def took(email, n):
        began = time.process_time()  # the machine may be busy with other things
        attempt(accounts, email, "wrong wrong wrong", f"192.0.2.{n}")
        return time.process_time() - began

    took("warm@example.org", 1)
    known = min(took(ANNA, n) for n in range(4))
    unknown = min(took(f"nobody{n}@example.org", n) for n in range(4))
    huge = min(took(f"nobody{n}@example.org", n + 4) for n in range(4))
    assert 0.5 < known / unknown < 2
    assert 0.5 < known / huge < 2
