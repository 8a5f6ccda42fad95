"""Files of a hub: which there are, copied whole, and folders that appear as a whole."""

import fcntl
import fnmatch
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hub.catalogue.writing import sync_folder, unwritable
from hub.errors import TransferError
from hub.portability.rules import CACHES

BUSY = "Another process is writing {path} at this moment. Wait until it is done."


def files_below(folder: Path) -> Iterator[Path]:
    """Every file below a folder, in order; a folder that is none holds none.

    Hidden files are left out: what is being written, and what other programs keep.
    """
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            if not name.startswith(".") and not name.endswith(".tmp") and path.is_file():
                yield path


def catalogue_files(folder: Path) -> Iterator[Path]:
    """Every file of a catalogue folder, its tables, notes and further files too."""
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from files_below(entry)
        elif entry.is_file():
            yield entry


def is_cache(name: str) -> bool:
    """Whether a part of the data directory is never taken along."""
    return (
        name.startswith(".")
        or name.endswith((".tmp", ".lock"))
        or any(fnmatch.fnmatch(name, pattern) for pattern in CACHES)
    )


def copy_file(old: Path, new: Path, mode: int = 0o644) -> None:
    """Copy a file, so that it is there whole or not at all. Raises CatalogueError."""
    draft = new.with_name(".copying.tmp")
    try:
        new.parent.mkdir(parents=True, exist_ok=True)
        with old.open("rb") as source, open(draft, "wb", opener=_private) as target:
            shutil.copyfileobj(source, target, 1 << 20)
            os.fchmod(target.fileno(), mode)
        draft.replace(new)
    except FileNotFoundError:
        draft.unlink(missing_ok=True)
        raise
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise unwritable(new, error) from error


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@contextmanager
def held(path: Path, busy: str = BUSY) -> Iterator[None]:
    """Hold a lock file, made where it is missing. Raises TransferError while another does."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise unwritable(path, error) from error
    try:
        if not _alone(handle, path):
            raise TransferError(busy, path=path.parent)
        yield
        path.unlink(missing_ok=True)
    finally:
        os.close(handle)


def _alone(handle: int, path: Path) -> bool:
    """Whether the lock is ours, and still that of the name: its last holder removed the file."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.fstat(handle).st_ino == path.stat().st_ino
    except (BlockingIOError, FileNotFoundError):
        return False


@contextmanager
def made_whole(target: Path) -> Iterator[Path]:
    """A folder to fill: it gets the name ``target`` when the block ends well.

    What a killed one left is swept away. Raises CatalogueError where nothing can be written, and
    TransferError while another process fills one for the same name.
    """
    draft = target.with_name(f".{target.name}.partial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(target.parent, error) from error
    with held(target.with_name(f".{target.name}.lock")):
        clear(draft)
        try:
            draft.mkdir(mode=0o700)
            yield draft
            sync_tree(draft)
            draft.rename(target)
        except OSError as error:
            raise unwritable(target, error) from error
        finally:
            clear(draft)
        sync_folder(target.parent)


def clear(folder: Path) -> None:
    """Remove a folder with all that is in it, if it is there."""
    if folder.is_dir():
        shutil.rmtree(folder)


def sync_tree(folder: Path) -> None:
    """Make all that was written below a folder last through a power cut."""
    for place, _, names in os.walk(folder):
        for name in (*names, "."):
            handle = os.open(Path(place, name), os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
