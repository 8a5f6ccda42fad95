"""Partial dates: a year, a month or a day, kept exactly as precise as the source was."""

import calendar
import datetime as dt
import re
from typing import Annotated

from pydantic import BeforeValidator

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def _partial_date(value: object) -> str:
    """The date as text. YAML reads 2024 as a number and 2024-05-01 as a date: both are welcome."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, str) and (shape := _SHAPE.fullmatch(value.strip())):
        year, month, day = (int(part) if part else 1 for part in shape.groups())
        try:
            dt.date(year, month, day)
        except ValueError:
            pass
        else:
            return value.strip()
    raise ValueError(f"{value!r} is no date: write 2024, 2024-05 or 2024-05-31")


#: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``. As text it sorts rightly: the less precise comes first.
PartialDate = Annotated[str, BeforeValidator(_partial_date)]


def date_year(date: str) -> int:
    """The year of a partial date."""
    return int(date[:4])


def last_day(date: str) -> dt.date:
    """The last day a partial date can mean: a call "until 2025-06" is open until 30 June."""
    year, month, day = int(date[:4]), int(date[5:7] or 12), int(date[8:10] or 0)
    return dt.date(year, month, day or calendar.monthrange(year, month)[1])
