"""Curation as the hub has it: one object that puts its parts together and delegates."""

import datetime as dt
from collections.abc import Callable

from hub.accounts import Account, Accounts
from hub.accounts.rows import utc_now
from hub.curation.alerts.alerts import KIND, Alerts
from hub.curation.alerts.sending import Sender
from hub.curation.feeds.feeds import Feeds
from hub.curation.library import Library
from hub.curation.mail.post import Post
from hub.curation.mail.unsubscribe import Leaving
from hub.curation.newsletter import sending
from hub.curation.newsletter.desk import Desk
from hub.curation.newsletter.joining import Joining
from hub.curation.newsletter.sending import IssueSender
from hub.curation.newsletter.store import Newsletters
from hub.curation.newsletter.subscribers import Subscribers
from hub.curation.saved import looking
from hub.curation.saved.searches import SavedSearches
from hub.curation.tables import LookRow
from hub.database import Database
from hub.model.curation import Alert, FeedKind, Opened, SavedSearch, Shelf
from hub.settings import Settings

#: Ends letters of one kind for whom the link was made.
Leave = Callable[..., None]


class Curation:
    """Saved searches, alerts, feeds and mail of one hub. ``clock`` gives aware times."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        accounts: Accounts,
        library: Library,
        clock: Callable[[], dt.datetime] = utc_now,
    ) -> None:
        self._database = database
        self._library = library
        self._clock = clock
        self.saved = SavedSearches(database, library, clock)
        self.alerts = Alerts(database, settings, accounts, library, self.saved, clock)
        self.feeds = Feeds(database, settings, accounts, library, self.saved, clock)
        post = Post(database, settings, clock)
        self._post = post
        self.outbox = post.outbox
        self.sender = Sender(post, accounts, library, self.saved, self.alerts)
        subscribers = Subscribers(database, clock)
        newsletters = Newsletters(database)
        self.desk = Desk(
            settings,
            library,
            self.saved,
            newsletters,
            subscribers,
            IssueSender(post),
            Joining(post, newsletters, subscribers),
            clock,
        )
        #: What a link in a letter ends, by the kind of the letter.
        self.leaves: dict[str, Leave] = {
            KIND: self.alerts.stop,
            sending.KIND: subscribers.leave,
        }

    @property
    def leaving(self) -> Leaving:
        """Makes and reads the links that end letters."""
        return self._post.leaving

    def leave(self, token: str) -> bool:
        """End the letters that a link is about, now; False for a link that is not ours."""
        read = self.leaving.read(token)
        if read is None or read[0] not in self.leaves:
            return False
        kind, what = read
        self.leaves[kind](*what)
        return True

    def may_leave(self, token: str) -> bool:
        """Whether a link is ours, changing nothing: link scanners open every link in a mail."""
        read = self.leaving.read(token)
        return read is not None and read[0] in self.leaves

    def shelves(self, who: Account) -> tuple[Shelf, ...]:
        """All saved searches of this account and those shared with it, with their numbers."""
        alerts = self.alerts.of(who)
        feeds = {f.subject: f.token for f in self.feeds.of(who) if f.kind is FeedKind.SEARCH}
        with self._database.read() as transaction:
            looks = looking.looks(transaction, who.id)
        return tuple(
            self._shelf(
                who,
                search,
                looks.get(search.id),
                alerts.get(search.id),
                feeds.get(str(search.id)),
            )
            for search in self.saved.list(who)
        )

    def look(self, who: Account, id: int) -> tuple[Opened, frozenset[str]]:
        """Open a saved search, and what is new in it since the last look. Raises SavedProblem."""
        opened = self.saved.open(who, id)
        ids = self.alerts.found(who, opened)
        telling = self.alerts.telling(ids)
        with self._database.write() as transaction:
            new = looking.unseen(looking.looks(transaction, who.id).get(id), telling)
            looking.remember(transaction, who.id, id, self.alerts.keys(ids), self._clock())
        return opened, new

    def _shelf(
        self,
        who: Account,
        search: SavedSearch,
        look: LookRow | None,
        alert: Alert | None,
        feed: str | None,
    ) -> Shelf:
        opened = self.saved.opened(who, search)
        total = self._library.matching(opened.query, self._library.access(who))
        found = self.alerts.telling(self.alerts.found(who, opened)) if look else {}
        return Shelf(
            opened=opened,
            mine=search.owner == who.id,
            total=len(total),
            new=len(looking.unseen(look, found)),
            looked=look is not None,
            rhythm=alert.rhythm if alert else None,
            feed=feed,
        )
