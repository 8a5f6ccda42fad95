"""The catalogue folder: loaded as a whole, changed file by file."""

import errno
import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

from pydantic import ValidationError

from hub.catalogue.cache import Entries, read_cache, write_cache
from hub.catalogue.entries import collection_data, read_resource, resource_data, tidy
from hub.catalogue.loading import build_catalogue, is_id, read_entry
from hub.catalogue.reading import Unreadable, parse, read_bytes
from hub.catalogue.recording import FileChange, Recorder, Unrecorded, Wrote
from hub.catalogue.scan import COLLECTION_FILE, Listing, is_settled, scan
from hub.catalogue.tables import LARGEST_TABLE
from hub.catalogue.vocabulary.last_good import LastGood
from hub.catalogue.writing import dump, replace_file, replace_files, sync_folder, unwritable
from hub.errors import CatalogueError, NotFound
from hub.model import Catalogue, Collection, Resource

_RESERVED = frozenset({"collection"})  #: its file would be the collection's own
#: Seconds between looks at a folder that is being written to, before we give up.
_PAUSES = (0.0, 0.0, 0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)


class CatalogueFolder:
    """The folder ``collections/``. Any number may read it, one at a time writes.

    ``cache`` names a file that makes the next process load fast; None does without.
    Its ``recorder`` is told of everything that is written.
    """

    def __init__(self, folder: Path, cache: Path | None = None) -> None:
        self.folder = folder
        self.last_good = LastGood(folder, cache)
        self.recorder: Recorder = Unrecorded()
        self._cache = cache
        self._lock = Lock()
        self._listing: Listing | None = None
        self._entries: Entries | None = None
        self._catalogue = Catalogue()

    def load(self) -> Catalogue:
        """Everything the folder holds now. What cannot be read stands in ``problems``.

        The same object as before if no file has changed. Raises CatalogueError if the folder
        is missing or cannot be read.
        """
        with self._lock:
            listing = scan(self.folder)
            if listing != self._listing:
                self._reload(listing)
            return self._catalogue

    def _reload(self, listing: Listing) -> None:
        for pause in _PAUSES:  # a file may be moved while we look
            time.sleep(pause)
            again = scan(self.folder)
            try:
                if again == listing:
                    entries = self._read(listing)
                    self._catalogue = build_catalogue(self.folder, listing, entries, self.last_good)
                    break
            except FileNotFoundError:
                again = scan(self.folder)
            listing = again
        else:
            raise CatalogueError(
                "The files in {path} are changing all the time. Try again in a moment.",
                path=self.folder,
            )
        self._entries = entries
        files = {path: s for path, s in listing.files.items() if is_settled(s)}
        self._listing = Listing(files, listing.problems)

    def _read(self, listing: Listing) -> Entries:
        if self._entries is None:
            self._entries = read_cache(self._cache, self.folder) if self._cache else {}
        known, entries, fresh = self._entries, {}, 0
        for path, signature in listing.files.items():
            if "/" not in path or path.endswith("/" + COLLECTION_FILE):
                continue
            entry = known.get(path)
            if not entry or entry.signature != signature or not is_settled(signature):
                entry = read_entry(self.folder, path, signature)
                fresh += 1
            entries[path] = entry
        if self._cache and (fresh or len(entries) != len(known)):
            write_cache(self._cache, self.folder, entries)
        return entries

    def save(self, resource: Resource) -> Path:
        """Write the resource into the folder of its home collection; the path of its file.

        A file in another folder moves, in one step. Raises CatalogueError where the resource
        cannot be written or would not read back as it is; then nothing has changed.
        """
        resource = tidy(resource)
        content = self._content(resource)
        target = self.path_of(resource)
        with self._writing(target.parent) as wrote:
            file = self._file_of(resource)
            if file == target:
                self._replace(target, content, wrote)
            else:
                self._move(file, target, content, wrote)
        return target

    def path_of(self, resource: Resource) -> Path:
        """Where the file of the resource belongs."""
        return self.folder / resource.home / f"{resource.id}.yaml"

    def _content(self, resource: Resource) -> bytes:
        if resource.id in _RESERVED:
            raise CatalogueError("The id '{id}' is reserved. Choose another.", id=resource.id)
        if not (self.folder / resource.home / COLLECTION_FILE).is_file():
            raise CatalogueError(
                "There is no collection '{id}' to put the resource into. "
                "Choose one of the existing collections.",
                id=resource.home,
            )
        text = dump(resource_data(resource))
        if not _reads_back(text, resource):
            raise CatalogueError(
                "The resource '{id}' would not read back from its file as it is. "
                "Look for values that are no ordinary text.",
                id=resource.id,
            )
        return text.encode()

    def content(self, resource: Resource) -> bytes | None:
        """What the file of the resource holds now; None where it has none."""
        return _content_of(self._file_of(resource))

    def changes_of(self, resource: Resource) -> tuple[FileChange, ...]:
        """What ``save`` would write, for whoever changes many files at once; nothing is written.

        Raises CatalogueError as ``save`` does.
        """
        resource = tidy(resource)
        content = self._content(resource)
        file, target = self._file_of(resource), self.path_of(resource)
        before = _content_of(file)
        if file != target:
            return (
                FileChange(self._name(file), before, None),
                FileChange(self._name(target), None, content),
            )
        return () if before == content else (FileChange(self._name(file), before, content),)

    def _file_of(self, resource: Resource) -> Path:
        """Its file, which may stand in another folder than it belongs to; else where it would."""
        target = self.path_of(resource)
        current = self._files_of(resource.id)
        return target if target in current or not current else current[0]

    def remove(self, id: str) -> None:
        """Remove the resource's file. Raises NotFound if there is none."""
        files = self._files_of(id) if is_id(id) and id not in _RESERVED else []
        if not files:
            raise NotFound("There is no resource '{id}' in the catalogue.", id=id)
        for path in files:
            with self._writing(path.parent) as wrote:
                before = _content_of(path)
                _unlink(path)
                if before is not None:
                    wrote(FileChange(self._name(path), before, None))

    def save_collection(self, collection: Collection) -> Path:
        """Write ``collection.yaml``, and make its folder if there is none."""
        target = self.folder / collection.id / COLLECTION_FILE
        content = dump(collection_data(collection)).encode()
        self.make(target.parent)
        with self._writing(target.parent) as wrote:
            self._replace(target, content, wrote)
        return target

    def save_table(self, name: str, content: bytes) -> Path:
        """Replace one of the three tables by the given content of a file."""
        with self._writing(self.folder) as wrote:
            self._replace(self.folder / name, content, wrote)
        return self.folder / name

    def change_table(self, name: str, change: Callable[[bytes], bytes]) -> Path:
        """Replace one of the three tables by what ``change`` makes of it; nobody writes meanwhile.

        A table that is not there is empty. What ``change`` raises leaves the file as it is.
        """
        path = self.folder / name
        with self._writing(self.folder) as wrote:
            self._replace(path, change(_content_of(path) or b""), wrote)
        return path

    # Files as they are, for the history

    def read(self, path: str) -> bytes | None:
        """The content of a file by its path in the folder; None where there is none."""
        return _content_of(self.folder / path)

    def digests(self) -> dict[str, str]:
        """The SHA-256 of every file of the catalogue by its path, as last loaded.

        A file that cannot be read is left out.
        """
        with self._lock:
            listing, entries = scan(self.folder), self._entries or {}
        found: dict[str, str] = {}
        for path, signature in listing.files.items():
            entry = entries.get(path)
            if entry is not None and entry.signature == signature and entry.digest:
                found[path] = entry.digest
            elif (content := self.readable(path)) is not None:
                found[path] = hashlib.sha256(content).hexdigest()
        return found

    def paths_of(self, id: str) -> list[str]:
        """The paths of the file, or files, of a resource."""
        return [self._name(path) for path in self._files_of(id)] if is_id(id) else []

    def readable(self, path: str) -> bytes | None:
        """The content of a file; None where there is none, or none of a sensible size."""
        try:
            return read_bytes(self.folder / path, LARGEST_TABLE)
        except (Unreadable, FileNotFoundError):
            return None

    @contextmanager
    def alone(self, paths: Iterable[str] = ()) -> Iterator[None]:
        """While this block lasts nobody else writes; it tells the recorder nothing.

        What killed writers left beside these files goes.
        """
        with self._locked({(self.folder / path).parent for path in paths}):
            yield

    def put(self, files: Mapping[str, bytes | None]) -> None:
        """Replace files by path, then remove those without content; within ``alone``.

        Each is replaced in one step. Folders are made where they are missing, and go when they are
        empty. Raises CatalogueError.
        """
        new = {
            self.folder / path: content for path, content in files.items() if content is not None
        }
        for parent in dict.fromkeys(path.parent for path in new):
            self.make(parent)
        replace_files(new)
        for file in (self.folder / path for path, content in files.items() if content is None):
            _unlink(file)
            if file.parent != self.folder:
                with suppress(OSError):  # there is more in it
                    file.parent.rmdir()

    def make(self, folder: Path | None = None) -> None:
        """Make the catalogue folder, or one in it, if there is none."""
        folder = folder or self.folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(folder, error) from error

    def _files_of(self, id: str) -> list[Path]:
        try:
            return sorted(p for p in self.folder.glob(f"*/{id}.yaml") if p.is_file())
        except OSError as error:
            raise unwritable(self.folder, error) from error

    @contextmanager
    def _writing(self, folder: Path) -> Iterator[Wrote]:
        with self.recorder.writing() as wrote, self._locked({folder}):
            self.recorder.ready()
            yield wrote

    @contextmanager
    def _locked(self, folders: Iterable[Path]) -> Iterator[None]:
        """One writer at a time. What a killed one has left half written in ``folders`` goes."""
        try:
            handle = os.open(self.folder, os.O_RDONLY)
        except OSError as error:
            raise unwritable(self.folder, error) from error
        try:
            if _alone(handle):
                for folder in folders:
                    _clean(folder)
            yield
        finally:
            os.close(handle)  # and with it the lock

    def _replace(self, path: Path, content: bytes, wrote: Wrote) -> None:
        before = _content_of(path)
        if before != content:
            replace_file(path, content)
            wrote(FileChange(self._name(path), before, content))

    def _move(self, old: Path, new: Path, content: bytes, wrote: Wrote) -> None:
        before = _content_of(old)
        if before != content:
            replace_file(old, content)
        _rename(old, new)
        wrote(FileChange(self._name(old), before, None))
        wrote(FileChange(self._name(new), None, content))

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()


def _reads_back(text: str, resource: Resource) -> bool:
    try:
        return read_resource(parse(text).data) == resource
    except ValidationError:
        return False


def _alone(handle: int) -> bool:
    """Wait for the lock; whether there are locks at all, which some network drives lack."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
    except OSError as error:
        if error.errno not in (errno.ENOTSUP, errno.ENOLCK, errno.EBADF, errno.EINVAL):
            raise
        return False
    return True


def _clean(folder: Path) -> None:
    for rest in folder.glob(".*.yaml.*.tmp"):
        try:
            rest.unlink(missing_ok=True)
        except OSError as error:
            raise unwritable(folder, error) from error


def _content_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise unwritable(path, error) from error


def _unlink(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(path, error) from error
    sync_folder(path.parent)


def _rename(old: Path, new: Path) -> None:
    try:
        old.replace(new)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise unwritable(new, error) from error
        replace_file(new, old.read_bytes())  # another disk: first the new one, then the old goes
        old.unlink()
    sync_folder(new.parent)
    sync_folder(old.parent)
