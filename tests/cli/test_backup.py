"""`hub backup`, `restore`, and `export` and `import` of a whole hub, as a newcomer types them."""

import random
import shutil
import sqlite3
import tarfile
import time
from pathlib import Path

import pytest

from hub.cli.lock import lock_data
from tests.cli.running import Home
from tests.cli.source import write_source

MOMENTS = 2  #: at which each is killed


@pytest.fixture(scope="module")
def backup(_filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the filled home."""
    path = tmp_path_factory.mktemp("backup") / "hub.tar.gz"
    ended = Home(_filled).run("backup", str(path))
    assert ended.status == 0, ended.err
    return path


def catalogue(home: Home) -> dict[str, bytes]:
    """Path and content of every file of the catalogue."""
    return {
        str(path.relative_to(home.collections)): path.read_bytes()
        for path in sorted(home.collections.rglob("*"))
        if path.is_file()
    }


def names(folder: Path) -> list[str]:
    """What lies in a folder, but for the files of the runs themselves."""
    return sorted(p.name for p in folder.iterdir() if p.name not in ("in", "out", "err"))


def total(home: Home) -> int:
    return home.run("search", "Stadt", "--json").json["total"]


def test_a_lost_hub_comes_back(home, tmp_path, backup):
    empty_home = Home(tmp_path / "new")
    empty_home.folder.mkdir()
    done = empty_home.run("restore", str(backup), "--json").json
    assert (done["resources"], done["kept"], done["letters_waiting"]) == (24, [], 0)
    assert catalogue(empty_home) == catalogue(home)
    assert total(empty_home) == 24
    assert names(empty_home.folder) == ["collections", "var"]


def test_a_hub_goes_back_to_its_backup(home, backup):
    before = catalogue(home)
    shutil.rmtree(home.collections / "plaetze")
    asked = home.run("restore", str(backup))
    assert asked.status == 2
    assert "add --yes" in asked.err
    assert catalogue(home) != before
    done = home.run("restore", str(backup), "--yes")
    assert done.status == 0, done.err
    assert "24 resources" in done.out
    assert catalogue(home) == before
    assert total(home) == 24
    kept = [p for p in home.folder.iterdir() if ".before-" in p.name]
    assert sorted(p.name.partition(".")[0] for p in kept) == ["collections", "var"]
    assert all(str(p) in done.out for p in kept)


def test_what_is_typed_wrongly_is_explained(home, backup):
    for arguments, status, sentence in (
        (("backup",), 2, "FILE is missing"),
        (("backup", "."), 1, "no file that a backup can replace"),
        (("backup", "var/b.tar.gz"), 1, "is backed up itself"),
        (("backup", "no/b.tar.gz"), 1, "There is no folder no"),
        (("backup", str(backup)), 1, "--force"),
        (("restore",), 2, "FILE is missing"),
        (("restore", "nothing.tar.gz"), 1, "There is no file nothing.tar.gz"),
        (("restore", "collections/thesaurus.yaml"), 1, "no backup of a hub"),
        (("restore", "collections"), 1, "hub import"),
        (("import", str(backup)), 1, "hub restore"),
        (("export",), 2, "hub export FOLDER"),
        (("export", "collections"), 1, "is not empty"),
        (("export", "moved", "--with-passwords"), 2, "no option --with-passwords"),
    ):
        ended = home.run(*arguments)
        assert (ended.status, sentence in ended.err) == (status, True), (arguments, ended.err)
        assert ended.err.splitlines()[-1].startswith("hub: ")
    assert names(home.folder) == ["collections", "var"]


def test_nothing_is_restored_under_a_running_server(home, backup):
    before = catalogue(home)
    with lock_data(home.data):
        ended = home.run("restore", str(backup), "--yes")
    assert ended.status == 1
    assert "Another server" in ended.err
    assert catalogue(home) == before


def test_a_backup_is_written_by_one_at_a_time(home):
    runs = [home.start("backup", "b.tar.gz") for _ in range(3)]
    for run in runs:
        run.process.join(60)
    assert sorted(run.process.exitcode for run in runs) == [0, 1, 1]
    assert Home(home.folder).run("backup", "b.tar.gz", "--force").status == 0
    assert names(home.folder) == ["b.tar.gz", "collections", "var"]


def test_doctor_knows_the_last_backup(home):
    note = home.data / "last-backup.json"
    note.unlink(missing_ok=True)
    assert "There is no backup of this hub yet" in home.run("doctor").out
    assert home.run("backup", "b.tar.gz").status == 0
    assert "The last backup was made on" in home.run("doctor").out
    note.write_text('{"at": "2020-01-01T00:00:00+00:00"}')
    assert "days old" in home.run("doctor").out
    note.write_text("no json")
    assert "There is no backup of this hub yet" in home.run("doctor").out


# Killed, and while others write


def moments(seconds: float):
    chance = random.Random(2026)
    return [chance.uniform(0, seconds) for _ in range(MOMENTS)]


def timed(home: Home, *arguments: str) -> float:
    start = time.perf_counter()
    ended = home.run(*arguments)
    assert ended.status == 0, ended.err
    return time.perf_counter() - start


def test_a_killed_backup_leaves_no_half(home):
    seconds = timed(home, "backup", "timed.tar.gz")
    for moment in moments(seconds):
        running = home.start("backup", "b.tar.gz")
        time.sleep(moment)
        running.kill()
        if (home.folder / "b.tar.gz").exists():  # then it is whole
            with tarfile.open(home.folder / "b.tar.gz") as tar:
                assert "manifest.json" in tar.getnames()
            (home.folder / "b.tar.gz").unlink()
    assert home.run("backup", "b.tar.gz").status == 0
    left = [n for n in names(home.folder) if n not in ("b.tar.gz", "timed.tar.gz")]
    assert left == ["collections", "var"]
    assert not [p.name for p in home.data.iterdir() if p.name.startswith(".")]


def test_a_killed_restore_leaves_the_old_hub_or_the_new_one(home, backup):
    """Resource-000 is in the backup alone, resource-999 in what is there alone."""
    old = home.collections / "plaetze" / "resource-000.yaml"
    new = old.with_name("resource-999.yaml")
    new.write_bytes(old.read_bytes().replace(b"000", b"999"))
    old.unlink()
    seconds = timed(Home(Path(shutil.copytree(home.folder, home.folder.with_name("timed")))),
                    "restore", str(backup), "--yes")  # fmt: skip
    for moment in moments(seconds):
        running = home.start("restore", str(backup), "--yes")
        time.sleep(moment)
        running.kill()
        assert home.run("index").status == 0  # any command finishes what was begun
        assert old.exists() != new.exists()
        accounts = sqlite3.connect(home.data / "hub.db").execute("SELECT count(*) FROM accounts")
        assert accounts.fetchone() == (0,)
        assert total(home) == 24
        if old.exists():
            new.write_bytes(old.read_bytes().replace(b"000", b"999"))
            old.unlink()
    assert home.run("restore", str(backup), "--yes").status == 0
    assert old.exists()
    assert [n for n in names(home.folder) if n.startswith(".")] == []


def beside(home: Home, tmp_path: Path) -> Home:
    """The same hub from another folder, so that two runs do not share their output."""
    other = Home(tmp_path / "beside")
    if not other.folder.exists():
        other.folder.mkdir()
        (other.folder / "hub.yaml").write_text(
            f"collections: {home.collections}\ndata: {home.data}\n"
        )
    return other


def test_backups_while_an_import_runs_are_sound(home, tmp_path):
    more = write_source(tmp_path / "more", resources=80)
    running = home.start("import", str(more))
    kept = []
    while running.process.is_alive():
        path = tmp_path / f"b{len(kept)}.tar.gz"
        assert beside(home, tmp_path).run("backup", str(path)).status == 0
        kept.append(path)
    assert running.finish().status == 0
    assert kept
    sizes = []
    for number, path in enumerate((kept[0], kept[-1])):
        other = Home(tmp_path / f"r{number}")
        other.folder.mkdir()
        sizes.append(other.run("restore", str(path), "--json").json["resources"])
        assert other.run("doctor", "--json", HUB_PORT="8599").json["ok"]
    assert sizes == sorted(sizes)
    assert sizes[0] >= 24


# A whole hub, exported and imported


def test_a_hub_moves_to_a_fresh_installation(home, tmp_path):
    home.run("account", "add", "kim@example.org", "--role", "editor", "--generate")
    told = home.run("export", "moved")
    assert told.status == 0, told.err
    assert "Left out: original files (--with-originals)" in told.err
    new = Home(tmp_path / "new")
    new.folder.mkdir()
    dry = new.run("import", str(home.folder / "moved"), "--dry-run", "--json").json
    assert (dry["dry_run"], dry["counts"]["resources"]) == (True, 24)
    assert not new.collections.exists()
    done = new.run("import", str(home.folder / "moved"))
    assert done.status == 0, done.err
    assert "24 resources in 3 collections" in done.out
    assert "hub account add you@example.org" in done.err
    assert catalogue(new) == catalogue(home)
    assert total(new) == 24
    (account,) = new.run("account", "list", "--json").json
    assert (account["email"], account["enabled"]) == ("account-1@unknown.invalid", False)
    again = new.run("import", str(home.folder / "moved"))
    assert again.status == 1
    assert "in use already" in again.err


def test_accounts_move_when_asked_for(home, tmp_path):
    home.run("account", "add", "kim@example.org", "--role", "editor", "--generate")
    assert home.run("export", "moved", "--with-accounts", "--json").json["chosen"] == [
        "texts",
        "accounts",
    ]
    new = Home(tmp_path / "new")
    new.folder.mkdir()
    done = new.run("import", str(home.folder / "moved"))
    assert "hub account password ADDRESS --generate" in done.err
    (account,) = new.run("account", "list", "--json").json
    assert (account["email"], account["enabled"]) == ("kim@example.org", True)


def test_a_damaged_export_is_refused(home, tmp_path):
    home.run("export", "moved")
    file = home.folder / "moved" / "catalogue" / "plaetze" / "resource-000.yaml"
    file.write_text(file.read_text().replace("Stadt", "Dorf"))
    new = Home(tmp_path / "new")
    new.folder.mkdir()
    ended = new.run("import", str(home.folder / "moved"))
    assert ended.status == 1
    assert "is damaged or was changed" in ended.err
    assert not new.collections.exists()
    taken = new.run("import", str(home.folder / "moved"), "--catalogue-only")
    assert taken.status == 0
    assert "24 added" in taken.out


@pytest.mark.thorough
def test_an_import_is_killed_and_run_again(home, tmp_path):
    home.run("export", "moved", "--with-accounts")
    export = str(home.folder / "moved")
    first = Home(tmp_path / "timed")
    first.folder.mkdir()
    seconds = timed(first, "import", export)
    for number, moment in enumerate(moments(seconds)):
        new = Home(tmp_path / f"new{number}")
        new.folder.mkdir()
        running = new.start("import", export)
        time.sleep(moment)
        if running.kill() and new.run("import", export).status != 0:
            # killed while it built the index: then everything is there
            assert new.run("index").status == 0
        assert catalogue(new) == catalogue(home)
        assert not (new.data / "importing.json").exists()
    assert total(new) == 24
