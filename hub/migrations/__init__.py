"""How the database came to its present shape: one file in ``versions/`` for each step.

A new step: ``versions/v0009_<what>.py`` with ``down_revision = "0008"``, and HEAD set to "0009".
Tests compare the result with the tables the program declares.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0008"  #: the newest step; a database that has it needs nothing else


def configuration() -> "Config":
    """What alembic must know. It is loaded only when there is something to do: it is slow."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def known_versions() -> frozenset[str]:
    """Every step there is."""
    from alembic.script import ScriptDirectory

    steps = ScriptDirectory.from_config(configuration()).walk_revisions()
    return frozenset(step.revision for step in steps)


def upgrade(connection: sa.Connection, to: str = "head") -> str | None:
    """Bring the database to HEAD, or the step named, within the transaction of this connection.

    Returns the version found when it is one this program does not know, and does nothing then.
    """
    from alembic import command
    from alembic.migration import MigrationContext

    found = MigrationContext.configure(connection).get_current_revision()
    if found is not None and found not in known_versions():
        return found
    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, to)
    return None


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One process at a time; the others wait. The lock ends with the process that holds it."""
    file = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)
