"""`hub index`, and what becomes of a damaged index or database."""

import shutil

import pytest


def test_the_report_has_the_stable_shape(home):
    report = home.run("index", "--json").json
    assert {k: report[k] for k in report if k != "seconds"} == {
        "resources": 24,
        "added": 0,
        "changed": 0,
        "removed": 0,
        "failed": [],
    }
    assert report["seconds"] >= 0


def test_changes_of_the_files_come_into_the_index(home):
    changed = home.collections / "plaetze" / "resource-000.yaml"
    changed.write_text(changed.read_text().replace("Beleuchtung in", "Helligkeit in"))
    (home.collections / "naechte" / "resource-001.yaml").unlink()
    report = home.run("index", "--json").json
    assert (report["resources"], report["changed"], report["removed"]) == (23, 1, 1)
    assert home.run("search", "Helligkeit", "--json").json["total"] == 1


def test_a_rebuild_answers_as_before(home):
    before = answer(home)
    report = home.run("index", "--rebuild", "--json").json
    assert (report["resources"], report["added"]) == (24, 24)
    assert answer(home) == before


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("title: [\n", ""),
        ("id: new\ntitle: T\ntype: document\ncollections: [plaetze]\ndate: '2024-13'\n", "date"),
        ("id: new\ntitle: T\ntype: poem\ncollections: [plaetze]\n", "type"),
        ("id: new\ntitle: T\ntype: document\ncollections: [nowhere]\n", "nowhere"),
        ("id: resource-000\ntitle: T\ntype: document\ncollections: [plaetze]\n", "resource-000"),
    ],
    ids=["no YAML", "wrong date", "unknown type", "unknown collection", "duplicate id"],
)
def test_a_broken_file_is_set_aside_and_the_rest_is_indexed(home, text, reason):
    before = answer(home)
    file = home.collections / "plaetze" / "new.yaml"
    file.write_text(text)
    ended = home.run("index")
    assert ended.status == 1
    complaint = next(line for line in ended.err.splitlines() if line.startswith("Set aside: "))
    assert "plaetze/new.yaml" in complaint
    assert reason in complaint
    assert answer(home) == before
    assert file.read_text() == text


def test_failed_files_stand_in_the_json(home):
    (home.collections / "plaetze" / "new.yaml").write_text("title: [\n")
    ended = home.run("index", "--json")
    assert ended.status == 1
    assert '"path": "plaetze/new.yaml' in ended.out


def test_a_damaged_index_is_rebuilt_and_said_so(home):
    before = answer(home)
    for file in (home.data / "index").rglob("*"):
        if file.is_file():
            file.write_bytes(b"no index")
    ended = home.run("index")
    assert ended.status == 0
    assert "The index was damaged: it was built anew." in ended.err
    assert answer(home) == before


def test_a_deleted_index_is_built_and_answers_as_before(home):
    before = answer(home)
    shutil.rmtree(home.data / "index")
    ended = home.run("search", "Stadt")
    assert ended.status == 1
    assert ended.err == "hub: There is no search index yet. Run: hub index\n"
    assert "There was no index yet: it was built." in home.run("index").err
    assert answer(home) == before


def test_a_damaged_database_is_refused_with_the_way_to_restore(home):
    for name in ("hub.db-wal", "hub.db-shm"):
        (home.data / name).unlink(missing_ok=True)
    (home.data / "hub.db").write_bytes(b"no database" * 1000)
    ended = home.run("search", "Stadt")
    assert ended.status == 1
    assert "is damaged" in ended.err
    assert "backup" in ended.err
    assert (home.data / "hub.db").read_bytes() == b"no database" * 1000


@pytest.mark.parametrize("data", ["taken/var", "/proc/hub"])
def test_a_data_directory_that_cannot_be_written_is_refused(home, data):
    (home.folder / "taken").write_text("a file")
    for command in (["index"], ["search", "Stadt"], ["serve"], ["account", "list"]):
        ended = home.run(*command, HUB_DATA=data)
        assert ended.status == 1
        assert ended.err.startswith(f"hub: The data directory {data}")
        assert "HUB_DATA" in ended.err


def test_a_missing_catalogue_is_named(empty_home):
    ended = empty_home.run("index")
    assert ended.status == 1
    assert "HUB_COLLECTIONS" in ended.err


def answer(home):
    """What a search answers, less the time it took."""
    return {**home.run("search", "Stadt", "--limit", "50", "--json").json, "took_ms": 0}
