"""The parent's ends of the pipes to a child: nobody is waited for beyond a moment."""

import contextlib
import fcntl
import os
import select
import time

_PIECE = 1 << 20  #: bytes read or written at once
_LENGTH = 8  #: bytes of a length, as in ``wire``


class Pipes:
    """Sends parts and receives one, each preceded by its length. Both raise TimeoutError."""

    def __init__(self, to: int, back: int) -> None:
        """``to`` and ``back``: what the child reads and what it writes."""
        os.set_blocking(to, False)  # a child that stopped reading must not hold us
        with contextlib.suppress(AttributeError, OSError):  # Linux only, and it may have a limit
            fcntl.fcntl(to, fcntl.F_SETPIPE_SZ, _PIECE)  # most files are on their way at once
        self._to, self._back = to, back
        self._may_write, self._may_read = select.poll(), select.poll()
        self._may_write.register(to, select.POLLOUT)
        self._may_read.register(back, select.POLLIN)

    def send(self, parts: tuple[bytes, ...], until: float) -> None:
        """Send some parts until a moment of ``time.monotonic``. Raises OSError without a child."""
        for part in parts:
            rest = memoryview(len(part).to_bytes(_LENGTH, "big") + part)
            while rest:
                _wait(self._may_write, until)
                rest = rest[os.write(self._to, rest[:_PIECE]) :]

    def receive(self, until: float) -> bytes | None:
        """The next part; None when the child is gone."""
        head = self._read(_LENGTH, until)
        return None if head is None else self._read(int.from_bytes(head, "big"), until)

    def _read(self, size: int, until: float) -> bytes | None:
        pieces, left = [], size
        while left:
            _wait(self._may_read, until)
            piece = os.read(self._back, min(left, _PIECE))
            if not piece:
                return None
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces)


def _wait(poll: select.poll, until: float) -> None:
    left = until - time.monotonic()
    if left <= 0 or not poll.poll(1000 * left):
        raise TimeoutError
