"""Which address a page gives for itself, and whether that is to be believed.

Many sites name their front page, or one page without the parameter that tells it from the others.
"""

import re

from hub.catalogue.addresses import clean_address, same_page_key
from hub.catalogue.web_address import WebParts, read_web_address
from hub.ingest.identity.addresses import clean
from hub.ingest.identity.malformed import is_glued_or_malformed
from hub.ingest.model import Fetched

#: A path that is nothing but the way in, in one language or another.
_FRONT = re.compile(
    r"/?(?:(?:de|en|fr|es|it|nl|pl|at|ch|de[-_]de|en[-_](?:gb|us))/?)?"
    r"(?:(?:index|default|home|start|startseite|welcome)(?:\.\w{2,5})?/?)?",
    re.IGNORECASE,
)
_ERROR_PAGE = re.compile(r"(?:^|[/_-])(?:404|error|fehler|not-?found|nicht-gefunden)\b", re.I)
#: Second levels under which sites of their own stand: example.co.uk.
_SHARED_ENDS = frozenset(
    {"co", "com", "org", "net", "gov", "gv", "ac", "or", "edu", "gouv", "gob", "govt", "asso"}
)


def believed_canonical(fetched: Fetched, canonical: str | None) -> str | None:
    """The cleaned canonical address that a page names, or None where it is not to be believed.

    Believed is an address of the same site that is no front page, no error page, and keeps every
    parameter that the page was fetched by, unless it has a path of its own.
    """
    if not canonical or len(canonical) > 2000:
        return None
    there = read_web_address(canonical, fetched.final)
    here = read_web_address(clean_address(fetched.final))
    if there is None or here is None or is_glued_or_malformed(there.href):
        return None
    there = read_web_address(clean(there.href))
    if there is None or not _same_site(here, there) or _ERROR_PAGE.search(there.path):
        return None
    if _is_front(there) and not _is_front(here):
        return None
    if _loses_what_tells(here, there):
        return None
    return there.href.partition("#")[0]


def leads_to_front_page(address: str, final: str) -> bool:
    """Whether a page of its own was asked for and only a front page came: it is gone, really."""
    here, there = read_web_address(address), read_web_address(final)
    if here is None or there is None:
        return False
    return _is_front(there) and not _is_front(here)


def _is_front(parts: WebParts) -> bool:
    """The way into a site. With parameters it may be any page of it."""
    return bool(_FRONT.fullmatch(parts.path)) and not parts.query


def _same_site(one: WebParts, other: WebParts) -> bool:
    if one.ip is not None or other.ip is not None:
        return one.host == other.host
    return _site(one.host) == _site(other.host)


def _site(host: str) -> str:
    """The part of a host that somebody registered."""
    labels = host.rstrip(".").split(".")
    size = 3 if len(labels) > 2 and labels[-2] in _SHARED_ENDS else 2
    return ".".join(labels[-size:])


def _loses_what_tells(here: WebParts, there: WebParts) -> bool:
    """The same path without parameters that were asked for: one address for many pages."""
    if not here.query or here.path.rstrip("/") != there.path.rstrip("/"):
        return False
    _, _, asked = same_page_key(here.request).partition("?")
    _, _, named = same_page_key(there.request).partition("?")
    return not set(asked.split("&")) <= set(named.split("&"))
