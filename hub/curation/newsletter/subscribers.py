"""Who receives a newsletter. Nobody is added without a proof of consent, and leaving is one click.

A person asks on the page and confirms by a link in a mail (double opt-in), or is imported with the
words that prove the consent. Addresses stand in this table and in letters on their way, nowhere
else: no log, no report and no error names one.
"""

import csv
import datetime as dt
import io
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session as Transaction

from hub.curation.mail.addresses import MailProblem, mail_address
from hub.curation.mail.outbox import UNSURE, WAITING
from hub.curation.newsletter.editing import IssueProblem
from hub.curation.newsletter.store import NO_NEWSLETTER
from hub.curation.newsletter.tables import NewsletterRow, SubscriberRow
from hub.curation.tables import LetterRow
from hub.database import Database
from hub.i18n import LANGUAGES

#: A link that confirms is good for so long.
CONFIRM_WITHIN = dt.timedelta(days=7)
#: Somebody who asks again is not written to more often than this.
ASK_AGAIN = dt.timedelta(hours=1)

#: Kinds of letters that only subscribers get.
LETTERS = ("issue", "join")

#: What is kept as the proof of a consent by mail.
PROOF = "asked {asked:%Y-%m-%d %H:%M} UTC, confirmed by mail {confirmed:%Y-%m-%d %H:%M} UTC"

NO_PROOF = "An import needs a sentence that proves the consent: who agreed, when, and how."
NO_LANGUAGE = "Mails are written in German or English: {value!r} must be de or en."
NO_COLUMN = "The file has no column with addresses. Give it a heading such as email or E-Mail."


class SubscriberState(StrEnum):
    """How somebody stands to a newsletter. Only the subscribed receive it."""

    ASKED = "asked"
    SUBSCRIBED = "subscribed"
    LEFT = "left"
    BOUNCED = "bounced"


@dataclass(frozen=True)
class Subscriber:
    """Who may be sent an issue: an id, an address, and the secret of their links."""

    id: int
    newsletter: str
    email: str
    language: str
    secret: str


@dataclass
class SubscriberImport:
    """What an import did. Lines are counted from 1; no address is named."""

    added: int = 0
    known: int = 0  #: subscribed already
    stayed_away: int = 0  #: left or bounced before: an import does not bring them back
    bad_lines: list[int] = field(default_factory=list)


class Subscribers:
    """The subscribers of all newsletters. ``clock`` gives aware times."""

    def __init__(self, database: Database, clock: Callable[[], dt.datetime]) -> None:
        self._database = database
        self._clock = clock

    def ask(
        self,
        newsletter: str,
        email: str,
        language: str,
        write: Callable[[Transaction, Subscriber], None],
    ) -> None:
        """Somebody asks to receive a newsletter; ``write`` puts the mail that asks for consent.

        Whether the address was known is not told, and nobody is written to twice in an hour.
        Raises MailProblem for what is no address and IssueProblem for an unknown newsletter.
        """
        address, now = mail_address(email.strip()).casefold(), self._clock()
        with self._database.write() as transaction:
            _newsletter(transaction, newsletter)
            row = _of(transaction, newsletter, address)
            if row is None:
                row = _new(newsletter, address, language, SubscriberState.ASKED, now)
                transaction.add(row)
            elif row.state == SubscriberState.SUBSCRIBED or now < row.asked + ASK_AGAIN:
                return
            else:
                row.state, row.asked, row.language = SubscriberState.ASKED, now, language
            transaction.flush()
            write(transaction, _subscriber(row))

    def confirm(self, id: int, secret: str) -> bool:
        """Whoever has the mail agrees; False when the link is too old or void. Safe twice."""
        now = self._clock()
        with self._database.write() as transaction:
            row = _by_link(transaction, id, secret)
            if row is None or row.state not in (SubscriberState.ASKED, SubscriberState.SUBSCRIBED):
                return False
            if row.state == SubscriberState.ASKED:
                if now > row.asked + CONFIRM_WITHIN:
                    return False
                row.state, row.confirmed, row.left = SubscriberState.SUBSCRIBED, now, None
                row.proof = PROOF.format(asked=row.asked, confirmed=now)
            return True

    def leave(self, id: int, secret: str) -> None:
        """Receive no more issues. A void link does nothing."""
        with self._database.write() as transaction:
            row = _by_link(transaction, id, secret)
            if row is not None and row.state != SubscriberState.LEFT:
                row.state, row.left = SubscriberState.LEFT, self._clock()

    def bring(self, newsletter: str, content: str, proof: str, language: str) -> SubscriberImport:
        """Import a CSV file with a column of addresses. Raises IssueProblem, changing nothing."""
        if len(proof.strip()) < 10:
            raise IssueProblem(NO_PROOF)
        if language not in LANGUAGES:
            raise IssueProblem(NO_LANGUAGE, value=language)
        lines = list(_addresses(content))
        report, now = SubscriberImport(), self._clock()
        with self._database.write() as transaction:
            _newsletter(transaction, newsletter)
            for number, text in lines:
                try:
                    address = mail_address(text.strip()).casefold()
                except MailProblem:
                    report.bad_lines.append(number)
                    continue
                row = _of(transaction, newsletter, address)
                if row is None:
                    row = _new(newsletter, address, language, SubscriberState.SUBSCRIBED, now)
                    row.confirmed, row.proof = now, proof.strip()[:2_000]
                    transaction.add(row)
                    transaction.flush()
                    report.added += 1
                elif row.state in (SubscriberState.LEFT, SubscriberState.BOUNCED):
                    report.stayed_away += 1
                else:
                    report.known += 1
        return report

    def bounced(self, newsletter: str, content: str) -> int:
        """Take addresses that no mail reaches out of the list; how many were in it."""
        found = 0
        with self._database.write() as transaction:
            for _, text in _addresses(content):
                row = _of(transaction, newsletter, _as_kept(text))
                if row is not None and row.state == SubscriberState.SUBSCRIBED:
                    row.state = SubscriberState.BOUNCED
                    found += 1
        return found

    def counts(self, newsletter: str) -> Mapping[str, int]:
        """How many there are in each state."""
        with self._database.read() as transaction:
            of = SubscriberRow.newsletter == newsletter
            states = transaction.execute(
                select(SubscriberRow.state, func.count()).where(of).group_by(SubscriberRow.state)
            )
            return {state: number for state, number in states}  # noqa: C416 (rows are no pairs to mypy)

    def table(self, newsletter: str) -> str:
        """The whole list with its proofs as CSV, for those who run the hub."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(("email", "state", "language", "asked", "confirmed", "left", "proof"))
        with self._database.read() as transaction:
            of = SubscriberRow.newsletter == newsletter
            for row in transaction.scalars(
                select(SubscriberRow).where(of).order_by(SubscriberRow.id)
            ):
                writer.writerow(_about(row).values())
        return out.getvalue()

    def about(self, email: str) -> list[dict[str, str]]:
        """Everything that is kept of a person, to be handed to that person."""
        with self._database.read() as transaction:
            rows = transaction.scalars(_everywhere(email))
            return [{"newsletter": row.newsletter, **_about(row)} for row in rows]

    def erase(self, email: str) -> int:
        """Forget a person wholly, letters on their way included; in how many lists they stood."""
        with self._database.write() as transaction:
            rows = transaction.scalars(_everywhere(email)).all()
            for row in rows:
                transaction.delete(row)
            transaction.execute(
                delete(LetterRow).where(
                    LetterRow.recipient == _as_kept(email),
                    LetterRow.kind.in_(LETTERS),
                    LetterRow.state.in_((WAITING, UNSURE)),
                )
            )
            return len(rows)


def subscriber(transaction: Transaction, id: int) -> Subscriber | None:
    """A subscriber who receives issues; None for one who left or was erased."""
    row = transaction.get(SubscriberRow, id)
    return _subscriber(row) if row and row.state == SubscriberState.SUBSCRIBED else None


def asked(transaction: Transaction, id: int, email: str) -> bool:
    """Whether somebody with this address still has to confirm."""
    row = transaction.get(SubscriberRow, id)
    return row is not None and row.state == SubscriberState.ASKED and row.email == email


def _as_kept(email: str) -> str:
    """The address as it stands in the table: an international domain in ASCII."""
    try:
        return mail_address(email).casefold()
    except MailProblem:
        return email.strip().casefold()  # no address: nobody has it


def _subscriber(row: SubscriberRow) -> Subscriber:
    return Subscriber(row.id, row.newsletter, row.email, row.language, row.token)


def _new(
    newsletter: str, email: str, language: str, state: SubscriberState, now: dt.datetime
) -> SubscriberRow:
    return SubscriberRow(
        newsletter=newsletter,
        email=email,
        language=language,
        state=state,
        asked=now,
        proof="",
        token=secrets.token_urlsafe(16),
    )


def _newsletter(transaction: Transaction, id: str) -> None:
    if transaction.get(NewsletterRow, id) is None:
        raise IssueProblem(NO_NEWSLETTER, id=id)


def _of(transaction: Transaction, newsletter: str, email: str) -> SubscriberRow | None:
    of = (SubscriberRow.newsletter == newsletter, SubscriberRow.email == email)
    return transaction.scalar(select(SubscriberRow).where(*of))


def _by_link(transaction: Transaction, id: int, secret: str) -> SubscriberRow | None:
    row = transaction.get(SubscriberRow, id)
    return row if row and secrets.compare_digest(row.token.encode(), secret.encode()) else None


def _everywhere(email: str) -> Select[SubscriberRow]:
    return select(SubscriberRow).where(SubscriberRow.email == _as_kept(email))


def _about(row: SubscriberRow) -> dict[str, str]:
    return {
        "email": row.email,
        "state": row.state,
        "language": row.language,
        "asked": row.asked.isoformat(),
        "confirmed": row.confirmed.isoformat() if row.confirmed else "",
        "left": row.left.isoformat() if row.left else "",
        "proof": row.proof,
    }


def _addresses(content: str) -> Iterable[tuple[int, str]]:
    """The addresses of a CSV file with their line, from the column that is called so."""
    text = content.removeprefix("\ufeff")
    first = text.splitlines()[0] if text.strip() else ""
    delimiter = max(";,\t", key=first.count)
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    heading = [cell.strip().casefold() for cell in rows[0]] if rows else []
    if len(heading) == 1 and "@" in heading[0]:
        return [(n, row[0]) for n, row in enumerate(rows, 1) if row and row[0].strip()]
    names = ("email", "e-mail", "mail", "e-mail-adresse", "email address", "adresse")
    column = next((heading.index(name) for name in names if name in heading), None)
    if column is None:
        raise IssueProblem(NO_COLUMN)
    return [
        (n, row[column]) for n, row in enumerate(rows[1:], 2) if len(row) > column and row[column]
    ]
