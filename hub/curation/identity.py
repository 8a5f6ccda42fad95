"""By what a resource is known again: its id, the pages it stands for, and its text.

A resource that is imported again may come under another id, and then its page or its text tells
that it is the same (as it does when resources are taken in). While two resources of the catalogue
share a page or a text, that tells nothing of either: nobody shall miss a new one for it.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache

from hub.catalogue import same_page_key
from hub.model import Catalogue, Resource, Status


def keys_of(resource: Resource) -> tuple[str, ...]:
    """Everything a resource is known by, the id first; no key is longer than 120 characters."""
    addresses = (*((resource.url,) if resource.url else ()), *resource.also_at)
    pages = dict.fromkeys(_page(address) for address in addresses)
    text = (f"text:{resource.text}",) if resource.text else ()
    return (resource.id, *pages, *text)


def is_id(key: str) -> bool:
    """Whether a key is the id of a resource."""
    return ":" not in key  # which no id has


class Identities:
    """What tells the resources of a catalogue apart at this moment."""

    def __init__(self, present: Iterable[Resource]) -> None:
        self._held = Counter(key for resource in present for key in keys_of(resource))

    def telling(self, resource: Resource) -> tuple[str, ...]:
        """The keys of a resource that no other one shares, its id first."""
        id, *others = keys_of(resource)
        return (id, *(key for key in others if self._held[key] <= 1))

    def known(self, resource: Resource, keys: Collection[str]) -> bool:
        """Whether a resource is among those whose keys these are."""
        return any(key in keys for key in self.telling(resource))


class PresentIdentities:
    """The identities of the catalogue as it stands, counted once for each of its versions."""

    def __init__(self) -> None:
        self._now: tuple[str, Identities] | None = None

    def of(self, catalogue: Catalogue) -> Identities:
        """What tells the published resources of this catalogue apart."""
        if self._now is None or self._now[0] != catalogue.version:
            published = (r for r in catalogue.resources.values() if r.status is Status.PUBLISHED)
            self._now = (catalogue.version, Identities(published))
        return self._now[1]


@lru_cache(maxsize=100_000)  # an address is read once, though catalogues change often
def _page(address: str) -> str:
    digest = hashlib.sha256(same_page_key(address).encode("utf-8", "surrogatepass"))
    return f"page:{digest.hexdigest()[:40]}"
