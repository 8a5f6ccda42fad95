"""Files are replaced whole, read back equal, and look as people like them."""

import datetime as dt
import json
import os
import shutil
import tempfile
import threading
from pathlib import Path

import pytest

from hub.catalogue import CatalogueFolder
from hub.catalogue.writing import replace_files
from hub.errors import CatalogueError, NotFound
from hub.model import Event, Evidence, EvidenceStep, Funding, Resource, ResourceType, Status

from .files import RESOURCE, write

FULL = Resource(
    id="two",
    title="Sicher nach Hause: Wege durch die Nacht #unterwegs",
    url="https://www.example.org/a?id=1&xa=details#teil",
    type=ResourceType.METHOD,
    collections=("b", "a"),
    language="no",
    date="2024",
    event=Event(start="2024-05-03", end="2024-05", place="Ulm, Rathaus"),
    funding=Funding(deadline="2025-06", funder="Land"),
    evidence=Evidence(step=EvidenceStep.THEORY, source="Grüne Liste"),
    publisher="Stadt Ulm",
    authors=("Erika Beispiel", "Beispiel, Max"),
    places=("muenchen",),
    tags=("crime", "knife-violence"),
    keywords=("yes", "2024", "Köln"),
    target_groups=("Jugendliche",),
    summary="Zwei Sätze, die länger sind als eine Zeile. " * 5 + "Ende: gut.",
    notes="erste Zeile\nzweite Zeile",
    status=Status.DRAFT,
    superseded_by="one",
    added=dt.datetime(2026, 11, 22, tzinfo=dt.UTC),
    updated=dt.datetime(2026, 11, 23, 8, 15, 1, 5, tzinfo=dt.UTC),
    reviewed="2026-11",
    text="ab" * 32,
    unknown={"x-rating": 4, "event": {"room": "5"}, "x-list": [{"a": None, "b": 1.5}, True]},
)
FILE = """\
id: two
title: 'Sicher nach Hause: Wege durch die Nacht #unterwegs'
url: https://www.example.org/a?id=1&xa=details#teil
type: method
collections: [b, a]
language: 'no'
date: 2024
event: {start: 2024-05-03, end: 2024-05, place: 'Ulm, Rathaus', room: '5'}
funding: {deadline: 2025-06, funder: Land}
evidence: {step: theory, source: Grüne Liste}
publisher: Stadt Ulm
authors: [Erika Beispiel, 'Beispiel, Max']
places: [muenchen]
tags: [crime, knife-violence]
keywords: ['yes', '2024', Köln]
target_groups: [Jugendliche]
summary: >-
  Zwei Sätze, die länger sind als eine Zeile. Zwei Sätze, die länger sind als eine Zeile.
  Zwei Sätze, die länger sind als eine Zeile. Zwei Sätze, die länger sind als eine Zeile.
  Zwei Sätze, die länger sind als eine Zeile. Ende: gut.
notes: |-
  erste Zeile
  zweite Zeile
status: draft
superseded_by: one
added: 2026-11-22
updated: 2026-11-23T08:15:01.000005Z
reviewed: 2026-11
text: abababababababababababababababababababababababababababababababab
x-rating: 4
x-list:
- {a: null, b: 1.5}
- true
"""


def files(root: Path) -> list[str]:
    return sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.is_file())


def test_every_field_has_its_place_in_the_file(root, folder):
    path = folder.save(FULL)
    assert path == root / "b" / "two.yaml"
    assert path.read_text(encoding="utf-8") == FILE
    assert folder.load().resources["two"] == FULL
    assert CatalogueFolder(root).load().resources["two"] == FULL


def test_saving_again_changes_no_byte(folder):
    path = folder.save(FULL)
    before = path.stat()
    folder.save(folder.load().resources["two"])
    assert path.stat() == before


def test_a_file_written_by_hand_keeps_what_we_do_not_know(root, folder):
    more = "zzz: 1.50\nx-date: 2024-05-31\nevent: {start: 2024, room: 12}\nsummary:\n"
    write(root / "a" / "two.yaml", RESOURCE.format(id="two", home="a") + more)
    two = folder.load().resources["two"]
    folder.save(two.model_copy(update={"title": "Neu"}))
    again = CatalogueFolder(root).load().resources["two"]
    assert again.unknown == {"zzz": "1.50", "x-date": "2024-05-31", "event": {"room": 12}}
    assert again.title == "Neu"


def test_a_new_home_moves_the_file(root, folder):
    folder.save(folder.load().resources["one"].model_copy(update={"collections": ("b", "a")}))
    assert [f for f in files(root) if "one" in f] == ["b/one.yaml"]
    assert folder.load().resources["one"].home == "b"


def test_half_a_move_is_completed_by_the_next_save(root, folder):
    write(root / "a" / "one.yaml", RESOURCE.format(id="one", home="b"))  # killed before the move
    folder.save(folder.load().resources["one"])
    assert [f for f in files(root) if "one" in f] == ["b/one.yaml"]
    assert not folder.load().problems


def test_leftovers_of_a_killed_writer_go(root, folder):
    write(root / "b" / ".two.yaml.abc.tmp", "id: tw")
    assert "two" not in folder.load().resources
    folder.save(FULL)
    assert not list(root.rglob("*.tmp"))


def test_empty_texts_count_as_none(folder):
    folder.save(FULL.model_copy(update={"summary": "", "event": Event(place="")}))
    two = folder.load().resources["two"]
    assert two.summary is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"collections": ("c",)}, "no collection 'c'"),
        ({"id": "collection"}, "reserved"),
        ({"unknown": {"x": float("nan")}}, "cannot hold"),
        ({"unknown": {"x": "\ud800"}}, "cannot hold"),
        ({"unknown": {"x": object()}}, "cannot hold"),
        ({"unknown": {"title": "x"}}, "would not read back"),
        ({"title": " x"}, "would not read back"),
        ({"date": "morgen"}, "would not read back"),
    ],
)
def test_what_would_not_read_back_is_refused(root, folder, changes, words):
    before = files(root)
    with pytest.raises(CatalogueError, match=words):
        folder.save(FULL.model_copy(update=changes))
    assert files(root) == before


def test_remove(root, folder):
    folder.remove("one")
    assert not folder.load().resources
    for id in ("one", "collection", "../a/one", "*"):
        with pytest.raises(NotFound, match="no resource"):
            folder.remove(id)
    assert (root / "a" / "collection.yaml").exists()


def test_naughty_strings_survive(folder, eval_data):
    strings = json.loads((eval_data / "text" / "blns.json").read_text(encoding="utf-8"))
    strings += ["a\x85b", "a\u2028b\u2029c", "a\0b", "\ufeffa", "a\r\nb\rc", "\x1b[31m", "a\u00adb"]
    strings += ["\\U0001F600 \\😀", "a \n b", "- a", "#a", "a\n\n\nb  c\n\td", "\U0010ffff\ufffe"]
    kept = {}
    for n, text in enumerate(filter(str.strip, strings)):
        changes = {"id": f"naughty-{n}", "title": text, "summary": text * 9, "keywords": (text,)}
        resource = Resource.model_validate(FULL.model_dump() | changes | {"notes": "x\n" + text})
        kept[resource.id] = resource
        folder.save(resource)
    saved = folder.load().resources
    assert len(kept) > 400
    assert {id: saved[id].title for id in kept} == {id: r.title for id, r in kept.items()}
    assert {id: saved[id] for id in kept} == kept


def test_many_threads_and_a_reader(root, folder):
    errors: list[Exception] = []

    def work(name: str) -> None:
        try:
            for n in range(15):
                home = "ab"[n % 2]
                folder.save(FULL.model_copy(update={"id": name, "collections": (home,)}))
                assert name in folder.load().resources
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(f"r{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert len(CatalogueFolder(root).load().resources) == 5


@pytest.fixture
def locked(root):
    """The catalogue folder without the right to write, for somebody who is not root."""
    place = Path(tempfile.mkdtemp())
    place.chmod(0o755)
    copy = place / "collections"
    shutil.copytree(root, copy)
    for path in [copy, *copy.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    yield copy
    if user == 0:
        os.seteuid(0)
    for path in [copy, *copy.rglob("*")]:
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(place)


def test_a_folder_without_the_right_to_write(locked):
    folder = CatalogueFolder(locked)
    one = folder.load().resources["one"]
    for change in (
        lambda: folder.save(one.model_copy(update={"title": "Neu"})),
        lambda: folder.save(one.model_copy(update={"collections": ("b",)})),
        lambda: folder.remove("one"),
        lambda: folder.save_table("places.yaml", b"places: []\n"),
        lambda: folder.make(locked / "new"),
    ):
        with pytest.raises(CatalogueError, match="Give the hub the right to write"):
            change()
    assert CatalogueFolder(locked).load().resources == {"one": one}


def test_a_cache_that_cannot_be_written_is_no_obstacle(locked):
    assert "one" in CatalogueFolder(locked, locked / "no" / "cache.json").load().resources


def test_what_may_not_be_read_is_told(locked):
    user = os.geteuid()
    if os.getuid() == 0:
        os.seteuid(0)
    (locked / "a" / "one.yaml").chmod(0o000)
    (locked / "b").chmod(0o000)
    os.seteuid(user)
    catalogue = CatalogueFolder(locked).load()
    assert list(catalogue.collections) == ["a"]
    assert not catalogue.resources
    assert [p.path for p in catalogue.problems] == ["a/one.yaml", "b"]
    assert all("Give the hub the right to read" in p.reason for p in catalogue.problems)


def test_several_files_are_replaced_together_or_none_is_begun(tmp_path):
    files = {tmp_path / f"{n}.txt": str(n).encode() for n in range(20)}
    replace_files(files, 0o600)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == files
    with pytest.raises(CatalogueError, match="cannot be written"):
        replace_files({tmp_path / "0.txt": b"new", tmp_path / "no" / "1.txt": b"new"})
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == files
