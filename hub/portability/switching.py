"""Folders exchanged as one step: what is to be renamed is written down first.

A process that was killed half way leaves the list behind; the next command of the hub, whichever it
is, finishes it before it looks at anything.
"""

import fcntl
import json
import os
from collections.abc import Sequence
from pathlib import Path

from hub.errors import TransferError
from hub.settings import Settings

Move = tuple[Path, Path]  #: an old name and a new one, both absolute

STUCK = (
    "A restore was cut short, and {path} cannot be renamed to {target} ({reason}). "
    "Give the hub the right to do so, then repeat the command."
)


def list_of(data: Path) -> Path:
    """The file that holds the list, beside the data directory."""
    place = data.resolve()
    return place.with_name(f".{place.name}.switch.json")


def switch(data: Path, moves: Sequence[Move]) -> None:
    """Do these renames: all of them, also when killed. Raises TransferError."""
    path = list_of(data)
    draft = path.with_name(path.name + ".tmp")
    with draft.open("w", encoding="utf-8") as file:
        json.dump([[str(old), str(new)] for old, new in moves], file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _sync(path.parent)
    _do(path)


def finish_switch(settings: Settings) -> None:
    """Finish what a killed restore left under way. Raises TransferError where that fails."""
    path = list_of(settings.data)
    if path.exists():
        _do(path)


def _do(path: Path) -> None:
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return  # another process has just finished it
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not path.exists():
            return
        for old, new in json.loads(path.read_text(encoding="utf-8")):
            _rename(Path(old), Path(new))
        path.unlink()
        _sync(path.parent)
    finally:
        os.close(handle)


def _rename(old: Path, new: Path) -> None:
    """A rename that was done already is left alone: then the new name is taken."""
    if not old.exists() or new.exists():
        return
    try:
        old.rename(new)
    except OSError as error:
        reason = error.strerror or error
        raise TransferError(STUCK, path=old, target=new, reason=reason) from error
    _sync(old.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
