"""The one seam through which every change of a catalogue file becomes known."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class FileChange:
    """One file of the catalogue before and after; None where there is none."""

    path: str  #: relative to the catalogue folder, with ``/``
    before: bytes | None
    after: bytes | None


#: Told what was written, right after it was.
Wrote = Callable[[FileChange], None]


class Recorder(Protocol):
    """Who is told of every change that goes through a CatalogueFolder."""

    def writing(self) -> AbstractContextManager[Wrote]:
        """Around every write, before the lock of the folder is taken."""

    def ready(self) -> None:
        """Called with the lock held, before anything is written."""


class Unrecorded:
    """A recorder that keeps nothing: for folders without a hub around them."""

    @contextmanager
    def writing(self) -> Iterator[Wrote]:
        """Nobody is told."""
        yield lambda change: None

    def ready(self) -> None:
        """Nothing was left to do."""
