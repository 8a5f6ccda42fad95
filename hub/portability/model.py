"""Words that exports, imports, backups and restores share. Light: every command loads it."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

MANIFEST = "manifest.json"
GZIP = b"\x1f\x8b"  #: the first bytes of a gzipped file


class Choice(StrEnum):
    """What whoever exports may choose to take along."""

    TEXTS = "texts"  #: the captured full texts
    ORIGINALS = "originals"  #: the captured files
    ACCOUNTS = "accounts"  #: addresses, names and grants of accounts; never a password
    SUBSCRIBERS = "subscribers"  #: who receives newsletters, with the proofs of consent
    TOKENS = "tokens"  #: what opens without a password: feeds, links in mails, codes


class Stage(StrEnum):
    """What is going on in long work."""

    CATALOGUE = "catalogue"
    DATABASE = "database"
    FILES = "files"
    CHECKING = "checking"
    PACKING = "packing"
    UNPACKING = "unpacking"


#: Told the stage, and how many of how many are done (0: not known).
Progress = Callable[[Stage, int, int], None]


def silent(stage: Stage, done: int, total: int) -> None:
    """Tell nobody how far it is."""


def is_packed(path: Path) -> bool:
    """Whether the file is a gzipped one, as backups are."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(2) == GZIP


def is_export(folder: Path) -> bool:
    """Whether the folder is the export of a whole hub."""
    return (folder / MANIFEST).is_file()
