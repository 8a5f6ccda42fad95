"""What is remembered between runs: things that sources named, and answers of addresses."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

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


@dataclass(frozen=True)
class Seen:
    """A thing as a source named it last."""

    resource: str  #: resource or proposal it became
    facts: str  #: digest of all that the source said
    at: dt.datetime


@dataclass(frozen=True)
class Past:
    """What earlier runs left of a thing."""

    item: Seen | None = None
    address: Remembered | None = None
    refusal: Refusal | None = None


class Thing(NamedTuple):
    """What a thing is known again by."""

    source: str
    key: str
    address: str | None = None


@dataclass(frozen=True)
class Note:
    """What is to be remembered of a thing: what it became, and what its addresses gave."""

    thing: Thing
    resource: str
    facts: str = ""
    addresses: tuple[str, ...] = ()
    known: Remembered | None = None


class Memory:
    """Reads in short transactions of its own; writes within those of the caller."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def past(self, things: Sequence[Thing]) -> list[Past]:
        """What is known of each thing; many at once cost little more than one."""
        items = [item_key(thing.source, thing.key) for thing in things]
        addresses = [address_key(t.address) if t.address else "" for t in things]
        asked = [key for key in addresses if key]
        with self._database.read() as session:
            seen = _seen(session, items)
            known = _known(session, asked)
            refused = _refusals(session, items, asked)
        return [
            Past(seen.get(item), known.get(address), refused(item, address))
            for item, address in zip(items, addresses, strict=True)
        ]

    def item(self, source: str, key: str) -> Seen | None:
        """The thing as it was seen last, or None."""
        return self.past([Thing(source, key)])[0].item

    def address(self, address: str) -> Remembered | None:
        """What the address gave last, or None."""
        with self._database.read() as session:
            return _known(session, [address_key(address)]).get(address_key(address))

    def keep(self, session: Session, notes: Iterable[Note], now: dt.datetime) -> None:
        """Remember things that sources named, what they became, and what addresses gave."""
        notes = tuple(notes)
        items = {item_key(n.thing.source, n.thing.key): n for n in notes}
        _replace(session, ItemRow.id, {id: _item_row(id, n, now) for id, n in items.items()})
        addresses = {
            address_key(address): _address_row(address, note.known, now)
            for note in notes
            if note.known is not None
            for address in dict.fromkeys(note.addresses)
        }
        _replace(session, AddressRow.key, addresses)

    def renamed(self, session: Session, old: str, new: str) -> None:
        """What belonged to a proposal belongs to a resource from now on."""
        for table in (ItemRow, AddressRow, CaptureRow):
            session.execute(update(table).where(table.resource == old).values(resource=new))


def _seen(session: Session, items: Sequence[str]) -> dict[str, Seen]:
    columns = (ItemRow.id, ItemRow.resource, ItemRow.facts, ItemRow.seen)
    rows = session.execute(select(*columns).where(ItemRow.id.in_(items)))
    return {id: Seen(resource, facts, at) for id, resource, facts, at in rows}


def _known(session: Session, keys: Sequence[str]) -> dict[str, Remembered]:
    row = AddressRow
    columns = (row.key, row.etag, row.last_modified, row.content, row.resource)
    rows = session.execute(select(*columns).where(row.key.in_(keys))) if keys else ()
    return {
        key: Remembered(etag, modified, content, resource)
        for key, etag, modified, content, resource in rows
    }


def _refusals(
    session: Session, items: Sequence[str], addresses: Sequence[str]
) -> Callable[[str, str], Refusal | None]:
    """Tells of an item or its address whether the newest decision about either is a rejection."""
    row = DecisionRow
    columns = (row.id, row.item, row.address, row.action, row.at, row.reason)
    same = row.item.in_(items) | row.address.in_(addresses)
    newest: dict[tuple[str, str], tuple[int, Refusal | None]] = {}
    for id, item, address, action, at, reason in session.execute(
        select(*columns).where(same).order_by(row.id)
    ):
        refusal = Refusal(at, reason) if action == "rejected" else None
        newest["item", item] = newest["address", address] = (id, refusal)

    def of(item: str, address: str) -> Refusal | None:
        found = (newest.get(("item", item)), newest.get(("address", address)) if address else None)
        return max((f for f in found if f), key=lambda f: f[0], default=(0, None))[1]

    return of


def _item_row(id: str, note: Note, now: dt.datetime) -> dict[str, Any]:
    return {
        "id": id,
        "source": storable(note.thing.source),
        "key": storable(note.thing.key),
        "resource": note.resource,
        "facts": note.facts,
        "seen": now,
    }


def _address_row(address: str, known: Remembered, now: dt.datetime) -> dict[str, Any]:
    return {
        "key": address_key(address),
        "address": storable(address),
        "etag": known.etag,
        "last_modified": known.last_modified,
        "content": known.content,
        "resource": known.resource,
        "fetched": now,
    }


def _replace(
    session: Session, key: InstrumentedAttribute[str], rows: Mapping[str, dict[str, Any]]
) -> None:
    """Put rows in the place of those with the same keys."""
    if rows:
        session.execute(delete(key.class_).where(key.in_(rows)))
        session.execute(insert(key.class_), list(rows.values()))
