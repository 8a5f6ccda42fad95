"""A pool of child processes that read files, each with limits of memory and time."""

import contextlib
import json
import os
import queue
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, cast

import hub
from hub.errors import HubError
from hub.ingest.extract import wire
from hub.ingest.extract.pipes import Pipes
from hub.ingest.extract.problems import ExtractFailed
from hub.ingest.model import Extracted, Fetched

MIB = 1024 * 1024
_START = 120.0  #: seconds until a child must be ready, on the slowest of machines
_FILES = 500  #: after so many files a child makes room for a new one


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
        number = children or os.cpu_count() or 1
        self._free: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        for _ in range(number):
            self._free.put(None)  # a place for a child that is not started yet
        self._number = number
        self._closed = False

    def start(self, children: int | None = None) -> None:
        """Start children now, by default all: they are ready when the first file comes."""
        places = []
        for _ in range(min(children or self._number, self._number)):
            with contextlib.suppress(queue.Empty):
                places.append(self._free.get_nowait())
        for child in places:
            self._free.put(child or _Child(self._memory, self._seconds))

    def extract(self, fetched: Fetched) -> Extracted:
        """Text and facts of one file.

        Raises:
            ExtractFailed: it cannot be read, or reading it took too long or too much memory.
        """
        child = self._free.get()
        try:
            if self._closed:
                raise ExtractFailed("The hub is shutting down. Try again when it runs.")
            if child is not None and not child.usable:
                child.end()
                child = None
            child = child or _Child(self._memory, self._seconds)
            return child.extract(fetched)
        finally:
            if child is not None and (self._closed or not child.usable):
                child.end()
                child = None
            self._free.put(child)

    def close(self) -> None:
        """End all children; those that still read a file end after it."""
        self._closed = True
        for _ in range(self._number):
            child = self._free.get()
            if child is not None:
                child.end()
        for _ in range(self._number):
            self._free.put(None)

    def __enter__(self) -> "Extractor":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _Child:
    """One child process and its pipes."""

    def __init__(self, memory: int, seconds: float) -> None:
        self._seconds = seconds
        self._left = _FILES
        self._ready = False
        self._process = subprocess.Popen(  # noqa: S603 - our own module, no words of others
            [sys.executable, "-P", "-m", "hub.ingest.extract.child", str(memory), str(seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,  # Ctrl-C is for the parent, which ends its children itself
            bufsize=0,
        )
        to, back = cast(BinaryIO, self._process.stdin), cast(BinaryIO, self._process.stdout)
        self._pipes = Pipes(to.fileno(), back.fileno())

    @property
    def usable(self) -> bool:
        """Whether it may be given another file."""
        return self._left > 0 and self._process.poll() is None

    def extract(self, fetched: Fetched) -> Extracted:
        """Have one file read. The child is killed when its time is over."""
        self._left -= 1
        try:
            answer = self._answer(fetched)
        except TimeoutError:
            self._left = 0
            self._process.kill()
            raise _broken(late=True) from None
        except OSError:
            answer = None  # the child is gone: told like any other end of it
        if answer is None:
            self._left = 0
            raise _broken(late=False)
        return _read(answer)

    def _answer(self, fetched: Fetched) -> bytes | None:
        if not self._ready:  # its start is no time of the file's
            self._ready = self._pipes.receive(time.monotonic() + _START) is not None
        if not self._ready:
            return None
        until = time.monotonic() + self._seconds
        self._pipes.send(wire.request(fetched), until)
        return self._pipes.receive(until)

    def end(self) -> None:
        """End the process and close its pipes."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            cast(BinaryIO, pipe).close()


def _environment() -> dict[str, str]:
    """Ours, with our package to be found and no threads of number libraries: they cost memory."""
    root = str(Path(hub.__file__).parents[1])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"}
    return {**os.environ, **threads, "PYTHONPATH": os.pathsep.join(paths)}


def _broken(*, late: bool) -> ExtractFailed:
    if late:
        return ExtractFailed(
            "Reading the file took too long and was stopped. Split it, or add the resource by hand."
        )
    return ExtractFailed(
        "Reading the file broke off: it is damaged, or takes more memory than is allowed. Open it"
        " in its program, save it anew and try again."
    )


def _read(answer: bytes) -> Extracted:
    values = json.loads(answer)
    if "extracted" in values:
        return wire.unpacked(values["extracted"])
    error: HubError = ExtractFailed(values["message"], **values["values"])
    raise error
