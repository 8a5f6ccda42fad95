"""Many files changed as one: all or none, also when killed; one writer at a time."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hub.errors import CatalogueError, HistoryConflict
from hub.history import FileChange, What
from tests.history.conftest import EDITED, EVA, opened

ROOT = Path(__file__).parents[2]


def change(place, path, after):
    return FileChange(path, place.read(path), after)


def test_files_change_together_and_the_change_is_told(place):
    files = [
        change(place, "one/a.yaml", None),
        change(place, "two/a.yaml", b"id: a\n"),
        change(place, "three/collection.yaml", b"title: {de: Neu}\n"),
    ]
    done = place.history.apply(files, by=EVA, what=EDITED)
    assert place.read("one/a.yaml") is None
    assert place.read("two/a.yaml") == b"id: a\n"
    assert place.read("three/collection.yaml") == b"title: {de: Neu}\n"
    assert done == place.history.changes()[0]
    assert (done.by, done.what, done.done, done.files) == (EVA, EDITED, True, 3)
    assert set(done.paths) == {"one/a.yaml", "two/a.yaml", "three/collection.yaml"}


def test_a_file_that_changed_meanwhile_stops_all(place):
    files = [change(place, f"one/{id}.yaml", b"id: x\n") for id in "abc"]
    (place.folder.folder / "one/c.yaml").write_text("id: c\ntitle: Anders\n")
    before = place.tree()
    with pytest.raises(HistoryConflict, match="c"):
        place.history.apply(files, by=EVA, what=EDITED)
    assert place.tree() == before
    assert place.history.changes() == []


@pytest.mark.parametrize(
    "path", ["../x.yaml", "/etc/x.yaml", "one/../x.yaml", "one/a.txt", "x.yaml", "one/.a.yaml"]
)
def test_only_files_of_the_catalogue_can_be_named(place, path):
    with pytest.raises(CatalogueError, match="no file of the catalogue"):
        place.history.apply([FileChange(path, None, b"x")], by=EVA, what=EDITED)


def test_a_change_of_nothing_is_refused(place):
    same = place.read("one/a.yaml")
    with pytest.raises(CatalogueError, match="Nothing would change"):
        place.history.apply([FileChange("one/a.yaml", same, same)], by=EVA, what=EDITED)


def test_a_folder_that_cannot_be_written_leaves_everything_as_it_was(place):
    (place.folder.folder / "two" / "x.yaml").mkdir()
    files = [change(place, "one/a.yaml", b"id: a\n"), FileChange("two/x.yaml", None, b"id: x\n")]
    before = place.read("one/a.yaml")
    with pytest.raises(CatalogueError, match="cannot be"):
        place.history.apply(files, by=EVA, what=EDITED)
    assert place.read("one/a.yaml") == before
    assert place.history.changes() == []


def test_an_emptied_folder_goes(place):
    files = [change(place, "two/collection.yaml", None)]
    place.history.apply(files, by=EVA, what=EDITED)
    assert not (place.folder.folder / "two").exists()


KILLED = """
import sys
from pathlib import Path
from tests.history.conftest import opened, EVA, EDITED
from hub.history import FileChange
place = opened(Path(sys.argv[1]))
files = [FileChange(f"one/n{n}.yaml", None, b"id: n\\n") for n in range(120)]
files.append(FileChange("one/a.yaml", place.read("one/a.yaml"), None))
print("ready", flush=True)
place.history.apply(files, by=EVA, what=EDITED)
"""


@pytest.mark.parametrize("written", [0, 60])
def test_killed_at_any_moment_the_next_writer_finishes_all_or_finds_none(base, written):
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(base)], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert process.stdout.readline() == b"ready\n"
    folder = base / "collections" / "one"
    deadline = time.monotonic() + 30
    while len(list(folder.glob("n*.yaml"))) < written and time.monotonic() < deadline:
        time.sleep(0.0005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    place = opened(base)
    place.history.finish()
    there = len(list(folder.glob("n*.yaml")))
    told = [c.what.kind for c in place.history.changes() if c.done]
    assert (there, told) in [(0, []), (120, ["resource.edited"])]
    assert (place.read("one/a.yaml") is None) == (there == 120)
    assert not list(folder.glob(".*.tmp")) or there == 0
    if written:
        assert there == 120


def test_whoever_saves_next_finishes_what_was_left(base):
    place = opened(base)
    log, mark = place.history._log, base / "var" / "history.under-way"
    mark.touch()
    files = [FileChange("one/a.yaml", place.read("one/a.yaml"), None)]
    with log.database.write() as session:
        log.append(session, log.begin(session, EVA, EDITED, "under-way"), files)
    place.folder.save_table("places.yaml", b"places: []\n")
    assert place.read("one/a.yaml") is None
    assert not mark.exists()


WRITER = """
import sys
from pathlib import Path
from tests.history.conftest import opened, EVA, EDITED
from hub.errors import HistoryConflict
from hub.history import FileChange
place = opened(Path(sys.argv[1]))
done = 0
while done < 5:
    before = place.read("places.yaml")
    after = before + f"# {sys.argv[2]} {done}\\n".encode()
    try:
        place.history.apply([FileChange("places.yaml", before, after)], by=EVA, what=EDITED)
        done += 1
    except HistoryConflict:
        pass
"""


def test_two_writers_lose_nothing(base):
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(base), name], cwd=ROOT)
        for name in ("one", "two")
    ]
    assert [writer.wait() for writer in writers] == [0, 0]
    place = opened(base)
    lines = place.read("places.yaml").decode().splitlines()
    for name in ("one", "two"):
        own = [line for line in lines if line.startswith(f"# {name} ")]
        assert own == [f"# {name} {n}" for n in range(5)]
    assert len(place.history.changes(path="places.yaml")) == 10


def test_a_kind_without_a_sentence_is_a_mistake(place):
    with pytest.raises(ValueError, match="sentence"):
        place.history.apply([], by=EVA, what=What("nothing.known"))
