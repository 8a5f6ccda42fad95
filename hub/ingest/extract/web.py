"""A web page: main text by trafilatura, with a rescue where it finds little; facts by our own."""

import re
from urllib.parse import urljoin

from lxml.html import HtmlElement

from hub.ingest.encodings import decode
from hub.ingest.extract import problems
from hub.ingest.extract.loose_html import loose_text, loose_title
from hub.ingest.extract.main_text import main_passages
from hub.ingest.extract.tree import page_tree
from hub.ingest.extract.web_facts import guessed_date, page_facts
from hub.ingest.model import Extracted, Fact, Facts, Fetched, Passage

_MOST_LOOSE = 10_000_000  #: characters of markup read of a page without a tree
_WEB = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)


def extract(fetched: Fetched) -> Extracted:
    """Main text by headings, and facts with their origin."""
    html = decode(fetched)
    tree = page_tree(html)
    if tree is None:
        return _read_loosely(html)
    base = base_of(tree, fetched.final)
    facts = page_facts(tree, base)
    if facts.first("date") is None and facts.first("event.start") is None:
        facts = facts.with_more(guessed_date(tree, fetched.final))
    passages = main_passages(tree, anew=lambda: page_tree(html))
    remarks = () if passages else (problems.NO_MAIN_TEXT,)
    return Extracted(facts, passages, remarks)


def _read_loosely(html: str) -> Extracted:
    """A page too large or too deep for a tree: its title and all its text."""
    title, text = loose_title(html), loose_text(html[:_MOST_LOOSE])
    facts = Facts((Fact("title", title, "title"),) if title else ())
    passages = (Passage(text),) if text else ()
    cut = (problems.IN_PART,) if len(html) > _MOST_LOOSE else ()
    return Extracted(facts, passages, remarks=(problems.PLAIN_READ, *cut))


def base_of(tree: HtmlElement, address: str) -> str:
    """What relative addresses of the page are relative to."""
    said = tree.xpath("string(//base/@href)").strip()
    return absolute(address, said) or address


def absolute(base: str, address: str) -> str | None:
    """A web address made absolute; None when it is none."""
    address = "".join(address.split())
    try:  # most are whole, and joining takes its time
        joined = address if address.startswith(("http://", "https://")) else urljoin(base, address)
    except ValueError:
        return None
    return joined if _WEB.fullmatch(joined) else None
