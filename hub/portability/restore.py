"""Restore of a backup: unpacked beside, checked, then put in place of what is there as one step.

What was there is kept beside, with the moment in its name. Whoever calls holds the data directory.
"""

import datetime as dt
import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import sqlalchemy as sa

from hub.catalogue.writing import unwritable
from hub.database import open_database
from hub.errors import TransferError
from hub.portability.archive import CATALOGUE, DATA, Head, read_head, unpack
from hub.portability.backup import DATABASE
from hub.portability.files import files_below, is_cache, sync_tree
from hub.portability.model import Progress, Stage, silent
from hub.portability.switching import Move, switch
from hub.settings import Settings

NESTED = (
    "The catalogue {collections} and the data directory {data} lie within each other. Set "
    "HUB_COLLECTIONS or HUB_DATA to another folder before you restore."
)
NO_DATABASE = (
    "{path} holds no database: that of its hub is on a server. Restore it there, and set "
    "HUB_DATABASE_URL before you restore the rest."
)
MOUNTED = (
    "{path} is the root of a disk and cannot be exchanged. Set HUB_DATA or HUB_COLLECTIONS to a "
    "folder in it, then restore again."
)


@dataclass(frozen=True)
class Restored:
    """What a restore did."""

    head: Head
    kept: tuple[Path, ...]  #: where what was there before is now
    waiting: int  #: letters that were on their way when the backup was made


def in_use(settings: Settings) -> tuple[Path, ...]:
    """The folders a restore would replace: those that hold anything but caches."""
    collections = settings.collections
    found = [collections] if collections.is_dir() and any(collections.iterdir()) else []
    if settings.data.is_dir() and any(not is_cache(p.name) for p in settings.data.iterdir()):
        found.append(settings.data)
    return tuple(found)


def restore(
    settings: Settings, archive: Path, now: dt.datetime, tell: Progress = silent
) -> Restored:
    """Put the hub of a backup in the place of this one; the index is to be built afterwards.

    Raises TransferError, and changes nothing, if the backup is damaged, newer than the program or
    no backup at all.
    """
    head = read_head(archive)
    if not head.database and not settings.database_url:
        raise TransferError(NO_DATABASE, path=archive)
    folders = {DATA: settings.data.resolve(), CATALOGUE: settings.collections.resolve()}
    _check(folders)
    staged = {name: f.with_name(f".{f.name}.restoring") for name, f in folders.items()}
    try:
        _make(staged)
        total = archive.stat().st_size
        for done in unpack(archive, staged):
            tell(Stage.UNPACKING, done, total)
        tell(Stage.CHECKING, 0, 0)
        waiting = _ready(staged, settings)
    except BaseException:
        for folder in staged.values():
            shutil.rmtree(folder, ignore_errors=True)
        raise
    moves, kept = _moves(folders, staged, now)
    switch(settings.data, moves)
    return Restored(head, _worth_keeping(kept), waiting)


def _check(folders: dict[str, Path]) -> None:
    data, collections = folders[DATA], folders[CATALOGUE]
    if data.is_relative_to(collections) or collections.is_relative_to(data):
        raise TransferError(NESTED, data=data, collections=collections)
    for folder in folders.values():
        if os.path.ismount(folder):
            raise TransferError(MOUNTED, path=folder)


def _make(staged: dict[str, Path]) -> None:
    """New folders to unpack to; what a killed restore left goes."""
    for name, folder in staged.items():
        try:
            if folder.exists():
                shutil.rmtree(folder)
            folder.mkdir(parents=True, mode=0o700 if name == DATA else 0o755)
        except OSError as error:
            raise unwritable(folder, error) from error


def _ready(staged: dict[str, Path], settings: Settings) -> int:
    """Rights as the hub gives them, the database sound and up to date, nobody logged in.

    The number of letters on their way: they may have been sent since.
    """
    for path in files_below(staged[DATA]):
        path.chmod(0o600)
    waiting = 0
    if (staged[DATA] / DATABASE).exists():
        waiting = _checked_database(replace(settings, data=staged[DATA], database_url=""))
    for folder in staged.values():
        sync_tree(folder)
    return waiting


def _checked_database(settings: Settings) -> int:
    database = open_database(settings)
    try:
        with database.write() as session:
            # Who was in then may have been shut out since: everybody logs in again.
            session.execute(sa.text("DELETE FROM sessions"))
            waiting = session.scalar(sa.text("SELECT count(*) FROM letters WHERE content <> ''"))
    finally:
        database.close()
    (settings.data / f"{DATABASE}.lock").unlink(missing_ok=True)
    return int(waiting or 0)


def _moves(
    folders: dict[str, Path], staged: dict[str, Path], now: dt.datetime
) -> tuple[list[Move], list[Path]]:
    """What is to be renamed, and what the old folders are called then."""
    moves: list[Move] = []
    kept: list[Path] = []
    for name, folder in folders.items():
        if folder.exists():
            old = folder.with_name(f"{folder.name}.before-{now:%Y-%m-%d-%H%M%S}")
            moves.append((folder, old))
            kept.append(old)
        moves.append((staged[name], folder))
    return moves, kept


def _worth_keeping(kept: list[Path]) -> tuple[Path, ...]:
    """The old folders, less those that hold nothing but caches."""
    for folder in kept:
        if all(is_cache(path.name) for path in folder.iterdir()):
            shutil.rmtree(folder)
    return tuple(folder for folder in kept if folder.exists())
