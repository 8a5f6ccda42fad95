"""The tables of ingest: runs, what is remembered of sources and addresses, decisions."""

import datetime as dt

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Base, Moment


class RunRow(Base):
    """A run. ``counts`` is JSON; a run without an end was cut short or is going on."""

    __tablename__ = "ingest_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    started: Mapped[dt.datetime] = mapped_column(Moment)
    alive: Mapped[dt.datetime] = mapped_column(Moment)
    ended: Mapped[dt.datetime | None] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(10))
    dry: Mapped[bool]
    account: Mapped[int | None]
    counts: Mapped[str] = mapped_column(Text)


class OutcomeRow(Base):
    """What became of one thing in a run. ``gaps`` is JSON: what fills the message."""

    __tablename__ = "ingest_rows"

    run: Mapped[int] = mapped_column(
        ForeignKey("ingest_runs.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(10))
    message: Mapped[str] = mapped_column(Text)
    gaps: Mapped[str] = mapped_column(Text)
    resource: Mapped[str] = mapped_column(String(120))


class ItemRow(Base):
    """A thing that a source named: ``id`` is the SHA-256 of source and key."""

    __tablename__ = "ingest_items"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text)
    resource: Mapped[str] = mapped_column(String(120), index=True)
    facts: Mapped[str] = mapped_column(String(64))
    seen: Mapped[dt.datetime] = mapped_column(Moment)


class AddressRow(Base):
    """What is known of an address: ``key`` is the SHA-256 of its identity."""

    __tablename__ = "ingest_addresses"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    address: Mapped[str] = mapped_column(Text)
    etag: Mapped[str | None] = mapped_column(Text)
    last_modified: Mapped[str | None] = mapped_column(Text)
    content: Mapped[str] = mapped_column(String(64), index=True)
    resource: Mapped[str] = mapped_column(String(120), index=True)
    fetched: Mapped[dt.datetime] = mapped_column(Moment)


class CaptureRow(Base):
    """A text, and perhaps the original, as it stood at an address on a day."""

    __tablename__ = "ingest_captures"

    id: Mapped[int] = mapped_column(primary_key=True)
    resource: Mapped[str] = mapped_column(String(120), index=True)
    at: Mapped[dt.datetime] = mapped_column(Moment)
    address: Mapped[str] = mapped_column(Text)
    text: Mapped[str | None] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(200))
    file: Mapped[str | None] = mapped_column(Text)


class DecisionRow(Base):
    """What an editor decided about a proposal: who, when and why."""

    __tablename__ = "ingest_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(Moment)
    account: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(10))
    proposal: Mapped[str] = mapped_column(String(120), index=True)
    resource: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(Text)
    item: Mapped[str] = mapped_column(String(64), index=True)
    address: Mapped[str] = mapped_column(String(64), index=True)
    reason: Mapped[str] = mapped_column(Text)
