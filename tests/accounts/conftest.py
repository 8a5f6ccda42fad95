"""A real database in a folder of the test, and a clock that the test turns."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from hub.accounts import Accounts, passwords
from hub.database import Database, open_database
from hub.settings import Settings
from tests.people import make_database

#: Real hashes that cost next to nothing: these tests make hundreds of them.
CHEAP = passwords.Hashes(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


class Clock:
    """Stands still until somebody moves it."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        self.now += dt.timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", session_idle_minutes=60, session_days=7)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    make_database(settings.data)
    database = open_database(settings)
    yield database
    database.close()


@pytest.fixture
def accounts(database: Database, settings: Settings, clock: Clock) -> Accounts:
    return Accounts(database, settings, clock, CHEAP)
