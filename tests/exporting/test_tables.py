"""CSV and XLSX: what stands in them, that no formula starts, and that they can be read again."""

import csv
import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.exporting.columns import COLUMNS
from hub.exporting.guarding import guarded, is_risky, unguarded
from hub.exporting.model import ExportError
from hub.exporting.xlsx import MOST_CHARACTERS, MOST_ROWS, write
from hub.labels import KNOWN_VALUES
from tests.exporting.making import ALL, FULL, edition, written

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"


def rows(content: bytes, separator: str = ";") -> list[list[str]]:
    lines = io.StringIO(content.decode("utf-8-sig"), newline="")
    return list(csv.reader(lines, delimiter=separator))


def sheet(content: bytes) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def named(content: bytes, **more: str) -> list[dict[str, str]]:
    header, *found = rows(content, **more)
    return [dict(zip(header, row, strict=True)) for row in found]


def test_a_row_says_what_is_known():
    first = named(written("csv"))[0]
    assert first == {
        "Titel": "Mehr Licht: Laternen & Wege",
        "Art": "Dokument",
        "Verfasst von": "Jana Weiß; Ludwig von der Heide; Deutsches Forum für Sicherheit",
        "Herausgegeben von": "Stadt Köln",
        "Datum": "2024-05-03",
        "Link": "https://example.org/licht?a=1&b=2",
        "Zusammenfassung": "Zwei Sätze dazu. Sie sind unsere eigenen.",
        "Themen": "Beleuchtung; safety; Lampe; Weg",  # a label with a comma stands as its id
        "Ort": "Köln",
        "Zielgruppe": "frauen",
        "Sprache": "Deutsch",
        "Sammlungen": "Sichere Parks; Nachtleben",
        **dict.fromkeys(("Beginn", "Ende", "Veranstaltungsort", "Bewerben bis"), ""),
        **dict.fromkeys(("Fördermittelgeber", "Wirksamkeit", "Quelle zur Wirksamkeit"), ""),
        "Im Hub seit": "2025-01-02",
        "Zuletzt geprüft": "2026-02",
        "Status": "veröffentlicht",
        "Ersetzt durch": "",
        "Kennung": "laternen",
    }


def test_both_tables_say_the_same():
    cells = sheet(written("xlsx")).iter_rows(values_only=True)
    assert [[cell or "" for cell in row] for row in cells] == rows(written("csv"))
    assert len(rows(written("csv"))) == 1 + len(ALL)


def test_the_file_is_what_excel_expects():
    content = written("csv", separator=";")
    assert content.startswith("\ufeffTitel;".encode())
    assert content.count(b"\r\n") == 1 + len(ALL)
    assert rows(written("csv", separator=","), ",") == rows(content)


@pytest.mark.parametrize("sign", [*SIGNS, "\t=", "\r=", " =", "\u200b=", "'=", "''="])
def test_no_formula_starts_in_a_csv_file(sign):
    title = f"{sign}HYPERLINK(1)"
    odd = FULL.model_copy(update={"title": title, "publisher": title, "keywords": (title, title)})
    found = named(written("csv", [odd]))[0]
    for name in ("Titel", "Herausgegeben von"):
        assert found[name].lstrip("\u200b").startswith("'")
        assert unguarded(found[name]) == title.strip()
    every = [cell for row in rows(written("csv", [odd])) for cell in row]
    assert not [cell for cell in every if cell.strip("\u200b ")[:1] in {*SIGNS}]


def test_no_formula_starts_behind_a_separator_that_was_not_meant():
    odd = FULL.model_copy(update={"title": 'a,=1+1;@b|+c,-cmd("x") 50,- Euro; - so'})
    for separator in ",;":
        assert rows(written("csv", [odd], separator=separator), separator)[1][0] == (
            "a,'=1+1;'@b|'+c,'-cmd(\"x\") 50,- Euro; - so"
        )


@given(st.text(alphabet=st.sampled_from("=+-@'\uff1d;,|\t a(\u200b"), max_size=12))
@settings(max_examples=200, deadline=None)
def test_what_was_guarded_is_read_as_it_was(text):
    safe = guarded(text)
    assert not is_risky(safe.lstrip("' \u200b\t") or " ") or "'" in safe
    assert unguarded(safe) == text


def test_every_cell_of_a_sheet_is_a_string_and_stays_one():
    odd = FULL.model_copy(update={"title": "=1+1", "publisher": "2024", "date": "2024"})
    found = sheet(written("xlsx", [odd]))
    cells = [cell for row in found.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    title = found["A2"]
    assert (title.value, title.quotePrefix, title.number_format) == ("=1+1", True, "@")
    assert found["E2"].value == "2024"


def test_a_sheet_can_be_read_at_ease():
    found = sheet(written("xlsx"))
    assert found.title == "Einträge"
    assert found.freeze_panes == "A2"
    assert found.auto_filter.ref == f"A1:X{1 + len(ALL)}"
    assert found["A1"].font.bold
    assert found.column_dimensions["A"].width == 60
    assert len(COLUMNS) == 24  # as many as there are single letters to name them, and fewer


def test_too_much_for_a_cell_is_cut_and_for_a_sheet_is_refused():
    long = FULL.model_copy(update={"summary": "😀" * MOST_CHARACTERS})
    cell = sheet(written("xlsx", [long]))["G2"].value
    assert cell.endswith("😀…")
    assert len(cell.encode("utf-16-le")) // 2 <= MOST_CHARACTERS
    with pytest.raises(ExportError):
        next(write([FULL], edition(total=MOST_ROWS)))


def test_every_type_and_language_is_known_by_its_name_again():
    from hub.ingest.imports.naming import type_named
    from hub.ingest.records import language_code

    for language in ("de", "en"):
        label = edition(language).label
        for type in KNOWN_VALUES["type"]:
            assert type_named(label("type", type)) == type
        for code in KNOWN_VALUES["language"]:
            assert language_code(label("language", code)) == code


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_columns_are_known_by_their_names_again(language):
    from hub.ingest.imports.columns import match_columns, unknown_columns

    header = [edition(language).words.t(column.title) for column in COLUMNS]
    found = match_columns(header, {})
    assert {"title", "url", "type", "date", "authors", "publisher"} <= set(found)
    assert {"keywords", "places"} <= set(found)
    assert {"language", "summary", "collection", "target_groups", "key"} <= set(found)
    assert {"event.start", "event.end", "event.place"} <= set(found)
    assert {"funding.deadline", "funding.funder"} <= set(found)
    assert len(unknown_columns(header, found)) == 6  # what only the hub itself decides
