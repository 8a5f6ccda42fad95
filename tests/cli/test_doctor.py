"""`hub doctor`: every finding says what to do."""

import json
import shutil
import socket

from tests.cli.running import free_port


def examine(home, **environment):
    ended = home.run("doctor", "--json", **{"HUB_PORT": str(free_port()), **environment})
    answer = json.loads(ended.out)
    assert (ended.status == 0) is answer["ok"]
    return answer["ok"], {(f["check"], f["level"]): f["text"] for f in answer["findings"]}


def test_a_sound_hub_is_well(home):
    ok, findings = examine(home)
    assert ok, findings
    assert findings["catalogue", "ok"] == "The catalogue holds 24 resources in 3 collections."
    assert findings["index", "ok"] == "The index holds 24 resources."
    assert "All is well." in home.run("doctor", HUB_PORT=str(free_port())).out


def test_nothing_is_made_by_looking(empty_home):
    (empty_home.folder / "collections").mkdir()
    ok, findings = examine(empty_home)
    assert not ok
    assert "`hub serve` makes it" in findings["data directory", "problem"]
    assert "`hub serve` makes it" in findings["database", "problem"]
    assert not empty_home.data.exists()


def test_a_missing_catalogue(empty_home):
    assert "HUB_COLLECTIONS" in examine(empty_home)[1]["catalogue folder", "problem"]


def test_wrong_settings(home):
    ok, findings = examine(home, HUB_SESSION_DAYS="many")
    assert not ok
    assert "HUB_SESSION_DAYS" in findings["settings", "problem"]


def test_a_data_directory_that_is_a_file(home):
    (home.folder / "taken").write_text("")
    ok, findings = examine(home, HUB_DATA="taken")
    assert not ok
    assert ("data directory", "problem") in findings


def test_a_damaged_database(home):
    for name in ("hub.db-wal", "hub.db-shm"):
        (home.data / name).unlink(missing_ok=True)
    (home.data / "hub.db").write_bytes(b"x" * 5000)
    assert "is damaged" in examine(home)[1]["database", "problem"]


def test_an_index_that_is_missing_or_behind(home):
    (home.collections / "plaetze" / "resource-000.yaml").unlink()
    text = examine(home)[1]["index", "problem"]
    assert text == (
        "The index is behind the catalogue by 1 changes. Bring it up to date: hub index"
    )
    shutil.rmtree(home.data / "index")
    assert "hub index" in examine(home)[1]["index", "problem"]


def test_broken_files_are_listed(home):
    (home.collections / "plaetze" / "new.yaml").write_text("title: [\n")
    ok, findings = examine(home)
    assert not ok
    assert findings["catalogue", "problem"].startswith("plaetze/new.yaml")
    assert "✗ plaetze/new.yaml" in home.run("doctor").out


def test_a_port_in_use(home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        text = examine(home, HUB_PORT=str(port))[1]["port", "problem"]
    assert f"Port {port} is in use." in text
    assert "hub serve --port" in text
