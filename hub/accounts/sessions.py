"""Sessions: begun, found, ended. The database knows only the hash of a token."""

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session as Transaction

from hub.accounts.model import Role, Session
from hub.accounts.tables import (
    AccountRow,
    CodeCollectionRow,
    CodeRow,
    GrantRow,
    SessionRow,
    TokenRow,
)

TOUCH = dt.timedelta(minutes=1)  #: how exactly "last seen" is kept


@dataclass(frozen=True)
class Lifetime:
    """How long a session lasts."""

    idle: dt.timedelta  #: without anybody doing anything
    whole: dt.timedelta  #: in any case


def token_hash(token: str) -> str:
    """What the database knows of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def start(
    transaction: Transaction,
    now: dt.datetime,
    expires: dt.datetime,
    *,
    account: int | None = None,
    code: int | None = None,
) -> str:
    """Begin a session for an account or a code; its token of 256 random bits."""
    token = secrets.token_urlsafe(32)
    transaction.add(
        SessionRow(
            id=token_hash(token),
            account=account,
            code=code,
            csrf=secrets.token_urlsafe(32),
            created=now,
            seen=now,
            expires=expires,
        )
    )
    return token


def find(
    transaction: Transaction, token: str, now: dt.datetime, lifetime: Lifetime
) -> tuple[Session, bool] | None:
    """The living session of a token, and whether "last seen" should be written again."""
    row = transaction.get(SessionRow, token_hash(token))
    if row is None or now >= min(row.expires, row.seen + lifetime.idle):
        return None
    session = _of_account(transaction, row) or _of_code(transaction, row, now)
    return None if session is None else (session, now - row.seen >= TOUCH)


def _of_account(transaction: Transaction, row: SessionRow) -> Session | None:
    account = transaction.get(AccountRow, row.account) if row.account is not None else None
    if account is None or not account.enabled:
        return None
    grants = select(GrantRow.collection).where(GrantRow.account == account.id)
    return Session(
        id=row.id,
        email=account.email,
        name=account.name or account.email,
        role=Role(account.role),
        grants=frozenset(transaction.scalars(grants)),
        csrf=row.csrf,
        expires=row.expires,
    )


def _of_code(transaction: Transaction, row: SessionRow, now: dt.datetime) -> Session | None:
    code = transaction.get(CodeRow, row.code) if row.code is not None else None
    if code is None or code.revoked is not None or now >= code.expires:
        return None
    collections = select(CodeCollectionRow.collection).where(CodeCollectionRow.code == code.id)
    return Session(
        id=row.id,
        email=None,
        name=code.name,
        role=Role.GUEST,
        grants=frozenset(transaction.scalars(collections)),
        csrf=row.csrf,
        expires=min(row.expires, code.expires),
    )


def touch(transaction: Transaction, id: str, now: dt.datetime) -> None:
    """Write down that somebody was there."""
    seen = SessionRow.seen < now
    transaction.execute(update(SessionRow).where(SessionRow.id == id, seen).values(seen=now))


def end_all(
    transaction: Transaction, *, account: int | None = None, code: int | None = None
) -> None:
    """End every session of an account or a code; the tokens of the account are gone, too."""
    if account is not None:
        transaction.execute(delete(SessionRow).where(SessionRow.account == account))
        transaction.execute(delete(TokenRow).where(TokenRow.account == account))
    if code is not None:
        transaction.execute(delete(SessionRow).where(SessionRow.code == code))


def forget_dead(transaction: Transaction, now: dt.datetime, lifetime: Lifetime) -> int:
    """Remove the rows of sessions that ended by themselves; how many."""
    dead = (SessionRow.expires <= now) | (SessionRow.seen <= now - lifetime.idle)
    removed = transaction.scalars(delete(SessionRow).where(dead).returning(SessionRow.id))
    return len(removed.all())
