"""Named arrays and a table of plain values in one file, read without copying.

The arrays lie one after the other, each at a multiple of 64 bytes; the head, a pickled table of
what lies where, comes last, and the last eight bytes tell where it begins.
"""

import mmap
import os
import pickle
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_ALIGNED = 64


def write_arrays(path: Path, arrays: Mapping[str, Array], values: Mapping[str, Any]) -> None:
    """Write a new file, safe on disk when this returns."""
    head: dict[str, Any] = {"values": dict(values), "arrays": {}}
    with path.open("wb") as file:
        for name, array in arrays.items():
            file.write(b"\0" * (-file.tell() % _ALIGNED))
            head["arrays"][name] = (array.dtype.str, len(array), file.tell())
            np.ascontiguousarray(array).tofile(file)
        begin = file.tell()
        pickle.dump(head, file, protocol=5)
        file.write(begin.to_bytes(8, "little"))
        file.flush()
        os.fsync(file.fileno())


def read_arrays(path: Path) -> tuple[Mapping[str, Array], Mapping[str, Any]]:
    """The arrays, which stay on disk until they are looked at, and the values."""
    with path.open("rb") as file:
        content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    begin = int.from_bytes(content[-8:], "little")
    head = pickle.loads(content[begin:-8])  # noqa: S301  our own, under a check sum
    arrays = {
        name: np.frombuffer(content, np.dtype(kind), count, offset)
        for name, (kind, count, offset) in head["arrays"].items()
    }
    return arrays, head["values"]


def starts_of(counts: Array) -> NDArray[np.int64]:
    """Where each run begins when runs of these lengths follow each other, and the end."""
    starts = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts


def runs(starts: Array, counts: Array) -> NDArray[np.int64]:
    """The numbers of each run one after the other: ``start, start + 1, …``."""
    before = starts_of(counts)
    return np.repeat(starts - before[:-1], counts) + np.arange(before[-1])


def largest(values: Array, count: int) -> NDArray[np.intp]:
    """Where the so many largest values stand, and all that equal the least of them; ascending."""
    if len(values) <= count:
        return np.arange(len(values))
    least = np.partition(values, len(values) - count)[len(values) - count]
    return np.flatnonzero(values >= least)


def pack_strings(strings: Sequence[bytes | memoryview]) -> tuple[Array, Array]:
    """Strings as one array of bytes and where each begins, with the end."""
    blob = np.frombuffer(b"".join(strings), np.uint8)
    return blob, starts_of(np.fromiter(map(len, strings), np.int64, len(strings)))
