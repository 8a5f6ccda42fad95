"""The tables of link health: the state of each address, and the checks it rests on."""

import datetime as dt

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Base, Moment


class LinkRow(Base):
    """How an address stands. ``key`` is the SHA-256 of the address: addresses may be long."""

    __tablename__ = "links"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    address: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20))
    cause: Mapped[str] = mapped_column(String(40))
    status: Mapped[int | None]
    checked: Mapped[dt.datetime] = mapped_column(Moment, index=True)
    since: Mapped[dt.datetime] = mapped_column(Moment)
    fine: Mapped[dt.datetime | None] = mapped_column(Moment)
    failing_since: Mapped[dt.datetime | None] = mapped_column(Moment)
    dead: Mapped[bool]
    target: Mapped[str | None] = mapped_column(Text)


class CheckRow(Base):
    """One check of a link."""

    __tablename__ = "link_checks"

    id: Mapped[int] = mapped_column(primary_key=True)
    link: Mapped[str] = mapped_column(ForeignKey("links.key", ondelete="CASCADE"), index=True)
    at: Mapped[dt.datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(20))
    cause: Mapped[str] = mapped_column(String(40))
    status: Mapped[int | None]
    target: Mapped[str | None] = mapped_column(Text)
