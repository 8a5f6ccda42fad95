"""Texts that are nearly the same, found by MinHash: an estimate of the share of common phrases.

A fingerprint is 128 numbers of 32 bits, 512 bytes, whatever the length of the text. All of them
stand in one array, so that ten thousand are compared in a few milliseconds.
"""

import hashlib
import os
import re
import tempfile
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from hub.ingest.model import Twin

if TYPE_CHECKING:
    from datasketch import MinHash

#: The share of common phrases from which two texts are offered as the same.
ALIKE = 0.8
_NUMBERS = 128
_PHRASE = 4  #: words
_SHORTEST = 30  #: words; shorter texts are alike by chance
_PIECE = 50_000  #: phrases hashed at once: bounds the memory of a very long text
_BAND = 8  #: numbers that two texts must share somewhere to be compared at all
_WORD = re.compile(r"\w+")
_VERSION = "minhash-1"
_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9))

Signature = npt.NDArray[np.uint32]


@cache
def _empty() -> "MinHash":
    """A fingerprint of nothing, to be copied: its random numbers are made once."""
    from datasketch import MinHash  # takes a second to load: only where texts are compared

    return MinHash(num_perm=_NUMBERS, seed=1, hashfunc=int)


def text_digest(text: str) -> str:
    """The SHA-256 of a text, as full texts are named by."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def signature(text: str) -> Signature | None:
    """The fingerprint of a text; None for one that is too short to be told by it."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text.replace("\u00ad", "")).casefold())
    if len(words) < _SHORTEST:
        return None
    sketch = _empty().copy()
    phrases = _phrases(words)
    for start in range(0, len(phrases), _PIECE):
        sketch.update_batch(phrases[start : start + _PIECE].tolist())
    return np.asarray(sketch.hashvalues, np.uint32)


@lru_cache(100_000)
def _word_hash(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "replace"))


def _phrases(words: list[str]) -> npt.NDArray[np.uint64]:
    """A number of 32 bits for each four words in a row."""
    hashes = np.fromiter(map(_word_hash, words), np.uint64, len(words))
    size = len(hashes) - _PHRASE + 1
    mixed = np.zeros(size, np.uint64)
    for offset in range(_PHRASE):
        mixed = mixed * _MIX[0] + hashes[offset : offset + size]  # wraps around, as it should
        mixed = (mixed ^ (mixed >> np.uint64(29))) * _MIX[1]
    return np.unique(mixed >> np.uint64(32))


class Fingerprints:
    """The fingerprints of the catalogue's texts and the hashes of its files.

    ``cache`` keeps them between two runs; without it, or when it is lost, they are made again.
    """

    def __init__(self, cache: Path | None = None) -> None:
        self._cache = cache
        self._known: dict[str, Signature | None] = _read(cache) if cache else {}
        self._fresh = False
        self._rows: list[str] = []  #: ids by row; empty for one that was removed
        self._of: dict[str, int] = {}
        self._digests: dict[str, str] = {}
        self._of_digest: dict[str, set[str]] = {}
        self._asked: tuple[str, Signature | None] = ("", None)  #: what was compared last
        self._contents: dict[str, set[str]] = {}
        self._table = np.zeros((64, _NUMBERS), np.uint32)

    def __len__(self) -> int:
        return len(self._digests)

    def add(self, id: str, digest: str, load: Callable[[], str]) -> None:
        """Take in a text by its SHA-256. It is loaded only where its fingerprint is not known."""
        self.remove(id)
        if digest not in self._known:
            self._known[digest] = self._asked[1] if self._asked[0] == digest else signature(load())
            self._fresh = True
        self._digests[id] = digest
        self._of_digest.setdefault(digest, set()).add(id)
        found = self._known[digest]
        if found is not None:
            self._append(id, found)

    def add_text(self, id: str, text: str) -> None:
        """Take in a text."""
        self.add(id, text_digest(text), lambda: text)

    def add_content(self, id: str, sha256: str) -> None:
        """Take in a file by the SHA-256 of its bytes; a resource may have several."""
        self._contents.setdefault(sha256, set()).add(id)

    def remove(self, id: str) -> None:
        """Forget a text. Its file is still known."""
        self._of_digest.get(self._digests.pop(id, ""), set()).discard(id)
        row = self._of.pop(id, None)
        if row is not None:
            self._rows[row] = ""
            self._table[row] = 0

    def twins(
        self, text: str, contents: Iterable[str] = (), *, but: str = "", alike: float = ALIKE
    ) -> tuple[Twin, ...]:
        """What may be the same as a text and the files it came from, the likeliest first.

        ``contents`` are SHA-256 of bytes; ``but`` is the id of the resource itself.
        """
        found: dict[str, Twin] = {}
        for sha256 in contents:
            for id in sorted(self._contents.get(sha256, ())):
                found.setdefault(id, Twin(id, "content"))
        for id, likeness in self._alike(text, alike):
            found.setdefault(id, Twin(id, "text", likeness))
        found.pop(but, None)
        return tuple(sorted(found.values(), key=lambda twin: -twin.likeness))

    def _alike(self, text: str, alike: float) -> Iterator[tuple[str, float]]:
        digest = text_digest(text)
        if text.strip():
            yield from ((id, 1.0) for id in sorted(self._of_digest.get(digest, ())))
        asked = self._known[digest] if digest in self._known else signature(text)
        self._asked = (digest, asked)
        if asked is None or not self._rows:
            return
        common = np.count_nonzero(self._table[: len(self._rows)] == asked, axis=1)
        shares = common / _NUMBERS
        for row in np.flatnonzero(shares >= alike).tolist():
            if self._rows[row]:
                yield self._rows[row], round(float(shares[row]), 3)

    def pairs(self, alike: float = ALIKE) -> Iterator[tuple[str, str, float]]:
        """All pairs of ids whose texts are nearly the same, each once, with their likeness."""
        table, seen = self._table[: len(self._rows)], set()
        for start in range(0, _NUMBERS, _BAND):
            for first, second in _same_band(table[:, start : start + _BAND], self._rows):
                if (first, second) in seen:
                    continue
                seen.add((first, second))
                likeness = float((table[first] == table[second]).mean())
                if likeness >= alike:
                    yield self._rows[first], self._rows[second], round(likeness, 3)

    def _append(self, id: str, found: Signature) -> None:
        row = len(self._rows)
        if row == len(self._table):
            self._table = np.concatenate([self._table, np.zeros_like(self._table)])
        self._table[row] = found
        self._rows.append(id)
        self._of[id] = row

    def save(self) -> None:
        """Keep the fingerprints of the texts taken in for the next run."""
        wanted = set(self._digests.values())
        if self._cache is None or not (self._fresh or wanted != set(self._known)):
            return
        _write(self._cache, {d: s for d, s in self._known.items() if d in wanted})
        self._fresh = False


def near_twins(
    texts: Iterable[tuple[str, str]], alike: float = ALIKE
) -> Iterator[tuple[str, str, float]]:
    """Pairs of ids whose texts are nearly the same, with their likeness. ``texts``: (id, text)."""
    fingerprints = Fingerprints()
    for id, text in texts:
        fingerprints.add_text(id, text)
    yield from fingerprints.pairs(alike)


def _same_band(band: Signature, rows: list[str]) -> Iterator[tuple[int, int]]:
    """Pairs of rows that agree in a whole band. Of many that do, each is paired with the first:
    that they are alike among themselves is then known well enough.
    """
    first: dict[bytes, int] = {}
    for row, numbers in enumerate(band):
        if rows[row]:
            earlier = first.setdefault(numbers.tobytes(), row)
            if earlier != row:
                yield earlier, row


def _read(cache: Path) -> dict[str, Signature | None]:
    """What was kept; nothing where there is no cache, or none that can be used."""
    try:
        with cache.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            if str(kept["version"]) != _VERSION:
                return {}
            digests, table, long = kept["digests"], kept["table"], kept["long"]
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error):
        return {}
    if not (len(digests) == len(table) == len(long)) or table.shape[1:] != (_NUMBERS,):
        return {}
    return {str(digest): table[row] if long[row] else None for row, digest in enumerate(digests)}


def _write(cache: Path, known: dict[str, Signature | None]) -> None:
    """Replace the cache in one step."""
    nothing = np.zeros(_NUMBERS, np.uint32)
    table = np.array([nothing if s is None else s for s in known.values()], np.uint32)
    cache.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=cache.parent, prefix=f".{cache.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(
                file,
                version=np.array(_VERSION),
                digests=np.array(list(known), dtype="U64"),
                table=table.reshape(len(known), _NUMBERS),
                long=np.array([s is not None for s in known.values()], dtype=bool),
            )
        Path(draft).replace(cache)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
