"""Dates as files and pages write them, made YYYY, YYYY-MM or YYYY-MM-DD; never by guess."""

import datetime as dt
import re
from email.utils import parsedate_tz

_MONTHS = (
    "jan jän january januar jänner janvier",
    "feb februar february feber février fevrier",
    "mar mär mrz march märz maerz mars",
    "apr april avril",
    "may mai",
    "jun june juni juin",
    "jul july juli juillet",
    "aug august août aout",
    "sep sept september septembre",
    "oct okt october oktober octobre",
    "nov november novembre",
    "dec dez december dezember décembre decembre",
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}

_ISO = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?:[T ].*)?", re.DOTALL)
_COMPACT = re.compile(r"(?:D:)?(\d{4})(\d{2})(\d{2})?(?:T?\d{2,6}.*)?", re.DOTALL)
_NUMBERS = re.compile(r"(\d{1,2})\s*([./])\s*(\d{1,2})\s*\2\s*(\d{4})(?:\D.*)?", re.DOTALL)
_DAY_FIRST = re.compile(
    r"(?:\w+,?\s+)?(\d{1,2})(?:\.|st|nd|rd|th)?\s+([^\W\d]+)\.?,?\s+(\d{4})\b.*"
)
_MONTH_FIRST = re.compile(r"(?:\w+,\s+)?([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b.*")
_MONTH_ONLY = re.compile(r"([^\W\d]+)\.?\s+(\d{4})")
_EARLIEST, _LATEST = 1400, 2200


def date_of(value: str) -> str | None:
    """The date a value states, exactly as precise as it is; None where that is not sure.

    05/03/2024 is not sure: it is May in America and March in Europe.
    """
    value = " ".join(value.split())
    return (
        _by_numbers(value)
        or _by_month_name(value)
        or _checked(*(parsedate_tz(value) or (0, 0, 0))[:3])
    )


def _by_numbers(value: str) -> str | None:
    for shape in (_ISO, _COMPACT):
        if found := shape.fullmatch(value):
            return _checked(*(int(part) if part else None for part in found.groups()))
    if found := _NUMBERS.fullmatch(value):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if found[2] == "." or first > 12 or first == second:
            return _checked(year, second, first)
        return _checked(year, first, second) if second > 12 else None
    return None


def _by_month_name(value: str) -> str | None:
    if found := _DAY_FIRST.fullmatch(value):
        return _checked(int(found[3]), _MONTH.get(found[2].lower(), 0), int(found[1]))
    if found := _MONTH_FIRST.fullmatch(value):
        return _checked(int(found[3]), _MONTH.get(found[1].lower(), 0), int(found[2]))
    if found := _MONTH_ONLY.fullmatch(value):
        return _checked(int(found[2]), _MONTH.get(found[1].lower(), 0))
    return None


def _checked(year: int | None, month: int | None = None, day: int | None = None) -> str | None:
    """The parts as a partial date, where there is such a day."""
    if year is None or not _EARLIEST <= year <= _LATEST:
        return None
    try:
        dt.date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    parts = [f"{year:04}", *(f"{part:02}" for part in (month, day) if part is not None)]
    return "-".join(parts)
