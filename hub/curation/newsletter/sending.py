"""Sending an issue: to the subscribers in batches that resume, or one to try.

Which subscribers were written to is kept in the same transaction as their letters, so a sending
that is cut off, or runs twice at once, writes to nobody twice and leaves nobody out.
"""

import datetime as dt
from dataclasses import dataclass, field
from email.utils import formataddr, parseaddr

from sqlalchemy import Select, select
from sqlalchemy.orm import Session as Transaction

from hub.curation.mail.letters import Letter
from hub.curation.mail.outbox import Delivery, Waiting
from hub.curation.mail.post import Post
from hub.curation.mail.unsubscribe import leave_path
from hub.curation.newsletter.rendering import Rendered, render
from hub.curation.newsletter.subscribers import Subscriber, SubscriberState, subscriber
from hub.curation.newsletter.tables import DeliveryRow, IssueRow, SubscriberRow
from hub.model.newsletter import Issue, Newsletter

KIND = "issue"  #: of letters with an issue; their subject is the id of a delivery
TRIAL = "issue-trial"  #: of an issue that a curator sends to themselves
BATCH = 100  #: letters that are written in one transaction


@dataclass
class IssueSending:
    """What a run of sending did."""

    prepared: int = 0
    delivery: Delivery = field(default_factory=Delivery)
    waiting: int = 0  #: letters that a later run must try again
    finished: bool = False  #: everybody was written to


class IssueSender:
    """Sends issues of one hub."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._database = post.database
        self._outbox = post.outbox

    def check(self) -> None:
        """Raises SettingsError when no mail can be sent from here."""
        self._post.check()

    def send(self, newsletter: Newsletter, issue: Issue, address: str = "") -> IssueSending:
        """Write and hand over batch after batch. Raises SettingsError or MailProblem.

        Ends early when the mail server fails; the next run goes on from there.
        """
        self.check()
        self._outbox.take_over(alone=False)
        rendered = render(issue, address=address, leave=True)
        report = IssueSending()
        while True:
            prepared = self._prepare(newsletter, issue, rendered)
            report.prepared += prepared
            self._hand_over(report)
            if report.delivery.stopped or not prepared:
                break
        report.waiting = len(self._outbox.waiting(KIND))
        report.finished = not report.delivery.stopped
        return report

    def progress(self, issue: Issue) -> tuple[int, int]:
        """How many letters of an issue are written, and how many of them still wait."""
        with self._database.read() as transaction:
            number = _id(transaction, issue)
            of = DeliveryRow.issue == number
            ids = set(transaction.scalars(select(DeliveryRow.id).where(of)))
        waiting = sum(letter.subject in ids for letter in self._outbox.waiting(KIND))
        return len(ids), waiting

    def deliver_rest(self) -> Delivery:
        """Try again what earlier runs could not hand over."""
        report = IssueSending()
        self._hand_over(report)
        return report.delivery

    def try_out(self, newsletter: Newsletter, issue: Issue, email: str) -> Delivery:
        """Send the issue as it stands to one address. Raises SettingsError or MailProblem."""
        self.check()
        rendered = render(issue)
        now = self._post.clock()
        name = f"trial-{newsletter.id}-{issue.number}-{now:%Y%m%d%H%M%S%f}"
        with self._database.write() as transaction:
            letter = self.letter(newsletter, rendered, email, name, now)
            number = self._outbox.put(transaction, TRIAL, issue.number, letter)
        mine = [waiting for waiting in self._outbox.waiting(TRIAL) if waiting.id == number]
        return self._outbox.send(mine, lambda _: True)

    def letter(
        self,
        newsletter: Newsletter,
        rendered: Rendered,
        email: str,
        name: str,
        now: dt.datetime,
        leave: str = "",
    ) -> Letter:
        """One mail with the issue. ``name`` makes the Message-ID; ``leave`` is a link."""
        sender = parseaddr(self._post.settings.mail_from)[1]
        return Letter(
            recipient=email,
            subject=rendered.subject,
            text=rendered.text,
            html=rendered.html,
            message_id=self._post.message_id(name),
            language=newsletter.language,
            written=now,
            sender=formataddr((newsletter.sender_name, sender)) if newsletter.sender_name else "",
            reply_to=newsletter.reply_to,
            unsubscribe=leave,
        )

    def _prepare(self, newsletter: Newsletter, issue: Issue, rendered: Rendered) -> int:
        """Write to the next batch of subscribers; how many."""
        leaving = self._post.leaving  # before the transaction: the first time it writes its key
        with self._database.write() as transaction:
            number = _id(transaction, issue)
            rows = transaction.scalars(_unwritten(issue.newsletter, number).limit(BATCH)).all()
            for row in rows:
                person = Subscriber(row.id, row.newsletter, row.email, row.language, row.token)
                leave = leaving.token(KIND, person.id, person.secret)
                self._write(transaction, newsletter, rendered, number, person, leave)
            return len(rows)

    def _write(
        self,
        transaction: Transaction,
        newsletter: Newsletter,
        rendered: Rendered,
        issue: int,
        person: Subscriber,
        token: str,
    ) -> None:
        now = self._post.clock()
        delivery = DeliveryRow(
            issue=issue, subscriber=person.id, state="prepared", changed=now, reason=""
        )
        transaction.add(delivery)
        transaction.flush()
        leave = self._post.address(leave_path(token))
        name = f"issue-{issue}-{delivery.id}"
        mine = rendered.for_subscriber(leave)
        letter = self.letter(newsletter, mine, person.email, name, now, leave)
        self._outbox.put(transaction, KIND, delivery.id, letter)

    def _hand_over(self, report: IssueSending) -> None:
        waiting = self._outbox.waiting(KIND)
        if not waiting:
            return
        done = self._outbox.send(waiting, self._still_wanted)
        total = report.delivery
        total.sent += done.sent
        total.refused += done.refused
        total.later = done.later
        total.dropped += done.dropped
        total.given_up += done.given_up
        total.stopped = done.stopped

    def _still_wanted(self, waiting: Waiting) -> bool:
        """Whether the person still wants it. Who left meanwhile gets nothing more."""
        with self._database.write() as transaction:
            delivery = transaction.get(DeliveryRow, waiting.subject)
            person = subscriber(transaction, delivery.subscriber) if delivery else None
            if person is not None and person.email == waiting.recipient:
                return True
            self._outbox.drop(transaction, waiting.id)
            return False


def _id(transaction: Transaction, issue: Issue) -> int:
    of = (IssueRow.newsletter == issue.newsletter, IssueRow.number == issue.number)
    return transaction.scalars(select(IssueRow.id).where(*of)).one()


def _unwritten(newsletter: str, issue: int) -> Select[SubscriberRow]:
    written = select(DeliveryRow.subscriber).where(DeliveryRow.issue == issue)
    return (
        select(SubscriberRow)
        .where(
            SubscriberRow.newsletter == newsletter,
            SubscriberRow.state == SubscriberState.SUBSCRIBED,
            SubscriberRow.id.not_in(written),
        )
        .order_by(SubscriberRow.id)
    )
