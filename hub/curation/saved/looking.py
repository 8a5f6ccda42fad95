"""What somebody has seen of a saved search, so that the list can say how much is new.

Which hits were there is remembered exactly, by eight bytes of a hash for each key of a resource
(`identity.py`): what came late, was edited or imported again is neither missed nor counted twice.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from hub.curation.tables import LookRow

_BYTES = 8


def remember(
    transaction: Transaction, account: int, search: int, keys: Iterable[str], now: dt.datetime
) -> None:
    """That this account looked just now at the hits with these keys."""
    hits = b"".join(sorted(map(_stamp, keys)))
    row = transaction.get(LookRow, (account, search))
    if row is None:
        transaction.add(LookRow(account=account, search=search, at=now, hits=hits))
    elif row.hits != hits:
        row.at, row.hits = now, hits


def looks(transaction: Transaction, account: int) -> dict[int, LookRow]:
    """The last look of an account at each saved search."""
    rows = transaction.scalars(select(LookRow).where(LookRow.account == account))
    return {row.search: row for row in rows}


def unseen(row: LookRow | None, hits: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Those of the hits that were not there at the last look; none before the first one.

    ``hits`` are the keys that tell each of them, by id.
    """
    if row is None:
        return frozenset()
    seen = {row.hits[at : at + _BYTES] for at in range(0, len(row.hits), _BYTES)}
    return frozenset(id for id, keys in hits.items() if not any(_stamp(k) in seen for k in keys))


def _stamp(id: str) -> bytes:
    return hashlib.blake2b(id.encode(), digest_size=_BYTES).digest()
