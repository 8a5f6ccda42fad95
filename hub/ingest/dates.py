"""Dates as sources write them, to partial dates that say no more than the source did."""

import datetime as dt
import re

_MONTHS = (
    *("jan januar jänner january janvier enero", "feb februar feber february février fevrier"),
    *("mar mär mrz märz maerz march mars", "apr april avril", "mai may", "jun juni june juin"),
    *("jul juli july juillet", "aug august août", "sep sept september septembre"),
    *("okt oct oktober october octobre", "nov november novembre", "dez dec dezember december"),
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}

_YEAR = r"(?P<y>[12]\d{3})"
_NAME = r"(?P<name>[^\W\d_]{3,})\.?"
#: From the most precise to the least: the first one that fits counts.
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        rf"{_YEAR}[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})(?:[T /]+.*)?",
        rf"{_YEAR}(?P<m>\d\d)(?P<d>\d\d)(?:T?\d{{4,6}}Z?)?",
        rf"{_YEAR}[-/.](?P<m>\d{{1,2}})[/.]*",
        rf"(?P<d>\d{{1,2}})\. ?(?P<m>\d{{1,2}})\. ?{_YEAR}(?:\D.*)?",
        rf"(?P<m>\d{{1,2}})[-/.]{_YEAR}",
        rf"(?:\w+,? )?(?P<d>\d{{1,2}})(?:\.|st|nd|rd|th)?[ -](?:of )?{_NAME}[ ,-]+{_YEAR}(?:\D.*)?",
        rf"(?:[a-z]+, )?{_NAME} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}(?:\D.*)?",
        rf"{_YEAR},? {_NAME} (?P<d>\d{{1,2}})(?:-\d+)?",
        rf"{_NAME},? {_YEAR}",
        rf"{_YEAR},?[ /]{_NAME}(?:[ -/]{_NAME.replace('name', 'more')})?",
        rf"(?:c|ca|circa|um|\[|©|\(|cop\.)* ?\.? ?{_YEAR}[/\])?.]*",
        rf"{_YEAR}[-–/]\d{{2,4}}",
    )
)
_SLASHES = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-]([12]\d{3})(?:\D.*)?")
_LONGEST = 80  #: characters; more is a sentence


def partial_date(text: str) -> str | None:
    """``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, as precise as the text; None if it is no date.

    Of 03/04/2024, which America and Europe read differently, only the year is taken.
    """
    text = " ".join(text.split()).strip(" ;,")
    if not text or len(text) > _LONGEST:
        return None
    if slashes := _SLASHES.fullmatch(text):
        return _from_slashes(*(int(part) for part in slashes.groups()))
    for shape in _SHAPES:
        if found := shape.fullmatch(text):
            date = _from_parts(found.groupdict())
            if date:
                return date
    return None


def _from_parts(parts: dict[str, str | None]) -> str | None:
    year = int(parts["y"] or 0)
    month = int(parts.get("m") or 0)
    if name := parts.get("name"):
        month = _MONTH.get(name.casefold(), 0)
        if not month:  # a season, or "Ausgabe": the year alone is sure
            return str(year) if not parts.get("d") else None
    return _valid(year, month, int(parts.get("d") or 0))


def _from_slashes(first: int, second: int, year: int) -> str | None:
    if first > 12:
        return _valid(year, second, first)
    if second > 12:
        return _valid(year, first, second)
    return _valid(year, first, second) if first == second else str(year)


def _valid(year: int, month: int, day: int) -> str | None:
    """The date; a zero where a month or day should be counts as silence."""
    try:
        dt.date(year, month or 1, day or 1)
    except ValueError:
        return None
    if not month:
        return f"{year:04}"
    return f"{year:04}-{month:02}-{day:02}" if day else f"{year:04}-{month:02}"
