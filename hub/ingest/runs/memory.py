"""What is remembered between runs: things that sources named, and answers of addresses."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from hub.catalogue import same_page_key
from hub.database import Database
from hub.ingest.runs.records import storable
from hub.ingest.runs.tables import AddressRow, CaptureRow, DecisionRow, ItemRow


@dataclass(frozen=True)
class Remembered:
    """What is known of an address from earlier fetches."""

    etag: str | None
    last_modified: str | None
    content: str  #: SHA-256 of the bytes
    resource: str  #: resource or proposal it became


@dataclass(frozen=True)
class Refusal:
    """A proposal that an editor rejected."""

    at: dt.datetime
    reason: str


def digest(*parts: str) -> str:
    """A key of fixed length for texts of any."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def item_key(source: str, key: str) -> str:
    """The key of a thing that a source names."""
    return digest(source, key)


def address_key(address: str) -> str:
    """The key of an address; all spellings of one page share it (R14)."""
    return digest(same_page_key(address))


class Memory:
    """Reads in short transactions of its own; writes within those of the caller."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def item(self, source: str, key: str) -> ItemRow | None:
        """The thing as it was seen last, or None."""
        with self._database.read() as session:
            return session.get(ItemRow, item_key(source, key))

    def address(self, address: str) -> Remembered | None:
        """What the address gave last, or None."""
        with self._database.read() as session:
            row = session.get(AddressRow, address_key(address))
            if row is None:
                return None
            return Remembered(row.etag, row.last_modified, row.content, row.resource)

    def with_content(self, content: str) -> tuple[str, ...]:
        """Resources and proposals that came of these very bytes."""
        with self._database.read() as session:
            query = select(AddressRow.resource).where(AddressRow.content == content)
            captured = select(CaptureRow.resource).where(CaptureRow.content == content)
            found = [*session.scalars(query), *session.scalars(captured)]
            return tuple(dict.fromkeys(id for id in found if id))

    def refusal(self, source: str, key: str, address: str | None) -> Refusal | None:
        """Whether this was rejected before, by its source or by its address."""
        same = DecisionRow.item == item_key(source, key)
        if address:
            same = same | (DecisionRow.address == address_key(address))
        with self._database.read() as session:
            row = session.scalars(
                select(DecisionRow).where(same).order_by(DecisionRow.id.desc()).limit(1)
            ).first()
            if row is not None and row.action == "rejected":
                return Refusal(row.at, row.reason)
        return None

    def keep_item(
        self, session: Session, source: str, key: str, resource: str, facts: str, now: dt.datetime
    ) -> None:
        """Remember a thing that a source named, and what it became."""
        id = item_key(source, key)
        session.execute(delete(ItemRow).where(ItemRow.id == id))
        values = {"id": id, "source": storable(source), "key": storable(key)}
        row = {**values, "resource": resource, "facts": facts, "seen": now}
        session.execute(insert(ItemRow), [row])

    def keep_addresses(
        self,
        session: Session,
        addresses: Iterable[str],
        known: Remembered,
        now: dt.datetime,
    ) -> None:
        """Remember what addresses gave: the one asked for, and where it led."""
        by_key = {address_key(address): address for address in addresses}
        session.execute(delete(AddressRow).where(AddressRow.key.in_(by_key)))
        rows = [
            {
                "key": key,
                "address": storable(address),
                "etag": known.etag,
                "last_modified": known.last_modified,
                "content": known.content,
                "resource": known.resource,
                "fetched": now,
            }
            for key, address in by_key.items()
        ]
        if rows:
            session.execute(insert(AddressRow), rows)

    def renamed(self, session: Session, old: str, new: str) -> None:
        """What belonged to a proposal belongs to a resource from now on."""
        for table in (ItemRow, AddressRow, CaptureRow):
            session.execute(update(table).where(table.resource == old).values(resource=new))
