"""The tables of accounts: who may come in, who is in, and what happened."""

import datetime as dt

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Base, Moment


class AccountRow(Base):
    """An account. The password is an argon2id hash."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))
    password: Mapped[str] = mapped_column(String(200))
    enabled: Mapped[bool]
    created: Mapped[dt.datetime] = mapped_column(Moment)
    last_login: Mapped[dt.datetime | None] = mapped_column(Moment)


class GrantRow(Base):
    """A restricted collection opened to an account."""

    __tablename__ = "grants"

    account: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True
    )
    collection: Mapped[str] = mapped_column(String(200), primary_key=True)


class CodeRow(Base):
    """An access code. It is long and random, so its plain SHA-256 cannot be turned back."""

    __tablename__ = "codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    created: Mapped[dt.datetime] = mapped_column(Moment)
    expires: Mapped[dt.datetime] = mapped_column(Moment)
    revoked: Mapped[dt.datetime | None] = mapped_column(Moment)


class CodeCollectionRow(Base):
    """A collection that an access code opens."""

    __tablename__ = "code_collections"

    code: Mapped[int] = mapped_column(ForeignKey("codes.id", ondelete="CASCADE"), primary_key=True)
    collection: Mapped[str] = mapped_column(String(200), primary_key=True)


class SessionRow(Base):
    """Somebody who is in, by account or by access code. ``id`` is the SHA-256 of the token."""

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    code: Mapped[int | None] = mapped_column(ForeignKey("codes.id", ondelete="CASCADE"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    created: Mapped[dt.datetime] = mapped_column(Moment)
    seen: Mapped[dt.datetime] = mapped_column(Moment)
    expires: Mapped[dt.datetime] = mapped_column(Moment)


class TokenRow(Base):
    """A personal token of the JSON API. It is long and random: a plain SHA-256 is kept of it."""

    __tablename__ = "tokens"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    start: Mapped[str] = mapped_column(String(20))
    created: Mapped[dt.datetime] = mapped_column(Moment)
    expires: Mapped[dt.datetime | None] = mapped_column(Moment)
    used: Mapped[dt.datetime | None] = mapped_column(Moment)


class AttemptRow(Base):
    """Failed attempts of one kind: ``key`` is a keyed hash of an account's or network address."""

    __tablename__ = "attempts"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    last: Mapped[dt.datetime] = mapped_column(Moment)
    blocked_until: Mapped[dt.datetime] = mapped_column(Moment)


class AuditRow(Base):
    """One thing that happened. No search words, no passwords, no network address in the clear.

    ``address`` is a hash with a key that is thrown away every day: within a day it shows what
    came from one place; afterwards nobody can tell which.
    """

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_at", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(Moment)
    event: Mapped[str] = mapped_column(String(40))
    account: Mapped[int | None]
    code: Mapped[int | None]
    detail: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(64))


class SecretRow(Base):
    """A random key of this hub, by name."""

    __tablename__ = "secrets"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(64))
    created: Mapped[dt.datetime] = mapped_column(Moment)
