"""How many calls a token has left, and how that is said to its program.

The headers are those of draft-ietf-httpapi-ratelimit-headers: RateLimit-Policy names the quota
(``q``) and its window in seconds (``w``), RateLimit what remains (``r``) and the seconds until
the quota is whole again (``t``).
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock

POLICY = "per-token"  #: the name of the one policy
WINDOW = 60  #: seconds
KEYS = 10_000  #: so many tokens and sessions are remembered; the longest silent are forgotten


@dataclass(frozen=True)
class Standing:
    """Where somebody stands after a call."""

    limit: int
    left: int  #: calls that remain; -1 when this one was too many
    seconds: int  #: until the quota is whole again

    @property
    def headers(self) -> Mapping[str, str]:
        """As headers of the answer."""
        left = max(0, self.left)
        said = {
            "RateLimit-Policy": f'"{POLICY}";q={self.limit};w={WINDOW}',
            "RateLimit": f'"{POLICY}";r={left};t={self.seconds}',
        }
        return said | ({"Retry-After": str(self.seconds)} if self.left < 0 else {})


class Quota:
    """At most ``limit`` calls in a window for each key; kept in memory, lost by a restart."""

    def __init__(self, limit: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._lock = Lock()
        self._windows: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def count(self, key: str) -> Standing:
        """Count a call."""
        now = self._clock()
        with self._lock:
            begin, calls = self._windows.pop(key, (now, 0))
            if now - begin >= WINDOW:
                begin, calls = now, 0
            calls = min(calls + 1, self._limit + 1)
            self._windows[key] = (begin, calls)
            if len(self._windows) > KEYS:
                self._windows.popitem(last=False)
        seconds = max(1, math.ceil(begin + WINDOW - now))
        return Standing(self._limit, self._limit - calls, seconds)
