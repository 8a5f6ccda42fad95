"""Saved searches: views that people keep under a name, share, mend and bring back."""

import datetime as dt
import json
from collections.abc import Callable, Container
from dataclasses import replace

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Transaction

from hub.accounts import Account
from hub.curation.library import Library
from hub.curation.saved import mending
from hub.curation.saved.coding import SavedProblem, encode
from hub.curation.saved.names import clean_name, free_name, name_key
from hub.curation.saved.rows import NO_SEARCH, names, own, readable, search_of, shared_with
from hub.curation.tables import SavedRow
from hub.database import Database
from hub.model import Query
from hub.model.curation import Opened, SavedSearch, Sharing

KEPT_DAYS = 30  #: so long a deleted search can be brought back
MOST = 500  #: saved searches of one account

TAKEN = "You already have a saved search “{name}”. Take another name, or change that one."
TOO_MANY = "You already have {most} saved searches. Delete some before you save another."
NO_GUESTS = "Guests have no saved searches. Log in with an account."


class SavedSearches:
    """The saved searches in the database. ``clock`` gives aware times."""

    def __init__(
        self, database: Database, library: Library, clock: Callable[[], dt.datetime]
    ) -> None:
        self._database = database
        self._library = library
        self._clock = clock

    # Reading

    def list(self, who: Account) -> tuple[SavedSearch, ...]:
        """All that this account may open, its own first, each part by name."""
        with self._database.read() as transaction:
            mine = SavedRow.owner == who.id
            wanted = select(SavedRow).where(
                SavedRow.deleted.is_(None), or_(mine, SavedRow.sharing.in_(shared_with(who)))
            )
            rows = list(transaction.scalars(wanted)) if who.enabled else []
            known = names(transaction, {row.owner for row in rows})
        found = [search_of(row, known.get(row.owner, "")) for row in rows]
        return tuple(sorted(found, key=lambda s: (s.owner != who.id, name_key(s.name), s.id)))

    def deleted(self, who: Account) -> tuple[SavedSearch, ...]:
        """Those of this account that can still be brought back, the last one first."""
        since = self._clock() - dt.timedelta(days=KEPT_DAYS)
        with self._database.read() as transaction:
            wanted = select(SavedRow).where(SavedRow.owner == who.id, SavedRow.deleted > since)
            rows = transaction.scalars(wanted.order_by(SavedRow.deleted.desc()))
            return tuple(search_of(row, who.name) for row in rows)

    def get(self, who: Account, id: int) -> SavedSearch:
        """A saved search as it was saved. Raises SavedProblem."""
        with self._database.read() as transaction:
            row = readable(transaction, who, id)
            return search_of(row, names(transaction, {row.owner}).get(row.owner, ""))

    def open(self, who: Account, id: int) -> Opened:
        """A saved search as it answers for this account now. Raises SavedProblem."""
        return self.opened(who, self.get(who, id))

    def opened(self, who: Account, search: SavedSearch) -> Opened:
        """The search without what is gone, which is named (R9)."""
        return mending.opened(
            search,
            self._library.catalogue(),
            self._library.access(who),
            named=search.owner == who.id,
        )

    # Changing

    def add(
        self, who: Account, name: str, query: Query, sharing: Sharing = Sharing.PRIVATE
    ) -> SavedSearch:
        """Save a view. Raises SavedProblem for a name that is none or taken."""
        name = clean_name(name)
        try:
            with self._database.write() as transaction:
                row = self._insert(transaction, who, name, query, sharing)
        except IntegrityError:
            raise SavedProblem(TAKEN, name=name) from None
        return search_of(row, who.name)

    def rename(self, who: Account, id: int, name: str) -> None:
        """Give another name. Raises SavedProblem."""
        name = clean_name(name)
        try:
            with self._database.write() as transaction:
                row = own(transaction, who, id)
                row.name, row.key, row.changed = name, name_key(name), self._clock()
        except IntegrityError:
            raise SavedProblem(TAKEN, name=name) from None

    def change(self, transaction: Transaction, who: Account, id: int, query: Query) -> None:
        """Keep another view under the same name, within a transaction. Raises SavedProblem."""
        labels = self._labels(who, query)
        row = own(transaction, who, id)
        # What a part was called is remembered as long as the part itself.
        row.labels = json.dumps({**json.loads(labels), **_kept(row, query)}, ensure_ascii=False)
        row.query, row.changed = encode(query), self._clock()

    def share(self, who: Account, id: int, sharing: Sharing) -> None:
        """Let others open it, or keep it private again. Raises SavedProblem."""
        with self._database.write() as transaction:
            row = own(transaction, who, id)
            row.sharing, row.changed = sharing.value, self._clock()

    def copy(self, who: Account, id: int) -> SavedSearch:
        """A private copy of a search one may open, with all its parts this person may know."""
        opened = self.open(who, id)
        query = opened.search.query if opened.search.owner == who.id else opened.query
        with self._database.write() as transaction:
            readable(transaction, who, id)  # it may have been closed to us in the meantime
            name = free_name(opened.search.name, self._keys(transaction, who))
            row = self._insert(transaction, who, name, query, Sharing.PRIVATE)
        return search_of(row, who.name)

    def delete(self, who: Account, id: int) -> SavedSearch:
        """Take it away; for some days it can be brought back. Raises SavedProblem."""
        now = self._clock()
        with self._database.write() as transaction:
            row = own(transaction, who, id)
            row.deleted, row.key = now, None
            return search_of(row, who.name)

    def restore(self, who: Account, id: int) -> SavedSearch:
        """Bring it back as it was, under another name if its own is taken. Raises SavedProblem."""
        with self._database.write() as transaction:
            row = own(transaction, who, id, deleted=True)
            if row.deleted is None or self._over(row.deleted):
                raise SavedProblem(NO_SEARCH)
            row.name = free_name(row.name, self._keys(transaction, who))
            row.key, row.deleted = name_key(row.name), None
            return search_of(row, who.name)

    def mended(self, who: Account, id: int, facet: str, value: str, replacement: str) -> Query:
        """Its query with a part that is gone replaced; without it when ``replacement`` is ""."""
        query = self.get(who, id).query
        if facet in query.filters.values and not value:
            return mending.without_facet(query, facet)
        return mending.replaced(query, facet, value, replacement)

    def purge(self) -> int:
        """Remove what can no longer be brought back; how many."""
        with self._database.write() as transaction:
            old = SavedRow.deleted < self._clock() - dt.timedelta(days=KEPT_DAYS)
            return len(
                transaction.scalars(delete(SavedRow).where(old).returning(SavedRow.id)).all()
            )

    def naming(self, facet: str, values: Container[str]) -> int:
        """How many saved searches, of anybody, name one of these values of a facet."""
        with self._database.read() as transaction:
            queries = transaction.scalars(select(SavedRow.query).where(SavedRow.deleted.is_(None)))
            chosen = (json.loads(query).get("filters", {}).get(facet, ()) for query in queries)
            return sum(any(value in values for value in own) for own in chosen)

    def _over(self, deleted: dt.datetime) -> bool:
        return self._clock() - deleted > dt.timedelta(days=KEPT_DAYS)

    def _insert(
        self, transaction: Transaction, who: Account, name: str, query: Query, sharing: Sharing
    ) -> SavedRow:
        if not shared_with(who):
            raise SavedProblem(NO_GUESTS)
        if len(self._keys(transaction, who)) >= MOST:
            raise SavedProblem(TOO_MANY, most=MOST)
        now = self._clock()
        row = SavedRow(
            owner=who.id,
            name=name,
            key=name_key(name),
            query=encode(replace(query, offset=0)),
            labels=self._labels(who, query),
            sharing=sharing.value,
            created=now,
            changed=now,
        )
        transaction.add(row)
        transaction.flush()
        return row

    def _keys(self, transaction: Transaction, who: Account) -> set[str]:
        wanted = select(SavedRow.key).where(SavedRow.owner == who.id, SavedRow.key.is_not(None))
        return {key for key in transaction.scalars(wanted) if key is not None}

    def _labels(self, who: Account, query: Query) -> str:
        """What each value is called today, in German: the words to find a successor by."""
        access = self._library.access(who)
        labels = {
            f"{facet}:{value}": self._library.label(facet, value, "de", access)
            for facet, values in query.filters.values.items()
            for value in values
        }
        return json.dumps(labels, ensure_ascii=False, sort_keys=True)


def _kept(row: SavedRow, query: Query) -> dict[str, str]:
    parts = {f"{facet}:{v}" for facet, values in query.filters.values.items() for v in values}
    return {part: label for part, label in json.loads(row.labels).items() if part in parts}
