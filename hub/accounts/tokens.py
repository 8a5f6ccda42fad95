"""Personal tokens: what programs of an account show in place of its password.

A token begins with ``hub_``, so that one that leaked can be recognised. It is shown once; the
database knows only its hash. It never has rights of its own: what it opens is what its owner may
see at the moment of the call. A new password and shutting the account end all tokens, like the
sessions (``sessions.end_all``).
"""

import datetime as dt
import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Transaction

from hub.accounts import records, throttle
from hub.accounts.model import Account
from hub.accounts.rows import account_of, plain
from hub.accounts.sessions import token_hash
from hub.accounts.tables import AccountRow, GrantRow, TokenRow
from hub.database import Database
from hub.errors import AccountError

PREFIX = "hub_"
SHAPE = re.compile(r"hub_[A-Za-z0-9]{43}", re.ASCII)  #: 256 bits; one double click marks it whole
MOST = 20  #: tokens of an account
LONGEST_NAME = 60  #: characters
USED = dt.timedelta(minutes=1)  #: how exactly "last used" is kept

_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_LENGTH = 43
_SHOWN = len(PREFIX) + 4

NAMELESS = "A token needs a name, so that you know later what it is for. Fill one in."
LONG_NAME = "The name of the token is too long. Take at most {most} characters."
SAME_NAME = "You have a token of that name already. Take another name, or revoke that one first."
TOO_MANY = "You have {most} tokens, which is as many as there can be. Revoke one first."
PAST = "The token would expire in the past. Take a later day, or none."
GONE = "There is no such token. Perhaps it is revoked already."
WRONG = "The token is wrong, expired or revoked. Make a new one on the page of your account."


@dataclass(frozen=True, kw_only=True)
class Token:
    """A token as its owner and the admin may see it: never the token itself."""

    id: int
    account: int
    name: str  #: what it is for
    start: str  #: its first characters, to recognise it by
    created: dt.datetime  #: aware, UTC
    expires: dt.datetime | None  #: it opens nothing from then on; None: it stays
    used: dt.datetime | None  #: when it was last shown, to the minute

    def open(self, now: dt.datetime) -> bool:
        """Whether it still lets anybody in."""
        return self.expires is None or now < self.expires


class Tokens:
    """The tokens of all accounts. ``clock`` gives aware times."""

    def __init__(self, database: Database, clock: Callable[[], dt.datetime]) -> None:
        self._database = database
        self._clock = clock

    def add(self, account: int, name: str, expires: dt.datetime | None = None) -> str:
        """Make a token for an account; the token, which is not kept. Raises AccountError."""
        name, now = _name(name), self._clock()
        if expires is not None and expires <= now:
            raise AccountError(PAST)
        token = PREFIX + "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
        row = TokenRow(
            account=account,
            name=name,
            hash=token_hash(token),
            start=token[:_SHOWN],
            created=now,
            expires=expires,
        )
        with self._database.write() as transaction:
            _room_for(transaction, account, name)
            transaction.add(row)
            records.note(transaction, now, "token-added", account=account, detail=name)
        return token

    def of(self, account: int) -> tuple[Token, ...]:
        """The tokens of an account, newest first, also those that have expired."""
        return self._list(TokenRow.account == account)

    def list(self) -> tuple[Token, ...]:
        """All tokens, newest first."""
        return self._list()

    def revoke(self, id: int, account: int | None = None) -> Token:
        """End a token, of this account if one is given; what it was. Raises AccountError."""
        with self._database.write() as transaction:
            row = transaction.get(TokenRow, id)
            if row is None or account not in (None, row.account):
                raise AccountError(GONE)
            transaction.delete(row)
            now, owner = self._clock(), row.account
            records.note(transaction, now, "token-revoked", account=owner, detail=row.name)
            return _token(row)

    def owner(self, token: str, address: str) -> tuple[Token, Account]:
        """The living token and its owner as of now.

        Raises AccountError for one that is wrong, expired or of a shut account, the same for
        each; and ``throttle.Waiting`` after too many of those from one network address.
        """
        now = self._clock()
        with self._database.read() as transaction:
            found = _owner(transaction, token, now)
        if found is None:
            self._failed(now, address)
            raise AccountError(WRONG)
        known, owner = found
        if known.used is None or now - known.used >= USED:
            self._touch(known.id, now)
        return known, owner

    def _list(self, *only: object) -> tuple[Token, ...]:
        with self._database.read() as transaction:
            wanted = select(TokenRow).where(*only).order_by(TokenRow.id.desc())  # type: ignore[arg-type]
            return tuple(_token(row) for row in transaction.scalars(wanted))

    def _failed(self, now: dt.datetime, address: str) -> None:
        """Count a failure of this address. A right token needs no counting: none is guessed."""
        with self._database.write() as transaction:
            throttle.begin(transaction, now, None, address, "token")
            records.note(transaction, now, "token-failed", address=address)

    def _touch(self, id: int, now: dt.datetime) -> None:
        with self._database.write() as transaction:
            row = transaction.get(TokenRow, id)
            if row is not None and (row.used is None or row.used < now):
                row.used = now


def _name(name: str) -> str:
    name = plain(name)
    if not name:
        raise AccountError(NAMELESS)
    if len(name) > LONGEST_NAME:
        raise AccountError(LONG_NAME, most=LONGEST_NAME)
    return name


def _room_for(transaction: Transaction, account: int, name: str) -> None:
    own = TokenRow.account == account
    if transaction.scalar(select(TokenRow.id).where(own, TokenRow.name == name)) is not None:
        raise AccountError(SAME_NAME)
    if (transaction.scalar(select(func.count()).where(own)) or 0) >= MOST:
        raise AccountError(TOO_MANY, most=MOST)


def _owner(transaction: Transaction, token: str, now: dt.datetime) -> tuple[Token, Account] | None:
    """Found by the hash: how long that takes says nothing about the token."""
    if not SHAPE.fullmatch(token):
        return None
    hash = token_hash(token)
    row = transaction.scalar(select(TokenRow).where(TokenRow.hash == hash))
    if row is None or not hmac.compare_digest(row.hash, hash) or not _token(row).open(now):
        return None
    account = transaction.get_one(AccountRow, row.account)
    if not account.enabled:
        return None
    grants = select(GrantRow.collection).where(GrantRow.account == account.id)
    return _token(row), account_of(account, transaction.scalars(grants))


def _token(row: TokenRow) -> Token:
    return Token(
        id=row.id,
        account=row.account,
        name=row.name,
        start=row.start,
        created=row.created,
        expires=row.expires,
        used=row.used,
    )
