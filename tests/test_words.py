"""Numbers and dates are said as each language says them."""

import datetime as dt

import pytest

from hub.i18n.words import Words

DE, EN = Words("de"), Words("en")


@pytest.mark.parametrize(
    ("date", "german", "english"),
    [
        ("2024", "2024", "2024"),
        ("2024-05", "Mai 2024", "May 2024"),
        ("2024-05-31", "31. Mai 2024", "31 May 2024"),
        ("2024-03-01", "1. März 2024", "1 March 2024"),
    ],
)
def test_partial_dates(date, german, english):
    assert (DE.date(date), EN.date(date)) == (german, english)


def test_spans_of_dates():
    assert DE.span("2025-06-01", "2025-06-03") == "1. Juni 2025 – 3. Juni 2025"
    assert DE.span("2025-06-01", "2025-06-01") == "1. Juni 2025"
    assert EN.span("2025", None) == "2025"


def test_moments_are_days():
    assert DE.day(dt.datetime(2026, 1, 2, 23, 59, tzinfo=dt.UTC)) == "2. Januar 2026"


def test_numbers():
    assert DE.n("{n} resource", "{n} resources", 1) == "1 Eintrag"
    assert DE.n("{n} resource", "{n} resources", 1234) == "1.234 Einträge"
    assert EN.n("{n} resource", "{n} resources", 0) == "0 resources"
    assert EN.n("{n} resource", "{n} resources", 1234) == "1,234 resources"


def test_gaps_are_filled_after_translation():
    assert DE.t("Search: {words}", words="{x} %s") == "Suche: {x} %s"
