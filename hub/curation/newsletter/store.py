"""Newsletters and issues in the database. Each change of an issue is one transaction."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from hub.curation.newsletter.editing import FROZEN, Edited, IssueChange, IssueProblem, edit
from hub.curation.newsletter.gathering import Memory, Sent
from hub.curation.newsletter.tables import (
    DeliveryRow,
    IssueRow,
    KnownRow,
    NewsletterRow,
    SentRow,
)
from hub.database import Database
from hub.model.newsletter import Issue, IssueState, Newsletter

NO_NEWSLETTER = "There is no newsletter {id!r}. 'hub newsletter list' shows all."
NO_ISSUE = "There is no issue {number} of this newsletter. 'hub issue list' shows all."
DRAFT_THERE = "Issue {number} is still a draft. Send it, or throw it away, before the next one."
BEING_SENT = "Issue {number} is still being sent. Begin the next one when it is out."
CHANGED = "Somebody else changed this newsletter meanwhile. Load it again and repeat your change."
HAS_ISSUES = "The newsletter {id} has issues that were sent, so it cannot be removed."


@dataclass(frozen=True)
class IssueLine:
    """An issue in a list."""

    newsletter: str
    number: int
    state: IssueState
    title: str
    chosen: int  #: entries that go out
    changed: dt.datetime
    changed_by: str
    sent: dt.datetime | None


class Newsletters:
    """The newsletters, their issues and what they remember."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Templates

    def all(self) -> tuple[Newsletter, ...]:
        """Every newsletter, by id."""
        with self._database.read() as session:
            rows = session.scalars(select(NewsletterRow).order_by(NewsletterRow.id))
            return tuple(Newsletter.model_validate_json(row.body) for row in rows)

    def get(self, id: str) -> tuple[Newsletter, int]:
        """A newsletter and its revision. Raises IssueProblem."""
        with self._database.read() as session:
            row = _newsletter(session, id)
            return Newsletter.model_validate_json(row.body), row.revision

    def save(self, newsletter: Newsletter, revision: int = 0) -> int:
        """Keep a newsletter that was made from ``revision`` (0: a new one); the next revision.

        Raises IssueProblem when somebody else was faster, and changes nothing then.
        """
        with self._database.write() as session:
            row = session.get(NewsletterRow, newsletter.id)
            if (row.revision if row else 0) != revision:
                raise IssueProblem(CHANGED)
            if row is None:
                row = NewsletterRow(id=newsletter.id, body="", revision=0)
                session.add(row)
            row.body, row.revision = newsletter.model_dump_json(), revision + 1
            return row.revision

    def remove(self, id: str) -> None:
        """Forget a newsletter and its drafts. Raises IssueProblem when issues were sent."""
        with self._database.write() as session:
            row = _newsletter(session, id)
            states = set(session.scalars(select(IssueRow.state).where(IssueRow.newsletter == id)))
            if states - {IssueState.DRAFT}:
                raise IssueProblem(HAS_ISSUES, id=id)
            session.execute(delete(IssueRow).where(IssueRow.newsletter == id))
            session.delete(row)

    # Issues

    def memory(self, newsletter: str) -> Memory:
        """What the newsletter remembers of its sent issues."""
        with self._database.read() as session:
            of = SentRow.newsletter == newsletter
            sent = {
                r.key: Sent(r.number, r.sent) for r in session.scalars(select(SentRow).where(of))
            }
            known = session.scalars(select(KnownRow.key).where(KnownRow.newsletter == newsletter))
            return Memory(
                known=frozenset(known) if _ever_sent(session, newsletter) else None,
                sent=sent,
                last=_last(session, newsletter),
            )

    def create(self, issue: Issue, *, by: str, now: dt.datetime) -> None:
        """Keep a new draft. Raises IssueProblem while the one before is not out."""
        with self._database.write() as session:
            _newsletter(session, issue.newsletter)
            last = _last_row(session, issue.newsletter)
            if last is not None and last.state != IssueState.SENT:
                draft = last.state == IssueState.DRAFT
                raise IssueProblem(DRAFT_THERE if draft else BEING_SENT, number=last.number)
            row = IssueRow(newsletter=issue.newsletter, number=issue.number)
            _fill(row, issue, by, now)
            session.add(row)

    def issue(self, newsletter: str, number: int) -> Issue:
        """An issue as it stands. Raises IssueProblem."""
        with self._database.read() as session:
            return Issue.model_validate_json(_issue(session, newsletter, number).body)

    def issues(self, newsletter: str) -> tuple[IssueLine, ...]:
        """All issues of a newsletter, newest first."""
        with self._database.read() as session:
            of = IssueRow.newsletter == newsletter
            rows = session.scalars(select(IssueRow).where(of).order_by(IssueRow.number.desc()))
            return tuple(_line(row) for row in rows)

    def sent(self) -> tuple[tuple[Issue, int], ...]:
        """Every issue that was sent, with the number of those it went to."""
        number = func.count(DeliveryRow.id)
        wanted = (
            select(IssueRow, number)
            .join(DeliveryRow, DeliveryRow.issue == IssueRow.id, isouter=True)
            .where(IssueRow.state == IssueState.SENT)
            .group_by(IssueRow.id)
        )
        with self._database.read() as session:
            rows = session.execute(wanted)
            return tuple((Issue.model_validate_json(row.body), n) for row, n in rows)

    def edit(
        self,
        newsletter: str,
        number: int,
        change: IssueChange,
        *,
        by: str,
        now: dt.datetime,
        account: int | None = None,
    ) -> Edited:
        """Apply a change to the issue as it stands. Raises IssueProblem; nothing changes then."""
        with self._database.write() as session:
            row = _issue(session, newsletter, number)
            there = Issue.model_validate_json(row.body)
            edited = edit(there, change, by=by, now=now, account=account)
            _fill(row, edited.issue, by, now)
            return edited

    def rework(
        self,
        newsletter: str,
        number: int,
        work: Callable[[Issue], Issue],
        *,
        by: str,
        now: dt.datetime,
    ) -> Issue:
        """Apply a function to a draft as it stands, as one step. Raises IssueProblem."""
        with self._database.write() as session:
            row = _issue(session, newsletter, number)
            issue = Issue.model_validate_json(row.body)
            if issue.state is not IssueState.DRAFT:
                raise IssueProblem(FROZEN, number=number)
            changed = work(issue)
            _fill(row, changed, by, now)
            return changed

    def discard(self, newsletter: str, number: int) -> None:
        """Throw a draft away; what it had gathered is new again. Raises IssueProblem."""
        with self._database.write() as session:
            row = _issue(session, newsletter, number)
            if row.state != IssueState.DRAFT:
                raise IssueProblem(FROZEN, number=number)
            session.delete(row)

    # Sending

    def freeze(self, newsletter: str, number: int, *, by: str, now: dt.datetime) -> Issue:
        """From here on the issue is being sent and nobody changes it."""
        frozen = {"state": IssueState.SENDING}
        return self.rework(
            newsletter, number, lambda issue: issue.model_copy(update=frozen), by=by, now=now
        )

    def archive(
        self, newsletter: str, number: int, keys: Iterable[str], *, by: str, now: dt.datetime
    ) -> Issue:
        """The issue is out: remember what it held (``keys``) and what was there. Safe twice."""
        with self._database.write() as session:
            row = _issue(session, newsletter, number)
            issue = Issue.model_validate_json(row.body)
            if issue.state is IssueState.SENT:
                return issue
            sent = issue.model_copy(update={"state": IssueState.SENT, "sent": now})
            _fill(row, sent, by, now)
            for key in issue.entered:
                session.merge(KnownRow(newsletter=newsletter, key=key))
            for key in keys:
                if session.get(SentRow, (newsletter, key)) is None:
                    session.add(SentRow(newsletter=newsletter, key=key, number=number, sent=now))
            return sent


def _newsletter(session: Session, id: str) -> NewsletterRow:
    row = session.get(NewsletterRow, id)
    if row is None:
        raise IssueProblem(NO_NEWSLETTER, id=id)
    return row


def _issue(session: Session, newsletter: str, number: int) -> IssueRow:
    of = (IssueRow.newsletter == newsletter, IssueRow.number == number)
    row = session.scalar(select(IssueRow).where(*of))
    if row is None:
        raise IssueProblem(NO_ISSUE, number=number)
    return row


def _last_row(session: Session, newsletter: str) -> IssueRow | None:
    of = IssueRow.newsletter == newsletter
    return session.scalar(select(IssueRow).where(of).order_by(IssueRow.number.desc()).limit(1))


def _last(session: Session, newsletter: str) -> int:
    of = IssueRow.newsletter == newsletter
    return session.scalar(select(func.max(IssueRow.number)).where(of)) or 0


def _ever_sent(session: Session, newsletter: str) -> bool:
    of = (IssueRow.newsletter == newsletter, IssueRow.state == IssueState.SENT)
    return session.scalar(select(IssueRow.id).where(*of).limit(1)) is not None


def _fill(row: IssueRow, issue: Issue, by: str, now: dt.datetime) -> None:
    row.state, row.body = issue.state, issue.model_dump_json()
    row.changed, row.changed_by = now, by[:200]


def _line(row: IssueRow) -> IssueLine:
    issue = Issue.model_validate_json(row.body)
    return IssueLine(
        newsletter=issue.newsletter,
        number=issue.number,
        state=issue.state,
        title=issue.title,
        chosen=sum(entry.chosen for entry in issue.entries()),
        changed=row.changed,
        changed_by=row.changed_by,
        sent=issue.sent,
    )
