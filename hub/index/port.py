"""The port every search engine serves. It speaks our model only."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from hub.index.tables import Tables
from hub.model import (
    Access,
    Change,
    Hit,
    IndexInfo,
    Query,
    Results,
    Suggestion,
)


class Engine(Protocol):
    """A search engine. What ``access`` does not open is in no hit, total, facet or suggestion.

    One process writes at a time (``IndexBusy`` else), any number reads, and readers never wait.
    """

    def apply(self, changes: Iterable[Change]) -> None:
        """Add, replace and remove documents in one step: searchers see all of it or nothing."""

    def rebuild(self, changes: Iterable[Change]) -> None:
        """Build a new index beside the old one and switch it in by one atomic step."""

    def search(self, query: Query, access: Access) -> Results:
        """The page of hits that the query asks for, with facets and advice. Never raises for
        the words of a query."""

    def matching(self, query: Query, access: Access, *, complete: bool = False) -> Sequence[str]:
        """The ids of all hits, first hit first, whatever page the query asks for. ``complete``:
        only those with every word. Quick: no snippets, no facets."""

    def suggest(self, prefix: str, access: Access, limit: int = 8) -> Sequence[Suggestion]:
        """What the typed beginning may mean, best first."""

    def similar(self, id: str, access: Access, limit: int = 5) -> Sequence[Hit]:
        """Resources like this one, best first; none when it may not be seen."""

    def clear(self) -> None:
        """Forget all documents."""

    def info(self) -> IndexInfo:
        """What the index holds and of which version it is."""

    def use_tables(self, tables: Tables) -> None:
        """The tables that widen and read queries from now on; the index stays as it is."""
