"""A query that is one web address asks for the resource that has it, not for its words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from hub.catalogue.addresses import same_page_key, unwrapped
from hub.catalogue.web_address import WebParts, read_web_address
from hub.model import Resource

_SURE = ("http://", "https://", "www.")
_SHOWN = 200  #: characters of an address that a page repeats
#: A host that needs no closer reading: the usual case, and a hundred times as quick.
_PLAIN_HOST = re.compile(
    r"https?://(?:www\.)?([a-z0-9.-]*\.[a-z][a-z0-9-]*)\.?(?::\d*)?(?=[/?#]|$)", re.IGNORECASE
)


@dataclass(frozen=True)
class AskedAddress:
    """The address that a query is."""

    shown: str  #: for people, shortened
    ids: frozenset[str]  #: of the resources that have it, or had it
    sure: bool  #: whether it can be nothing else: ``Bürger.innen`` looks like a host, too


class Addresses:
    """Resources by all their addresses, whichever of its forms is asked for (R14).

    Keys are worked out for one host at a time, when it is asked for: for all of them it would
    take as long as a search may.
    """

    def __init__(self, resources: Iterable[Resource]) -> None:
        self._at: dict[str, list[tuple[str, str]]] = {}  # host -> addresses with ids; "": unread
        for resource in resources:
            for address in (resource.url, *resource.also_at):
                if address:
                    self._at.setdefault(_host(address), []).append((address, resource.id))

    def asked(self, text: str) -> AskedAddress | None:
        """The address that a query is; None where it is words."""
        address = unwrapped(text)
        parts = read_web_address(address)
        if parts is None or " " in address:
            return None
        return AskedAddress(
            shown=address if len(address) <= _SHOWN else f"{address[:_SHOWN]}…",
            ids=self._ids(parts, same_page_key(address)),
            sure=address in text or text.strip().lower().startswith(_SURE) or _likely(address),
        )

    def _ids(self, parts: WebParts, key: str) -> frozenset[str]:
        near = (*self._at.get(_bare(parts.host), ()), *self._at.get("", ()))
        return frozenset(id for address, id in near if same_page_key(address) == key)


def _likely(address: str) -> bool:
    """Whether what was typed without ``https://`` names a page: German nouns begin large."""
    host, _, path = address.partition("://")[2].partition("/")
    return bool(path) and host == host.lower()


def _host(address: str) -> str:
    """The host as keys have it; "" where that takes a closer look."""
    plain = _PLAIN_HOST.match(address)
    return _bare(plain[1].lower()) if plain else ""


def _bare(host: str) -> str:
    return host.rstrip(".").removeprefix("www.")
