"""People and databases that a test needs at once: no password is hashed, no migration is run."""

import datetime as dt
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hub.accounts import Account, Role, sessions
from hub.accounts.tables import AccountRow
from hub.core import Hub
from hub.database import open_database
from hub.settings import Settings


def person(hub: Hub, role: Role = Role.MEMBER, email: str = "", name: str = "") -> Account:
    """An account that nobody logs in to: to hash its password would take long."""
    email = email or f"{role.value}@example.org"
    row = AccountRow(
        email=email,
        name=name,
        role=role.value,
        password="-",
        enabled=True,
        created=dt.datetime.now(dt.UTC),
    )
    with hub._database.write() as transaction:
        transaction.add(row)
    return hub.accounts.account(email)


def session(hub: Hub, who: Account) -> str:
    """The cookie of somebody who is in, as if by a password."""
    now = dt.datetime.now(dt.UTC)
    with hub._database.write() as transaction:
        return sessions.start(transaction, now, now + dt.timedelta(days=1), account=who.id)


def make_database(data: Path) -> None:
    """Put an empty database where a hub will look for it: the same bytes as if it made one."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = data / "hub.db"
    file.touch(0o600)
    file.write_bytes(_empty_database())


@cache
def _empty_database() -> bytes:
    with TemporaryDirectory() as folder:
        open_database(Settings(data=Path(folder))).close()
        return (Path(folder) / "hub.db").read_bytes()
