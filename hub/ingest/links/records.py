"""Links and their checks in the database."""

import hashlib
from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hub.ingest.links.model import Check, Link, LinkState
from hub.ingest.links.tables import CheckRow, LinkRow

KEPT = 50  #: checks that are kept of a link: four years at one a month
_AT_ONCE = 500  #: keys in one question to the database


def link_key(address: str) -> str:
    """The key of an address in the database."""
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()


def find(session: Session, address: str) -> Link | None:
    """How an address stands; None if it was never checked."""
    row = session.get(LinkRow, link_key(address))
    return _link(row) if row else None


def find_all(session: Session, addresses: Iterable[str]) -> dict[str, Link]:
    """How addresses stand, by address; those that were never checked are missing."""
    keys = [link_key(address) for address in dict.fromkeys(addresses)]
    found: dict[str, Link] = {}
    for start in range(0, len(keys), _AT_ONCE):
        rows = select(LinkRow).where(LinkRow.key.in_(keys[start : start + _AT_ONCE]))
        found |= {row.address: _link(row) for row in session.scalars(rows)}
    return found


def history(session: Session, address: str) -> Sequence[Check]:
    """The checks of an address that are kept, newest first."""
    rows = (
        select(CheckRow)
        .where(CheckRow.link == link_key(address))
        .order_by(CheckRow.at.desc(), CheckRow.id.desc())
    )
    return [
        Check(row.at, LinkState(row.state), row.cause, row.status, row.target)
        for row in session.scalars(rows)
    ]


def write(session: Session, link: Link) -> None:
    """Keep how a link stands, and its last check. The oldest checks go."""
    key, check = link_key(link.address), link.last
    row = session.get(LinkRow, key)
    if row is None:
        row = LinkRow(key=key, address=link.address)
        session.add(row)
    row.state, row.cause = check.state.value, check.cause
    row.status, row.target, row.checked = check.status, check.target, check.at
    row.since, row.fine = link.since, link.fine
    row.failing_since, row.dead = link.failing_since, link.dead
    session.flush()
    session.add(
        CheckRow(
            link=key,
            at=check.at,
            state=check.state.value,
            cause=check.cause,
            status=check.status,
            target=check.target,
        )
    )
    session.flush()
    _forget_old(session, key)


def _forget_old(session: Session, key: str) -> None:
    newest = select(CheckRow.id).where(CheckRow.link == key).order_by(CheckRow.id.desc())
    oldest_kept = session.scalar(newest.offset(KEPT - 1).limit(1))
    if oldest_kept is not None:
        session.execute(delete(CheckRow).where(CheckRow.link == key, CheckRow.id < oldest_kept))


def _link(row: LinkRow) -> Link:
    check = Check(row.checked, LinkState(row.state), row.cause, row.status, row.target)
    return Link(row.address, check, row.since, row.fine, row.failing_since, row.dead)
