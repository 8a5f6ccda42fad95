"""Sitemaps: XML, plain text, packed, and indexes of sitemaps (https://www.sitemaps.org)."""

import datetime as dt
import zlib
from collections.abc import Callable, Iterator

from lxml import etree

from hub.errors import IngestError
from hub.ingest.model import Facts, Fetched, Item
from hub.ingest.records import Statement, web_address
from hub.ingest.safe_xml import child, children, local, parse_xml, text_of, within
from hub.ingest.sources.filtering import wanted
from hub.ingest.sources.spec import SourceSpec

_MOST_SITEMAPS = 1000
_LARGEST = 60_000_000  #: bytes unpacked; the protocol allows 50 MB


def read(
    spec: SourceSpec, fetch: Callable[[str], Fetched], since: dt.datetime | None
) -> Iterator[Item]:
    """The pages of a sitemap, or of all sitemaps of an index, each once.

    Pages and whole sitemaps that say they have not changed since are left out. Raises IngestError.
    """
    waiting, read_already, named = [spec.address], set[str](), set[str]()
    while waiting:
        address = waiting.pop(0)
        if address in read_already:
            continue
        read_already.add(address)
        if len(read_already) > _MOST_SITEMAPS:
            raise IngestError(
                "{address} leads to more than {most} sitemaps. Name one of them as the source.",
                address=spec.address,
                most=_MOST_SITEMAPS,
            )
        fetched = fetch(address)
        if fetched.unchanged:
            continue
        further, pages = _entries(unpacked(fetched.content, address), address, since)
        waiting += further
        for page, facts in pages:
            if page not in named and wanted(page, spec):
                named.add(page)
                yield Item(spec.name, page, page, facts=facts)


def unpacked(content: bytes, address: str) -> bytes:
    """The content, unpacked if it is gzip. Raises IngestError if it would become too large."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(content, _LARGEST)
    except zlib.error as error:
        raise IngestError(
            "{address} is a damaged archive. Ask the owner of the site.", address=address
        ) from error
    if unpacker.unconsumed_tail:
        raise IngestError(
            "{address} unpacks to more than {megabytes} MB. It is left alone.",
            address=address,
            megabytes=_LARGEST // 1_000_000,
        )
    return plain


def _entries(
    content: bytes, address: str, since: dt.datetime | None
) -> tuple[list[str], list[tuple[str, Facts]]]:
    """Addresses of further sitemaps, and pages with what is said of them."""
    if not content.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"<"):
        return [], _text_entries(content, address)
    root = parse_xml(content, address)
    if local(root) not in ("urlset", "sitemapindex"):
        raise IngestError("{address} is no sitemap. Check the address.", address=address)
    found = [
        (location, entry)
        for entry in children(root, "url", "sitemap")
        if _changed(text_of(child(entry, "lastmod")), since)
        and (location := web_address(text_of(child(entry, "loc"))))
    ]
    if local(root) == "sitemapindex":
        return [location for location, _ in found], []
    return [], [(location, _facts(entry)) for location, entry in found]


def _text_entries(content: bytes, address: str) -> list[tuple[str, Facts]]:
    lines = content.decode("utf-8-sig", "replace").split()
    pages = [(line, Facts()) for line in lines if web_address(line) == line]
    if not pages:
        raise IngestError("{address} is no sitemap. Check the address.", address=address)
    return pages


def _changed(written: str, since: dt.datetime | None) -> bool:
    """Whether a page that was last changed then may be new to us; if in doubt, it is."""
    if since is None or not written:
        return True
    try:
        changed = dt.datetime.fromisoformat(written)
    except ValueError:
        return True
    if len(written) <= 10:  # a bare day: up to its end
        changed += dt.timedelta(days=1)
    return (changed if changed.tzinfo else changed.replace(tzinfo=dt.UTC)) >= since


def _facts(entry: etree._Element) -> Facts:
    """What a news sitemap adds. The day of the last change is no date of publication."""
    said = Statement("sitemap")
    for news in within(entry, "news"):
        said.say("title", text_of(child(news, "title")))
        said.say_date("date", text_of(child(news, "publication_date")))
        for publication in children(news, "publication"):
            said.say("publisher", text_of(child(publication, "name")))
            said.say_language(text_of(child(publication, "language")))
    return said.facts
