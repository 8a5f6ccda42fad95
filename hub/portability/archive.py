"""The archive of a backup: written as a stream, read with distrust.

A gzipped tar. Its first member says what it is, its last one names every other with its check sum,
so that a part that is missing or was changed shows. Names lead into ``catalogue/`` and ``data/``.
"""

import datetime as dt
import gzip
import hashlib
import json
import os
import shutil
import tarfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from hub import __version__
from hub.catalogue.writing import unwritable
from hub.errors import TransferError
from hub.migrations import known_versions
from hub.portability.files import is_cache
from hub.portability.manifest import FileSum, is_plain
from hub.portability.model import GZIP

HEAD, MANIFEST = "hub-backup.json", "manifest.json"
FORMAT = "hub-backup"
FORMAT_VERSION = 1
CATALOGUE, DATA = "catalogue", "data"

_BLOCK = 1 << 20
_HEADER = 1 << 20  #: bytes: a longer description of one member is an attack on our memory
_LARGEST_MANIFEST = 500_000_000
#: An archive may unpack to so many times its size, and to this many bytes in any case.
MOST_TIMES, ALWAYS_FINE = 200, 200_000_000
_RESERVE = 50_000_000  #: bytes of the disk that stay free

DAMAGED = "{path} is damaged or was cut short. Nothing was changed: take another backup."
NOT_OURS = "{path} is no backup of a hub. Name a file that hub backup has written."
NEWER = (
    "{path} was made by a newer program ({theirs}; this is {ours}). Nothing was changed: bring "
    "this installation up to date, then restore again."
)
STRANGE = (
    "{path} holds {name}, which no backup of a hub holds. Nothing was changed: take a backup that "
    "you trust."
)
BOMB = (
    "{path} unpacks to more than {megabytes} MB, which no backup of its size does. Nothing was "
    "changed: take a backup that you trust."
)
NO_ROOM = (
    "There is no room to unpack {path}: {megabytes} MB are free. Nothing was changed: make room on "
    "the disk, then restore again."
)


class Head(BaseModel):
    """What a backup says of itself."""

    model_config = ConfigDict(frozen=True)

    format: str = FORMAT
    format_version: int = FORMAT_VERSION
    program: str = __version__
    schema_version: str  #: of the database, such as "0005"
    made: dt.datetime  #: aware
    database: bool  #: whether the database is in it; one on a server is backed up there


class Sums(BaseModel):
    """The last member: what every other one must be."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    files: dict[str, FileSum]


class Packer:
    """Writes members one after the other."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.sums: dict[str, FileSum] = {}

    def add(self, name: str, path: Path) -> None:
        """Add a file as it is now. Raises FileNotFoundError where it is gone."""
        with path.open("rb") as file:
            state = os.fstat(file.fileno())
            self._put(name, _Summed(file), state.st_size, int(state.st_mtime))

    def text(self, name: str, content: str) -> None:
        """Add a text."""
        data = content.encode()
        self._put(name, _Summed(BytesIO(data)), len(data), int(dt.datetime.now().timestamp()))

    def _put(self, name: str, file: "_Summed", size: int, changed: int) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mtime, member.mode = size, changed, 0o600
        self._tar.addfile(member, file)  # type: ignore[arg-type]
        self.sums[name] = FileSum(size=size, sha256=file.digest.hexdigest())


class _Summed:
    """A file that takes its check sum while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int) -> bytes:
        data = self._file.read(size)
        self.digest.update(data)
        return data


@contextmanager
def packing(file: IO[bytes], head: Head) -> Iterator[Packer]:
    """An archive to fill; the manifest is written when the block ends well."""
    with (
        gzip.GzipFile(fileobj=file, mode="wb", compresslevel=6, filename="", mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        packer = Packer(tar)
        packer.text(HEAD, head.model_dump_json(indent=1))
        yield packer
        sums = {name: sum for name, sum in packer.sums.items() if name != HEAD}
        packer.text(MANIFEST, Sums(files=sums).model_dump_json(indent=1))


def read_head(path: Path) -> Head:
    """What a backup says of itself. Raises TransferError if it is none, or too new."""
    with _open(path) as (tar, guard):
        return _head(path, tar, guard)


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def unpack(
    path: Path, targets: Mapping[str, Path], free: Callable[[Path], int] = _free
) -> Iterator[int]:
    """Unpack a backup into new folders, one for ``catalogue/`` and one for ``data/``.

    ``free`` tells how many bytes the disk of a folder has left. Gives the number of bytes of the
    archive that were read, now and then. Raises TransferError if anything about it is wrong; what
    was unpacked until then is not to be used.
    """
    with _open(path) as (tar, guard):
        _head(path, tar, guard)
        found: dict[str, FileSum] = {}
        while (member := _next(path, tar, guard)) is not None:
            if member.name == MANIFEST:
                wanted = _sums(path, tar, member)
                guard.to_the_end()
                if wanted != found:
                    raise TransferError(DAMAGED, path=path)
                return
            target = _target(path, member, targets, found)
            room = free(targets[member.name.partition("/")[0]]) - _RESERVE
            if member.size > room:
                raise TransferError(NO_ROOM, path=path, megabytes=max(room, 0) // 1_000_000)
            found[member.name] = _write(path, tar, member, target)
            yield guard.packed
        raise TransferError(DAMAGED, path=path)


class _Guard:
    """The unpacked stream: counts, and ends what grows beyond what is allowed."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self._path = path
        self._file = file
        self._stream = gzip.GzipFile(fileobj=file, mode="rb")
        self._most = max(ALWAYS_FINE, MOST_TIMES * os.fstat(file.fileno()).st_size)
        self._until = 0
        self._read = 0

    @property
    def packed(self) -> int:
        """Bytes of the archive that were read."""
        return self._file.tell()

    def allow(self, more: int) -> None:
        """Let so many further bytes through."""
        self._until = self._read + more
        if self._until > self._most + _HEADER:
            raise TransferError(BOMB, path=self._path, megabytes=self._most // 1_000_000)

    def read(self, size: int) -> bytes:
        """As the library of tar archives wants it."""
        if self._read > self._until:
            raise TransferError(DAMAGED, path=self._path)
        data = self._stream.read(size)
        self._read += len(data)
        return data

    def to_the_end(self) -> None:
        """Read the rest, whose check sum the last bytes are."""
        self.allow(_HEADER)
        while self.read(_BLOCK):
            pass


@contextmanager
def _open(path: Path) -> Iterator[tuple[tarfile.TarFile, _Guard]]:
    try:
        with path.open("rb") as file:
            if file.read(2) != GZIP:
                raise TransferError(NOT_OURS, path=path)
            file.seek(0)
            guard = _Guard(path, file)
            guard.allow(_HEADER)
            with tarfile.open(fileobj=guard, mode="r|") as tar:  # type: ignore[call-overload]
                yield tar, guard
    except FileNotFoundError as error:
        raise TransferError("There is no file {path}. Check the name.", path=path) from error
    except (tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile) as error:
        raise TransferError(DAMAGED, path=path) from error
    except IsADirectoryError as error:
        raise TransferError(
            "{path} is a folder. An export is brought back with: hub import", path=path
        ) from error
    except OSError as error:
        raise TransferError(
            "{path} cannot be read ({reason}). Check the file and your rights.",
            path=path,
            reason=error.strerror or error,
        ) from error


def _next(path: Path, tar: tarfile.TarFile, guard: _Guard) -> tarfile.TarInfo | None:
    """The next member, if it is a plain file of a size that can be."""
    guard.allow(_HEADER)
    try:
        member = tar.next()
    except (ValueError, LookupError, ArithmeticError) as error:
        raise TransferError(DAMAGED, path=path) from error  # a header that the library trips over
    if member is None:
        return None
    tar.members.clear()  # type: ignore[attr-defined]  # else it remembers all of them
    name = member.name[:200]
    plain = member.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not member.issparse()
    if not plain or not is_plain(member.name) or member.size < 0:
        raise TransferError(STRANGE, path=path, name=repr(name))
    guard.allow(member.size + _HEADER)
    return member


def _head(path: Path, tar: tarfile.TarFile, guard: _Guard) -> Head:
    member = _next(path, tar, guard)
    if member is None or member.name != HEAD:
        raise TransferError(NOT_OURS, path=path)
    data = _data(path, tar, member, _HEADER)
    version = data.get("format_version")
    if data.get("format") != FORMAT or not isinstance(version, int):
        raise TransferError(NOT_OURS, path=path)
    if version > FORMAT_VERSION or data.get("schema_version") not in known_versions():
        theirs = str(data.get("program", "?"))
        raise TransferError(NEWER, path=path, theirs=theirs, ours=__version__)
    try:
        return Head.model_validate(data)
    except ValidationError as error:
        raise TransferError(NOT_OURS, path=path) from error


def _sums(path: Path, tar: tarfile.TarFile, member: tarfile.TarInfo) -> dict[str, FileSum]:
    try:
        return Sums.model_validate(_data(path, tar, member, _LARGEST_MANIFEST)).files
    except ValidationError as error:
        raise TransferError(DAMAGED, path=path) from error


def _data(
    path: Path, tar: tarfile.TarFile, member: tarfile.TarInfo, largest: int
) -> dict[str, Any]:
    file = tar.extractfile(member)
    try:
        data = json.loads(file.read(largest)) if file and member.size <= largest else None
    except (ValueError, RecursionError) as error:
        raise TransferError(DAMAGED, path=path) from error
    if not isinstance(data, dict):
        raise TransferError(DAMAGED, path=path)
    return data


def _target(
    path: Path, member: tarfile.TarInfo, targets: Mapping[str, Path], found: Mapping[str, FileSum]
) -> Path:
    """Where a member goes. Raises TransferError where it has no place."""
    where, _, name = member.name.partition("/")
    own = name.partition("/")[0]
    if (
        where not in targets
        or not name
        or member.name in found
        or (where == DATA and is_cache(own))
    ):
        raise TransferError(STRANGE, path=path, name=repr(member.name[:200]))
    return targets[where] / name


def _write(path: Path, tar: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> FileSum:
    digest, left = hashlib.sha256(), member.size
    source = tar.extractfile(member)
    assert source is not None  # a plain file has content
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        file = target.open("xb")
    except (FileExistsError, NotADirectoryError) as error:
        raise TransferError(STRANGE, path=path, name=repr(member.name[:200])) from error
    except OSError as error:
        raise unwritable(target, error) from error
    with file:
        while left and (data := source.read(min(left, _BLOCK))):
            digest.update(data)
            left -= len(data)
            _save(file, data, target)
    if left:
        raise TransferError(DAMAGED, path=path)
    return FileSum(size=member.size, sha256=digest.hexdigest())


def _save(file: IO[bytes], data: bytes, target: Path) -> None:
    try:
        file.write(data)
    except OSError as error:
        raise unwritable(target, error) from error
