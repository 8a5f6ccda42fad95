"""The tables of the newsletter: templates, issues, what was known and sent, subscribers."""

import datetime as dt

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Base, Moment


class NewsletterRow(Base):
    """A template. ``body`` is a Newsletter as JSON."""

    __tablename__ = "newsletters"

    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    body: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]


class IssueRow(Base):
    """An issue. ``body`` is an Issue as JSON: a draft reopened is the same to the letter."""

    __tablename__ = "issues"
    __table_args__ = (UniqueConstraint("newsletter", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    newsletter: Mapped[str] = mapped_column(ForeignKey("newsletters.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    body: Mapped[str] = mapped_column(Text)
    changed: Mapped[dt.datetime] = mapped_column(Moment)
    changed_by: Mapped[str] = mapped_column(String(200))


class KnownRow(Base):
    """A key that was in the hub when an issue was gathered that was then sent."""

    __tablename__ = "newsletter_known"

    newsletter: Mapped[str] = mapped_column(ForeignKey("newsletters.id"), primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)


class SentRow(Base):
    """A key that went out: in which issue, and when."""

    __tablename__ = "newsletter_sent"

    newsletter: Mapped[str] = mapped_column(ForeignKey("newsletters.id"), primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    number: Mapped[int]
    sent: Mapped[dt.datetime] = mapped_column(Moment)


class SubscriberRow(Base):
    """A person who asked for a newsletter, with the proof of it; erased on demand."""

    __tablename__ = "subscribers"
    __table_args__ = (UniqueConstraint("newsletter", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    newsletter: Mapped[str] = mapped_column(ForeignKey("newsletters.id"))
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(3))
    state: Mapped[str] = mapped_column(String(20))
    asked: Mapped[dt.datetime] = mapped_column(Moment)
    confirmed: Mapped[dt.datetime | None] = mapped_column(Moment)
    left: Mapped[dt.datetime | None] = mapped_column(Moment)
    proof: Mapped[str] = mapped_column(Text)  #: how the consent came about, in words
    token: Mapped[str] = mapped_column(String(64))  #: random: makes links of the erased void


class DeliveryRow(Base):
    """One mail of an issue to one subscriber. The row is there before the mail is sent."""

    __tablename__ = "deliveries"
    __table_args__ = (UniqueConstraint("issue", "subscriber"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    issue: Mapped[int] = mapped_column(ForeignKey("issues.id"), index=True)
    subscriber: Mapped[int] = mapped_column(ForeignKey("subscribers.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(20))
    changed: Mapped[dt.datetime] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(Text)
