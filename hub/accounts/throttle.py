"""Slowing down those who guess: a growing pause per account and per network address.

An attempt is counted before it is looked at, so that many at once gain nothing, and taken back
when it was right. The pause is short enough that nobody can shut another out for long.
"""

import datetime as dt
import math
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from hub.accounts.records import keyed_hash, pseudonym, secret
from hub.accounts.tables import AttemptRow
from hub.errors import AccountError

FORGOTTEN = dt.timedelta(days=1)  #: failed attempts count no longer after so much peace

WAIT_SECONDS = "Too many failed attempts. Wait {seconds} seconds, then try again."
WAIT_MINUTES = "Too many failed attempts. Wait {minutes} minutes, then try again."


class Waiting(AccountError):
    """Somebody has to wait; ``wait`` is how many seconds."""

    def __init__(self, message: str, wait: float, **values: object) -> None:
        super().__init__(message, **values)
        self.wait = wait


@dataclass(frozen=True)
class Pause:
    """After ``free`` attempts the pause is one second and doubles up to ``longest``."""

    free: int
    longest: dt.timedelta

    def after(self, count: int) -> dt.timedelta:
        """The pause after so many failed attempts."""
        if count < self.free:
            return dt.timedelta(0)
        doublings = min(count - self.free, 30)
        return min(dt.timedelta(seconds=2.0**doublings), self.longest)


PER_ACCOUNT = Pause(free=5, longest=dt.timedelta(minutes=5))
#: A whole office shares one address, so it may err more often.
PER_ADDRESS = Pause(free=30, longest=dt.timedelta(minutes=15))


@dataclass(frozen=True)
class Attempt:
    """A counted attempt: its keys."""

    account: str | None
    address: str | None


def begin(
    session: Session, now: dt.datetime, account: str | None, address: str, kind: str = "address"
) -> Attempt:
    """Count an attempt for an account name (None for codes and tokens) and from an address.

    Addresses are counted for each ``kind`` apart: a forgotten program with an old token must not
    keep the people of its office from logging in. Raises AccountError while either has to wait.
    The session must be a writing one.
    """
    account_key = None
    if account is not None:
        key = secret(session, "attempts", now, None)
        account_key = "account:" + keyed_hash(key, account)[:32]
    address_key = f"{kind}:{pseudonym(session, address, now)}" if address else None
    counted = [(account_key, PER_ACCOUNT), (address_key, PER_ADDRESS)]
    rows = [(_row(session, key, now), pause) for key, pause in counted if key]
    _refuse(now, [row for row, _ in rows])
    for row, pause in rows:
        row.count += 1
        row.last = now
        row.blocked_until = now + pause.after(row.count)
    return Attempt(account_key, address_key)


def succeeded(session: Session, now: dt.datetime, attempt: Attempt) -> None:
    """Forget the failures of the account, and this one attempt of the address.

    The others of the address stay: who guesses could log in to an own account in between.
    """
    if attempt.account and (row := session.get(AttemptRow, attempt.account)):
        session.delete(row)
    if attempt.address and (row := session.get(AttemptRow, attempt.address)):
        row.count = max(0, row.count - 1)
        row.blocked_until = now


def forget_old(session: Session, now: dt.datetime) -> int:
    """Remove the rows of failures that count no longer; how many."""
    old = AttemptRow.last < now - FORGOTTEN
    return len(session.scalars(delete(AttemptRow).where(old).returning(AttemptRow.key)).all())


def _row(session: Session, key: str, now: dt.datetime) -> AttemptRow:
    row = session.get(AttemptRow, key, with_for_update=True)
    if row is None:
        row = AttemptRow(key=key, count=0, last=now, blocked_until=now)
        session.add(row)
    elif now - row.last > FORGOTTEN:
        row.count = 0
    return row


def _refuse(now: dt.datetime, rows: list[AttemptRow]) -> None:
    wait = max((row.blocked_until - now for row in rows), default=dt.timedelta(0))
    if wait <= dt.timedelta(0):
        return
    seconds = wait.total_seconds()
    if seconds > 100:
        raise Waiting(WAIT_MINUTES, seconds, minutes=max(2, math.ceil(seconds / 60)))
    raise Waiting(WAIT_SECONDS, seconds, seconds=max(2, math.ceil(seconds)))
