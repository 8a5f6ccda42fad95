"""Compare: which catalogued resource, or which proposal, something may be the same as."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from hub.catalogue import Texts
from hub.ingest.identity import Fingerprints, Ids, Rows, hashed, key
from hub.ingest.model import Twin
from hub.model import Catalogue, Resource

_SHORT_TITLE = 12  #: letters; shorter titles are alike by chance


class Comparer:
    """Knows the catalogue and the inbox of one moment, and what a run has added since."""

    def __init__(
        self,
        catalogue: Catalogue,
        waiting: Iterable[Resource],
        texts: Texts,
        contents: Iterable[tuple[str, str]] = (),
        cache: Path | None = None,
    ) -> None:
        """``contents``: id and SHA-256 of bytes that were read before."""
        self._texts = texts
        self._ids = Ids()
        self._addresses, self._titles = Rows(), Rows()  #: by hash: numbers of ids
        self._prints = Fingerprints(cache, self._ids)
        for resource in catalogue.resources.values():
            self.add(resource)
        for resource in waiting:
            self.add(resource)
        for id, content in contents:
            self._prints.add_content(id, content)
        self._prints.save()

    def add(self, resource: Resource, content: str = "", text: str | None = None) -> None:
        """Take in a resource, or a proposal's. The first at an address stays its owner."""
        row = self._ids.row(resource.id)
        for address in filter(None, (resource.url, *resource.also_at)):
            _once(self._addresses, hashed(key(address)), row)
        title = title_key(resource)
        if title:
            _once(self._titles, hashed(*title), row)
        if resource.text:
            self._prints.add(resource.id, resource.text, self._loader(resource.text, text))
        if content:
            self._prints.add_content(resource.id, content)

    def _loader(self, digest: str, text: str | None) -> Callable[[], str]:
        return lambda: text if text is not None else (self._texts.read(digest) or "")

    def __contains__(self, id: object) -> bool:
        """Whether the id is taken."""
        return isinstance(id, str) and self._ids.find(id) is not None

    def at(self, addresses: Iterable[str]) -> str | None:
        """The id of what is known under one of these addresses."""
        found = (self._addresses.first(hashed(key(address))) for address in addresses)
        row = next((row for row in found if row is not None), None)
        return None if row is None else self._ids[row]

    def twins(
        self, resource: Resource, content: str, text: str, addresses: Iterable[str] = ()
    ) -> tuple[Twin, ...]:
        """What it may be the same as: same address first, then same bytes, text, title."""
        found: dict[str, Twin] = {}
        for twin in self._twins(resource, content, text, addresses):
            found.setdefault(twin.id, twin)
        found.pop(resource.id, None)
        return tuple(found.values())

    def _twins(
        self, resource: Resource, content: str, text: str, addresses: Iterable[str]
    ) -> Iterator[Twin]:
        own = (resource.url, *resource.also_at, *addresses)
        same = self.at(address for address in own if address)
        if same:
            yield Twin(same, "address")
        yield from self._prints.twins(text, [content] if content else [])
        title = title_key(resource)
        row = self._titles.first(hashed(*title)) if title else None
        if row is not None:
            yield Twin(self._ids[row], "title", 0.7)


def _once(table: Rows, key: int, row: int) -> None:
    """The first row of a key stays its only one."""
    if table.first(key) is None:
        table.add(key, row)


def title_key(resource: Resource) -> tuple[str, str] | None:
    """Title and publisher without case and signs; None where they say too little."""
    title = _letters(resource.title)
    if len(title) < _SHORT_TITLE or not resource.publisher:
        return None
    return title, _letters(resource.publisher)


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
