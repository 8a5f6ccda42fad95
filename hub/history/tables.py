"""The tables of the history: changes, the files they touched, and what these held."""

import datetime as dt

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Base, Moment


class ChangeRow(Base):
    """One change. ``account`` is no foreign key: the history outlives accounts."""

    __tablename__ = "history_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(Moment)
    account: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(60))
    gaps: Mapped[str] = mapped_column(Text)  #: JSON: what fills the gaps of its sentence
    state: Mapped[str] = mapped_column(String(10))  #: open, under-way or done
    undoes: Mapped[int | None]
    undone_by: Mapped[int | None]


class StepRow(Base):
    """One file of a change. Contents stand once each, under their SHA-256."""

    __tablename__ = "history_steps"
    __table_args__ = (
        Index("ix_history_steps_change", "change"),
        Index("ix_history_steps_path", "path"),
        Index("ix_history_steps_resource", "resource"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    change: Mapped[int] = mapped_column(ForeignKey("history_changes.id", ondelete="CASCADE"))
    path: Mapped[str] = mapped_column(String(400))
    resource: Mapped[str] = mapped_column(String(200))  #: id, "" for tables and collections
    before: Mapped[str | None] = mapped_column(String(64))
    after: Mapped[str | None] = mapped_column(String(64))


class ContentRow(Base):
    """What a file held, zlib-compressed."""

    __tablename__ = "history_contents"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
