"""Slowing down whoever sends a form without a login too often from one network address."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Lock

from hub.errors import HubError

TOO_OFTEN = "There were too many requests from your network. Please try again in an hour."


class Slowing:
    """At most ``most`` requests an hour from an address; nothing of it is kept on disk.

    A whole office shares one address, so ``most`` is more than one person needs. Only so many
    addresses are remembered; the longest silent ones are forgotten first.
    """

    SPAN = 3600.0  #: seconds
    ADDRESSES = 10_000

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._lock = Lock()
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def count(self, address: str) -> None:
        """Count a request. Raises HubError when there were too many."""
        now = self._clock()
        with self._lock:
            times = self._seen.setdefault(address, deque(maxlen=self._most))
            self._seen.move_to_end(address)
            if len(self._seen) > self.ADDRESSES:
                self._seen.popitem(last=False)
            if len(times) == self._most and now - times[0] < self.SPAN:
                raise HubError(TOO_OFTEN)
            times.append(now)
