"""When a resource is due for a look: so many months after the last one, by its type."""

import calendar
import datetime as dt
from collections.abc import Mapping

from hub.errors import SettingsError
from hub.model import Resource, ResourceType, Status, last_day

_MOST = 600  #: months
_OTHERS = "*"
_WRONG = (
    "HUB_REVIEW_MONTHS holds '{part}'. Write pairs such as method=24,*=36: a type of resource "
    "or *, and the months (0: never)."
)


class Rhythm:
    """Months by type, as the setting says."""

    def __init__(self, text: str) -> None:
        """Reads ``method=24,funding=3,*=36``. Raises SettingsError."""
        self._months = _read(text)

    def months(self, type: ResourceType) -> int:
        """The months between two looks at a resource of this type; 0 for never."""
        return self._months.get(type.value, self._months.get(_OTHERS, 0))

    def due(self, resource: Resource) -> dt.date | None:
        """The day from which the resource is due; None for one that never is.

        What nobody dated is due at once. Only what is published and not replaced is ever due.
        """
        months = self.months(resource.type)
        if not months or not is_current(resource):
            return None
        looked = last_look(resource)
        return months_after(looked, months) if looked else dt.date.min


def is_current(resource: Resource) -> bool:
    """Whether members are meant to use it: published, and no successor has taken its place."""
    return resource.status is Status.PUBLISHED and resource.superseded_by is None


def last_look(resource: Resource) -> dt.date | None:
    """When an editor last found it right; before the first review, when it entered the hub."""
    if resource.reviewed:
        return last_day(resource.reviewed)
    return resource.added.date() if resource.added else None


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last one of a shorter month."""
    number = day.year * 12 + day.month - 1 + months
    year, month = min(number // 12, dt.MAXYEAR), number % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _read(text: str) -> Mapping[str, int]:
    known = {_OTHERS, *(type.value for type in ResourceType)}
    months: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, number = (piece.strip() for piece in part.partition("="))
        if name not in known or not (number.isascii() and number.isdigit() and len(number) < 4):
            raise SettingsError(_WRONG, part=part)
        months[name] = int(number)
        if months[name] > _MOST:
            raise SettingsError(_WRONG, part=part)
    return months
