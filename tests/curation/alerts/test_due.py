"""When mail is due: by days of the calendar, whatever clocks do."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.curation.alerts.due import is_due, next_due
from hub.model.curation import Rhythm

D = dt.date


@pytest.mark.parametrize(
    ("rhythm", "day", "anchor", "due"),
    [
        (Rhythm.DAILY, D(2026, 3, 28), D(2026, 3, 1), D(2026, 3, 29)),  # the clocks change
        (Rhythm.WEEKLY, D(2026, 3, 2), D(2026, 3, 2), D(2026, 3, 9)),
        (Rhythm.WEEKLY, D(2026, 3, 5), D(2026, 3, 2), D(2026, 3, 9)),  # late by three days
        (Rhythm.MONTHLY, D(2026, 1, 31), D(2026, 1, 31), D(2026, 2, 28)),
        (Rhythm.MONTHLY, D(2026, 2, 28), D(2026, 1, 31), D(2026, 3, 31)),
        (Rhythm.MONTHLY, D(2026, 12, 15), D(2026, 1, 10), D(2027, 1, 10)),
    ],
)
def test_the_next_day(rhythm, day, anchor, due):
    assert next_due(rhythm, day, anchor) == due


days = st.dates(D(2020, 1, 1), D(2040, 1, 1))


@given(st.sampled_from(Rhythm), days, days)
def test_it_is_later_and_never_further_than_the_rhythm(rhythm, day, anchor):
    due = next_due(rhythm, day, anchor)
    longest = {Rhythm.DAILY: 1, Rhythm.WEEKLY: 7, Rhythm.MONTHLY: 31}[rhythm]
    assert dt.timedelta(1) <= due - day <= dt.timedelta(longest)
    assert not is_due(rhythm, due, day, anchor)
    assert is_due(rhythm, due, due, anchor)


def test_a_clock_that_ran_ahead_silences_nothing():
    assert is_due(Rhythm.WEEKLY, D(2099, 1, 1), D(2026, 3, 2), D(2026, 3, 2))
