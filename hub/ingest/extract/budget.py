"""How much time is left for the file being read, so that a long one ends in part, not in failure.

Only a child sets it; in the parent's process there is no limit.
"""

import time

_SHARE = 0.5  #: of the time allowed; the rest is for what comes after reading pages

_state = {"until": float("inf")}


def start(seconds: float) -> None:
    """A file begins: it may take so long."""
    _state["until"] = time.monotonic() + seconds * _SHARE


def spent() -> bool:
    """Whether an extractor should come to an end with what it has."""
    return time.monotonic() > _state["until"]
