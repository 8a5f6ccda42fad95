"""The manifest of an export: what it holds, how it was made, and the check sum of each file."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hub import __version__
from hub.errors import TransferError
from hub.portability.model import MANIFEST, Choice
from hub.portability.rules import LEFT_OUT

FORMAT = "hub-export"
FORMAT_VERSION = 1
_LARGEST = 500_000_000  #: bytes of a manifest; one of 100,000 files has 15 million

NO_MANIFEST = (
    "{path} is damaged, or no manifest of a hub. Nothing was imported: export the hub once more."
)
NEWER = (
    "{path} was made by a newer program ({theirs}; this is {ours}). "
    "Bring this installation up to date, then import again."
)
MISSING = (
    "The export is not whole: {path} is missing. Nothing was imported: copy the folder once more."
)
CHANGED = (
    "{path} is damaged or was changed since the export. Nothing was imported: copy the folder "
    "once more, or take over only the catalogue with --catalogue-only."
)


class FileSum(BaseModel):
    """What a file must be."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    size: int = Field(ge=0)  #: bytes
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class TableFacts(BaseModel):
    """A table of the database: how many rows, and the kind of each column."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rows: int = Field(ge=0)
    columns: dict[str, str]


class Manifest(BaseModel):
    """What an export says of itself. Paths are relative to its folder, with forward slashes."""

    model_config = ConfigDict(frozen=True)

    format: str = FORMAT
    format_version: int = FORMAT_VERSION
    program: str = __version__
    schema_version: str  #: of the database, such as "0005"
    made: dt.datetime  #: aware
    chosen: tuple[Choice, ...] = ()
    counts: dict[str, int] = Field(default_factory=dict)  #: resources, collections, texts, …
    tables: dict[str, TableFacts] = Field(default_factory=dict)
    numbers: dict[str, int] = Field(default_factory=dict)  #: the highest id ever given
    files: dict[str, FileSum]

    @property
    def digest(self) -> str:
        """Tells this export from every other one."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an export. Raises TransferError if it is none, or too new."""
    path = folder / MANIFEST
    data = _data(path)
    version = data.get("format_version")
    if data.get("format") != FORMAT or not isinstance(version, int):
        raise TransferError(NO_MANIFEST, path=path)
    if version > FORMAT_VERSION:
        theirs = str(data.get("program", "?"))
        raise TransferError(NEWER, path=folder, theirs=theirs, ours=__version__)
    try:
        manifest = Manifest.model_validate(data)
    except ValidationError as error:
        raise TransferError(NO_MANIFEST, path=path) from error
    named = {table_file(table) for table in manifest.tables}
    if not all(map(is_plain, manifest.files)) or named - set(manifest.files):
        raise TransferError(NO_MANIFEST, path=path)
    if set(manifest.tables) & set(LEFT_OUT):
        raise TransferError(NO_MANIFEST, path=path)
    return manifest


def table_file(table: str) -> str:
    """Where the rows of a table stand in an export."""
    return f"database/{table}.jsonl"


def _data(path: Path) -> Mapping[str, Any]:
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError("it is too large")
        data = json.loads(path.read_bytes())
        if not isinstance(data, dict):
            raise ValueError("it is no manifest of a hub")
    except (OSError, ValueError, RecursionError) as error:
        raise TransferError(NO_MANIFEST, path=path) from error
    return data


def is_plain(name: str) -> bool:
    """Whether the path leads to a file below the folder it is relative to."""
    parts = name.split("/")
    return (
        bool(name)
        and name.isprintable()
        and "\\" not in name
        and len(name) <= 1_000
        and all(part not in ("", ".", "..") and len(part.encode()) <= 255 for part in parts)
    )


def check_files(folder: Path, manifest: Manifest, tell: Callable[[int, int], None]) -> None:
    """Raise TransferError unless every file of the export is there, and is what it was."""
    total = len(manifest.files)
    for number, (name, wanted) in enumerate(manifest.files.items(), 1):
        path = folder / name
        if not path.is_file():
            raise TransferError(MISSING, path=path)
        if path.is_symlink() or sum_of(path) != wanted:
            raise TransferError(CHANGED, path=path)
        tell(number, total)


def sum_of(path: Path) -> FileSum:
    """Size and check sum of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return FileSum(size=file.tell(), sha256=digest)
