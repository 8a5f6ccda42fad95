"""Keys of this hub, pseudonyms for network addresses, and the audit log.

The log holds no identity but the id of an account. A network address is written as a hash
with a key of the day; when the day is over the key is overwritten, and the hashes say nothing
any more. IPv6 addresses count by their network of 64 bits: one household or office has it all.
"""

import datetime as dt
import hashlib
import hmac
import ipaddress
import secrets

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hub.accounts.model import AuditEntry
from hub.accounts.tables import AuditRow, SecretRow


def secret(session: Session, name: str, now: dt.datetime, lifetime: dt.timedelta | None) -> str:
    """The random key of that name, made when there is none or it is older than ``lifetime``.

    The session must be a writing one.
    """
    row = session.get(SecretRow, name)
    if row is None:
        row = SecretRow(name=name, value=secrets.token_hex(32), created=now)
        session.add(row)
    elif lifetime is not None and not row.created <= now < row.created + lifetime:
        row.value, row.created = secrets.token_hex(32), now
    return row.value


def pseudonym(session: Session, address: str, now: dt.datetime) -> str:
    """Stands for a network address during one day. Empty for none."""
    if not address:
        return ""
    key = secret(session, "address", now, dt.timedelta(days=1))
    return keyed_hash(key, network(address))[:32]


def network(address: str) -> str:
    """The address, or for IPv6 the network that one customer has."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:200]
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def keyed_hash(key: str, text: str) -> str:
    """A hash that only the holder of the key can compute."""
    return hmac.new(key.encode(), text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def note(
    session: Session,
    now: dt.datetime,
    event: str,
    *,
    account: int | None = None,
    code: int | None = None,
    detail: str = "",
    address: str = "",
) -> None:
    """Write one line of the audit log."""
    place = pseudonym(session, address, now)
    session.add(
        AuditRow(
            at=now, event=event, account=account, code=code, detail=detail[:200], address=place
        )
    )


def entries(session: Session, limit: int) -> tuple[AuditEntry, ...]:
    """The newest lines of the audit log, newest first."""
    rows = session.scalars(select(AuditRow).order_by(AuditRow.id.desc()).limit(limit))
    return tuple(
        AuditEntry(
            at=row.at,
            event=row.event,
            account=row.account,
            code=row.code,
            detail=row.detail,
            address=row.address,
        )
        for row in rows
    )


def forget_before(session: Session, moment: dt.datetime) -> int:
    """Remove the lines of the audit log that are older; how many."""
    old = AuditRow.at < moment
    return len(session.scalars(delete(AuditRow).where(old).returning(AuditRow.id)).all())
