"""The time as fetching needs it, so that a test can turn it."""

import datetime as dt
import time
from typing import Protocol


class Clock(Protocol):
    """Tells the time and lets it pass. Time-outs of the network always go by the real one."""

    def now(self) -> dt.datetime:
        """The moment, aware, in UTC."""

    def ticks(self) -> float:
        """Seconds that only ever grow."""

    def sleep(self, seconds: float) -> None:
        """Let so many seconds pass."""


class RealClock:
    """The clock of this machine."""

    def now(self) -> dt.datetime:
        """The moment, aware, in UTC."""
        return dt.datetime.now(dt.UTC)

    def ticks(self) -> float:
        """Seconds since some moment."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)
