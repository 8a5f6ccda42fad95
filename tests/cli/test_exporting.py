"""`hub export --format`: one list as one file; what does not fit together is refused."""

import json

import openpyxl
import pytest

from hub.cli.exporting import FormatName, Separator
from hub.exporting import FORMATS, SEPARATORS


def test_the_formats_that_can_be_typed_are_those_there_are():
    assert list(FormatName) == list(FORMATS)
    assert list(Separator) == list(SEPARATORS)


def test_a_search_is_written_to_a_file(home):
    total = home.run("search", "Stadt", "--type", "document", "--json").json["total"]
    options = ("--format", "csl", "--query", "Stadt", "--type", "document")
    told = home.run("export", "list.json", *options, "--json").json
    assert told == {"file": "list.json", "format": "csl", "resources": total}
    assert len(json.loads((home.folder / "list.json").read_text("utf-8"))) == total > 0
    # the same again, into the same file and to the screen
    said = home.run("export", "list.json", *options).out
    assert said == f"{total} resources written to list.json.\n"
    assert home.run("export", *options).out == (home.folder / "list.json").read_text("utf-8")
    assert home.run("export", *options, "-").status == 0


def test_a_table_for_excel_in_the_language_of_who_types(home):
    assert home.run("export", "--format", "xlsx", "all.xlsx").status == 0
    sheet = openpyxl.load_workbook(home.folder / "all.xlsx").worksheets[0]
    assert (sheet["A1"].value, sheet.max_row) == ("Title", 25)
    ended = home.run("export", "--format", "csv", "--separator", "semicolon", "all.csv")
    assert ended.status == 0
    assert (home.folder / "all.csv").read_bytes().startswith(b"\xef\xbb\xbfTitle;Type;")


def test_only_what_an_account_may_see(home):
    home.run("account", "add", "kim@example.org", "--generate")
    seen = home.run("search", "Stadt", "--as", "kim@example.org", "--json").json["total"]
    mine = ("--format", "ris", "--query", "Stadt", "--as", "kim@example.org")
    assert home.run("export", *mine).out.count("TY  - ") == seen
    ended = home.run("export", "--format", "ris", "--saved", "7", "--as", "kim@example.org")
    assert (ended.status, ended.out) == (1, "")


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        (("export",), 2, "Say where to"),
        (("export", "--format", "csv", "--with-accounts"), 2, "--with-accounts does not go with"),
        (("export", "out", "--query", "Stadt"), 2, "--query needs --format"),
        (("export", "out", "--as", "kim@example.org"), 2, "--as needs --format"),
        (("export", "--format", "docx", "x"), 2, "--format"),
        (("export", "--format", "csv", "--json"), 2, "name one"),
        (("export", "--format", "csv", "--saved", "1"), 2, "--as EMAIL"),
        (("export", "--format", "csv", "--saved", "1", "--query", "x"), 2, "whole"),
        (("export", "--format", "csv", "--tag", "no such"), 1, "no topic"),
        (("export", "--format", "csv", "no/such/file.csv"), 1, "cannot be written"),
        (("export", "--format", "csv", "collections"), 1, "cannot be written"),
    ],
)
def test_what_does_not_fit_is_refused_and_writes_nothing(home, typed, status, said):
    before = sorted(path.name for path in home.folder.iterdir())
    ended = home.run(*typed)
    assert ended.status == status
    assert said in ended.err
    assert ended.err.count("\n") <= 2
    assert {path.name for path in home.folder.iterdir()} - {*before} <= {"in", "out", "err"}
