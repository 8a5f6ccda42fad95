"""The newsletter desk: what curators do with newsletters and issues. It delegates.

Readers of a newsletter are outside the hub, so an issue gathers only what every member may see:
resources of restricted collections never come into one.
"""

import datetime as dt
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from hub.accounts import CURATORS, Account
from hub.curation.identity import keys_of
from hub.curation.library import Library
from hub.curation.mail.letters import as_message
from hub.curation.mail.outbox import Delivery
from hub.curation.newsletter.checking import Lack, Remark, remarks
from hub.curation.newsletter.copying import copied
from hub.curation.newsletter.editing import AddEntry, Edited, IssueChange, IssueProblem, Recopy
from hub.curation.newsletter.gathering import Offer, gather, gather_more
from hub.curation.newsletter.joining import Joining
from hub.curation.newsletter.rendering import Rendered, markdown, render, table
from hub.curation.newsletter.sending import IssueSender, IssueSending
from hub.curation.newsletter.store import Newsletters
from hub.curation.newsletter.subscribers import Subscribers
from hub.curation.saved.coding import SavedProblem
from hub.curation.saved.searches import SavedSearches
from hub.model import Access, CollectionAccess, Query, Resource
from hub.model.newsletter import Entry, Issue, IssueState, Newsletter, Section
from hub.settings import Settings

NOT_A_CURATOR = "Only curators and admins work on newsletters. Ask an admin for that role."
NOT_OPEN = "This resource is not open to all members, so it cannot go into a newsletter."

#: How far back the first issue of a newsletter looks.
FIRST_SPAN = dt.timedelta(days=7)

#: Why an issue is not sent yet.
NOT_READY = {
    Lack.EMPTY: "The issue cannot be sent yet: no entry is chosen.",
    Lack.NO_IMPRINT: "The issue cannot be sent yet: the imprint is missing.",
}


class Desk:
    """The desk of one hub. ``clock`` gives aware times."""

    def __init__(
        self,
        settings: Settings,
        library: Library,
        saved: SavedSearches,
        newsletters: Newsletters,
        subscribers: Subscribers,
        sender: IssueSender,
        joining: Joining,
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._settings = settings
        self._library = library
        self._saved = saved
        self._clock = clock
        self.newsletters = newsletters
        self.subscribers = subscribers
        self.sender = sender
        self.joining = joining
        #: Which of some links are dead; the hub puts its link checks here.
        self.dead: Callable[[Iterable[str]], Container[str]] = lambda _: frozenset()

    # Gathering

    def new_issue(self, who: Account, newsletter: str, since: dt.datetime | None = None) -> Issue:
        """Begin the next issue with what is new. Raises IssueProblem."""
        check_curator(who)
        template, _ = self.newsletters.get(newsletter)
        issue = self._gathered(who, template, since)
        self.newsletters.create(issue, by=who.name, now=self._clock())
        return issue

    def gather_again(self, who: Account, newsletter: str, number: int) -> tuple[Entry, ...]:
        """Add to a draft what came since it was gathered; what was added. Raises IssueProblem."""
        check_curator(who)
        template, _ = self.newsletters.get(newsletter)
        fresh = self._gathered(who, template, None)
        added: list[Entry] = []

        def work(issue: Issue) -> Issue:
            fuller, more = gather_more(issue, fresh)
            added.extend(more)
            return fuller

        self.newsletters.rework(newsletter, number, work, by=who.name, now=self._clock())
        return tuple(added)

    def lost_searches(self, who: Account, newsletter: str) -> tuple[tuple[str, int], ...]:
        """Sections whose saved search is gone or broken: (section, id of the saved search)."""
        template, _ = self.newsletters.get(newsletter)
        return tuple(
            (section.id, search)
            for section in template.sections
            for search in section.searches
            if self._query(who, search) is None
        )

    # Composing

    def edit(self, who: Account, newsletter: str, number: int, change: IssueChange) -> Edited:
        """Change a draft. Raises IssueProblem; nothing changes then."""
        check_curator(who)
        return self.newsletters.edit(
            newsletter, number, change, by=who.name, now=self._clock(), account=who.id
        )

    def add_resource(
        self, who: Account, newsletter: str, number: int, section: str, id: str
    ) -> Edited:
        """Take any resource into a section, chosen. Raises IssueProblem."""
        issue = self.newsletters.issue(newsletter, number)
        entry = copied(self._open_resource(id), issue.language)
        chosen = entry.model_copy(update={"chosen": True})
        return self.edit(who, newsletter, number, AddEntry(section, chosen))

    def recopy(
        self, who: Account, newsletter: str, number: int, entry: str, *, texts: bool = False
    ) -> Edited:
        """Take over what changed in the catalogue since an entry was copied."""
        issue = self.newsletters.issue(newsletter, number)
        there = issue.entry(entry)
        resource = self._open_resource(there.resource if there and there.resource else "")
        fresh = copied(resource, issue.language)
        return self.edit(who, newsletter, number, Recopy(entry, fresh, texts))

    def remarks(self, issue: Issue) -> tuple[Remark, ...]:
        """What to look at before the issue goes out."""
        dead = self.dead([entry.url for entry in issue.entries() if entry.chosen and entry.url])
        resources, access = self._library.catalogue().resources, self._access

        def open_one(id: str) -> Resource | None:
            resource = resources.get(id)
            return resource if resource is not None and access.sees(resource) else None

        return remarks(issue, self._today(), open_one, dead.__contains__)

    # Sending

    def check_ready(self, who: Account, newsletter: str, number: int) -> None:
        """Raises IssueProblem or SettingsError when an issue cannot go out as it stands."""
        check_curator(who)
        self.sender.check()
        self._check_ready(self.newsletters.issue(newsletter, number))

    def send(self, who: Account, newsletter: str, number: int) -> IssueSending:
        """Send an issue to all subscribers, or go on where an earlier run ended.

        Raises IssueProblem when it is not ready, SettingsError or MailProblem when no mail can go.
        """
        check_curator(who)
        template, _ = self.newsletters.get(newsletter)
        issue = self.newsletters.issue(newsletter, number)
        self.sender.check()
        self._check_ready(issue)
        if issue.state is IssueState.DRAFT:
            issue = self.newsletters.freeze(newsletter, number, by=who.name, now=self._clock())
        report = self.sender.send(template, issue, self.address(template, number))
        if report.finished:
            self.archive(who, newsletter, number)
        return report

    def deliver_rest(self) -> Delivery:
        """Try again what earlier runs could not hand over: issues, and letters asking for consent.

        Raises MailProblem when there is no way to the mail server.
        """
        done, more = self.sender.deliver_rest(), self.joining.deliver()
        for name in ("sent", "dropped", "given_up"):
            setattr(done, name, getattr(done, name) + getattr(more, name))
        done.refused += more.refused
        done.later += more.later
        done.stopped = done.stopped or more.stopped
        return done

    def archive(self, who: Account, newsletter: str, number: int) -> Issue:
        """Note an issue as sent, by the hub or by the house's own mailer. Raises IssueProblem."""
        check_curator(who)
        issue = self.newsletters.issue(newsletter, number)
        now = self._clock()
        if issue.state is IssueState.DRAFT:
            self._check_ready(issue)
            issue = self.newsletters.freeze(newsletter, number, by=who.name, now=now)
        keys = tuple(self._sent_keys(issue))
        return self.newsletters.archive(newsletter, number, keys, by=who.name, now=now)

    def try_out(self, who: Account, newsletter: str, number: int) -> Delivery:
        """Send the issue as it stands to the curator alone."""
        check_curator(who)
        template, _ = self.newsletters.get(newsletter)
        issue = self.newsletters.issue(newsletter, number)
        return self.sender.try_out(template, issue, who.email)

    def rendered(self, newsletter: str, number: int, format: str) -> bytes:
        """The issue as ``html``, ``text``, ``markdown``, ``csv`` or ``eml``. Raises IssueProblem.

        The mail for the house's own mailer is to nobody: its recipients are filled in there.
        """
        template, _ = self.newsletters.get(newsletter)
        issue = self.newsletters.issue(newsletter, number)
        if format in ("markdown", "csv"):
            return (markdown(issue) if format == "markdown" else table(issue)).encode()
        both = render(issue, address=self.address(template, number))
        if format == "eml":
            return self._draft(template, issue, both)
        return (both.html if format == "html" else both.text).encode()

    def _draft(self, template: Newsletter, issue: Issue, rendered: Rendered) -> bytes:
        """A mail without recipients, which mail programs open to be sent (X-Unsent)."""
        sender = self._settings.mail_from or "newsletter@hub.invalid"
        name = f"issue-{template.id}-{issue.number}"
        letter = self.sender.letter(template, rendered, "", name, issue.sent or issue.gathered)
        message = as_message(replace(letter, recipient="nobody@hub.invalid"), sender)
        for header in ("To", "Auto-Submitted", "X-Auto-Response-Suppress"):
            del message[header]
        message["X-Unsent"] = "1"
        return message.as_bytes()

    def address(self, newsletter: Newsletter, number: int) -> str:
        """Where a sent issue is read on the web; empty where readers could not open it."""
        if not (newsletter.archive_open and self._settings.public_url):
            return ""
        return f"{self._settings.public_url.rstrip('/')}/newsletter/{newsletter.id}/{number}"

    # What readers may see

    def _gathered(self, who: Account, template: Newsletter, since: dt.datetime | None) -> Issue:
        now = self._clock()
        return gather(
            template,
            [Offer(section.id, self._offered(who, section)) for section in template.sections],
            [r for r in self._library.catalogue().resources.values() if self._access.sees(r)],
            self.newsletters.memory(template.id),
            since=since or now - FIRST_SPAN,
            now=now,
        )

    @property
    def _access(self) -> Access:
        """What every member may see, and so every reader of a newsletter."""
        collections = self._library.catalogue().collections.values()
        return Access(frozenset(c.id for c in collections if c.access is CollectionAccess.MEMBERS))

    def _offered(self, who: Account, section: Section) -> tuple[Resource, ...]:
        access, found = self._access, dict[str, None]()
        for search in section.searches:
            query = self._query(who, search)
            if query is not None:
                found.update(dict.fromkeys(self._library.matching(query, access, complete=True)))
        resources = self._library.catalogue().resources
        if section.types:
            of_type = (r for r in resources.values() if r.type in section.types and access.sees(r))
            found.update(dict.fromkeys(r.id for r in of_type))
        return tuple(resources[id] for id in found if id in resources)

    def _query(self, who: Account, search: int) -> Query | None:
        """The query of a saved search; None when it is gone or no longer narrows as it did."""
        try:
            opened = self._saved.open(who, search)
        except SavedProblem:
            return None
        return opened.query if opened.whole else None

    def _open_resource(self, id: str) -> Resource:
        resource = self._library.catalogue().resources.get(id)
        if resource is None or not self._access.sees(resource):
            raise IssueProblem(NOT_OPEN)
        return resource

    def _sent_keys(self, issue: Issue) -> Iterator[str]:
        """What the entries that go out are known by: as they were copied, and as they are now."""
        resources = self._library.catalogue().resources
        for entry in issue.entries():
            if entry.chosen and entry.resource:
                yield entry.resource
                yield from entry.known_by
                if entry.resource in resources:
                    yield from keys_of(resources[entry.resource])

    def _check_ready(self, issue: Issue) -> None:
        for remark in self.remarks(issue):
            if remark.lack in NOT_READY:
                raise IssueProblem(NOT_READY[remark.lack])

    def _today(self) -> dt.date:
        """The day it is where the hub is: an event of today is not over."""
        return self._clock().astimezone(ZoneInfo(self._settings.time_zone)).date()


def check_curator(who: Account) -> None:
    """Raises IssueProblem for anyone but curators and admins."""
    if who.role not in CURATORS or not who.enabled:
        raise IssueProblem(NOT_A_CURATOR)
