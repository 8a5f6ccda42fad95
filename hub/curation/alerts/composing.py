"""The mail of an alert, in its owner's language: what is new, where it is, how to stop it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from hub.accounts import Account
from hub.curation.library import Library
from hub.curation.mail.letters import Letter, one_line
from hub.curation.mail.post import Post
from hub.curation.mail.rendering import rendered
from hub.curation.mail.unsubscribe import leave_path
from hub.exporting.notes import own_note
from hub.i18n.words import Words
from hub.model import Access, Resource
from hub.model.curation import Alert, Opened, Rhythm

SHOWN = 40  #: entries of one mail; the rest is counted, and waits behind the link

_WHY = {
    Rhythm.DAILY: "You get this mail once a day at most, because you asked for it.",
    Rhythm.WEEKLY: "You get this mail once a week at most, because you asked for it.",
    Rhythm.MONTHLY: "You get this mail once a month at most, because you asked for it.",
}


@dataclass(frozen=True)
class Occasion:
    """To whom an alert tells something, and about which saved search."""

    alert: Alert
    account: Account
    opened: Opened
    access: Access


@dataclass(frozen=True)
class _Entry:
    """A resource as the mail shows it."""

    title: str
    facts: str
    note: str
    address: str
    original: str
    host: str
    lang: str | None


class Composer:
    """Writes the letters of alerts."""

    def __init__(self, post: Post, library: Library) -> None:
        self._post = post
        self._library = library

    def news(
        self, occasion: Occasion, new: Sequence[Resource], leave: str, now: dt.datetime
    ) -> Letter:
        """The letter that tells of new resources, the newest first."""
        words, name = Words(occasion.alert.language), occasion.opened.search.name
        count = words.n("{n} new hit", "{n} new hits", len(new))
        opening = words.n(
            "There is {n} new hit for your saved search “{name}”.",
            "There are {n} new hits for your saved search “{name}”.",
            len(new),
            name=name,
        )
        rest = len(new) - SHOWN
        return self._letter(
            occasion,
            leave,
            now,
            subject=f"{count}: {name}",
            heading=count,
            opening=opening + self._gone(occasion, words),
            entries=[self._entry(occasion, resource, words) for resource in new[:SHOWN]],
            more=words.n("And {n} more.", "And {n} more.", rest) if rest > 0 else "",
        )

    def broken(self, occasion: Occasion, leave: str, now: dt.datetime) -> Letter:
        """The letter that says, once, that the saved search needs its owner's hand."""
        words, name = Words(occasion.alert.language), occasion.opened.search.name
        opening = words.t(
            "Your saved search “{name}” rests: a part of it no longer exists, or is no longer "
            "open to you. Open it to put something else in its place. What is new in the "
            "meantime will be told then.",
            name=name,
        )
        return self._letter(
            occasion,
            leave,
            now,
            subject=words.t("Please look at your saved search: {name}", name=name),
            heading=words.t("Please look at your saved search"),
            opening=opening,
            entries=[],
            more="",
        )

    def _letter(
        self, occasion: Occasion, leave: str, now: dt.datetime, *, subject: str, **values: object
    ) -> Letter:
        words, account = Words(occasion.alert.language), occasion.account
        hello = words.t("Hello {name},", name=account.name) if account.name else words.t("Hello,")
        shown = {
            **values,
            "_": words.t,
            "language": words.language,
            "subject": one_line(subject),
            "greeting": hello,
            "view": self._post.address(f"/search?saved={occasion.opened.search.id}"),
            "why": words.t(_WHY[occasion.alert.rhythm]),
            "leave": self._post.address(leave_path(leave)),
        }
        return Letter(
            recipient=account.email,
            subject=one_line(subject),
            text=rendered("alert.txt", **shown),
            html=rendered("alert.html", **shown),
            message_id=self._post.message_id(),
            language=words.language,
            written=now,
            unsubscribe=str(shown["leave"]),
        )

    def _entry(self, occasion: Occasion, resource: Resource, words: Words) -> _Entry:
        address = f"/resource?id={quote(resource.id)}"
        return _Entry(
            title=one_line(resource.title, 300),
            facts=" · ".join(self._facts(occasion, resource, words)),
            note=own_note(resource),
            address=self._post.address(address),
            original=resource.url or "",
            host=_host(resource.url or ""),
            lang=resource.language if resource.language != words.language else None,
        )

    def _facts(self, occasion: Occasion, resource: Resource, words: Words) -> list[str]:
        label = self._library.label
        facts = [label("type", resource.type.value, words.language, occasion.access)]
        facts += [one_line(resource.publisher, 120)] if resource.publisher else []
        facts += [words.date(resource.when)] if resource.when else []
        if resource.funding and resource.funding.deadline:
            facts.append(words.t("Apply by {date}", date=words.date(resource.funding.deadline)))
        if resource.added:
            facts.append(words.t("in the hub since {date}", date=words.day(resource.added)))
        return facts

    def _gone(self, occasion: Occasion, words: Words) -> str:
        if not occasion.opened.gone:
            return ""
        return " " + words.t("A part of it no longer exists; open it to see which.")


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2].removeprefix("www.") if url else ""
