"""A pool of child processes that read files, each with limits of memory and time."""

import os
import threading
from types import TracebackType

from hub.ingest.extract.parent import Child, UnreadError
from hub.ingest.extract.problems import ExtractFailed
from hub.ingest.model import Extracted, Fetched

MIB = 1024 * 1024


class Extractor:
    """Reads files in child processes that are used again and replaced when one file ends them.

    Any number of threads may call ``extract`` at once; further ones wait for a child.
    """

    def __init__(
        self, memory: int = 2048 * MIB, seconds: float = 60.0, children: int | None = None
    ) -> None:
        """Args:
        memory: bytes of address space for each child, where the system can limit it.
        seconds: time for one file.
        children: at most so many at once; by default as many as there are processors.
        """
        self._memory, self._seconds = memory, seconds
        self._number = children or os.cpu_count() or 1
        self._children: list[Child] = []
        self._room = threading.Condition()  #: guards the children and what they have in hand
        self._closed = False

    def start(self, children: int | None = None) -> None:
        """Start children now, by default all: they are ready when the first file comes."""
        with self._room:
            while len(self._children) < min(children or self._number, self._number):
                self._start_one()

    def extract(self, fetched: Fetched) -> Extracted:
        """Text and facts of one file.

        Raises:
            ExtractFailed: it cannot be read, or reading it took too long or too much memory.
        """
        behind = True
        while True:
            try:
                return self._extract(fetched, behind=behind)
            except UnreadError:  # each time another file has ended the child it was on its way to
                behind = False

    def _extract(self, fetched: Fetched, *, behind: bool) -> Extracted:
        child = self._take(fetched, behind=behind)
        try:
            return child.extract(fetched)
        finally:
            self._give_back(child, fetched)

    def _take(self, fetched: Fetched, *, behind: bool) -> Child:
        """A child that takes the file, as soon as there is one."""
        with self._room:
            while not self._closed:
                child = self._next(fetched, behind=behind)
                if child is not None:
                    child.take(fetched)
                    return child
                self._room.wait()
        raise ExtractFailed("The hub is shutting down. Try again when it runs.")

    def _next(self, fetched: Fetched, *, behind: bool) -> Child | None:
        """An idle child, a new one, or one in whose pipe the file may wait."""
        for child in self._children[::-1]:
            if child.idle:
                if child.usable:
                    return child
                self._end(child)
        if len(self._children) < self._number:
            return self._start_one()
        waiting = (child for child in self._children if child.has_room_behind(fetched))
        return next(waiting, None) if behind else None

    def _give_back(self, child: Child, fetched: Fetched) -> None:
        with self._room:
            child.give_back(fetched)
            if child.idle and not child.usable:
                self._end(child)
            self._room.notify(2 if child.idle else 1)  # so many find room now
            if self._closed:
                self._room.notify_all()

    def _start_one(self) -> Child:
        child = Child(self._memory, self._seconds)
        self._children.append(child)
        return child

    def _end(self, child: Child) -> None:
        self._children.remove(child)
        child.close()

    def close(self) -> None:
        """End all children; those that still read a file end after it."""
        with self._room:
            self._closed = True
            self._room.notify_all()
            self._room.wait_for(lambda: all(child.idle for child in self._children))
            for child in self._children[:]:
                self._end(child)

    def __enter__(self) -> "Extractor":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
