"""RSS, Atom and JSON feeds."""

import datetime as dt
import io
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

import feedparser

from hub.errors import IngestError
from hub.ingest.model import Fetched, Item, Rejected
from hub.ingest.records import Statement, names, plain, web_address
from hub.ingest.sources.spec import SourceSpec

_NO_ADDRESS = "The entry names no address to go to. Add it by hand if it matters."
_TWICE = "The feed holds this entry more than once; the first one counts."


def read(
    spec: SourceSpec, fetch: Callable[[str], Fetched], since: dt.datetime | None
) -> Iterator[Item | Rejected]:
    """The entries of the feed, as they stand in it. Raises IngestError if it is no feed."""
    fetched = fetch(spec.address)
    if not fetched.unchanged:
        yield from entries_of(fetched, spec.name)


def entries_of(fetched: Fetched, source: str) -> Iterator[Item | Rejected]:
    """The entries of a fetched feed. Raises IngestError if it is none."""
    feed, entries = parse_feed(fetched)
    if not entries and not feed:
        raise IngestError(
            "{address} is no feed. Look on the site for the address of its RSS or Atom feed.",
            address=fetched.address,
        )
    seen: dict[str, str | None] = {}
    for entry in entries:
        key, address = _identity(entry, fetched.final)
        if key in seen and seen[key] != address:
            key = f"{key} {address}"  # some generators give every entry the same GUID
        title = plain(str(entry.get("title") or ""))[:200]
        if key in seen:
            yield Rejected(source, key, _TWICE, title=title)
        elif address is None:
            yield Rejected(source, key, _NO_ADDRESS, title=title)
        else:
            yield Item(source, key, address, facts=_facts(entry, feed))
        seen[key] = address


def parse_feed(fetched: Fetched) -> tuple[Mapping[str, Any], list[Mapping[str, Any]]]:
    """What the feed says of itself, and its entries, in the words of feedparser."""
    if fetched.content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        return _json_feed(fetched)
    headers = {"content-location": fetched.final}
    if fetched.encoding:
        headers["content-type"] = f"{fetched.media_type}; charset={fetched.encoding}"
    parsed = feedparser.parse(io.BytesIO(fetched.content), response_headers=headers)
    known = parsed.get("version") or parsed.entries or b"<channel" in fetched.content[:2000].lower()
    return (parsed.feed or {"version": parsed.version} if known else {}), parsed.entries


def _json_feed(fetched: Fetched) -> tuple[Mapping[str, Any], list[Mapping[str, Any]]]:
    """A JSON Feed (https://www.jsonfeed.org/version/1.1/) in the words of feedparser."""
    try:
        data = json.loads(fetched.content.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return {}, []
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        return {}, []
    items = [entry for entry in data["items"] if isinstance(entry, dict)]
    feed = {"title": data.get("title") or fetched.address, "language": data.get("language")}
    return feed, [_json_entry(item, data) for item in items]


def _json_entry(item: Mapping[str, Any], feed: Mapping[str, Any]) -> Mapping[str, Any]:
    authors = item.get("authors") or item.get("author") or []
    authors = [authors] if isinstance(authors, dict) else authors
    return {
        "id": item.get("id"),
        "link": item.get("url") or item.get("external_url"),
        "title": item.get("title"),
        "summary": item.get("summary") or item.get("content_text") or item.get("content_html"),
        "published": item.get("date_published"),
        "updated": item.get("date_modified"),
        "language": item.get("language") or feed.get("language"),
        "authors": [a for a in authors if isinstance(a, dict)] if isinstance(authors, list) else [],
        "tags": [{"term": t} for t in item.get("tags") or [] if isinstance(t, str)],
    }


def _identity(entry: Mapping[str, Any], base: str) -> tuple[str, str | None]:
    """The key of an entry and the address it leads to."""
    guid = str(entry.get("id") or "").strip()
    key = guid.partition(_site(base))[2] if guid.startswith(_site(base)) else guid
    written = entry.get("feedburner_origlink") or entry.get("link") or ""
    links = [link.get("href") for link in entry.get("links") or [] if link.get("href")]
    for candidate in (*(_absolute(base, str(link)) for link in (written, *links) if link), guid):
        if address := web_address(candidate):
            return key or address, address
    return key or plain(str(entry.get("title") or "")) or "?", None


def _site(address: str) -> str:
    """Scheme and host: left out of keys, which stay the same when a site turns to https.

    feedparser also writes them before each GUID that is a mere number.
    """
    return "/".join(address.split("/", 3)[:3])


def _absolute(base: str, link: str) -> str:
    try:
        return urljoin(base, link.strip())
    except ValueError:
        return ""


def _facts(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> Any:
    said = Statement("feed")
    said.say("title", plain(str(entry.get("title") or "")))
    said.say_date("date", *(_date(entry, name) for name in ("published", "created", "updated")))
    said.say("authors", *names(a.get("name") for a in entry.get("authors") or []))
    said.say("publisher", entry.get("publisher") or feed.get("publisher"))
    said.say_language(entry.get("language"), feed.get("language"))
    said.say("keywords", *(t.get("label") or t.get("term") for t in entry.get("tags") or []))
    content = [c.get("value") for c in entry.get("content") or []]
    said.say("description", plain(str(next(filter(None, (entry.get("summary"), *content)), ""))))
    said.say("licence", entry.get("license") or entry.get("rights") or feed.get("license"))
    return said.facts


def _date(entry: Mapping[str, Any], name: str) -> str | None:
    """The date as it is written, so that the day is that of the publisher, not of Greenwich."""
    if written := dict.get(entry, name) if isinstance(entry, dict) else None:
        said = Statement("feed")
        said.say_date("date", written)
        if fact := said.facts.first("date"):
            return fact.value
    parsed = dict.get(entry, f"{name}_parsed") if isinstance(entry, dict) else None
    return f"{parsed[0]:04}-{parsed[1]:02}-{parsed[2]:02}" if parsed else None
