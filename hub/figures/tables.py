"""The tables of searches: how many a month, and which found nothing. No person, no exact time."""

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Base


class SearchMonthRow(Base):
    """So many searches in a month, and so many of them without a hit."""

    __tablename__ = "search_months"

    month: Mapped[str] = mapped_column(String(7), primary_key=True)  #: such as 2026-11
    searches: Mapped[int]
    empty: Mapped[int]


class GapRow(Base):
    """Words that found nothing, with the filters beside them."""

    __tablename__ = "gaps"

    key: Mapped[str] = mapped_column(String(16), primary_key=True)  #: of words and filters
    words: Mapped[str] = mapped_column(String(200))
    filters: Mapped[str] = mapped_column(Text)  #: JSON: facet to values
    partial: Mapped[bool]  #: something was found, but nothing with all words
    times: Mapped[int]
    first: Mapped[str] = mapped_column(String(7))  #: month
    last: Mapped[str] = mapped_column(String(7))  #: month
    state: Mapped[str] = mapped_column(String(10))  #: of GapState


class GapWayRow(Base):
    """A way out that was offered with a gap, and how often somebody took it and found something."""

    __tablename__ = "gap_ways"
    __table_args__ = (Index("ix_gap_ways_gap", "gap"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    gap: Mapped[str] = mapped_column(ForeignKey("gaps.key", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))  #: as in hub.model.Advice
    subject: Mapped[str] = mapped_column(String(200))
    offered: Mapped[int]
    taken: Mapped[int]
