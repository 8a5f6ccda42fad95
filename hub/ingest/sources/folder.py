"""A folder of files, with the folders in it."""

import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from hub.errors import IngestError
from hub.ingest.model import Fetched, Item, Rejected
from hub.ingest.sources.filtering import wanted
from hub.ingest.sources.spec import SourceSpec

_LARGEST = 50_000_000  #: bytes of one file
_TOO_LARGE = "The file is larger than {megabytes} MB. Make it smaller, or add it by hand."
_UNREADABLE = "The file cannot be read ({reason}). Give the hub the right to read it."
_EMPTY = "The file is empty. Fetch or save it again, then try once more."


def read(
    spec: SourceSpec, fetch: Callable[[str], Fetched], since: dt.datetime | None
) -> Iterator[Item | Rejected]:
    """The files in the order of their names. Hidden files and links to elsewhere are left out.

    All are read, old ones too: a file may be put there that is older than the last run. Raises
    IngestError if there is no such folder.
    """
    folder = spec.folder or Path()
    if not folder.is_dir():
        raise IngestError(
            "{where}: there is no folder {folder}. Correct 'folder', or make it.",
            where=spec.where,
            folder=folder,
        )
    for path in _files(folder, spec.recursive):
        key = path.relative_to(folder).as_posix()
        if wanted(key, spec):
            yield _item(path, spec.name, key)


def _files(folder: Path, recursive: bool) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if recursive and not f.startswith("."))
        for name in sorted(files):
            path = Path(place) / name
            if not name.startswith((".", "~$")) and path.is_file() and not path.is_symlink():
                yield path


def _item(path: Path, source: str, key: str) -> Item | Rejected:
    clean = key.encode("utf-8", "replace").decode()  # names in other encodings
    try:
        size = path.stat().st_size
        if size > _LARGEST:
            megabytes = _LARGEST // 1_000_000
            return Rejected(source, clean, _TOO_LARGE, {"megabytes": megabytes}, path.name)
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        return Rejected(source, clean, _UNREADABLE, {"reason": reason}, path.name)
    if not content:
        return Rejected(source, clean, _EMPTY, title=path.name)
    name = clean.rpartition("/")[2]
    return Item(source, clean, content=content, name=name)
