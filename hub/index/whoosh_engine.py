"""The embedded search engine: Whoosh keeps the index, arrays answer the queries."""

import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from hub.errors import IndexProblem
from hub.index.caching import Cache
from hub.index.encoding import Encoder
from hub.index.generation import BUDGET, Generation
from hub.index.hits import is_like
from hub.index.paging import as_key, page, sized
from hub.index.schema import VERSION
from hub.index.searching import find, ordered, visible
from hub.index.storage import Storage
from hub.index.suggesting import suggest
from hub.index.tables import Tables
from hub.index.writing import fill, slices
from hub.model import (
    Access,
    Catalogue,
    Change,
    Hit,
    IndexInfo,
    Query,
    Results,
    Suggestion,
)


class WhooshEngine:
    """The engine port on a folder of Whoosh's. Safe to share between threads.

    ``cache``: memory for what searches work out, in bytes.
    """

    def __init__(self, folder: Path, cache: int = BUDGET) -> None:
        self._storage = Storage(folder)
        self._tables = Tables(Catalogue())
        self._cache = Cache(cache)
        self._lock = threading.Lock()
        self._open: tuple[object, Generation] | None = None

    def use_tables(self, tables: Tables) -> None:
        """The tables that widen and read queries from now on."""
        self._tables = tables

    # Writing

    def apply(self, changes: Iterable[Change]) -> None:
        """Add, replace and remove documents in one commit."""
        with self._storage.writing():
            encoder = Encoder(self._storage.own_words().analyzer())
            self._storage.update(partial(fill, changes, encoder, fresh=False))

    def rebuild(self, changes: Iterable[Change]) -> None:
        """Build a new index beside the old one and switch it in."""
        with self._storage.writing():
            own = self._tables.own_words
            encoder = Encoder(own.analyzer())
            fills = (partial(fill, piece, encoder, fresh=True) for piece in slices(changes))
            self._storage.rebuild(fills, own)

    def clear(self) -> None:
        """Forget all documents."""
        self.rebuild(())

    # Reading

    def info(self) -> IndexInfo:
        """What the index holds, checked against the seal of its last commit."""
        unusable = self._storage.state()
        if unusable:
            return IndexInfo(unusable=unusable)
        try:
            generation = self._generation()
            hashes = generation.hashes
        except IndexProblem:
            return IndexInfo(unusable="damaged")
        own = self._storage.own_words().version
        return IndexInfo(
            hashes=hashes,
            version=f"{VERSION}/{own}",
            built=self._storage.built(),
            outdated=own != self._tables.own_words.version,
        )

    def search(self, query: Query, access: Access) -> Results:
        """The page of hits that the query asks for. A page that was asked for is kept."""
        start = time.perf_counter()
        generation, tables = self._generation(), self._tables
        key = ("page", *as_key(query), access, tables.version)
        found: Results = generation.remember(
            key, lambda: sized(page(query, access, generation, tables))
        )
        taken = round((time.perf_counter() - start) * 1000, 3)
        return replace(found, query=query, took_ms=taken)

    def matching(self, query: Query, access: Access, *, complete: bool = False) -> Sequence[str]:
        """The ids of all hits, first hit first; of the complete ones only, if wanted."""
        generation = self._generation()
        found = find(query, access, generation, self._tables)
        ids = ordered(found, query.sort, generation).tolist()
        return [generation.ids[n] for n in ids if not complete or found.full[n]]

    def suggest(self, prefix: str, access: Access, limit: int = 8) -> Sequence[Suggestion]:
        """What the typed beginning may mean, best first."""
        return suggest(prefix[:100], access, limit, self._generation(), self._tables)

    def similar(self, id: str, access: Access, limit: int = 5) -> Sequence[Hit]:
        """Resources like this one, best first."""
        generation = self._generation()
        doc = generation.numbers.get(id)
        seen = visible(generation, access)
        if doc is None or not seen[doc]:
            return ()
        return is_like(doc, seen, access, generation, limit)

    def _generation(self) -> Generation:
        """The index as it stands now: opened anew when a commit or rebuild has come."""
        with self._lock:
            stamp = self._storage.stamp()
            if self._open is None or self._open[0] != stamp:
                before = self._open[1] if self._open else None
                opened = self._storage.read(partial(Generation, cache=self._cache, before=before))
                self._cache.clear()
                self._open = (stamp, opened)
            return self._open[1]
