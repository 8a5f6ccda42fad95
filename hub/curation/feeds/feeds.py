"""Feeds: addresses with a secret token, answered with the rights their owner has at that moment."""

import datetime as dt
import hashlib
import secrets
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from hub.accounts import Account, Accounts, Role
from hub.curation.feeds.atom import Channel, atom, changed
from hub.curation.feeds.calendar import calendar, dated
from hub.curation.library import Library
from hub.curation.saved.coding import SavedProblem
from hub.curation.saved.rows import NO_SEARCH
from hub.curation.saved.searches import SavedSearches
from hub.curation.tables import FeedRow
from hub.database import Database
from hub.i18n.words import Words
from hub.model import NOTHING, Filters, Query, Resource, ResourceType
from hub.model.curation import Feed, FeedKind
from hub.settings import Settings

ENTRIES = 50  #: newest entries of an Atom feed; a calendar holds every event

NO_COLLECTION = "There is no such collection, or it is not open to you."
NO_GUESTS = "Guests have no feeds. Log in with an account."

_TYPES = {"atom": "application/atom+xml", "ics": "text/calendar"}


@dataclass(frozen=True)
class Answer:
    """What is at the address of a feed."""

    body: bytes
    media_type: str
    etag: str
    changed: dt.datetime


class Feeds:
    """The feeds in the database. ``clock`` gives aware times."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        accounts: Accounts,
        library: Library,
        saved: SavedSearches,
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._database = database
        self._settings = settings
        self._accounts = accounts
        self._library = library
        self._saved = saved
        self._clock = clock

    def of(self, who: Account) -> tuple[Feed, ...]:
        """The feeds of an account."""
        with self._database.read() as transaction:
            rows = transaction.scalars(select(FeedRow).where(FeedRow.account == who.id))
            return tuple(self._todays(_feed(row)) for row in rows)

    def _todays(self, feed: Feed) -> Feed:
        """The feed with the id that its collection has today."""
        if feed.kind is not FeedKind.COLLECTION:
            return feed
        now = self._library.catalogue().renamed.now("collection", feed.subject)
        return replace(feed, subject=now)

    def make(self, who: Account, kind: FeedKind, subject: str = "") -> Feed:
        """The feed of this account on that subject, made when there is none yet.

        Raises SavedProblem for what the account may not see.
        """
        self._check(who, kind, subject)
        there = self._there(who, kind, subject)
        if there is not None:
            return there
        row = FeedRow(
            account=who.id,
            kind=kind.value,
            subject=subject,
            token=_token(),
            created=self._clock(),
        )
        try:
            with self._database.write() as transaction:
                transaction.add(row)
        except IntegrityError:
            return next(f for f in self.of(who) if (f.kind, f.subject) == (kind, subject))
        return _feed(row)

    def _there(self, who: Account, kind: FeedKind, subject: str) -> Feed | None:
        """The feed there is, also one made under an old name of its collection."""
        found = (f for f in self.of(who) if (f.kind, f.subject) == (kind, subject))
        return next(found, None)

    def renew(self, who: Account, kind: FeedKind, subject: str = "") -> Feed:
        """A new address for a feed; the old one leads nowhere from now on."""
        feed = self.make(who, kind, subject)
        with self._database.write() as transaction:
            row = transaction.get_one(FeedRow, feed.id)
            row.token = _token()
        return replace(feed, token=row.token)

    def shut(self, who: Account, kind: FeedKind, subject: str = "") -> None:
        """Take a feed away: its address leads nowhere from now on."""
        there = [f.id for f in self.of(who) if (f.kind, f.subject) == (kind, subject)]
        with self._database.write() as transaction:
            transaction.execute(delete(FeedRow).where(FeedRow.id.in_(there)))

    def answer(self, token: str, format: str, home: str) -> Answer | None:
        """What is at this address: ``atom`` or ``ics``; ``home`` is the address of the hub.

        None for a token that is none, no longer one, or whose owner may not see it any more:
        nobody can tell these apart.
        """
        feed = self._find(token)
        account = self._owner(feed) if feed else None
        if feed is None or account is None:
            return None
        try:
            channel, resources = self._content(feed, account, home.rstrip("/"))
        except SavedProblem:
            return None
        if format == "ics":
            events = dated(resources)
            return _answer(calendar(channel, events), format, changed(events))
        newest = resources[:ENTRIES]
        return _answer(atom(channel, newest, self._types()), format, changed(newest))

    def _find(self, token: str) -> Feed | None:
        if not 20 <= len(token) <= 64 or not token.isascii():
            return None
        with self._database.read() as transaction:
            row = transaction.scalar(select(FeedRow).where(FeedRow.token == token))
            return _feed(row) if row else None

    def _owner(self, feed: Feed) -> Account | None:
        found = (account for account in self._accounts.list() if account.id == feed.account)
        return next((account for account in found if account.enabled), None)

    def _check(self, who: Account, kind: FeedKind, subject: str) -> None:
        if not who.enabled or who.role is Role.GUEST:
            raise SavedProblem(NO_GUESTS)
        self._view(kind, subject, who)

    def _content(self, feed: Feed, who: Account, home: str) -> tuple[Channel, Sequence[Resource]]:
        title, query, page = self._view(feed.kind, feed.subject, who)
        words = Words(self._settings.language)
        access = self._library.access(who)
        ids = self._library.matching(query, access, complete=True) if query else ()
        resources = sorted((self._library.resource(id, access) for id in ids), key=_newest)
        channel = Channel(
            id=f"urn:uuid:{_uuid(home, feed)}",
            title=title,
            subtitle=words.t("Only what you may see. Please keep this address to yourself."),
            author=words.t("Knowledge Hub Urban Security"),
            language=words.language,
            home=home,
            page=home + page,
        )
        return channel, resources

    def _view(self, kind: FeedKind, subject: str, who: Account) -> tuple[str, Query | None, str]:
        """Title, query and page of what a feed is about. Raises SavedProblem for no right."""
        words, name = Words(self._settings.language), self._settings.language
        if kind is FeedKind.EVERYTHING:
            return words.t("Everything new in the hub"), Query(), "/search?sort=newest"
        if kind is FeedKind.COLLECTION:
            access = self._library.access(who)
            known = self._library.catalogue().collections
            subject = self._library.catalogue().renamed.collection(subject, access)
            if subject not in known or subject not in set(access.visible(known)):
                raise SavedProblem(NO_COLLECTION)
            query = Query(filters=Filters({"collection": (subject,)}))
            title = self._library.label("collection", subject, name, access)
            return title, query, f"/collection?id={subject}"
        if not (subject.isascii() and subject.isdigit() and len(subject) < 10):
            raise SavedProblem(NO_SEARCH)
        opened = self._saved.open(who, int(subject))
        # A search that needs mending would find far too much: it finds nothing until then.
        query_now = opened.query if opened.whole else None
        return opened.search.name, query_now, f"/search?saved={subject}"

    def _types(self) -> dict[str, str]:
        language = self._settings.language
        return {
            kind.value: self._library.label("type", kind.value, language, NOTHING)
            for kind in ResourceType
        }


def _newest(resource: Resource) -> tuple[float, str]:
    return (-resource.added.timestamp() if resource.added else 0.0, resource.id)


def _token() -> str:
    return secrets.token_urlsafe(32)


def _feed(row: FeedRow) -> Feed:
    return Feed(row.id, row.account, FeedKind(row.kind), row.subject, row.token)


def _uuid(home: str, feed: Feed) -> str:
    """Always the same for one feed, also under a new address."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{home}/feed/{feed.id}"))


def _answer(body: bytes, format: str, when: dt.datetime) -> Answer:
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return Answer(body, _TYPES[format], etag, when)
