"""The database file: made whole, migrated, refused when it is not right."""

import multiprocessing
import os
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import hub.accounts
import hub.curation.newsletter.tables
import hub.curation.tables
import hub.history.tables
import hub.ingest.links.tables
import hub.ingest.runs.tables
from hub.accounts import Accounts
from hub.database import Base, open_database
from hub.errors import DatabaseError
from hub.migrations import HEAD, configuration
from hub.settings import Settings


@pytest.fixture
def path(settings):
    return settings.data / "hub.db"


@pytest.fixture
def made(settings):
    """A database that was made and closed."""
    open_database(settings).close()


def test_the_migrations_make_what_the_program_declares(database):
    assert hub.accounts.Accounts  # tables are declared by the import
    assert hub.ingest.links.tables.LinkRow
    assert hub.ingest.runs.tables.RunRow
    assert hub.curation.tables.SavedRow
    assert hub.curation.newsletter.tables.IssueRow
    assert hub.history.tables.ChangeRow
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_head_is_the_newest_migration():
    assert ScriptDirectory.from_config(configuration()).get_current_head() == HEAD


def test_every_migration_can_be_undone(database):
    from alembic import command

    config = configuration()
    with database.write() as transaction:
        config.attributes["connection"] = transaction.connection()
        command.downgrade(config, "base")
    with database.read() as transaction:
        names = transaction.connection().exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%%'"
        )
        assert {name for (name,) in names} == {"alembic_version"}


def test_the_connection_is_set_up(database):
    with database.read() as transaction:
        ask = transaction.connection().exec_driver_sql
        assert ask("PRAGMA journal_mode").scalar() == "wal"
        assert ask("PRAGMA foreign_keys").scalar() == 1
        assert ask("PRAGMA busy_timeout").scalar() >= 5000


def test_files_are_private(database, settings, path):
    assert stat.S_IMODE(settings.data.stat().st_mode) == 0o700
    for file in settings.data.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_a_file_open_to_others_is_shut(made, settings, path):
    path.chmod(0o644)
    open_database(settings).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_was_written_is_there_after_opening_again(settings):
    first = open_database(settings)
    Accounts(first, settings).add("anna@example.org", password="a long enough sentence")
    first.close()
    second = open_database(settings)
    assert [a.email for a in Accounts(second, settings).list()] == ["anna@example.org"]
    second.close()


def test_opening_it_twice_leaves_the_locks_of_the_first(made, settings):
    """Else another process takes its log for abandoned, and the two write past each other."""
    first = open_database(settings)
    assert not Accounts(first, settings).list()
    second = open_database(settings)
    script = "\n".join(
        [
            "from hub.accounts import Accounts",
            "from hub.settings import Settings",
            "from hub.database import open_database",
            "from pathlib import Path",
            f"settings = Settings(data=Path({str(settings.data)!r}))",
            "database = open_database(settings)",
            "print(*[account.email for account in Accounts(database, settings).list()])",
            "database.close()",
        ]
    )
    other = [sys.executable, "-W", "error", "-c", script]
    assert subprocess.check_output(other, timeout=60) == b"\n"
    Accounts(first, settings).add("anna@example.org", password="a long enough sentence")
    assert subprocess.check_output(other, timeout=60) == b"anna@example.org\n"
    first.close()
    second.close()


def test_opening_again_is_quick_and_needs_no_alembic(made, settings):
    script = "\n".join(
        [
            "import sys, time",
            "from hub.settings import Settings",
            "from hub.database import open_database",
            "from pathlib import Path",
            f"open_database(Settings(data=Path({str(settings.data)!r}))).close()",
            "assert not any(name.startswith('alembic') for name in sys.modules)",
        ]
    )
    subprocess.run([sys.executable, "-W", "error", "-c", script], check=True, timeout=60)
    began = time.perf_counter()
    open_database(settings).close()
    assert time.perf_counter() - began < 0.25


def damage_text(path):
    path.write_text("this is a shopping list\n" * 100)


def damage_empty(path):
    path.write_bytes(b"")


def damage_middle(path):
    content = bytearray(path.read_bytes())
    content[4096:20480] = os.urandom(16384)
    path.write_bytes(content)


def damage_short(path):
    os.truncate(path, path.stat().st_size // 2)


@pytest.mark.parametrize("damage", [damage_text, damage_empty, damage_middle, damage_short])
def test_a_damaged_database_is_refused_and_left_alone(made, settings, path, damage):
    damage(path)
    before = path.read_bytes()
    with pytest.raises(DatabaseError, match=r"is damaged .*backup"):
        open_database(settings)
    assert path.read_bytes() == before


def test_damage_while_running_is_said(made, settings, path):
    database = open_database(settings)
    accounts = Accounts(database, settings)
    database.close()
    damage_text(path)
    with pytest.raises(DatabaseError, match="is damaged"):
        accounts.list()
    database.close()


def test_a_lost_file_is_not_made_anew_beside_its_remains(made, settings, path):
    path.unlink()
    path.with_name("hub.db-wal").write_bytes(b"something")
    with pytest.raises(DatabaseError, match="is missing"):
        open_database(settings)
    assert not path.exists()


def test_a_newer_database_is_refused(made, settings, path):
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(DatabaseError, match=r"version 9999.*newer program"):
        open_database(settings)


def test_a_foreign_database_is_refused(settings, path):
    settings.data.mkdir()
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("CREATE TABLE accounts (id)")
    connection.close()
    with pytest.raises(DatabaseError, match="not a database of the hub"):
        open_database(settings)


def test_a_data_directory_that_is_none_is_said(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(DatabaseError, match="cannot be used"):
        open_database(Settings(data=tmp_path / "file"))
    with pytest.raises(DatabaseError, match="cannot be used"):
        open_database(Settings(data=tmp_path / "file" / "below"))
    assert (tmp_path / "file").read_text() == "x"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_directory_without_the_right_to_write_is_said(tmp_path):
    (tmp_path / "data").mkdir(mode=0o500)
    with pytest.raises(DatabaseError, match="cannot be used"):
        open_database(Settings(data=tmp_path / "data"))


@pytest.mark.parametrize("url", ["nonsense", "nosuch://host/db", "sqlite:////no/such/dir/x.db"])
def test_an_address_that_leads_nowhere_is_said(url):
    with pytest.raises(DatabaseError, match=r"cannot be opened|did not answer"):
        open_database(Settings(database_url=url))


def test_the_password_in_an_address_is_never_shown():
    with pytest.raises(DatabaseError) as refused:
        open_database(Settings(database_url="nosuch://me:s3cret@host/db"))
    assert "s3cret" not in repr(refused.value) + str(refused.value)


def _make(data: Path, start, results) -> None:
    settings = Settings(data=data)
    start.wait()
    try:
        database = open_database(settings)
        results.put(Accounts(database, settings).ensure_admin("admin@example.org"))
        database.close()
    except Exception as error:
        results.put(error)


@pytest.mark.thorough
def test_many_processes_may_begin_at_once(tmp_path):
    context = multiprocessing.get_context("spawn")
    start, results = context.Event(), context.Queue()
    data = tmp_path / "data"
    workers = [context.Process(target=_make, args=(data, start, results)) for _ in range(4)]
    for worker in workers:
        worker.start()
    start.set()
    got = [results.get(timeout=60) for _ in workers]
    for worker in workers:
        worker.join()
    assert sum(isinstance(password, str) for password in got) == 1, got
    assert got.count(None) == 3
    assert not (data / "hub.db.new").exists()


def test_a_crash_while_making_leaves_nothing_half(settings, path):
    settings.data.mkdir()
    path.with_name("hub.db.new").write_bytes(b"half of it")
    open_database(settings).close()
    assert not path.with_name("hub.db.new").exists()


def test_a_writing_block_that_fails_changes_nothing(database, settings, clock):
    accounts = Accounts(database, settings, clock)
    key = accounts.form_key()

    def fail_midway():
        with database.write() as transaction:
            transaction.connection().exec_driver_sql("DELETE FROM secrets")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_midway()
    assert accounts.form_key() == key
