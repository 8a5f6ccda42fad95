"""The parent's side of a child process: files go to it, answers come back in their order."""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import hub
from hub.errors import HubError
from hub.ingest.extract import wire
from hub.ingest.extract.media_types import HTML
from hub.ingest.extract.pipes import Pipes
from hub.ingest.extract.problems import ExtractFailed
from hub.ingest.model import Extracted, Fetched

_START = 120.0  #: seconds until a child must be ready, on the slowest of machines
_FILES = 2000  #: after so many files a child makes room for a new one
_SMALL = 500_000  #: bytes; a page up to this size is read in a moment


class UnreadError(Exception):
    """The file before this one ended the child: this one is not to blame."""


class Child:
    """One child process. While it reads a small page, a second one may wait in its pipe.

    So it goes on at once, whenever a thread of ours comes to take the answer. ``take`` and
    ``give_back`` are for the pool, one thread at a time; ``extract`` may run in two at once.
    """

    def __init__(self, memory: int, seconds: float) -> None:
        """``memory`` in bytes, ``seconds``: what reading one file may take."""
        self._seconds = seconds
        self._left = _FILES
        self._in_hand: list[bool] = []  #: of each file it has, whether it is a small page
        self._sending = threading.Lock()
        self._turn = threading.Condition()
        self._sent = self._answered = 0
        self._ready = self._over = False
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
        return self._left > 0 and not self._over and self._process.poll() is None

    @property
    def idle(self) -> bool:
        """Whether it has no file to read."""
        return not self._in_hand

    def has_room_behind(self, fetched: Fetched) -> bool:
        """Whether a file may wait behind another: a small page behind a small page."""
        return self._in_hand == [True] and _is_small(fetched) and self.usable

    def take(self, fetched: Fetched) -> None:
        """Note that it gets this file."""
        self._left -= 1
        self._in_hand.append(_is_small(fetched))

    def give_back(self, fetched: Fetched) -> None:
        """Note that it is done with this file."""
        self._in_hand.remove(_is_small(fetched))

    def extract(self, fetched: Fetched) -> Extracted:
        """Have one file read. The child ends when this fails.

        Raises:
            ExtractFailed: it cannot be read, or reading it took too long or too much memory.
            UnreadError: another file ended the child before.
        """
        with self._sending:
            number, self._sent = self._sent, self._sent + 1
            problem = self._send(fetched, behind=number > self._answered)
        with self._in_turn(number):
            if self._over:
                raise UnreadError
            answer = self._answer(problem)
        return _read(answer)

    def _send(self, fetched: Fetched, *, behind: bool) -> Exception | None:
        """Send a file; what went wrong, whatever it is, is told in its turn."""
        seconds = self._seconds * (2 if behind else 1)  # the file before it has its time, too
        try:
            self._wait_until_ready()  # its start is no time of the file's
            self._pipes.send(wire.request(fetched), time.monotonic() + seconds)
        except Exception as error:
            return error
        return None

    def _wait_until_ready(self) -> None:
        if not self._ready and self._pipes.receive(time.monotonic() + _START) is None:
            raise BrokenPipeError
        self._ready = True

    @contextlib.contextmanager
    def _in_turn(self, number: int) -> Iterator[None]:
        """Wait until all files before it are answered. A failure is the end of the child."""
        with self._turn:
            self._turn.wait_for(lambda: self._answered == number)
        try:
            yield
        except BaseException:
            self._over = True
            self._process.kill()
            raise
        finally:
            with self._turn:
                self._answered += 1
                self._turn.notify_all()

    def _answer(self, problem: Exception | None) -> bytes:
        try:
            if problem is not None:
                raise problem
            answer = self._pipes.receive(time.monotonic() + self._seconds)
        except TimeoutError:
            raise _broken(late=True) from None
        except OSError:
            answer = None  # the child is gone: told like any other end of it
        if answer is None:
            raise _broken(late=False)
        return answer

    def close(self) -> None:
        """End the process and close its pipes."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            cast(BinaryIO, pipe).close()


def _is_small(fetched: Fetched) -> bool:
    return fetched.media_type == HTML and len(fetched.content) <= _SMALL


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
