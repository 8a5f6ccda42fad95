"""What every sender of letters works with: outbox, links that end letters, ids and addresses."""

import datetime as dt
import secrets
from collections.abc import Callable
from functools import cached_property

from hub.accounts.records import secret
from hub.curation.mail.addresses import mailbox
from hub.curation.mail.outbox import Outbox
from hub.curation.mail.server import check_settings
from hub.curation.mail.unsubscribe import Leaving
from hub.database import Database
from hub.settings import Settings


class Post:
    """The way of letters out of one hub. ``clock`` gives aware times."""

    def __init__(
        self, database: Database, settings: Settings, clock: Callable[[], dt.datetime]
    ) -> None:
        self.database = database
        self.settings = settings
        self.clock = clock
        self.outbox = Outbox(database, settings, clock)

    def check(self) -> None:
        """Raises SettingsError when no mail can be sent from here."""
        check_settings(self.settings)

    @cached_property
    def leaving(self) -> Leaving:
        """Makes and reads the links that end letters. The first time it writes its key: ask for it
        before a transaction, not within."""
        with self.database.write() as transaction:
            return Leaving(secret(transaction, "leaving", self.clock(), None))

    def address(self, path: str) -> str:
        """The address of a page of the hub, for links in letters."""
        return self.settings.public_url.rstrip("/") + path

    def message_id(self, name: str = "") -> str:
        """The id of a letter under the domain of the sender, random without a name."""
        sender = self.settings.mail_from
        domain = mailbox(sender).domain if sender else "hub.invalid"
        return f"<{name or secrets.token_hex(16)}@{domain}>"
