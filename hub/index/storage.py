"""The index folder: builds beside each other, one of them current, one writer at a time.

``CURRENT`` names the folder that serves. A rebuild fills a new folder and switches it in by
replacing ``CURRENT``; a build that was killed is a folder nobody names, and the next writer
sweeps it away. ``seal.json`` in a build tells its version and the check sums of its files as
they were after the last commit; a build that does not agree with its seal is damaged.
"""

import contextlib
import datetime as dt
import fcntl
import json
import os
import secrets
import shutil
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from whoosh import index as whoosh_index
from whoosh.writing import SegmentWriter

from hub.errors import IndexBusy, IndexProblem
from hub.index.own_words import OwnWords
from hub.index.schema import VERSION, schema
from hub.index.writing import Merge, sweep_arrays

_SEAL = "seal.json"
_WORDS = "words.json"
#: Memory a writer may use before it spills to disk, in MiB.
_WRITER_MEMORY = 256
_TRIES = 5

Opened = TypeVar("Opened")
#: Adds to and deletes from an index; what it returns takes over older segments when it commits.
Fill = Callable[[Path, SegmentWriter], Merge]


class Storage:
    """The folder of the index."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> Path | None:
        """The folder of the build that serves, or None where there is none yet."""
        try:
            name = (self.folder / "CURRENT").read_text(encoding="ascii").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        build = self.folder / name
        return build if name.startswith("build-") and build.is_dir() else None

    def state(self) -> str:
        """Why the index cannot be used (missing, damaged, version), or "" when it can."""
        build = self.current()
        if build is None:
            return "damaged" if (self.folder / "CURRENT").exists() else "missing"
        seal = _read_seal(build)
        if seal is None or seal.get("files") != _check_sums(build):
            return "damaged"
        return "" if seal.get("version") == VERSION else "version"

    def built(self) -> dt.datetime | None:
        """When the current build was begun, UTC."""
        build = self.current()
        seal = _read_seal(build) if build else None
        return dt.datetime.fromisoformat(seal["built"]) if seal else None

    def stamp(self) -> tuple[str, int]:
        """What changes with every commit and rebuild."""
        build = self.current()
        if build is None:
            return ("", 0)
        try:
            return (build.name, (build / _SEAL).stat().st_mtime_ns)
        except FileNotFoundError:
            return (build.name, 0)

    def own_words(self) -> OwnWords:
        """The words the current build was made with; none where there is no build."""
        build = self.current()
        return _read_words(build) if build else OwnWords()

    def read(self, opener: Callable[[Path, OwnWords], Opened]) -> Opened:
        """Open the current build. Raises IndexProblem with the way to mend it."""
        for _ in range(_TRIES):  # a rebuild may sweep the build away between look and opening
            build = self.current()
            if build is None:
                raise IndexProblem("There is no search index yet. Run: hub index")
            seal = _read_seal(build)
            if seal and seal.get("version") != VERSION:
                raise IndexProblem(
                    "The search index was made by another version of the hub. Run: hub index"
                )
            try:
                return opener(build, _read_words(build))
            except FileNotFoundError:
                continue
            except Exception as error:  # Whoosh meets damage with errors of every kind
                raise IndexProblem(
                    "The search index is damaged. Run: hub index --rebuild"
                ) from error
        raise IndexProblem("The search index is damaged. Run: hub index --rebuild")

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Be the one writer. Raises IndexBusy at once when there is another.

        The lock belongs to the process and goes with it, so a killed writer leaves none.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise IndexBusy(
                    "The search index is being written by another command. "
                    "Wait until it has finished, then try again."
                ) from error
            self._sweep()
            yield

    def rebuild(self, fills: Iterable[Fill], own: OwnWords) -> None:
        """Fill a new build, made with these words, segment by segment, and switch it in.

        Call it while ``writing``.
        """
        build = self.folder / f"build-{secrets.token_hex(6)}"
        build.mkdir()
        _replace(build / _WORDS, own.packed())
        whoosh_index.create_in(str(build), schema()).close()
        for fill in fills:
            _commit(build, fill)
        _write_seal(build, dt.datetime.now(dt.UTC))
        _replace(self.folder / "CURRENT", build.name)
        self._sweep()

    def update(self, fill: Fill) -> None:
        """Change the current build by one commit. Call it while ``writing``."""
        build = self.current()
        if build is None:
            raise IndexProblem("There is no search index yet. Run: hub index")
        _commit(build, fill)
        _write_seal(build, self.built() or dt.datetime.now(dt.UTC))

    def _sweep(self) -> None:
        current = self.current()
        for build in self.folder.glob("build-*"):
            if build != current:
                shutil.rmtree(build, ignore_errors=True)


def _commit(build: Path, fill: Fill) -> None:
    with contextlib.closing(whoosh_index.open_dir(str(build))) as index:
        writer = SegmentWriter(index, limitmb=_WRITER_MEMORY)
        try:
            merge = fill(build, writer)
        except BaseException:
            writer.cancel()
            raise
        writer.commit(mergetype=merge)
    sweep_arrays(build)


def _check_sums(build: Path) -> dict[str, int]:
    return {
        path.name: zlib.crc32(path.read_bytes())
        for path in sorted(build.iterdir())
        if path.is_file() and _is_part(path)
    }


def _is_part(path: Path) -> bool:
    return path.suffix in (".seg", ".toc") or path.name.startswith(("arrays-", _WORDS))


def _read_words(build: Path) -> OwnWords:
    return OwnWords.unpack((build / _WORDS).read_text(encoding="utf-8"))


def _read_seal(build: Path) -> dict[str, Any] | None:
    try:
        seal = json.loads((build / _SEAL).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return seal if isinstance(seal, dict) else None


def _write_seal(build: Path, built: dt.datetime) -> None:
    seal = {"version": VERSION, "built": built.isoformat(), "files": _check_sums(build)}
    _replace(build / _SEAL, json.dumps(seal))


def _replace(path: Path, text: str) -> None:
    draft = path.with_suffix(".tmp")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
