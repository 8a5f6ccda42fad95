"""The links on a page: a link list, a press page, a list of publications."""

import datetime as dt
from collections.abc import Callable, Iterator
from urllib.parse import urldefrag, urljoin

from bs4 import BeautifulSoup, Tag

from hub.errors import IngestError
from hub.ingest.extract.cleaning import clean_line
from hub.ingest.model import Fact, Facts, Fetched, Item
from hub.ingest.records import web_address
from hub.ingest.sources.filtering import wanted
from hub.ingest.sources.spec import SourceSpec

_DOUBTFUL = 0.5  #: a link often reads "more" or is a shortened title


def read(
    spec: SourceSpec, fetch: Callable[[str], Fetched], since: dt.datetime | None
) -> Iterator[Item]:
    """The pages and files that the selected links lead to, each once, in their order.

    Raises IngestError if nothing is selected: then the page has been rebuilt.
    """
    fetched = fetch(spec.address)
    if fetched.unchanged:
        return
    soup = BeautifulSoup(fetched.content, "lxml", from_encoding=fetched.encoding)
    links = list(_links(soup, spec.selector or "a", fetched.final))
    if not links:
        raise IngestError(
            "{where}: the selector '{selector}' finds no link on {address}. "
            "The page may have been rebuilt: adapt 'selector'.",
            where=spec.where,
            selector=spec.selector or "a",
            address=fetched.final,
        )
    here = urldefrag(fetched.final).url
    texts: dict[str, str] = {}
    for address, text in links:
        if address != here and wanted(address, spec) and not texts.get(address):
            texts[address] = text
    for address, text in texts.items():
        facts = Facts((Fact("title", text, "link", _DOUBTFUL),)) if text else Facts()
        yield Item(spec.name, address, address, facts=facts)


def _links(soup: BeautifulSoup, selector: str, page: str) -> Iterator[tuple[str, str]]:
    base = soup.find("base", href=True)
    start = urljoin(page, str(base["href"])) if isinstance(base, Tag) else page
    for selected in soup.select(selector):
        for link in [selected] if selected.name == "a" else selected("a"):
            try:
                address = urldefrag(urljoin(start, str(link.get("href") or "").strip())).url
            except ValueError:
                continue  # no address: a typing mistake on the page
            if link.get("href") and web_address(address) == address:
                yield address, clean_line(link.get_text(" "))
