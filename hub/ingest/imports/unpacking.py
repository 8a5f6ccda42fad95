"""The exports that a path holds: a file is one, a folder or an archive may hold many."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from hub.errors import IngestError
from hub.ingest.imports.model import ExportFile

_LARGEST = 300_000_000  #: bytes of one member, unpacked
_MOST_MEMBERS = 20_000
_ENDINGS = frozenset(
    (
        *("csv", "tsv", "tab", "xlsx", "md", "markdown", "json", "rdf", "xml", "opml", "zip"),
        *("ris", "bib", "bibtex", "nbib", "refer", "enw", "html", "htm", "ics"),
    )
)
#: Members that only a document has: Office files; OpenDocument and EPUB.
_DOCUMENT = {"[Content_Types].xml", "META-INF/manifest.xml", "META-INF/container.xml"}


def exports_in(path: Path) -> Iterator[ExportFile]:
    """The file itself, or the exports in a folder or archive, by name.

    Raises IngestError if there is nothing of the kind.
    """
    found: Iterator[ExportFile]
    if path.is_dir():
        files = sorted(p for p in path.iterdir() if p.is_file() and _may_be_one(p.name))
        found = chain.from_iterable(map(exports_in, files))
    elif not path.is_file():
        raise IngestError("There is no file {path}. Check the name.", path=path)
    elif _is_archive(path):
        found = _members(path)
    else:
        found = iter([ExportFile(path.name, path)])
    first = next(found, None)
    if first is None:
        raise IngestError("{path} holds no export that the hub knows.", path=path)
    yield first
    yield from found


def _may_be_one(name: str) -> bool:
    return not name.startswith((".", "~$")) and name.rpartition(".")[2].lower() in _ENDINGS


def _is_archive(path: Path) -> bool:
    """A ZIP that is no document: those of Office, OpenDocument and e-books are one, too."""
    try:
        with zipfile.ZipFile(path) as archive:
            return not _DOCUMENT & set(archive.namelist())
    except zipfile.BadZipFile:
        if path.suffix.lower() == ".zip":
            raise IngestError(
                "{path} is no archive that can be read. Export it again.", path=path
            ) from None
    except OSError:
        pass  # reading it will say why
    return False


def _members(path: Path) -> Iterator[ExportFile]:
    """The posts of boards, if there are any; else every file that may be an export."""
    with zipfile.ZipFile(path) as archive:
        members = [m for m in archive.infolist() if not m.is_dir()][:_MOST_MEMBERS]
    names = [m.filename for m in members if _may_be_one(_base(m.filename))]
    posts = [n for n in names if _base(n).lower().startswith(("posts", "beiträge"))]
    for name in sorted(posts or [n for n in names if not n.startswith("__MACOSX")]):
        content = _content(path, name)
        title = _base(name)
        if title.partition(".")[0].strip().lower() in ("posts", "beiträge"):
            title = f"{path.stem}.{title.rpartition('.')[2]}"  # the archive bears the board's name
        yield ExportFile(title, content=content, archive=path.stem, beside=partial(_beside, path))


def _base(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2]


def _content(path: Path, name: str) -> bytes:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(name) as member:
            content = member.read(_LARGEST + 1)
    except (RuntimeError, zipfile.BadZipFile, NotImplementedError, OSError, EOFError) as error:
        raise IngestError(
            "{name} in {path} cannot be unpacked: damaged or locked by a password. Export it "
            "again.",
            name=name,
            path=path,
        ) from error
    if len(content) > _LARGEST:
        raise IngestError(
            "{name} unpacks to more than {megabytes} MB. It is left alone.",
            name=name,
            megabytes=_LARGEST // 1_000_000,
        )
    return content


def _beside(path: Path, name: str) -> bytes | None:
    """The member of that file name, wherever in the archive it lies."""
    with zipfile.ZipFile(path) as archive:
        found = next((n for n in archive.namelist() if _base(n) == name), None)
    return _content(path, found) if found else None


#: Files that only an export of a hub, or a folder made like one, holds.
_OURS = (
    *("resources.yaml", "collections.yaml", "thesaurus.yaml", "places.yaml", "publishers.yaml"),
)


@contextmanager
def hub_export(path: Path) -> Iterator[Path | None]:
    """The folder of a hub's own export, unpacked if it is an archive; None if it is none.

    A folder without any export counts as one, so that its own complaint is heard.
    """
    if path.is_dir():
        ours = any((path / name).exists() for name in _OURS)
        others = any(p.is_file() and _may_be_one(p.name) for p in path.iterdir())
        yield path if ours or not others else None
    elif path.suffix.lower() == ".zip" and _is_archive(path):
        with zipfile.ZipFile(path) as archive:
            names = [m.filename for m in archive.infolist() if not m.is_dir()]
        first = next((n for n in names if _base(n) in _OURS), None)
        if first is None:
            yield None
        else:
            with TemporaryDirectory() as place:
                yield _unpack(path, names, first.removesuffix(_base(first)), Path(place))
    else:
        yield None


def _unpack(path: Path, names: list[str], within: str, place: Path) -> Path:
    """Only plain names directly in the export's own folder: none can lead elsewhere."""
    for name in names:
        if name.startswith(within) and name.removeprefix(within) == _base(name):
            (place / _base(name)).write_bytes(_content(path, name))
    return place
