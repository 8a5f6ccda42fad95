"""A run of `hub alerts send`: prepare what is due, then hand over what is prepared.

Preparing writes the letter, what it tells and the next due day in one transaction, so two runs at
once, or a run that dies, prepare each turn of an alert once. Whether the owner may still see every
word of a letter is asked when it is prepared and again at the moment it is handed over.
"""

import datetime as dt
from dataclasses import dataclass, field

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Transaction

from hub.accounts import Account, Accounts
from hub.curation.alerts.alerts import KIND, Alerts, add_told, alert_of, told
from hub.curation.alerts.composing import Composer, Occasion
from hub.curation.alerts.due import is_due, next_due
from hub.curation.alerts.news import NOTHING_NEW, News, news
from hub.curation.identity import is_id
from hub.curation.library import Library
from hub.curation.mail.letters import Letter
from hub.curation.mail.outbox import Delivery, Waiting
from hub.curation.mail.post import Post
from hub.curation.saved.coding import SavedProblem
from hub.curation.saved.searches import SavedSearches
from hub.curation.tables import AlertRow, ToldRow
from hub.model import Resource


@dataclass(frozen=True)
class Planned:
    """What an alert has to tell now. ``letter`` is None when it is nothing."""

    alert: int
    turn: int
    due: dt.date  #: the next day after this one
    news: News = NOTHING_NEW
    letter: Letter | None = None
    paused: bool = False  #: the search needs its owner's hand


@dataclass
class Sending:
    """The report of a run."""

    due: int = 0  #: alerts whose day had come
    prepared: int = 0  #: letters written in this run
    resting: int = 0  #: alerts whose search needs mending
    delivery: Delivery = field(default_factory=Delivery)


class Sender:
    """Runs of the alerts of one hub."""

    def __init__(
        self,
        post: Post,
        accounts: Accounts,
        library: Library,
        saved: SavedSearches,
        alerts: Alerts,
    ) -> None:
        self._post = post
        self._database = post.database
        self._outbox = post.outbox
        self._accounts = accounts
        self._library = library
        self._saved = saved
        self._alerts = alerts
        self._composer = Composer(post, library)

    def send(self, *, alone: bool = False) -> Sending:
        """Prepare and hand over. Raises SettingsError before anything is changed, and MailProblem
        when the mail server cannot be used: what was prepared then waits for the next run."""
        self._post.check()
        self._outbox.take_over(alone=alone)
        for waiting in self._outbox.waiting(KIND):
            self._still_allowed(waiting)
        report = Sending()
        for planned in self.plan(report):
            report.prepared += self._prepare(planned)
        waiting_now = self._outbox.waiting(KIND)
        if waiting_now:
            report.delivery = self._outbox.send(waiting_now, self._still_allowed)
        self._outbox.forget_old()
        self._saved.purge()
        return report

    def plan(self, report: Sending) -> list[Planned]:
        """What is due and what each has to tell, changing nothing."""
        today = self._alerts.today()
        accounts = {account.id: account for account in self._accounts.list()}
        with self._database.read() as transaction:
            rows = list(transaction.scalars(select(AlertRow).order_by(AlertRow.id)))
        plans = []
        for row in rows:
            account, alert = accounts.get(row.account), alert_of(row)
            anchor = self._alerts.day(alert.since)
            if account is None or not is_due(alert.rhythm, alert.due, today, anchor):
                continue
            report.due += 1
            planned = self._plan(row, account, next_due(alert.rhythm, today, anchor))
            if planned is not None:
                report.resting += planned.paused
                plans.append(planned)
        return plans

    def _plan(self, row: AlertRow, account: Account, due: dt.date) -> Planned | None:
        """None when the account may not open the search at present: it stays due."""
        try:
            opened = self._saved.open(account, row.search)
        except SavedProblem:
            return None
        access = self._library.access(account)
        occasion = Occasion(alert_of(row), account, opened, access)
        leave = self._post.leaving.token(KIND, row.account, row.search)
        now = self._post.clock()
        if not opened.whole:
            letter = None if row.paused else self._composer.broken(occasion, leave, now)
            return Planned(row.id, row.turn, due, letter=letter, paused=True)
        found = self._news(row.id, account, occasion)
        new = sorted(
            (self._library.resource(id, access) for id in found.new), key=_entered, reverse=True
        )
        letter = self._composer.news(occasion, new, leave, now) if new else None
        return Planned(row.id, row.turn, due, found, letter)

    def _news(self, alert: int, account: Account, occasion: Occasion) -> News:
        with self._database.read() as transaction:
            known = told(transaction, alert)
        resources, identities = self._library.catalogue().resources, self._alerts.identities()
        return news(self._alerts.found(account, occasion.opened), resources, known, identities)

    def _prepare(self, planned: Planned) -> bool:
        """Write a plan down, unless the alert has moved on; whether there is a letter."""
        with self._database.write() as transaction:
            row = transaction.get(AlertRow, planned.alert)
            if row is None or row.turn != planned.turn:
                return False
            row.turn, row.due, row.paused = row.turn + 1, planned.due, planned.paused
            for key, earlier in planned.news.learned:
                add_told(transaction, row.id, [key], earlier)
            if planned.letter is None:
                return False
            letter = self._outbox.put(transaction, KIND, row.id, planned.letter)
            add_told(transaction, row.id, self._alerts.keys(planned.news.new), letter)
            return True

    def _still_allowed(self, waiting: Waiting) -> bool:
        """Whether a letter may still go to whom it was written. If not it is taken back, and what
        it told is new again: another letter may tell it, with what may be told then."""
        with self._database.read() as transaction:
            if self._right(transaction, waiting):
                return True
        with self._database.write() as transaction:
            if waiting.unsure:
                self._outbox.drop(transaction, waiting.id)
            elif self._outbox.withdraw(transaction, waiting.id):
                transaction.execute(delete(ToldRow).where(ToldRow.letter == waiting.id))
                row = transaction.get(AlertRow, waiting.subject)
                if row is not None:
                    row.due, row.paused = self._alerts.today(), False
        return False

    def _right(self, transaction: Transaction, waiting: Waiting) -> bool:
        row = transaction.get(AlertRow, waiting.subject)
        account = self._account(row.account) if row else None
        if row is None or account is None or account.email != waiting.recipient:
            return False
        try:
            self._saved.get(account, row.search)
        except SavedProblem:
            return False
        access = self._library.access(account)
        keys = transaction.scalars(select(ToldRow.resource).where(ToldRow.letter == waiting.id))
        ids, resources = filter(is_id, keys), self._library.catalogue().resources
        return all(id in resources and access.sees(resources[id]) for id in ids)

    def _account(self, id: int) -> Account | None:
        found = (account for account in self._accounts.list() if account.id == id)
        return next((account for account in found if account.enabled), None)


def _entered(resource: Resource) -> tuple[dt.datetime, str, str]:
    """Newest first by the moment it entered the hub, then by its own date."""
    ever = dt.datetime.min.replace(tzinfo=dt.UTC)
    return (resource.added or ever, resource.when or "", resource.id)
