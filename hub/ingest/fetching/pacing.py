"""Politeness: a pause between two requests to one host, longer where the host asks for it."""

from threading import Lock

from hub.ingest.fetching.clock import Clock

_MOST_HOSTS = 10_000  #: remembered; beyond that those whose turn is long past are forgotten


class Pacer:
    """Hands out turns. Threads that want the same host get one after the other."""

    def __init__(self, pause: float, clock: Clock) -> None:
        self._pause = pause
        self._clock = clock
        self._lock = Lock()
        self._next: dict[str, float] = {}
        self._pauses: dict[str, float] = {}
        self._held: dict[str, float] = {}

    def wait(self, host: str) -> None:
        """Come back when it is our turn to ask this host."""
        with self._lock:
            now = self._clock.ticks()
            turn = max(now, self._next.get(host, now))
            self._next[host] = turn + self._pauses.get(host, self._pause)
            self._forget(now)
        if turn > now:
            self._clock.sleep(turn - now)

    def ask_for(self, host: str, pause: float) -> None:
        """The host asks for at least this pause between two requests, in seconds."""
        with self._lock:
            self._pauses[host] = max(self._pause, pause)

    def hold(self, host: str, seconds: float) -> None:
        """Leave the host alone for so long."""
        with self._lock:
            until = self._clock.ticks() + seconds
            self._held[host] = max(self._held.get(host, until), until)
            self._next[host] = max(self._next.get(host, until), until)

    def held(self, host: str) -> float:
        """Seconds for which the host still wants to be left alone; 0 for none."""
        with self._lock:
            return max(0.0, self._held.get(host, 0.0) - self._clock.ticks())

    def _forget(self, now: float) -> None:
        if len(self._next) > _MOST_HOSTS:
            self._next = {host: turn for host, turn in self._next.items() if turn > now}
            self._pauses = {h: p for h, p in self._pauses.items() if h in self._next}
            self._held = {host: until for host, until in self._held.items() if until > now}
