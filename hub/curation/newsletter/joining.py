"""Asking to receive a newsletter: a letter with a link, and the click that proves the consent.

The letter is written down in the same transaction as the request, and sent at once or by the next
run of `hub alerts send`.
"""

from sqlalchemy.orm import Session as Transaction

from hub.curation.mail.letters import Letter, one_line
from hub.curation.mail.outbox import Delivery, Waiting
from hub.curation.mail.post import Post
from hub.curation.mail.rendering import rendered
from hub.curation.newsletter.store import Newsletters
from hub.curation.newsletter.subscribers import Subscriber, Subscribers, asked
from hub.curation.newsletter.templating import title_of
from hub.errors import SettingsError
from hub.i18n.words import Words

KIND = "join"  #: of letters that ask for consent; their subject is the id of a subscriber


class Joining:
    """The way into the lists of subscribers."""

    def __init__(self, post: Post, newsletters: Newsletters, subscribers: Subscribers) -> None:
        self._post = post
        self._database = post.database
        self._outbox = post.outbox
        self._newsletters = newsletters
        self._subscribers = subscribers

    def possible(self) -> bool:
        """Whether mail can be sent from here, and links in it lead here."""
        try:
            self._post.check()
        except SettingsError:
            return False
        return True

    def ask(self, newsletter: str, email: str, language: str) -> None:
        """Write down the letter that asks for consent; nothing shows whether the address was known.

        Raises MailProblem for what is no address, IssueProblem for an unknown newsletter.
        """
        template, _ = self._newsletters.get(newsletter)
        title = title_of(template.title, language)
        links = self._post.leaving  # before the transaction: the first time it writes its key

        def write(transaction: Transaction, person: Subscriber) -> None:
            token = links.token(KIND, person.id, person.secret)
            letter = self._letter(person, title, token)
            self._outbox.put(transaction, KIND, person.id, letter)

        self._subscribers.ask(newsletter, email, language, write)

    def deliver(self) -> Delivery:
        """Send the letters that wait. Raises SettingsError or MailProblem."""
        waiting = self._outbox.waiting(KIND)
        return self._outbox.send(waiting, self._still_asked) if waiting else Delivery()

    def may_confirm(self, token: str) -> bool:
        """Whether a link is ours, changing nothing: link scanners open every link in a mail."""
        return self._read(token) is not None

    def confirm(self, token: str) -> bool:
        """Whoever has the letter agrees; False for a link that is void or too old."""
        read = self._read(token)
        return read is not None and self._subscribers.confirm(*read)

    def _read(self, token: str) -> tuple[int, str] | None:
        read = self._post.leaving.read(token)
        if read is None or read[0] != KIND or len(read[1]) != 2:
            return None
        return int(read[1][0]), str(read[1][1])

    def _letter(self, person: Subscriber, title: str, token: str) -> Letter:
        words, now = Words(person.language), self._post.clock()
        address = self._post.address(f"/mail/confirm/{token}")
        gaps = {"_": words.t, "title": title, "address": address, "language": person.language}
        return Letter(
            recipient=person.email,
            subject=one_line(words.t("Please confirm: newsletter “{title}”", title=title)),
            text=rendered("join.txt", **gaps),
            html=rendered("join.html", **gaps),
            message_id=self._post.message_id(f"join-{person.id}-{now:%Y%m%d%H%M%S%f}"),
            language=person.language,
            written=now,
        )

    def _still_asked(self, waiting: Waiting) -> bool:
        """Whether the person still waits for it: whoever was erased gets nothing more."""
        with self._database.write() as transaction:
            if asked(transaction, waiting.subject, waiting.recipient):
                return True
            self._outbox.drop(transaction, waiting.id)
            return False
