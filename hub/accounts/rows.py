"""What accounts have in common: rows found and turned into our model, and the rules on them."""

import datetime as dt
import unicodedata
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from hub.accounts.model import AccessCode, Account, Role
from hub.accounts.tables import AccountRow, CodeRow
from hub.errors import AccountError

NO_EMAIL = "{email!r} is no email address. Write one such as name@example.org."
UNKNOWN = "There is no account for {email}. 'hub account list' shows all."
LAST_ADMIN = "{email} is the last active admin. Make somebody else admin first."
CONTROL = "Names must not hold control characters. Write plain text."


def utc_now() -> dt.datetime:
    """The real time."""
    return dt.datetime.now(dt.UTC)


def normal_email(email: str) -> str:
    """The one spelling of an address that the hub compares."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def checked_email(email: str) -> str:
    """The normalised address. Raises AccountError for what is none."""
    normal = normal_email(email)
    name, at, host = normal.rpartition("@")
    clean = not any(c.isspace() or not c.isprintable() for c in normal)
    if not (name and at and host and clean and len(normal) <= 254 and "@" not in name):
        raise AccountError(NO_EMAIL, email=email[:254])
    return normal


def plain(name: str) -> str:
    """A name to show. Raises AccountError for control characters."""
    name = unicodedata.normalize("NFC", name).strip()
    if not name.isprintable():
        raise AccountError(CONTROL)
    return name[:200]


def find(transaction: Transaction, email: str) -> AccountRow:
    """The row of an account, locked for the others where the database can."""
    wanted = select(AccountRow).where(AccountRow.email == normal_email(email))
    row = transaction.scalar(wanted)
    if row is None:
        raise AccountError(UNKNOWN, email=email[:254])
    return row


def any_account(transaction: Transaction) -> bool:
    """Whether there is any account at all."""
    return transaction.scalar(select(AccountRow.id).limit(1)) is not None


def keep_an_admin(transaction: Transaction, row: AccountRow) -> None:
    """Raise AccountError when without this account no active admin would be left."""
    admins = select(AccountRow).where(
        AccountRow.role == Role.ADMIN.value, AccountRow.enabled.is_(True)
    )
    active = [admin.id for admin in transaction.scalars(admins.with_for_update())]
    if active == [row.id]:
        raise AccountError(LAST_ADMIN, email=row.email)


def account_of(row: AccountRow, grants: Iterable[str]) -> Account:
    """A row as our model."""
    return Account(
        id=row.id,
        email=row.email,
        name=row.name,
        role=Role(row.role),
        enabled=row.enabled,
        grants=frozenset(grants),
        created=row.created,
        last_login=row.last_login,
    )


def code_of(row: CodeRow, collections: Iterable[str]) -> AccessCode:
    """A row as our model."""
    return AccessCode(
        id=row.id,
        name=row.name,
        collections=frozenset(collections),
        created=row.created,
        expires=row.expires,
        revoked=row.revoked,
    )
