"""`hub import` and `hub export`: nothing lost, nothing doubled, nothing half."""

import filecmp
import shutil

from tests.cli.running import Home


def test_an_import_is_reported_and_found(empty_home, source):
    report = empty_home.run("import", str(source), "--json").json
    assert (report["total"], len(report["added"]), report["rejected"]) == (24, 24, [])
    assert empty_home.run("search", "Stadt", "--json").json["total"] == 24


def test_a_second_import_changes_nothing(home, source):
    before = files(home)
    report = home.run("import", str(source), "--json").json
    assert (len(report["unchanged"]), report["added"], report["changed"]) == (24, [], [])
    assert files(home) == before


def test_a_rejected_resource_is_named_and_the_rest_comes_in(empty_home, source):
    handed_in = empty_home.folder / "source"
    handed_in.mkdir()
    for file in source.iterdir():
        (handed_in / file.name).write_bytes(file.read_bytes())
    resources = handed_in / "resources.yaml"
    resources.write_text(resources.read_text().replace("'2005'", "'2005-44'"))
    ended = empty_home.run("import", str(handed_in))
    assert ended.status == 1
    assert "Rejected: resources.yaml:" in ended.err
    assert "24 resources: 23 added, 0 changed, 0 unchanged, 1 rejected." in ended.out
    assert empty_home.run("search", "Stadt", "--json").json["total"] == 23


def test_what_cannot_be_imported_changes_nothing(home):
    before = files(home)
    (home.folder / "empty").mkdir()
    broken = home.folder / "broken"
    broken.mkdir()
    (broken / "resources.yaml").write_text("resources: [\n")
    for folder in ("gone", "empty", "broken"):
        ended = home.run("import", folder)
        assert ended.status == 1
        assert ended.err.splitlines()[-1].startswith("hub: ")
        assert folder in ended.err
    assert files(home) == before


def test_an_export_comes_in_again_with_nothing_lost(home, tmp_path):
    report = home.run("export", "out-there", "--json").json
    assert (report["resources"], report["collections"], report["set_aside"]) == (24, 3, [])
    other = Home(tmp_path / "other")
    other.folder.mkdir()
    assert other.run("import", str(home.folder / "out-there")).status == 0
    assert files(other) == files(home)
    compared = filecmp.dircmp(home.collections, other.collections)
    assert not compared.left_only + compared.right_only + compared.diff_files


def test_an_export_overwrites_nothing(home):
    taken = home.folder / "taken"
    taken.mkdir()
    (taken / "resources.yaml").write_text("mine")
    ended = home.run("export", "taken")
    assert ended.status == 1
    assert "taken is not empty" in ended.err
    assert (taken / "resources.yaml").read_text() == "mine"


def files(home):
    """The catalogue: path and content of every file."""
    root = home.collections
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def test_boards_come_in_by_one_command_and_the_sum_is_right(home):
    boards = home.folder / "boards"
    boards.mkdir()
    for number, collection in enumerate(
        sorted(p.parent for p in home.collections.glob("*/c*.yaml"))
    ):
        post = f"Titel {number},<p>Text</p>,https://example.org/{number},2024-03-0{number + 1},X\n"
        (boards / f"{collection.name}.csv").write_text(
            "Subject,Body,Attachment,Created At,Section\n"
            f"{post}Gemeinsam,,https://example.org/same,2024-01-01,\n,,,2024-01-01,\n"
        )
    command = ("import", "boards", "--publish", "--type", "document", "--json")
    first = home.run(*command).json
    counts = first["counts"]
    assert (first["total"], counts["added"], counts["duplicate"]) == (9, 4, 2)
    assert (counts["rejected"], counts["failed"]) == (3, 0)
    before = files(home)
    second = home.run(*command).json["counts"]
    assert (second["added"], second["unchanged"], second["rejected"]) == (0, 6, 3)
    assert files(home) == before


def test_an_import_waits_in_the_inbox_unless_it_is_published(home):
    (home.folder / "a.csv").write_text("title,url\nA,https://example.org/a\n")
    before = files(home)
    assert home.run("import", "a.csv", "--json").json["counts"]["added"] == 1
    assert files(home) == before


def test_what_waits_is_published_when_that_is_said_later(home):
    (home.folder / "a.csv").write_text("title,url\nA,https://example.org/a\n")
    home.run("import", "a.csv")
    command = ("import", "a.csv", "--publish", "--type", "document", "--collection")
    (collection, *_) = sorted(path.name for path in home.collections.iterdir() if path.is_dir())
    counts = home.run(*command, collection, "--json").json["counts"]
    assert (counts["added"], counts["unchanged"]) == (1, 0)
    assert home.run("search", "https://example.org/a", "--json").status == 0
    assert any("https://example.org/a" in text.decode() for text in files(home).values())
    assert home.run("inbox", "list", "--json").json == []
    assert home.run(*command, collection, "--json").json["counts"]["unchanged"] == 1


def test_an_archive_of_an_export_comes_in_as_it_is(home, tmp_path):
    home.run("export", "out-there", "--catalogue-only")
    shutil.make_archive(str(home.folder / "packed"), "zip", home.folder / "out-there")
    other = Home(tmp_path / "other")
    other.folder.mkdir()
    assert other.run("import", str(home.folder / "packed.zip")).status == 0
    assert files(other) == files(home)


def test_an_archive_of_a_whole_hub_is_not_taken_for_its_catalogue_alone(home, tmp_path):
    home.run("export", "out-there")
    packed = shutil.make_archive(str(home.folder / "packed"), "zip", home.folder / "out-there")
    other = Home(tmp_path / "other")
    other.folder.mkdir()
    refused = other.run("import", packed)
    assert refused.status == 1
    assert "Unpack it" in refused.err
    assert not files(other)
    assert other.run("import", packed, "--catalogue-only").status == 0
    assert files(other) == files(home)
