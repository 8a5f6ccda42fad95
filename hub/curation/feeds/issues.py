"""The sent issues of a newsletter as an Atom feed (RFC 4287)."""

import datetime as dt
from collections.abc import Sequence
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from hub.curation.feeds.atom import moment, part, text
from hub.i18n.words import Words
from hub.model.newsletter import Issue, Newsletter

_ATOM = "http://www.w3.org/2005/Atom"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
SHOWN = 50  #: issues in the feed


def issues_feed(newsletter: Newsletter, issues: Sequence[Issue], home: str) -> bytes:
    """The feed in UTF-8; ``issues`` newest first, ``home`` the address of the hub."""
    title = newsletter.title.get(newsletter.language) or next(iter(newsletter.title.values()))
    page = f"{home}/newsletter/{newsletter.id}"
    host = urlsplit(home).hostname or "localhost"
    id = f"tag:{host},2026:newsletter/{newsletter.id}"
    feed = ET.Element(f"{{{_ATOM}}}feed", {_XML_LANG: newsletter.language})
    text(feed, "id", id)
    text(feed, "title", title)
    text(feed, "updated", moment(max((_sent(issue) for issue in issues), default=_EPOCH)))
    text(part(feed, "author"), "name", newsletter.sender_name or title)
    part(feed, "link", rel="alternate", type="text/html", href=page)
    part(feed, "link", rel="self", type="application/atom+xml", href=f"{page}.atom")
    for issue in issues[:SHOWN]:
        _entry(feed, issue, id, page)
    ET.indent(feed)
    content = ET.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{content}\n'.encode()


def _entry(feed: ET.Element, issue: Issue, id: str, page: str) -> None:
    words = Words(issue.language)
    entry = part(feed, "entry")
    entry.set(_XML_LANG, issue.language)
    text(entry, "id", f"{id}/{issue.number}")
    heading = words.t("{title}, issue {number}", title=issue.title, number=issue.number)
    text(entry, "title", heading)
    text(entry, "updated", moment(_sent(issue)))
    text(entry, "published", moment(_sent(issue)))
    part(entry, "link", rel="alternate", type="text/html", href=f"{page}/{issue.number}")
    titles = [e.title for section in issue.sections for e in section.chosen]
    text(entry, "summary", " · ".join(titles)[:2000])


def _sent(issue: Issue) -> dt.datetime:
    return issue.sent or issue.gathered
