"""What writers of the catalogue tell the history: grouped into changes, written in batches."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from threading import Lock

from hub.catalogue.recording import FileChange, Wrote
from hub.history.log import DONE, OPEN, Log
from hub.history.model import Doer, What

_MANY = 400  #: files of a block that go to the database together
_SECONDS = 1.0  #: after which they go in any case


class Block:
    """The writes of one action. It reaches the database when it has something to tell."""

    def __init__(self, log: Log, by: Doer, what: What) -> None:
        self._log = log
        self._by = by
        self._what = what
        self._waiting: list[FileChange] = []
        self._since = time.monotonic()
        self._change: int | None = None
        self._lock = Lock()

    def name(self, what: What) -> None:
        """Say what the action was, where that is known only by now and nothing is written yet."""
        self._what = what

    def wrote(self, file: FileChange) -> None:
        """Take note of a written file; a long block sends what it has now and then."""
        with self._lock:
            self._waiting.append(file)
            if len(self._waiting) >= _MANY or time.monotonic() - self._since > _SECONDS:
                self._send(OPEN)

    def flush(self) -> None:
        """Send what waits, before somebody else is to read or write the history."""
        with self._lock:
            if self._waiting:
                self._send(OPEN)

    def close(self) -> None:
        """The action is over, also when it failed half way: what was written was written."""
        with self._lock:
            if self._waiting or self._change is not None:
                self._send(DONE)

    def _send(self, state: str) -> None:
        with self._log.database.write() as session:
            if self._change is None:
                change = self._log.begin(session, self._by, self._what, state)
            else:
                change = self._change
            if self._waiting:
                self._log.append(session, change, self._waiting)
            if state == DONE:
                self._log.end(session, change)
        self._change, self._waiting, self._since = change, [], time.monotonic()


class Blocks:
    """The blocks of this process, each in its own thread or task.

    Whoever writes holds a shared lock until the history knows of it; ``quiet`` is when nobody does.
    """

    def __init__(self, log: Log, lock: Path) -> None:
        self._log = log
        self._path = lock
        self._current: ContextVar[Block | None] = ContextVar("block", default=None)

    @contextmanager
    def by(self, doer: Doer, what: What) -> Iterator[Block]:
        """Everything written within is one change. An inner block is part of the outer one."""
        outer = self._current.get()
        if outer is not None:
            yield outer
            return
        block = Block(self._log, doer, what)
        with self.shared():
            token = self._current.set(block)
            try:
                yield block
            finally:
                self._current.reset(token)
                block.close()

    @contextmanager
    def writing(self) -> Iterator[Wrote]:
        """Around one write; without a block it is a change of its own."""
        with self.by(Doer(), What("files.changed")) as block:
            yield block.wrote

    def flush(self) -> None:
        """Send what the current block has."""
        block = self._current.get()
        if block is not None:
            block.flush()

    @contextmanager
    def shared(self) -> Iterator[None]:
        """While somebody writes."""
        handle = self._open()
        try:
            fcntl.flock(handle, fcntl.LOCK_SH)
            yield
        finally:
            os.close(handle)

    @contextmanager
    def quiet(self) -> Iterator[bool]:
        """Whether nobody writes at this moment; if so nobody begins to within."""
        handle = self._open()
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True
        finally:
            os.close(handle)

    def _open(self) -> int:
        return os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
