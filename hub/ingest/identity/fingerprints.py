"""Texts that are nearly the same, found by MinHash: an estimate of the share of common phrases.

A fingerprint is 128 numbers of 8 bits, 128 bytes, whatever the length of the text. All of them
stand in one array, so that ten thousand are compared in a millisecond. (Ping Li and A. C. König,
b-Bit Minwise Hashing, 2010: what is lost by keeping few bits is a share of agreement by chance.)
"""

import hashlib
import os
import re
import tempfile
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

from hub.ingest.identity.compact import Ids, Rows
from hub.ingest.model import Twin

#: The share of common phrases from which two texts are offered as the same.
ALIKE = 0.8
_NUMBERS = 128
_CHANCE = 1 / 256  #: the share of numbers in which two texts agree by chance
_PHRASE = 4  #: words
_SHORTEST = 30  #: words; shorter texts are alike by chance
_BAND = 8  #: numbers that two texts must share somewhere to be compared at all
_MOST = 20  #: resources with the very same text or file that are named; more help nobody
_WORD = re.compile(r"\w+")
_VERSION = "minhash-3"
_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9))
_DIGEST = 32  #: bytes of a SHA-256

Signature = npt.NDArray[np.uint8]
_Table = npt.NDArray[np.uint8]


def text_digest(text: str) -> str:
    """The SHA-256 of a text, as full texts are named by."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def signature(text: str) -> Signature | None:
    """The fingerprint of a text; None for one that is too short to be told by it."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text.replace("\u00ad", "")).casefold())
    if len(words) < _SHORTEST:
        return None
    phrases = _phrases(words)
    sketch = RMinHash.digest_matrix_from_flat_token_hashes(phrases, [0, len(phrases)], _NUMBERS, 1)
    return _few_bits(np.array(sketch.to_rows()[0], np.uint64))


def _few_bits(least: npt.NDArray[np.uint64]) -> Signature:
    """Eight bits of each number, mixed: the upper ones of a least number are mostly zeros."""
    return ((least * _MIX[0]) >> np.uint64(56)).astype(np.uint8)


@lru_cache(20_000)
def _word_hash(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "replace"))


def _phrases(words: list[str]) -> npt.NDArray[np.uint64]:
    """A number of 64 bits for each four words in a row."""
    hashes = np.fromiter(map(_word_hash, words), np.uint64, len(words))
    size = len(hashes) - _PHRASE + 1
    mixed = np.zeros(size, np.uint64)
    for offset in range(_PHRASE):
        mixed = mixed * _MIX[0] + hashes[offset : offset + size]  # wraps around, as it should
        mixed = (mixed ^ (mixed >> np.uint64(29))) * _MIX[1]
    return mixed


class Fingerprints:
    """The fingerprints of the catalogue's texts and the hashes of its files.

    ``cache`` keeps them between two runs; without it, or when it is lost, they are made again.
    ``ids`` may be shared with others that number the same things.
    """

    def __init__(self, cache: Path | None = None, ids: Ids | None = None) -> None:
        self._cache = cache
        self._known: dict[bytes, Signature | None] = _read(cache) if cache else {}
        self._ids = Ids() if ids is None else ids
        self._asked: tuple[bytes, Signature | None] = (b"", None)  #: what was compared last
        self._texts, self._contents = Rows(), Rows()  #: by hash: rows of ids
        self._number = 0  #: of ids with a text
        self._kinds = np.zeros(64, np.uint8)  #: by row: of what is known
        self._digests: _Table = np.zeros((64, _DIGEST), np.uint8)
        self._table: _Table = np.zeros((64, _NUMBERS), np.uint8)

    def __len__(self) -> int:
        return self._number

    def add(self, id: str, digest: str, load: Callable[[], str]) -> None:
        """Take in a text by its SHA-256. It is loaded only where its fingerprint is not known."""
        self.remove(id)
        found = self._signature(bytes.fromhex(digest), load)
        row = self._row(id)
        self._kinds[row] = _SHORT if found is None else _LONG
        self._digests[row] = np.frombuffer(bytes.fromhex(digest), np.uint8)
        self._table[row] = 0 if found is None else found
        self._number += 1
        _enter(self._texts, digest, row)

    def _signature(self, digest: bytes, load: Callable[[], str]) -> Signature | None:
        if digest in self._known:
            return self._known[digest]
        return self._asked[1] if self._asked[0] == digest else signature(load())

    def add_text(self, id: str, text: str) -> None:
        """Take in a text."""
        self.add(id, text_digest(text), lambda: text)

    def add_content(self, id: str, sha256: str) -> None:
        """Take in a file by the SHA-256 of its bytes; a resource may have several."""
        _enter(self._contents, sha256, self._row(id))

    def remove(self, id: str) -> None:
        """Forget a text. Its file is still known."""
        row = self._ids.find(id)
        if row is None or row >= len(self._kinds) or self._kinds[row] == _NONE:
            return
        self._texts.remove(_hash(self._digests[row].tobytes().hex()), row)
        self._kinds[row] = _NONE
        self._table[row] = 0
        self._number -= 1

    def _row(self, id: str) -> int:
        """The row of an id; there is room for it."""
        row = self._ids.row(id)
        if row >= len(self._kinds):
            more = max(row + 1, 2 * len(self._kinds)) - len(self._kinds)
            self._kinds, self._digests, self._table = (
                np.concatenate([old, np.zeros((more, *old.shape[1:]), np.uint8)])
                for old in (self._kinds, self._digests, self._table)
            )
        return row

    def twins(
        self, text: str, contents: Iterable[str] = (), *, but: str = "", alike: float = ALIKE
    ) -> tuple[Twin, ...]:
        """What may be the same as a text and the files it came from, the likeliest first.

        ``contents`` are SHA-256 of bytes; ``but`` is the id of the resource itself.
        """
        found: dict[str, Twin] = {}
        for sha256 in contents:
            for id in self._of(self._contents, sha256):
                found.setdefault(id, Twin(id, "content"))
        for id, likeness in self._alike(text, alike):
            found.setdefault(id, Twin(id, "text", likeness))
        found.pop(but, None)
        return tuple(sorted(found.values(), key=lambda twin: -twin.likeness))

    def _of(self, table: Rows, digest: str) -> list[str]:
        return sorted(self._ids[row] for row in table.all(_hash(digest)))

    def _alike(self, text: str, alike: float) -> Iterator[tuple[str, float]]:
        digest = text_digest(text)
        if text.strip():
            yield from ((id, 1.0) for id in self._of(self._texts, digest))
        asked = self._signature(bytes.fromhex(digest), lambda: text)
        self._asked = (bytes.fromhex(digest), asked)
        if asked is None or not self._number:
            return
        size = min(len(self._ids), len(self._table))
        shares = _likeness(np.count_nonzero(self._table[:size] == asked, axis=1))
        for row in islice(np.flatnonzero(shares >= alike).tolist(), _MOST):
            if self._kinds[row] == _LONG:
                yield self._ids[row], round(float(shares[row]), 3)

    def pairs(self, alike: float = ALIKE) -> Iterator[tuple[str, str, float]]:
        """All pairs of ids whose texts are nearly the same, each once, with their likeness."""
        rows, seen = np.flatnonzero(self._kinds == _LONG), set()
        for start in range(0, _NUMBERS, _BAND):
            for first, second in _same_band(self._table[rows, start : start + _BAND], rows):
                if (first, second) in seen:
                    continue
                seen.add((first, second))
                common = np.count_nonzero(self._table[first] == self._table[second])
                likeness = float(_likeness(np.asarray(common)))
                if likeness >= alike:
                    yield self._ids[first], self._ids[second], round(likeness, 3)

    def save(self) -> None:
        """Keep the fingerprints of the texts taken in for the next run.

        From here on each is held once, in its row.
        """
        used = np.flatnonzero(self._kinds)
        wanted = {self._digests[row].tobytes(): row for row in used.tolist()}
        if self._cache is not None and wanted.keys() != self._known.keys():
            rows = np.array(list(wanted.values()), np.int64)
            long = self._kinds[rows] == _LONG
            _write(self._cache, self._digests[rows], self._table[rows], long)
        self._known = {}


_NONE, _SHORT, _LONG = 0, 1, 2  #: kinds of rows: without a text, with a short one, a long one


def _hash(digest: str) -> int:
    """Stands for a SHA-256, which is even enough to be cut."""
    return int(digest[:16], 16) or 1


def _enter(table: Rows, digest: str, row: int) -> None:
    """Note a row by a SHA-256, once, unless many have the very same."""
    there = list(table.all(_hash(digest)))
    if row not in there and len(there) < _MOST:
        table.add(_hash(digest), row)


def _likeness(common: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """The share of common phrases that a number of common hashes speaks for."""
    return np.maximum(0.0, (common / _NUMBERS - _CHANCE) / (1 - _CHANCE))


def near_twins(
    texts: Iterable[tuple[str, str]], alike: float = ALIKE
) -> Iterator[tuple[str, str, float]]:
    """Pairs of ids whose texts are nearly the same, with their likeness. ``texts``: (id, text)."""
    fingerprints = Fingerprints()
    for id, text in texts:
        fingerprints.add_text(id, text)
    yield from fingerprints.pairs(alike)


def _same_band(band: _Table, rows: npt.NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Pairs of rows that agree in a whole band. Of many that do, each is paired with the first:
    that they are alike among themselves is then known well enough.
    """
    first: dict[bytes, int] = {}
    for row, numbers in zip(rows.tolist(), band, strict=True):
        earlier = first.setdefault(numbers.tobytes(), row)
        if earlier != row:
            yield earlier, row


def _read(cache: Path) -> dict[bytes, Signature | None]:
    """What was kept; nothing where there is no cache, or none that can be used."""
    try:
        with cache.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            if str(kept["version"]) != _VERSION:
                return {}
            digests, table, long = kept["digests"], kept["table"], kept["long"]
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error):
        return {}
    shapes = ((len(long), _DIGEST), (len(long), _NUMBERS))
    if (digests.shape, table.shape) != shapes or {digests.dtype, table.dtype} != {np.dtype("u1")}:
        return {}
    return {
        digest.tobytes(): table[row] if long[row] else None for row, digest in enumerate(digests)
    }


def _write(cache: Path, digests: _Table, table: _Table, long: npt.NDArray[np.bool_]) -> None:
    """Replace the cache in one step."""
    cache.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=cache.parent, prefix=f".{cache.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, version=np.array(_VERSION), digests=digests, table=table, long=long)
        Path(draft).replace(cache)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
