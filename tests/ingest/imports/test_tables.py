"""Tables as offices save them."""

import openpyxl
import pytest

from hub.errors import IngestError
from hub.ingest.imports import ExportFile, ImportOptions, columns_of, read_export
from hub.ingest.imports.rows import csv_rows
from hub.ingest.model import Item, Rejected
from tests.ingest.imports.reading import one, read, said

HEADER = "Titel;Link;Datum;Autor*innen;Schlagworte;Herausgeber"
ROW = "Übergänge;https://example.org/a;Mai 2024;Muster, Anna | Ben B.;Nacht, Straße;Stadt Köln"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [";", "\t"])
def test_encodings_and_separators_are_found_out(encoding, separator):
    table = f"{HEADER}\r\n{ROW}\r\n".replace(";", separator)
    item = one(table.encode(encoding), "liste.csv")
    assert said(item) == {
        "title": "Übergänge",
        "date": "2024-05",
        "authors": "Anna Muster | Ben B.",
        "keywords": "Nacht | Straße",
        "publisher": "Stadt Köln",
    }
    assert (item.address, item.complete) == ("https://example.org/a", True)


def test_columns_are_chosen_and_the_rest_is_named():
    notices = []
    columns = columns_of(["title=Was", "notes=Bemerkung intern"])
    item = one(
        "Was,Bemerkung intern,Farbe,URL\nA,b,rot,www.example.org/x\n",
        columns=columns,
        tell=notices.append,
    )
    assert said(item) == {"title": "A", "notes": "b"}
    assert item.address == "https://www.example.org/x"
    assert str(notices[0]).startswith("Columns that are left alone: Farbe.")


@pytest.mark.parametrize(
    ("table", "columns", "said"),
    [
        ("Farbe,Form\nrot,rund\n", {}, "The columns are: Farbe, Form. Say which one"),
        ("Titel,Form\na,b\n", {"titel": "Form"}, "There is no field 'titel'"),
        ("Titel,Form\na,b\n", {"title": "Name"}, "There is no column 'Name'"),
    ],
)
def test_a_missing_column_is_a_sentence(table, columns, said):
    with pytest.raises(IngestError, match=said):
        read(table, columns=columns)
    with pytest.raises(IngestError, match="names no column"):
        columns_of(["title"])


def test_what_is_wrong_with_a_row_is_said_and_the_rest_comes_in():
    named = read(
        "title,url,date\nA,kaputt,31.13.2024\n,kaputt,\n,,2024\n,,\n,https://example.org/x,\n"
    )
    first, second, third, last = named
    assert said(first) == {"title": "A", "notes": "kaputt"}  # nothing written is lost
    assert isinstance(second, Rejected)
    assert (second.key, "'kaputt' is no web address" in second.reason) == ("row 3", True)
    assert isinstance(third, Rejected)
    assert isinstance(last, Item)
    assert not last.complete  # its page has a title


def test_formulas_and_hidden_characters_stay_plain_text():
    item = one('title,notes\n=1+1,"a\0b\u202ec"\n')
    assert said(item) == {"title": "=1+1", "notes": "abc"}


def test_a_hundred_thousand_rows_are_read_one_by_one(tmp_path):
    path = tmp_path / "long.csv"
    with path.open("w") as file:
        file.write("title,url\n")
        file.writelines(f"T{n},https://example.org/{n}\n" for n in range(100_000))
    items = read_export(ExportFile(path.name, path), ImportOptions())
    assert next(items).key == "https://example.org/0"  # long before the end is reached
    assert sum(1 for _ in csv_rows(ExportFile(path.name, path))) == 100_001


def test_a_spreadsheet_is_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Titel", "Jahr", "URL", "Typ"])
    book.active.append(["=SUMME(1)", 2024.0, "https://example.org/a", "Leitfaden"])
    book.active.append(["B", None, None, "Sonstiges"])
    path = tmp_path / "liste.xlsx"
    book.save(path)
    book.close()
    items = list(read_export(ExportFile(path.name, path), ImportOptions()))
    assert said(items[1]) == {"title": "B", "keywords": "Sonstiges"}
    assert said(items[0])["type"] == "document"
    broken = ExportFile("a.xlsx", content=path.read_bytes()[:900])
    with pytest.raises(IngestError):
        list(read_export(broken, ImportOptions()))


def test_a_quotation_mark_that_never_ends_is_no_endless_work():
    named = read('title,url\n"A,https://example.org/a\nB,https://example.org/b\n', "a.csv")
    assert len(named) == 1


@pytest.mark.parametrize("content", [b"", b"\0" * 50, b"just words", b"\x89PNG\r\n\x1a\n\0\0"])
def test_what_is_no_export_says_so(content):
    with pytest.raises(IngestError, match=r"is empty|is no export that the hub knows"):
        read(content, "file.dat")
