"""Figures: the use cases of the gap list and of the yearly report."""

import datetime as dt
from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import select

from hub.database import Database
from hub.figures.gaps import Gaps
from hub.figures.recording import Recorder, Taken, searched
from hub.figures.tables import SearchMonthRow
from hub.figures.yearly import Month, Sent, Yearly, yearly
from hub.model import Access, Catalogue, Resource, Results
from hub.settings import Settings

#: Counts the links of these resources by state.
CountLinks = Callable[[Sequence[Resource]], dict[str, int]]


class Figures:
    """What people search for in vain, and what there is to report at the end of a year."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        links: CountLinks,
        sent: Callable[[], Sequence[Sent]],
        clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self.gaps = Gaps(database, settings.language)
        self.recorder = Recorder(database)
        self._database = database
        self._zone = ZoneInfo(settings.time_zone)
        self._links = links
        self._sent = sent
        self._clock = clock

    def search(self, results: Results, *, again: bool = False) -> str:
        """Count a search that somebody made; the key of its gap, "" where it has none.

        ``again``: the same words with other filters, which is no further search.
        """
        note = searched(results, f"{self._today():%Y-%m}", again=again)
        if note.in_vain or not again:
            self.recorder.note(note)
        return note.key if note.in_vain else ""

    def found_after(self, gap: str, way: str) -> None:
        """Note that a way out, named by ``way_key``, led somebody to hits."""
        self.recorder.note(Taken(gap, way))

    def years(self, catalogue: Catalogue) -> tuple[int, ...]:
        """The years there may be figures for, newest first."""
        first = min((r.added.year for r in catalogue.resources.values() if r.added), default=0)
        today = self._today().year
        return tuple(range(today, min(first or today, today) - 1, -1))

    def yearly(self, year: int, catalogue: Catalogue, access: Access) -> Yearly:
        """The figures of a year, as far as this person may see resources."""
        seen = [r for r in catalogue.resources.values() if access.sees(r)]
        return yearly(
            year,
            seen,
            catalogue,
            visible=lambda ids: access.visible(tuple(ids)),
            links=self._links(seen),
            months=self._months(year),
            sent=self._sent(),
        )

    def _months(self, year: int) -> list[Month]:
        wanted = select(SearchMonthRow).where(SearchMonthRow.month.startswith(f"{year:04}-"))
        with self._database.read() as session:
            return [Month(r.month, r.searches, r.empty) for r in session.scalars(wanted)]

    def _today(self) -> dt.date:
        return self._clock().astimezone(self._zone).date()
