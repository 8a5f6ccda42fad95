"""Which files the catalogue folder holds, and whether one has changed since."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from hub.catalogue.problems import notice, problem
from hub.catalogue.renamed import RENAMED
from hub.catalogue.tables import TABLES
from hub.errors import CatalogueError
from hub.model import Problem

COLLECTION_FILE = "collection.yaml"
#: Moment of change, moment the file got its name, size, number: alike means unchanged.
Signature = tuple[int, int, int, int]
_JUST_NOW = 50_000_000  #: ns; a clock's tick: a second change within it may look alike


@dataclass(frozen=True)
class Listing:
    """The files of the catalogue by their path, which is relative to its folder."""

    files: dict[str, Signature] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def scan(root: Path) -> Listing:
    """The tables, the old names, and the YAML files one level below.

    Raises CatalogueError without a folder.
    """
    files: dict[str, Signature] = {}
    problems: list[Problem] = []
    for entry in _entries(root):
        if entry.is_dir():
            try:
                inner = list(os.scandir(entry.path))
            except OSError as error:
                message = "The folder cannot be read ({reason}). Give the hub the right to read it."
                problems.append(problem(entry.name, message, reason=error.strerror or ""))
                continue
            problems += _add(files, entry.name, inner)
        elif entry.name in TABLES or entry.name == RENAMED:
            files[entry.name] = _signature(entry)
    return Listing(dict(sorted(files.items())), tuple(problems))


def _entries(root: Path) -> list[os.DirEntry[str]]:
    try:
        return [e for e in os.scandir(root) if not e.name.startswith((".", "_"))]
    except FileNotFoundError as error:
        raise CatalogueError(
            "The catalogue folder {path} does not exist. Set HUB_COLLECTIONS to the folder that "
            "holds the collections, or fill a new one with: hub import DIR",
            path=root,
        ) from error
    except OSError as error:
        raise CatalogueError(
            "The catalogue folder {path} cannot be read ({reason}). Set HUB_COLLECTIONS to a "
            "folder that the hub has the right to read.",
            path=root,
            reason=error.strerror or error,
        ) from error


def _add(
    files: dict[str, Signature], folder: str, entries: list[os.DirEntry[str]]
) -> Iterator[Problem]:
    for entry in entries:
        if entry.name.startswith("."):
            continue  # hidden, such as a file that is being written
        if entry.name.endswith(".yaml"):
            files[f"{folder}/{entry.name}"] = _signature(entry)
        elif entry.name.endswith(".yml"):
            message = "The file is not read: its name must end in .yaml. Rename it."
            yield notice(f"{folder}/{entry.name}", message)


def _signature(entry: os.DirEntry[str]) -> Signature:
    try:
        status = entry.stat()
    except FileNotFoundError:  # a link that leads nowhere, or a file that has just gone
        return (0, 0, 0, 0)
    return (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)


def is_settled(signature: Signature) -> bool:
    """Whether the file is old enough that its next change will surely show."""
    return abs(time.time_ns() - signature[1]) > _JUST_NOW and signature != (0, 0, 0, 0)
