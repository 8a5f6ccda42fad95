"""What was worked out, kept while memory allows."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Value = TypeVar("Value")


class Cache:
    """Keeps what was used last, up to a budget in bytes. Safe to share between threads."""

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self.size = 0  #: in bytes, as the users of the cache count it
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], tuple[Value, int]]) -> Value:
        """The value of the key; where it is not kept, ``make`` gives it with its size."""
        with self._lock:
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
                value: Value = known[0]
                return value
        value, size = make()
        with self._lock:
            if key not in self._kept and size <= self.budget:
                self._kept[key] = (value, size)
                self.size += size
                while self.size > self.budget:
                    self.size -= self._kept.popitem(last=False)[1][1]
        return value

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self.size = 0
