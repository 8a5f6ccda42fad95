"""A backup brings everything back; what is no sound backup changes nothing."""

import datetime as dt
import gzip
import io
import json
import os
import random
import tarfile
from dataclasses import replace

import pytest
import sqlalchemy as sa

from hub.cli.lock import lock_data
from hub.core import open_hub
from hub.errors import DatabaseError, ServerError, TransferError
from hub.migrations import HEAD as SCHEMA
from hub.portability import archive
from hub.portability.archive import HEAD, MANIFEST, Head, packing
from hub.portability.backup import back_up, last_backup
from hub.portability.restore import in_use, restore
from hub.portability.switching import finish_switch, list_of, switch
from hub.settings import Settings
from tests.people import session
from tests.portability.full import files, personal, remembered, searches

NOW = dt.datetime(2026, 11, 22, 9, 30)
OLD = "before-2026-11-22-093000"


@pytest.fixture(scope="module")
def backup(full, tmp_path_factory):
    """A backup of the full hub."""
    session(full.hub, full.hub.accounts.account("anna@example.org"))
    path = tmp_path_factory.mktemp("backups") / "hub.tar.gz"
    back_up(full.hub.whole, path)
    return path


@pytest.fixture(scope="module")
def restored(full, backup, tmp_path_factory):
    """The full hub, on a new machine."""
    settings = at(tmp_path_factory.mktemp("restored"), full.world.settings)
    restore(settings, backup, NOW)
    hub = open_hub(settings)
    hub.refresh()
    return hub


def at(folder, settings=None) -> Settings:
    """Settings of a hub in this folder."""
    return replace(settings or Settings(), collections=folder / "collections", data=folder / "var")


# All comes back


def test_everything_is_as_it_was(full, restored):
    assert searches(restored) == searches(full.hub)
    ours = remembered(full.hub, full.world.settings.collections)
    theirs = remembered(restored, restored.settings.collections)
    for name, value in ours.items():
        assert theirs[name] == value, name
    assert personal(restored) == personal(full.hub)
    for part in ("files", "texts", "inbox", "drafts"):
        assert files(restored.settings.data / part) == files(full.world.settings.data / part)


def test_secrets_and_passwords_come_back_and_nobody_is_in(full, restored):
    query = sa.text("SELECT name, value FROM secrets ORDER BY name")
    for more in (query, sa.text("SELECT email, password FROM accounts ORDER BY id")):
        with full.hub._database.read() as ours, restored._database.read() as theirs:
            assert theirs.execute(more).all() == ours.execute(more).all()
    with restored._database.read() as theirs:
        assert theirs.scalar(sa.text("SELECT count(*) FROM sessions")) == 0
    assert restored.curation.may_leave(full.leave)


def test_only_its_owner_may_read_a_backup_and_what_comes_of_it(backup, restored):
    assert backup.stat().st_mode & 0o777 == 0o600
    data = restored.settings.data
    assert data.stat().st_mode & 0o777 == 0o700
    assert (data / "hub.db").stat().st_mode & 0o777 == 0o600
    for part in ("texts", "files", "inbox", "drafts"):
        modes = {p.stat().st_mode & 0o777 for p in (data / part).rglob("*") if p.is_file()}
        assert modes == {0o600}, part


def test_caches_are_left_out(backup):
    with tarfile.open(backup) as tar:
        names = tar.getnames()
    assert (names[0], names[-1]) == (HEAD, MANIFEST)
    assert not [n for n in names if "index" in n or n.endswith((".lock", ".cache", "-wal", ".npz"))]
    assert "data/hub.db" in names


def test_a_hub_knows_when_it_was_backed_up(full, backup):
    assert dt.datetime.now(dt.UTC) - last_backup(full.world.settings.data) < dt.timedelta(hours=1)
    assert last_backup(backup.parent) is None


def test_what_was_there_is_kept_beside(full, backup, tmp_path):
    settings = at(tmp_path)
    (settings.collections / "alt").mkdir(parents=True)
    (settings.collections / "alt" / "collection.yaml").write_text("title: {de: Alt}\n")
    open_hub(settings)
    (settings.data / "inbox").mkdir()
    assert in_use(settings) == (settings.collections, settings.data)
    done = restore(settings, backup, NOW)
    assert set(done.kept) == {tmp_path / f"collections.{OLD}", tmp_path / f"var.{OLD}"}
    assert (tmp_path / f"collections.{OLD}" / "alt" / "collection.yaml").exists()
    assert (tmp_path / f"var.{OLD}" / "hub.db").exists()
    assert files(settings.collections) == files(full.world.settings.collections)
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]


def test_letters_on_their_way_are_told(full, tmp_path):
    full.world.curation.desk.joining.ask("netzwerk", "neu@example.net", "de")
    path = tmp_path / "hub.tar.gz"
    back_up(full.hub.whole, path)
    assert restore(at(tmp_path / "new"), path, NOW).waiting == 1
    full.world.curation.desk.subscribers.erase("neu@example.net")


# Where a backup is not written


def test_a_backup_overwrites_nothing_unless_told(full, tmp_path):
    path = tmp_path / "hub.tar.gz"
    path.write_text("mine")
    with pytest.raises(TransferError, match="is there already"):
        back_up(full.hub.whole, path)
    assert path.read_text() == "mine"
    back_up(full.hub.whole, path, force=True)
    assert path.stat().st_size > 1000
    assert [p.name for p in tmp_path.iterdir()] == ["hub.tar.gz"]


def test_places_where_no_backup_can_be(full, tmp_path):
    data, collections = full.world.settings.data, full.world.settings.collections
    (tmp_path / "pipe").parent.mkdir(exist_ok=True)
    os.mkfifo(tmp_path / "pipe")
    for path, sentence in (
        (tmp_path / "gone" / "hub.tar.gz", "There is no folder"),
        (tmp_path, "no file that a backup can replace"),
        (tmp_path / "pipe", "no file that a backup can replace"),
        (data / "hub.tar.gz", "is backed up itself"),
        (collections / "park" / "hub.tar.gz", "is backed up itself"),
    ):
        with pytest.raises(TransferError, match=sentence):
            back_up(full.hub.whole, path, force=True)
    assert not (data / "hub.tar.gz").exists()


def test_names_that_no_archive_should_hold_are_told(full, tmp_path):
    odd = full.world.settings.collections / "park" / "zwei\nZeilen.txt"
    odd.write_text("x")
    try:
        made = back_up(full.hub.whole, tmp_path / "hub.tar.gz")
    finally:
        odd.unlink()
    assert made.strange == ("catalogue/park/zwei\nZeilen.txt",)
    restore(at(tmp_path / "new"), tmp_path / "hub.tar.gz", NOW)


# What is no backup changes nothing


def refused(path, tmp_path, sentence):
    """Restoring is refused with this sentence, over a hub that is there; it stays as it was."""
    settings = at(tmp_path / "there")
    (settings.collections / "alt").mkdir(parents=True, exist_ok=True)
    settings.data.mkdir(exist_ok=True)
    (settings.data / "hub.db").write_text("ours")
    before = files(tmp_path / "there")
    with pytest.raises(TransferError, match=sentence):
        restore(settings, path, NOW)
    assert files(tmp_path / "there") == before
    names = sorted(p.name for p in (tmp_path / "there").iterdir())
    assert names == ["collections", "var"]
    assert not list(tmp_path.glob("*.txt"))


def member(name, content=b"x", **more):
    """A member of an archive."""
    info = tarfile.TarInfo(name)
    info.size = len(content)
    for key, value in more.items():
        setattr(info, key, value)
    return info, content


def made(path, *members, head=None):
    """An archive by hand, with a head and these members."""
    own = head or Head(schema_version=SCHEMA, made=NOW, database=True).model_dump(mode="json")
    with tarfile.open(path, "w:gz", format=tarfile.PAX_FORMAT) as tar:
        for info, content in (member(HEAD, json.dumps(own).encode()), *members):
            tar.addfile(info, io.BytesIO(content) if content else None)
    return path


@pytest.mark.parametrize(
    "bad",
    [
        member("data/../../escaped.txt"),
        member("../escaped.txt"),
        member("/tmp/escaped.txt"),
        member("catalogue/a/./b.yaml"),
        member("catalogue//b.yaml"),
        member("catalogue\\..\\b.yaml"),
        member("catalogue/a\nb.yaml"),
        member("elsewhere/a.yaml"),
        member("catalogue"),
        member("data/server.lock"),
        member("data/index/seal.json"),
        member("data/.switch"),
        member("data/link", b"", type=tarfile.SYMTYPE, linkname="/etc/passwd"),
        member("data/link", b"", type=tarfile.LNKTYPE, linkname="hub-backup.json"),
        member("data/device", b"", type=tarfile.CHRTYPE, devmajor=1, devminor=5),
        member("data/pipe", b"", type=tarfile.FIFOTYPE),
        member("data/folder", b"", type=tarfile.DIRTYPE),
        member("data/holes", b"", type=tarfile.GNUTYPE_SPARSE),
        member("data/holes", b"x", pax_headers={"GNU.sparse.major": "1", "GNU.sparse.minor": "0"}),
        member("data/x", b"x", pax_headers={"path": "data/../../escaped.txt"}),
    ],
    ids=lambda m: f"{m[0].name!r} {m[0].type!r}",
)
def test_members_that_lead_elsewhere_are_refused(tmp_path, bad):
    path = made(tmp_path / "bad.tar.gz", member("data/fine"), bad)
    refused(path, tmp_path, "no backup of a hub holds|damaged")


def test_the_same_name_twice_is_refused(tmp_path):
    path = made(tmp_path / "bad.tar.gz", member("data/a"), member("data/a"))
    refused(path, tmp_path, "no backup of a hub holds")
    path = made(tmp_path / "bad.tar.gz", member("data/a"), member("data/a/b"))
    refused(path, tmp_path, "no backup of a hub holds")


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        ({"format": "hub-backup", "format_version": 2, "program": "9.0"}, r"newer program \(9.0"),
        (
            {"format": "hub-backup", "format_version": 1, "schema_version": "9999"},
            "newer program",
        ),
        ({"format": "hub-backup", "format_version": 1, "schema_version": SCHEMA}, "no backup"),
        ({"format": "something"}, "no backup of a hub"),
    ],
)
def test_other_heads_are_refused(tmp_path, head, sentence):
    refused(made(tmp_path / "bad.tar.gz", head=head), tmp_path, sentence)


def test_other_files_are_no_backups(tmp_path):
    path = tmp_path / "bad.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        tar.addfile(member("data/a")[0], io.BytesIO(b"x"))
    refused(path, tmp_path, "is no backup of a hub")
    path.write_text("plain text")
    refused(path, tmp_path, "is no backup of a hub")
    path.write_bytes(b"")
    refused(path, tmp_path, "is no backup of a hub")
    path.write_bytes(gzip.compress(b"no tar at all" * 100))
    refused(path, tmp_path, "damaged")
    refused(tmp_path / "gone.tar.gz", tmp_path, "There is no file")
    refused(tmp_path, tmp_path, "is a folder")


def test_a_database_on_a_server_is_not_brought_back_by_a_file(tmp_path):
    path = tmp_path / "hub.tar.gz"
    head = Head(schema_version=SCHEMA, made=NOW, database=False)
    with path.open("wb") as file, packing(file, head) as packer:
        packer.text("catalogue/a/collection.yaml", "title: {de: A}\n")
    refused(path, tmp_path, "holds no database")


def test_a_backup_that_was_cut_short_is_refused(backup, tmp_path):
    content, path = backup.read_bytes(), tmp_path / "cut.tar.gz"
    chance = random.Random(6)
    for length in (len(content) - 1, *(chance.randrange(100, len(content)) for _ in range(6))):
        path.write_bytes(content[:length])
        refused(path, tmp_path, "damaged or was cut short")


def test_a_changed_byte_is_noticed(backup, tmp_path):
    """Also where somebody packed it anew, so that the check sum of the packing is right."""
    content, path = backup.read_bytes(), tmp_path / "changed.tar.gz"
    chance = random.Random(7)
    for _ in range(5):
        place = chance.randrange(20, len(content))
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        refused(path, tmp_path, "damaged|no backup|newer")
    plain = gzip.decompress(content)
    where = plain.index(b"Laternen")
    path.write_bytes(gzip.compress(plain[:where] + b"lampione" + plain[where + 8 :]))
    refused(path, tmp_path, "damaged or was cut short")


def test_a_damaged_database_is_noticed(tmp_path):
    path = tmp_path / "bad.tar.gz"
    head = Head(schema_version=SCHEMA, made=NOW, database=True)
    with path.open("wb") as file, packing(file, head) as packer:
        packer.text("data/hub.db", "SQLite format 3\0" + "x" * 5000)
    with pytest.raises(DatabaseError, match="is damaged"):
        restore(at(tmp_path / "new"), path, NOW)
    assert not (tmp_path / "new" / "collections").exists()


def test_bombs_do_not_go_off(tmp_path):
    """Told by the sizes, before anything of it is unpacked."""
    first, huge = member("data/files/a", bytes(1_000_000)), tarfile.TarInfo("data/files/b")
    huge.size = 200_000_000
    path = made(tmp_path / "bad.tar.gz", first, (huge, b""))
    assert path.stat().st_size < 1_000_000
    refused(path, tmp_path, "unpacks to more than 200 MB")


def test_a_lie_about_the_size_is_no_way_around(tmp_path):
    """A member that says it is huge, and a description that fills the memory."""
    huge = tarfile.TarInfo("data/huge")
    huge.size = 10**12
    head = made(tmp_path / "head.tar.gz")
    start = gzip.decompress(head.read_bytes())[:1536]  # head: header, content
    path = tmp_path / "bad.tar.gz"
    path.write_bytes(gzip.compress(start[:1024] + huge.tobuf(tarfile.GNU_FORMAT) + b"x" * 10**6))
    refused(path, tmp_path, "unpacks to more than|damaged")
    long = member("data/a", b"x", pax_headers={"comment": "x" * 5_000_000})
    refused(made(path, long), tmp_path, "damaged")


def test_a_disk_without_room_is_told_before(backup, tmp_path):
    targets = {"catalogue": tmp_path / "c", "data": tmp_path / "d"}
    with pytest.raises(TransferError, match="There is no room"):
        list(archive.unpack(backup, targets, lambda folder: 50_000_010))
    assert not list(tmp_path.iterdir())


def test_folders_within_each_other_are_refused(backup, tmp_path):
    for collections, data in (("a", "a/b"), ("a/b", "a"), ("a", "a")):
        settings = Settings(collections=tmp_path / collections, data=tmp_path / data)
        with pytest.raises(TransferError, match="within each other"):
            restore(settings, backup, NOW)
    assert not (tmp_path / "a").exists()


# Killed


@pytest.mark.parametrize("done", range(5))
def test_a_switch_that_was_cut_short_is_finished(tmp_path, done):
    """Killed after so many of its four renames."""
    settings = at(tmp_path)
    for name in ("var", "collections", ".var.restoring", ".collections.restoring"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "what").write_text(name)
    moves = [
        (tmp_path / "var", tmp_path / f"var.{OLD}"),
        (tmp_path / ".var.restoring", tmp_path / "var"),
        (tmp_path / "collections", tmp_path / f"collections.{OLD}"),
        (tmp_path / ".collections.restoring", tmp_path / "collections"),
    ]
    list_of(settings.data).write_text(json.dumps([[str(a), str(b)] for a, b in moves]))
    for old, new in moves[:done]:
        old.rename(new)
    finish_switch(settings)
    assert {p.name: (p / "what").read_text() for p in tmp_path.iterdir()} == {
        "var": ".var.restoring",
        "collections": ".collections.restoring",
        f"var.{OLD}": "var",
        f"collections.{OLD}": "collections",
    }
    finish_switch(settings)  # nothing is left to do


def test_a_switch_that_cannot_be_is_told_and_goes_on_later(tmp_path):
    (tmp_path / "new").mkdir()
    (tmp_path / "there").write_text("a file")
    with pytest.raises(TransferError, match="cannot be renamed"):
        switch(tmp_path / "var", [(tmp_path / "new", tmp_path / "there" / "var")])
    (tmp_path / "there").unlink()
    (tmp_path / "there").mkdir()
    finish_switch(at(tmp_path))
    assert (tmp_path / "there" / "var").is_dir()


def test_what_a_killed_restore_left_is_swept_away(full, backup, tmp_path):
    left = tmp_path / ".var.restoring"
    (left / "inbox").mkdir(parents=True)
    (left / "inbox" / "strange.json").write_text("{}")
    settings = at(tmp_path)
    restore(settings, backup, NOW)
    assert files(settings.data / "inbox") == files(full.world.settings.data / "inbox")


def test_a_running_server_holds_the_data(tmp_path):
    again = lock_data(tmp_path)
    with lock_data(tmp_path), pytest.raises(ServerError, match="Another server"), again:
        pass
