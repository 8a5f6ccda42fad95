"""The texts of snippets as they are stored: long ones in blocks, unpacked where they are read.

A long text is packed as ``z``, its length in characters and where each block ends behind the
head, as unsigned numbers of 32 bits, then the blocks, each of so many characters and compressed
by itself. So a snippet of a book costs what one of a page costs. A short text is ``-`` and its
bytes.
"""

import zlib
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

#: Longer texts are compressed, in bytes; unpacking short ones costs more than they take.
_LONG = 16_384
#: Characters of a block.
_BLOCK = 4096
_NUMBER = np.dtype("<u4")


@dataclass
class Stored:
    """A packed text of which parts can be read without unpacking the rest."""

    packed: bytes | memoryview
    size: int  #: in characters
    ends: tuple[int, ...]  #: where each block ends in ``packed``; the head ends with the first

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, part: slice) -> str:
        begin, end, _ = part.indices(self.size)
        first, last = begin // _BLOCK, -(-end // _BLOCK)
        text = "".join(self._block(number) for number in range(first, last))
        return text[begin - first * _BLOCK : end - first * _BLOCK]

    def _block(self, number: int) -> str:
        return _decode(zlib.decompress(self.packed[self.ends[number] : self.ends[number + 1]]))


class Reading(Stored):
    """A packed text that unpacks each block once. It is for one reader, and not for long."""

    def __init__(self, packed: bytes | memoryview, size: int, ends: tuple[int, ...]) -> None:
        super().__init__(packed, size, ends)
        self._open: dict[int, str] = {}

    def _block(self, number: int) -> str:
        if number not in self._open:
            self._open[number] = super()._block(number)
        return self._open[number]


def reading(text: "str | Stored") -> "str | Stored":
    """The text for somebody who reads several pieces of it that lie near each other."""
    return Reading(text.packed, text.size, text.ends) if isinstance(text, Stored) else text


def pack_text(text: str) -> bytes:
    """A text as bytes, a long one in compressed blocks; the first byte says which."""
    packed = _encode(text)
    if len(packed) <= _LONG:
        return b"-" + packed
    pieces = (text[at : at + _BLOCK] for at in range(0, len(text), _BLOCK))
    blocks = [zlib.compress(_encode(piece), 1) for piece in pieces]
    ends = [0, *accumulate(map(len, blocks))]
    head = np.array([len(text), len(blocks), *ends], _NUMBER).tobytes()
    return b"z" + head + b"".join(blocks)


def open_text(packed: bytes | memoryview) -> "str | Stored":
    """The text that ``pack_text`` packed; nothing for no bytes."""
    if packed[:1] != b"z":
        return _decode(packed[1:])
    size, count = np.frombuffer(packed, _NUMBER, 2, 1).tolist()
    ends = np.frombuffer(packed, _NUMBER, count + 1, 1 + 2 * _NUMBER.itemsize)
    head = 1 + (count + 3) * _NUMBER.itemsize
    return Stored(packed, size, tuple((ends.astype(np.int64) + head).tolist()))


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _decode(packed: bytes | memoryview) -> str:
    return str(packed, "utf-8", "surrogatepass")
