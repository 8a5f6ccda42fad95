"""Tables that hold little of what they know: a run meets tens of thousands of things.

Of a value only a hash of 64 bits is kept, so two values in a million million are taken for one.
"""

import hashlib
from array import array
from collections.abc import Iterator

_FIRST = 1 << 10  #: slots of a new table
_FULL = 0.6  #: share of used slots from which on a table grows
_GONE = 0xFFFF_FFFF  #: stands for a row that was taken out


def hashed(*parts: str) -> int:
    """A number of 64 bits, never 0, that stands for some texts."""
    content = "\0".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), "big") or 1


class Rows:
    """From hashes to the numbers of rows: twelve bytes a slot, no objects."""

    def __init__(self) -> None:
        self._used = 0
        self._make(_FIRST)

    def _make(self, slots: int) -> None:
        self._keys = array("Q", bytes(8 * slots))  # 0: a free slot
        self._rows = array("I", bytes(4 * slots))
        self._mask = slots - 1

    def all(self, key: int) -> Iterator[int]:
        """All rows of a hash."""
        keys, slot = self._keys, key & self._mask
        while keys[slot]:
            if keys[slot] == key and self._rows[slot] != _GONE:
                yield self._rows[slot]
            slot = (slot + 1) & self._mask

    def first(self, key: int) -> int | None:
        """A row of a hash, or None."""
        return next(self.all(key), None)

    def add(self, key: int, row: int) -> None:
        """A further row of a hash."""
        if self._used >= _FULL * len(self._keys):
            self._grow()
        self._put(key, row)
        self._used += 1

    def _put(self, key: int, row: int) -> None:
        keys, slot = self._keys, key & self._mask
        while keys[slot]:
            slot = (slot + 1) & self._mask
        keys[slot] = key
        self._rows[slot] = row

    def remove(self, key: int, row: int) -> None:
        """Take a row out; one that is not there is fine."""
        keys, slot = self._keys, key & self._mask
        while keys[slot]:
            if keys[slot] == key and self._rows[slot] == row:
                self._rows[slot] = _GONE
            slot = (slot + 1) & self._mask

    def _grow(self) -> None:
        """Twice the slots; what was taken out is left behind."""
        kept = [(k, r) for k, r in zip(self._keys, self._rows, strict=True) if k and r != _GONE]
        self._make(2 * len(self._keys))
        self._used = len(kept)
        for key, row in kept:
            self._put(key, row)


class Ids:
    """Ids by number and numbers by id, in the order in which they were met."""

    def __init__(self) -> None:
        self._text = bytearray()
        self._ends = array("Q")
        self._rows = Rows()

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, row: int) -> str:
        start = self._ends[row - 1] if row else 0
        return self._text[start : self._ends[row]].decode()

    def find(self, id: str) -> int | None:
        """The number of an id, or None."""
        return next((row for row in self._rows.all(hashed(id)) if self[row] == id), None)

    def row(self, id: str) -> int:
        """The number of an id, which gets one where it has none."""
        row = self.find(id)
        if row is None:
            row = len(self)
            self._rows.add(hashed(id), row)
            self._text += id.encode()
            self._ends.append(len(self._text))
        return row
