"""`hub history` and `hub undo`."""


def test_an_import_is_told_an_edit_noticed_and_undone(home):
    told = home.run("history", "--json").json
    assert [change["kind"] for change in told] == ["files.found", "import.files"]
    assert told[1]["values"] == {"source": "source"}
    assert told[1]["files"] > 24  # with collections and tables
    file = sorted(home.collections.glob("*/*.yaml"))[1]
    before = file.read_bytes()
    file.write_bytes(before + b"notes: Von Hand.\n")
    (change,) = home.run("history", "--limit", "1", "--json").json
    assert (change["kind"], change["paths"]) == (
        "files.edited",
        [file.relative_to(home.collections).as_posix()],
    )
    ended = home.run("undo", str(change["id"]))
    assert (ended.status, file.read_bytes()) == (0, before)
    said = home.run("history", "--resource", file.stem).out
    assert f"Undid change {change['id']}" in said
    again = home.run("undo", str(change["id"]))
    assert (again.status, again.err.count("\n")) == (1, 1)
    assert "has been undone already" in again.err
