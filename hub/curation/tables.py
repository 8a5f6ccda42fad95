"""The tables of saved searches, alerts, feeds and outgoing mail."""

import datetime as dt

from sqlalchemy import Date, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Base, Moment

#: Ids stand in links that were sent: SQLite must not give them to others later.
_NEVER_AGAIN = {"sqlite_autoincrement": True}


class SavedRow(Base):
    """A saved search. ``key`` is its name for comparing; none once it is deleted."""

    __tablename__ = "saved_searches"
    __table_args__ = (
        UniqueConstraint("owner", "key", name="uq_saved_searches_owner"),
        _NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120))
    key: Mapped[str | None] = mapped_column(String(500))
    query: Mapped[str] = mapped_column(Text)
    labels: Mapped[str] = mapped_column(Text)
    sharing: Mapped[str] = mapped_column(String(20), index=True)
    created: Mapped[dt.datetime] = mapped_column(Moment)
    changed: Mapped[dt.datetime] = mapped_column(Moment)
    deleted: Mapped[dt.datetime | None] = mapped_column(Moment)


class LookRow(Base):
    """When somebody last opened a saved search, and which hits were there (8 bytes for each)."""

    __tablename__ = "saved_looks"

    account: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True
    )
    search: Mapped[int] = mapped_column(
        ForeignKey("saved_searches.id", ondelete="CASCADE"), primary_key=True
    )
    at: Mapped[dt.datetime] = mapped_column(Moment)
    hits: Mapped[bytes] = mapped_column(LargeBinary)


class AlertRow(Base):
    """That an account is told what is new in a saved search. Off: there is no row."""

    __tablename__ = "alerts"
    __table_args__ = (UniqueConstraint("account", "search", name="uq_alerts_account"), _NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    search: Mapped[int] = mapped_column(
        ForeignKey("saved_searches.id", ondelete="CASCADE"), index=True
    )
    rhythm: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(2))
    due: Mapped[dt.date] = mapped_column(Date)
    since: Mapped[dt.datetime] = mapped_column(Moment)
    turn: Mapped[int]  #: counts what was prepared: two at once cannot prepare the same turn
    paused: Mapped[bool]  #: its owner was told that the search needs mending


class ToldRow(Base):
    """A key (see `identity.py`) of a resource that an alert need not tell any more."""

    __tablename__ = "alert_told"

    alert: Mapped[int] = mapped_column(
        ForeignKey("alerts.id", ondelete="CASCADE"), primary_key=True
    )
    resource: Mapped[str] = mapped_column(String(120), primary_key=True)
    letter: Mapped[int | None] = mapped_column(index=True)  #: None: it was there from the start


class LetterRow(Base):
    """A letter on its way. Content and recipient are wiped when its way is over."""

    __tablename__ = "letters"
    __table_args__ = (_NEVER_AGAIN,)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), index=True)  #: alert, issue, …
    subject: Mapped[int] = mapped_column(index=True)  #: id of the alert, of the issue, …
    recipient: Mapped[str] = mapped_column(String(320))
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    content: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20), index=True)
    attempts: Mapped[int]
    created: Mapped[dt.datetime] = mapped_column(Moment)
    touched: Mapped[dt.datetime] = mapped_column(Moment)
    problem: Mapped[str] = mapped_column(String(300))


class FeedRow(Base):
    """The address of a feed. It must be shown again, so the token is kept as it is."""

    __tablename__ = "feeds"
    __table_args__ = (
        UniqueConstraint("account", "kind", "subject", name="uq_feeds_account"),
        _NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(200))
    token: Mapped[str] = mapped_column(String(64), unique=True)
    created: Mapped[dt.datetime] = mapped_column(Moment)
