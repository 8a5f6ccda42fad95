"""When a resource is due for a look."""

import datetime as dt

import pytest

from hub.errors import SettingsError
from hub.model import ResourceType
from hub.settings import Settings
from hub.upkeep.rhythm import Rhythm, months_after
from tests.upkeep.making import RHYTHM, made


def test_the_default_reads():
    rhythm = Rhythm(Settings().review_months)
    assert [rhythm.months(t) for t in ResourceType] == [36, 24, 36, 36, 36, 6, 3]


def test_without_a_number_for_others_only_what_is_named_is_ever_due():
    rhythm = Rhythm("event = 6 ,, news=0")
    assert rhythm.due(made("a", added="2001-01-01")) is None
    assert rhythm.due(made("a", type="news", added="2001-01-01")) is None
    assert rhythm.due(made("a", type="event", added="2025-08-31")) == dt.date(2026, 2, 28)
    assert Rhythm("").due(made("a")) is None


@pytest.mark.parametrize(
    "text",
    ["methode=24", "method", "method=", "method=-1", "method=1.5", "*=601", "=3", "*=²", "m=1,*=2"],
)
def test_what_makes_no_sense_is_named(text):
    with pytest.raises(SettingsError, match="HUB_REVIEW_MONTHS"):
        Rhythm(text)


def test_the_last_look_counts_from_its_last_possible_day():
    assert RHYTHM.due(made("a", reviewed="2023")) == dt.date(2026, 12, 31)
    assert RHYTHM.due(made("a", reviewed="2023-02")) == dt.date(2026, 2, 28)
    assert RHYTHM.due(made("a", reviewed=None, added="2023-02-05")) == dt.date(2026, 2, 5)


def test_what_nobody_dated_is_due_at_once():
    assert RHYTHM.due(made("a", added=None)) == dt.date.min


def test_only_what_members_are_meant_to_use_is_due():
    assert RHYTHM.due(made("a", status="withdrawn")) is None
    assert RHYTHM.due(made("a", status="draft")) is None
    assert RHYTHM.due(made("a", superseded_by="b")) is None


def test_months_end_where_a_month_ends():
    assert months_after(dt.date(2024, 2, 29), 12) == dt.date(2025, 2, 28)
    assert months_after(dt.date(2025, 12, 31), 1) == dt.date(2026, 1, 31)
    assert months_after(dt.date(9999, 12, 31), 600).year == 9999
