"""The outbox: letters are kept before they are sent, so that none is lost and none goes twice.

A letter is written down in the same transaction as whatever it tells of. Then it is claimed, handed
to the mail server, and settled. A process that dies in between leaves it claimed; the next one
takes it over. Only where a server took everything and never answered may it have the letter without
our knowing: mail demands that it is tried again (RFC 5321, 4.5.4.1), and it bears the same
Message-ID, by which mailboxes know it is the same.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session as Transaction

from hub.curation.mail.addresses import MailProblem
from hub.curation.mail.letters import Letter
from hub.curation.mail.server import Fate, MailServer, Outcome
from hub.curation.tables import LetterRow
from hub.database import Database
from hub.settings import Settings

WAITING, SENDING, UNSURE = "waiting", "sending", "unsure"  #: these are still on their way
SENT, REFUSED, DROPPED, GIVEN_UP = "sent", "refused", "dropped", "given-up"

GIVE_UP = dt.timedelta(days=5)  #: as mail servers do (RFC 5321, 4.5.4.1)
KEPT = dt.timedelta(days=90)  #: how long it is remembered that a letter was sent
LEASE = dt.timedelta(minutes=15)  #: a claim older than this is of a process that died


@dataclass(frozen=True)
class Waiting:
    """A letter that is on its way."""

    id: int
    kind: str
    subject: int
    recipient: str
    unsure: bool  #: the server may have it already


@dataclass
class Delivery:
    """What a run did. Reasons name no address."""

    sent: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)  #: (letter, reason)
    later: list[tuple[int, str]] = field(default_factory=list)
    dropped: int = 0  #: not sent after all: switched off, or a right was taken away
    given_up: int = 0
    stopped: str = ""  #: why the run ended before its time


class Outbox:
    """Letters of all kinds in the database. ``alone`` says that no other process sends now."""

    def __init__(
        self, database: Database, settings: Settings, clock: Callable[[], dt.datetime]
    ) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock

    def put(self, transaction: Transaction, kind: str, subject: int, letter: Letter) -> int:
        """Write a letter down, within the transaction that makes it due; its number."""
        now = self._clock()
        row = LetterRow(
            kind=kind,
            subject=subject,
            recipient=letter.recipient,
            message_id=letter.message_id,
            content=letter.dump(),
            state=WAITING,
            attempts=0,
            created=now,
            touched=now,
            problem="",
        )
        transaction.add(row)
        transaction.flush()
        return row.id

    def waiting(self, kind: str) -> tuple[Waiting, ...]:
        """The letters of a kind that are on their way, oldest first."""
        on_their_way = LetterRow.state.in_((WAITING, UNSURE))
        wanted = select(LetterRow).where(LetterRow.kind == kind, on_their_way)
        with self._database.read() as transaction:
            rows = transaction.scalars(wanted.order_by(LetterRow.id))
            return tuple(map(_waiting, rows))

    def take_over(self, *, alone: bool) -> int:
        """Take back the claims of processes that died; how many.

        ``alone``: a lock says that there is no other sender, so every claim is of a dead one.
        """
        claimed = LetterRow.state == SENDING
        if not alone:
            claimed &= LetterRow.touched < self._clock() - LEASE
        with self._database.write() as transaction:
            # It may have died after the server had taken the letter.
            taken = update(LetterRow).where(claimed).values(state=UNSURE).returning(LetterRow.id)
            return len(transaction.scalars(taken).all())

    def withdraw(self, transaction: Transaction, id: int) -> bool:
        """Take a letter back that no server has; whether it was still ours to take."""
        ours = (LetterRow.id == id) & (LetterRow.state == WAITING)
        gone = transaction.scalars(delete(LetterRow).where(ours).returning(LetterRow.id))
        return bool(gone.all())

    def drop(self, transaction: Transaction, id: int) -> None:
        """Give up a letter that must no longer be sent, though a server may have it."""
        row = transaction.get(LetterRow, id)
        if row is not None and row.state in (WAITING, UNSURE):
            _settle(row, DROPPED, "", self._clock())

    def send(self, letters: Iterable[Waiting], allowed: Callable[[Waiting], bool]) -> Delivery:
        """Hand letters to the mail server, each if it is still allowed at this moment.

        One failing connection is replaced once; when that fails too the run ends and the rest
        waits for the next one. Raises MailProblem when there is no way to the server at all.
        """
        delivery = Delivery()
        waiting = [letter for letter in letters if not self._too_old(letter, delivery)]
        failures = 0
        while waiting and failures < 2:
            with MailServer(self._settings) as server:
                while waiting:
                    outcome = self._one(server, waiting.pop(0), allowed, delivery)
                    if outcome is not None and outcome.broken:
                        failures += 1
                        delivery.stopped = outcome.reason
                        break
                    failures, delivery.stopped = 0, ""
        return delivery

    def forget_old(self) -> int:
        """Remove what was settled long ago; how many."""
        old = LetterRow.touched < self._clock() - KEPT
        settled = LetterRow.state.in_((SENT, REFUSED, DROPPED, GIVEN_UP))
        with self._database.write() as transaction:
            gone = transaction.scalars(
                delete(LetterRow).where(old, settled).returning(LetterRow.id)
            )
            return len(gone.all())

    def _one(
        self,
        server: MailServer,
        waiting: Waiting,
        allowed: Callable[[Waiting], bool],
        delivery: Delivery,
    ) -> Outcome | None:
        if not allowed(waiting):
            delivery.dropped += 1
            return None
        letter = self._claim(waiting.id)
        if letter is None:
            return None  # another process has it
        try:
            outcome = server.hand_over(letter)
        except MailProblem:  # the server takes nothing from us: this letter waits for another day
            self._settle(waiting, Outcome(Fate.LATER))
            raise
        self._settle(waiting, outcome)
        _count(delivery, waiting.id, outcome)
        return outcome

    def _claim(self, id: int) -> Letter | None:
        """The letter, now ours to send; None when it is not there to be sent any more."""
        ours = (LetterRow.id == id) & LetterRow.state.in_((WAITING, UNSURE))
        claim = update(LetterRow).where(ours).values(
            state=SENDING, touched=self._clock(), attempts=LetterRow.attempts + 1
        )  # fmt: skip
        with self._database.write() as transaction:
            content = transaction.scalar(claim.returning(LetterRow.content))
        return None if content is None else Letter.load(content)

    def _settle(self, waiting: Waiting, outcome: Outcome) -> None:
        state = {Fate.SENT: SENT, Fate.REFUSED: REFUSED, Fate.UNSURE: UNSURE}.get(
            outcome.fate, UNSURE if waiting.unsure else WAITING
        )
        with self._database.write() as transaction:
            row = transaction.get_one(LetterRow, waiting.id)
            _settle(row, state, outcome.reason, self._clock())

    def _too_old(self, waiting: Waiting, delivery: Delivery) -> bool:
        now = self._clock()
        with self._database.write() as transaction:
            row = transaction.get(LetterRow, waiting.id)
            if row is None or now - row.created < GIVE_UP:
                return False
            _settle(row, GIVEN_UP, row.problem, now)
        delivery.given_up += 1
        return True


def _waiting(row: LetterRow) -> Waiting:
    return Waiting(row.id, row.kind, row.subject, row.recipient, row.state == UNSURE)


def _settle(row: LetterRow, state: str, problem: str, now: dt.datetime) -> None:
    row.state, row.problem, row.touched = state, problem[:300], now
    if state not in (WAITING, UNSURE, SENDING):
        row.content, row.recipient = "", ""  # nobody's address is kept longer than needed


def _count(delivery: Delivery, id: int, outcome: Outcome) -> None:
    if outcome.fate is Fate.SENT:
        delivery.sent += 1
    elif outcome.fate is Fate.REFUSED:
        delivery.refused.append((id, outcome.reason))
    else:
        delivery.later.append((id, outcome.reason))
