"""The figures of a year: right numbers, nobody singled out, only what one may see."""

import csv
import io

import pytest

from hub.accounts import Role
from hub.figures.printing import report, table
from hub.figures.telling import summary, told
from hub.figures.yearly import Month, Sent, yearly
from hub.i18n.words import Words
from hub.model import EVERYTHING, Catalogue
from tests.figures.conftest import reader
from tests.upkeep.making import made


def figures(*, months=(), sent=(), resources=()):
    return yearly(
        2026,
        resources,
        Catalogue(),
        visible=EVERYTHING.visible,
        links={"fine": 3, "dead": 1},
        months=months,
        sent=sent,
    )


def rows(chart):
    return {row.value: row.number for row in chart.rows}


def test_entries_are_counted_by_every_value():
    found = figures(
        resources=(
            made("a", collections=("park", "bahnhof"), date="2024-05", added="2026-02-01"),
            made("b", collections=("park",), date="2024", added="2025-12-31", language="en"),
            made("c", collections=("park",), added="2026-02-28"),
        )
    )
    assert (found.resources, found.added) == (3, 2)
    assert rows(found.chart("collection")) == {"park": 3, "bahnhof": 1}
    assert rows(found.chart("year"))["2024"] == 2
    assert rows(found.chart("added"))["2026-02"] == 2
    assert len(found.chart("added").rows) == 12


@pytest.mark.parametrize(
    ("searches", "empty", "number", "share"),
    [
        (100, 25, 100, 0.25),
        (100, 0, 100, 0.0),
        (100, 4, 100, None),
        (100, 97, 100, None),
        (4, 0, -1, None),
        (0, 0, 0, None),
        (5, 0, 5, 0.0),
    ],
)
def test_small_groups_are_hidden_also_by_subtraction(searches, empty, number, share):
    found = figures(months=(Month("2026-03", searches, empty),)).chart("searches")
    row = found.rows[2]
    assert (row.number, row.share) == (number, share)


def test_issues_of_other_years_stay_out_and_few_recipients_hidden():
    sent = (Sent("Wochenblick", 1, "2025-12-31", 900), Sent("Wochenblick", 2, "2026-01-02", 3))
    (row,) = figures(sent=sent).chart("issues").rows
    assert (row.value, row.number, row.note) == ("2026-01-02", -1, "Wochenblick 2")


def test_an_editor_counts_only_what_they_may_see(hub):
    catalogue = hub.catalogue()
    own = hub.figures.yearly(2026, catalogue, reader(hub, Role.EDITOR).access)
    assert rows(own.chart("collection")) == {"park": 1}
    whole = hub.figures.yearly(2026, catalogue, EVERYTHING)
    assert rows(whole.chart("collection")) == {"park": 1, "geheim": 1}
    assert hub.figures.years(catalogue)[-1] == 2025


@pytest.mark.parametrize(
    ("language", "few", "thousand"),
    [("de", "weniger als 5", "1.234"), ("en", "fewer than 5", "1,234")],
)
def test_report_and_table_say_the_same_in_the_readers_words(language, few, thousand):
    months = (Month("2026-01", 1234, 600), Month("2026-02", 2, 0))
    found, words = figures(months=months, resources=(made("a", title="=1+1"),)), Words(language)
    charts = told(found, words, lambda facet, value: f"=cmd({value})")
    page = report(charts, words, "2026", summary(found, words), "")
    lines = list(
        csv.reader(io.StringIO(table(charts, words, ";").decode("utf-8-sig")), delimiter=";")
    )
    for text in (few, thousand):
        assert text in page
        assert any(text in line for line in lines)
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "@"))]
    assert "style=" not in page
