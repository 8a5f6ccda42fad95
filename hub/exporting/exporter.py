"""From a query to a file, with the rights of whoever asks."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Protocol

from hub.exporting.describing import described
from hub.exporting.formats import FORMATS
from hub.exporting.model import Edition, Format
from hub.exporting.notes import leaving
from hub.model import Access, Catalogue, Query, Resource

_PIECE = 32 * 1024  #: bytes that are handed on together


class Library(Protocol):
    """The hub, as exporting sees it."""

    def catalogue(self) -> Catalogue:
        """The catalogue as it stands."""

    def matching(self, query: Query, access: Access) -> Sequence[str]:
        """The ids of all hits that this person may see, first hit first."""

    def resources(self, ids: Iterable[str], access: Access) -> Iterator[Resource]:
        """Those of the resources that this person may see, less what they may not know."""

    def label(self, facet: str, value: str, language: str, access: Access) -> str:
        """A facet value in words."""


class Exporter:
    """Writes lists of resources. ``home`` is the address of the hub."""

    #: The formats by name.
    formats: Mapping[str, Format] = FORMATS

    def __init__(self, library: Library, home: str = "") -> None:
        self._library = library
        self._home = home.rstrip("/")

    def edition(self, access: Access, language: str, day: dt.date) -> Edition:
        """For whom and when: labels as this person may know them. Title and so on are to add."""
        label = self._labels(access, language)
        return Edition(language, day, label, cache(self._is_publisher), self._home)

    def about(self, query: Query, access: Access, language: str) -> str:
        """A query in words."""
        return described(query, self._labels(access, language), language)

    def found(self, query: Query, access: Access) -> Sequence[str]:
        """The ids of everything the search page lists for this query, on all its pages."""
        return self._library.matching(query, access)

    def write(
        self, format: Format, ids: Iterable[str], access: Access, edition: Edition
    ) -> Iterator[bytes]:
        """The file, piece by piece."""
        resources = map(leaving, self._library.resources(ids, access))
        return _gathered(format.write(resources, edition))

    def _labels(self, access: Access, language: str) -> Callable[[str, str], str]:
        return cache(lambda facet, value: self._library.label(facet, value, language, access))

    def _is_publisher(self, name: str) -> bool:
        return self._library.catalogue().publishers.named(name) is not None


def _gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Small pieces together: each that is sent has its price."""
    waiting: list[bytes] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= _PIECE:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)
