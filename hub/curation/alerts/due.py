"""When the next mail of an alert is due: by days of the calendar, never by hours.

Days make it robust: whether the timer runs at six or at seven, over a change to summer time, or
twice a day. An alert keeps to the weekday, or the day of the month, on which it was switched on.
"""

import calendar
import datetime as dt

from hub.model.curation import Rhythm


def next_due(rhythm: Rhythm, day: dt.date, anchor: dt.date) -> dt.date:
    """The first due day after ``day``."""
    if rhythm is Rhythm.DAILY:
        return day + dt.timedelta(days=1)
    if rhythm is Rhythm.WEEKLY:
        return day + dt.timedelta(days=(anchor.weekday() - day.weekday() - 1) % 7 + 1)
    this_month = _in_month(day.year, day.month, anchor.day)
    if this_month > day:
        return this_month
    year, month = divmod(day.year * 12 + day.month, 12)
    return _in_month(year, month + 1, anchor.day)


def is_due(rhythm: Rhythm, due: dt.date, today: dt.date, anchor: dt.date) -> bool:
    """Whether a mail is due today.

    A day further off than the rhythm allows was set by a clock that ran ahead: it counts as due,
    or the alert would stay silent for years.
    """
    return due <= today or due > next_due(rhythm, today, anchor)


def _in_month(year: int, month: int, day: int) -> dt.date:
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))
