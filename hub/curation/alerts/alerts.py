"""Alerts switched on and off, and what each has told already.

New is what a saved search finds now and this alert has not told yet: whatever date its file bears,
however often it was edited, withdrawn or imported again, also under another id (`identity.py`).
What was there when the alert was switched on counts as told: the first mail does not send
everything.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session as Transaction

from hub.accounts import Account, Accounts
from hub.curation.alerts.due import next_due
from hub.curation.identity import Identities, PresentIdentities, keys_of
from hub.curation.library import Library
from hub.curation.saved.rows import readable
from hub.curation.saved.searches import SavedSearches
from hub.curation.tables import AlertRow, ToldRow
from hub.database import Database
from hub.model import Query
from hub.model.curation import Alert, Opened, Rhythm
from hub.settings import Settings

KIND = "alert"  #: of letters, and of links that end them


class Alerts:
    """The alerts in the database. ``clock`` gives aware times."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        accounts: Accounts,
        library: Library,
        saved: SavedSearches,
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._database = database
        self._zone = ZoneInfo(settings.time_zone)
        self._accounts = accounts
        self._library = library
        self._saved = saved
        self._clock = clock
        self._present = PresentIdentities()

    def identities(self) -> Identities:
        """What tells the resources of the catalogue apart at this moment."""
        return self._present.of(self._library.catalogue())

    def keys(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Everything that these resources are known by."""
        resources = self._library.catalogue().resources
        found = (keys_of(resources[id]) if id in resources else (id,) for id in ids)
        return tuple(key for keys in found for key in keys)

    def telling(self, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """By what these resources are told apart at this moment, by id."""
        resources, present = self._library.catalogue().resources, self.identities()
        return {id: present.telling(resources[id]) if id in resources else (id,) for id in ids}

    def today(self) -> dt.date:
        """The day it is where the hub is."""
        return self.day(self._clock())

    def day(self, moment: dt.datetime) -> dt.date:
        """The day of a moment where the hub is."""
        return moment.astimezone(self._zone).date()

    def of(self, who: Account) -> Mapping[int, Alert]:
        """The alerts of an account, by saved search."""
        with self._database.read() as transaction:
            rows = transaction.scalars(select(AlertRow).where(AlertRow.account == who.id))
            return {row.search: alert_of(row) for row in rows}

    def switch(self, who: Account, search: int, rhythm: Rhythm | None, language: str) -> None:
        """Tell this account what is new in that rhythm, or no longer at all (None).

        Raises SavedProblem for a search that is not open to it.
        """
        there = self.found(who, self._saved.open(who, search)) if rhythm else ()
        with self._database.write() as transaction:
            readable(transaction, who, search)
            wanted = (AlertRow.account == who.id) & (AlertRow.search == search)
            row = transaction.scalar(select(AlertRow).where(wanted))
            if rhythm is None:
                if row is not None:
                    transaction.delete(row)
            elif row is None:
                self._begin(transaction, who, search, rhythm, language, there)
            else:
                row.rhythm, row.language = rhythm.value, language
                row.due = next_due(rhythm, self.today(), self.day(row.since))

    def stop(self, account: int, search: int) -> None:
        """End an alert, if there is one: by the link in a mail."""
        with self._database.write() as transaction:
            wanted = (AlertRow.account == account) & (AlertRow.search == search)
            transaction.execute(delete(AlertRow).where(wanted))

    def change(self, who: Account, search: int, query: Query) -> None:
        """Save another query under a search, without its alerts telling what it finds besides.

        What the old query had found and nobody was told yet will still be told.
        """
        present = self._saved.get(who, search)
        baselines = {}
        for alert, holder in self._holders(search):
            before = set(self.found(holder, self._saved.opened(holder, present)))
            after = self._library.matching(query, self._library.access(holder), complete=True)
            baselines[alert] = [id for id in after if id not in before]
        with self._database.write() as transaction:
            self._saved.change(transaction, who, search, query)
            for alert, more in baselines.items():
                add_told(transaction, alert, self.keys(more), None)
                row = transaction.get(AlertRow, alert)
                if row is not None:
                    row.paused = False

    def replace(self, who: Account, search: int, facet: str, value: str, replacement: str) -> None:
        """Put another value in the place of one that is gone, or nothing (``""``).

        A replacement is the same thing under another name: what came in the meantime is told. To
        leave a part out finds more than before: only what comes from now on is told.
        """
        query = self._saved.mended(who, search, facet, value, replacement)
        if not replacement:
            self.change(who, search, query)
            return
        with self._database.write() as transaction:
            self._saved.change(transaction, who, search, query)
            for row in transaction.scalars(select(AlertRow).where(AlertRow.search == search)):
                row.paused = False

    def found(self, who: Account, opened: Opened) -> tuple[str, ...]:
        """What of a search an alert would tell this account of: the hits with every word."""
        if not opened.whole:
            return ()
        access = self._library.access(who)
        return tuple(self._library.matching(opened.query, access, complete=True))

    def _holders(self, search: int) -> list[tuple[int, Account]]:
        with self._database.read() as transaction:
            rows = list(transaction.scalars(select(AlertRow).where(AlertRow.search == search)))
        accounts = {account.id: account for account in self._accounts.list()} if rows else {}
        return [(row.id, accounts[row.account]) for row in rows if row.account in accounts]

    def _begin(
        self,
        transaction: Transaction,
        who: Account,
        search: int,
        rhythm: Rhythm,
        language: str,
        there: Iterable[str],
    ) -> None:
        now = self._clock()
        today = self.day(now)
        row = AlertRow(
            account=who.id,
            search=search,
            rhythm=rhythm.value,
            language=language,
            due=next_due(rhythm, today, today),
            since=now,
            turn=0,
            paused=False,
        )
        transaction.add(row)
        transaction.flush()
        add_told(transaction, row.id, self.keys(there), None)


def alert_of(row: AlertRow) -> Alert:
    """A row as our model."""
    return Alert(
        id=row.id,
        account=row.account,
        search=row.search,
        rhythm=Rhythm(row.rhythm),
        language=row.language,
        due=row.due,
        since=row.since,
    )


def told(transaction: Transaction, alert: int) -> dict[str, int | None]:
    """The keys of what an alert need not tell any more, each with the letter that told it."""
    rows = transaction.execute(
        select(ToldRow.resource, ToldRow.letter).where(ToldRow.alert == alert)
    )
    return {key: letter for key, letter in rows}  # noqa: C416 (rows are no pairs to mypy)


def add_told(transaction: Transaction, alert: int, keys: Iterable[str], letter: int | None) -> None:
    """Remember that these are told: by that letter, or (None) that they never need be."""
    known = told(transaction, alert)
    fresh = [key for key in dict.fromkeys(keys) if key not in known]
    rows = [{"alert": alert, "resource": key, "letter": letter} for key in fresh]
    if rows:
        transaction.execute(insert(ToldRow), rows)
