"""What is written through the catalogue folder, and what is changed by hand, is in the history."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hub.errors import NotFound
from hub.history import Doer, FieldChange, FileChange, What
from tests.catalogue.files import write
from tests.history.conftest import EDITED, EVA, opened

ROOT = Path(__file__).parents[2]


def kinds(place):
    return [change.what.kind for change in place.history.changes()]


def test_every_write_is_told_by_what_it_did(place):
    catalogue = place.folder.load()
    a = catalogue.resources["a"]
    place.folder.save(a.model_copy(update={"title": "Neu"}))
    place.folder.save(a.model_copy(update={"collections": ("two",)}))
    place.folder.remove("b")
    place.folder.save_collection(catalogue.collections["one"].model_copy(update={"order": 9}))
    place.folder.save_table("places.yaml", b"places: []\n")
    place.folder.change_table("publishers.yaml", lambda content: content + b"# x\n")
    told = place.history.changes()
    assert [set(change.paths) for change in reversed(told)] == [
        {"one/a.yaml"},
        {"one/a.yaml", "two/a.yaml"},
        {"one/b.yaml"},
        {"one/collection.yaml"},
        {"places.yaml"},
        {"publishers.yaml"},
    ]
    assert {(change.what.kind, change.by) for change in told} == {("files.changed", Doer())}
    before = opened(place.data.parent).history  # nothing is left to be found by another process
    assert before.notice()
    assert kinds(place)[1:] == ["files.changed"] * 6


def test_a_write_that_changes_nothing_is_none(place):
    with place.history.by(EVA, EDITED):
        place.folder.save_table("places.yaml", place.read("places.yaml"))
    assert place.history.changes() == []


def test_the_writes_of_one_action_are_one_change(place):
    a = place.folder.load().resources["a"]
    with place.history.by(EVA, EDITED):
        place.folder.save(a.model_copy(update={"title": "Neu"}))
        with place.history.by(Doer(), What("files.changed")):
            place.folder.remove("b")
        place.folder.remove("c")
    (change,) = place.history.changes()
    assert (change.by, change.what, change.files) == (EVA, EDITED, 3)
    place.history.undo(change.id, by=EVA)
    assert place.folder.load().resources.keys() == {"a", "b", "c"}


def test_what_was_written_before_it_failed_is_told(place):
    def remove(*ids):
        with place.history.by(EVA, EDITED):
            for id in ids:
                place.folder.remove(id)

    with pytest.raises(NotFound):
        remove("a", "nothing")
    assert kinds(place) == ["resource.edited"]


def test_the_files_there_at_first_are_the_beginning(place):
    assert place.history.notice()
    (change,) = place.history.changes()
    assert (change.what.kind, change.files) == ("files.found", 8)
    assert place.history.notice()
    assert kinds(place) == ["files.found"]


def test_hand_edits_are_noticed_and_can_be_undone(place):
    place.history.notice()
    root = place.folder.folder
    before = place.tree()
    write(root / "one/a.yaml", before["one/a.yaml"].replace(b"Titel a", b"Von Hand"))
    (root / "one/b.yaml").unlink()
    write(root / "two/n.yaml", "id: n\ntitle: N\ntype: news\ncollections: [two]\n")
    write(root / "places.yaml", "places: [\n")
    assert opened(place.data.parent).history.notice()
    change = place.history.changes()[0]
    assert change.what.kind == "files.edited"
    assert set(change.paths) == {"one/a.yaml", "one/b.yaml", "two/n.yaml", "places.yaml"}
    place.history.undo(change.id, by=EVA)
    assert place.tree() == before


def test_a_hand_edit_before_a_write_is_told_apart(place):
    place.history.notice()
    file = write(place.folder.folder / "one/a.yaml", "id: a\ntitle: Von Hand\ntype: news\n")
    place.folder.save_table("places.yaml", b"places: []\n")
    changed = file.read_bytes() + b"collections: [one]\n"
    files = [FileChange("one/a.yaml", file.read_bytes(), changed)]
    done = place.history.apply(files, by=EVA, what=EDITED)
    assert place.history.difference(done.id, "one/a.yaml") == (
        FieldChange("collections", None, ("one",)),
    )
    assert sorted(kinds(place)) == [
        *("files.changed", "files.edited", "files.found", "resource.edited")
    ]
    place.history.notice()
    assert len(kinds(place)) == 4


def test_nobody_looks_while_somebody_writes(place):
    place.history.notice()
    with place.history.by(EVA, EDITED):
        place.folder.remove("a")
        assert not place.history.notice()
    assert place.history.notice()
    assert kinds(place) == ["resource.edited", "files.found"]


KILLED = """
import sys
from pathlib import Path
from tests.history.conftest import opened, EVA, EDITED
place = opened(Path(sys.argv[1]))
a = place.folder.load().resources["a"]
with place.history.by(EVA, EDITED):
    for n in range(100000):
        place.folder.save(a.model_copy(update={"id": f"n{n}"}))
"""


def test_what_a_killed_block_wrote_is_all_told(base):
    opened(base).history.notice()
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(base)], cwd=ROOT)
    place = opened(base)
    deadline = time.monotonic() + 60
    while len(place.history.changes()) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)  # until its first batch is there
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert place.history.notice()
    there = {p.name for p in (base / "collections/one").glob("n*.yaml")}
    change = place.history.changes()[0]
    assert (change.what, change.by, change.done, change.files) == (EDITED, EVA, True, len(there))
    assert kinds(place) == ["resource.edited", "files.found"]


def test_differences_name_fields_rows_and_members(place):
    old = place.read("one/a.yaml")
    new = old.replace(b"title: Titel a", b"title: Neu").replace(b"[crime]", b"[crime, arson]")
    new = new.replace(b"summary: Kurz gesagt.\n", b"event: {start: 2026-01, place: Bonn}\n")
    places = place.read("places.yaml").replace(b"de: M", b"fr: Munich, de: M")
    files = [
        FileChange("one/a.yaml", old, None),
        FileChange("two/a.yaml", None, new),
        FileChange("places.yaml", place.read("places.yaml"), places),
    ]
    done = place.history.apply(files, by=EVA, what=EDITED)
    wanted = (
        FieldChange("title", "Titel a", "Neu"),
        FieldChange("tags", ("crime",), ("crime", "arson")),
        FieldChange("summary", "Kurz gesagt.", None),
        FieldChange("event.start", None, "2026-01"),
        FieldChange("event.place", None, "Bonn"),
    )
    assert place.history.difference(done.id, "one/a.yaml") == wanted
    assert place.history.difference(done.id, "two/a.yaml") == wanted
    assert place.history.difference(done.id, "places.yaml") == (
        FieldChange("label.fr", None, "Munich", row="muenchen"),
    )
    with pytest.raises(NotFound):
        place.history.difference(done.id, "one/b.yaml")


def test_changes_are_found_by_what_they_are_about(place):
    place.folder.remove("a")
    with place.history.by(EVA, What("tag.saved", {"name": "x"})):
        place.folder.save_table("thesaurus.yaml", b"concepts: []\n")
    tag, gone = place.history.changes()
    assert place.history.changes(kinds=["tag."]) == [tag]
    assert place.history.changes(kinds=["tag.saved", "files.changed"]) == [tag, gone]
    assert place.history.changes(resource="a") == [gone]
    assert place.history.changes(path="thesaurus.yaml") == [tag]
    assert place.history.changes(before=tag.id) == [gone]
    assert place.history.changes(limit=1) == [tag]
    assert place.history.changes(kinds=["%"]) == []
