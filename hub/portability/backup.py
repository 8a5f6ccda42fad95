"""Backup of a hub into one archive, while it runs.

Catalogue, inbox and database are of one moment: nobody changes the catalogue while they are copied.
Texts and originals bear the name of their content; they are there before anything speaks of them.
The file appears when it is whole.
"""

import datetime as dt
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from hub.catalogue.writing import replace_file, sync_folder, unwritable
from hub.errors import TransferError
from hub.migrations import HEAD
from hub.portability.archive import CATALOGUE, DATA, Head, Packer, packing
from hub.portability.exporting import Source
from hub.portability.files import catalogue_files, clear, files_below, held, is_cache
from hub.portability.manifest import is_plain
from hub.portability.model import Progress, Stage, silent

DATABASE = "hub.db"
NOTE = "last-backup.json"  #: in the data directory: when the hub was last backed up
#: Parts of the data directory whose files bear the name of their content.
_BY_CONTENT = ("texts", "files")

THERE = "{path} is there already. Name another file, or add --force to replace it."
AT_ONCE = "Another backup of this hub is being made at this moment. Wait until it is done."
NO_FILE = "{path} is no file that a backup can replace. Name a new file."
NO_FOLDER = "There is no folder {path}. Make it, or name a file in another one."
INSIDE = (
    "{path} lies within {folder}, which is backed up itself. "
    "Name a file outside of it, best on another disk."
)


@dataclass(frozen=True)
class Backup:
    """What a backup holds."""

    path: Path
    size: int  #: bytes
    files: int
    database: bool  #: False: it is on a server, and is backed up there
    strange: tuple[str, ...]  #: files left out, for their names


def back_up(hub: Source, target: Path, *, force: bool = False, tell: Progress = silent) -> Backup:
    """Write one archive of the hub as it is now. Raises TransferError or CatalogueError, and
    leaves a file of that name as it is then."""
    _check(hub, target, force=force)
    hub.prepare()
    with (
        held(hub.settings.data / ".backup.lock", AT_ONCE),
        held(target.with_name(f".{target.name}.lock")),
        _draft(target) as (draft, file),
    ):
        count, strange = _pack(hub, file, tell)
        _name(draft, target, force=force)
    own = not hub.settings.database_url
    backup = Backup(target, target.stat().st_size, count, own, strange)
    _note(hub.settings.data, backup)
    return backup


def _check(hub: Source, target: Path, *, force: bool) -> None:
    if target.exists() and not target.is_file():
        raise TransferError(NO_FILE, path=target)
    if target.exists() and not force:
        raise TransferError(THERE, path=target)
    if not target.parent.is_dir():
        raise TransferError(NO_FOLDER, path=target.parent)
    for folder in (hub.settings.data, hub.settings.collections):
        if target.resolve().is_relative_to(folder.resolve()):
            raise TransferError(INSIDE, path=target, folder=folder)


@contextmanager
def _draft(target: Path) -> Iterator[tuple[Path, IO[bytes]]]:
    """A file to write to, which only we can read; it is gone afterwards unless it was renamed."""
    draft = target.with_name(f".{target.name}.partial")
    try:
        draft.unlink(missing_ok=True)
        handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        with os.fdopen(handle, "wb") as file:
            yield draft, file
    except OSError as error:
        raise unwritable(target, error) from error
    finally:
        with suppress(OSError):
            draft.unlink()


def _pack(hub: Source, file: IO[bytes], tell: Progress) -> tuple[int, tuple[str, ...]]:
    own = not hub.settings.database_url
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    strange: list[str] = []
    with (
        _place(hub.settings.data) as place,
        packing(file, Head(schema_version=HEAD, made=now, database=own)) as packer,
    ):
        with hub.folder.alone():
            if own:
                tell(Stage.DATABASE, 0, 0)
                hub.database.copy_to(place / DATABASE)
            strange += _add(packer, _of_the_moment(hub), tell)
        if own:
            packer.add(f"{DATA}/{DATABASE}", place / DATABASE)
        strange += _add(packer, _by_content(hub), tell)
        count = len(packer.sums)
    file.flush()
    os.fsync(file.fileno())
    return count, tuple(strange)


@contextmanager
def _place(data: Path) -> Iterator[Path]:
    """A folder for a while. That of a killed backup goes: the lock says that nobody uses it."""
    place = data / ".backup"
    clear(place)
    try:
        place.mkdir(mode=0o700)
        yield place
    finally:
        clear(place)


def _of_the_moment(hub: Source) -> Iterator[tuple[str, Path]]:
    """The catalogue, and of the data directory whatever is neither cache nor named by content."""
    root, data = hub.settings.collections, hub.settings.data
    for path in catalogue_files(root):
        yield f"{CATALOGUE}/{path.relative_to(root).as_posix()}", path
    for part in sorted(data.iterdir()):
        if not is_cache(part.name) and part.name not in (*_BY_CONTENT, DATABASE):
            for path in files_below(part) if part.is_dir() else (part,):
                yield f"{DATA}/{path.relative_to(data).as_posix()}", path


def _by_content(hub: Source) -> Iterator[tuple[str, Path]]:
    data = hub.settings.data
    for part in _BY_CONTENT:
        for path in files_below(data / part):
            yield f"{DATA}/{path.relative_to(data).as_posix()}", path


def _add(packer: Packer, found: Iterable[tuple[str, Path]], tell: Progress) -> Iterator[str]:
    """Pack the files; gives the names of those that no archive can hold."""
    files = list(found)
    for number, (name, path) in enumerate(files, 1):
        if is_plain(name):
            with suppress(FileNotFoundError):  # a proposal that was just dealt with
                packer.add(name, path)
        else:
            yield name.encode("utf-8", "backslashreplace").decode()
        tell(Stage.PACKING, number, len(files))


def _name(draft: Path, target: Path, *, force: bool) -> None:
    """Give the finished file its name; in one step, and without ``force`` over nothing."""
    try:
        if force:
            draft.replace(target)
        else:
            os.link(draft, target)
    except FileExistsError as error:
        raise TransferError(THERE, path=target) from error
    except OSError:  # some disks know no links
        if target.exists():
            raise TransferError(THERE, path=target) from None
        draft.replace(target)
    sync_folder(target.parent)


def _note(data: Path, backup: Backup) -> None:
    now = dt.datetime.now(dt.UTC).replace(microsecond=0).isoformat()
    content = json.dumps({"at": now, "file": str(backup.path.resolve()), "size": backup.size})
    replace_file(data / NOTE, content.encode(), 0o600)


def last_backup(data: Path) -> dt.datetime | None:
    """When the hub was last backed up; None if it never was, as far as it knows."""
    try:
        at = dt.datetime.fromisoformat(json.loads((data / NOTE).read_bytes())["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return at if at.tzinfo else None
