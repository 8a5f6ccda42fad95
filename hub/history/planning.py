"""All files with a change taken back: planned here as one whole, without writing one."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from pydantic import ValidationError

from hub.catalogue import CatalogueFolder
from hub.catalogue.entries import read_resource, resource_data
from hub.catalogue.reading import Unreadable, decode, parse
from hub.catalogue.recording import FileChange
from hub.catalogue.renamed import RENAMED
from hub.catalogue.scan import COLLECTION_FILE
from hub.catalogue.writing import dump
from hub.errors import HistoryConflict
from hub.history.conflicts import in_use, renamed_since
from hub.history.log import Step, resource_of
from hub.history.rows import rows_of
from hub.history.undoing import Three, undone_file, undone_resource
from hub.model import Resource

Contents = Mapping[str | None, bytes]
File = tuple[str, bytes]
#: The key of a resource that names what the rows of a table, or collections, are.
_NAMED_BY = {"tag": "tags", "place": "places", "collection": "collections"}
_TABLE_OF = {"tag": "thesaurus.yaml", "place": "places.yaml"}


@dataclass
class _Thing:
    """A file, or a resource wherever its file lies, at three times."""

    base: File | None = None  #: as the change left it
    theirs: File | None = None  #: as the change found it


class Planner:
    """Plans how one change is taken back. Raises HistoryConflict where it cannot be."""

    def __init__(self, folder: CatalogueFolder, steps: Sequence[Step], contents: Contents) -> None:
        self._folder = folder
        self._things = _things(steps, contents)
        self._after: dict[str, bytes | None] = {}  #: path to its content afterwards

    def changes(self) -> list[FileChange]:
        """What is to be written; nothing where everything is as it was already."""
        back = self._names_back()
        for (id, path), thing in self._things.items():
            if id:
                self._undo_resource(id, thing)
            else:
                self._undo_file(path, thing)
        self._follow_names(back)
        files = [FileChange(p, self._folder.read(p), after) for p, after in self._after.items()]
        files = [file for file in files if file.before != file.after]
        self._need_homes(files)
        return files

    def _undo_file(self, path: str, thing: _Thing) -> None:
        ours = self._folder.read(path)
        self._after[path] = undone_file(path, Three(_of(thing.base), ours, _of(thing.theirs)))

    def _undo_resource(self, id: str, thing: _Thing) -> None:
        ours = self._now(id)
        three = Three(_of(thing.base), _of(ours), _of(thing.theirs))
        content = undone_resource(id, three)
        if ours is not None:
            self._after[ours[0]] = None
        if content is not None:
            self._after[self._target(id, content, thing, ours)] = content

    def _now(self, id: str) -> File | None:
        """The file of a resource, wherever it lies today."""
        for path in self._folder.paths_of(id):
            content = self._folder.read(path)
            if content is not None:
                return path, content
        return None

    @staticmethod
    def _target(id: str, content: bytes, thing: _Thing, ours: File | None) -> str:
        """Where it belongs: home, unless it lay elsewhere before, or cannot be read."""
        for known in (thing.theirs, ours):
            if known is not None and known[1] == content:
                return known[0]
        return f"{read_resource(parse(decode(content)).data).home}/{id}.yaml"

    # What came by the change and goes with it

    def _follow_names(self, back: Mapping[tuple[str, str], str]) -> None:
        """Whatever came later and uses a name that goes takes the one that comes back."""
        for kind, key in _NAMED_BY.items():
            gone = set(self._gone(kind))
            for id, resource in self._folder.load().resources.items():
                used = gone.intersection(getattr(resource, key))
                if used:
                    self._rename_in(id, kind, key, {name: back.get((kind, name)) for name in used})

    def _names_back(self) -> dict[tuple[str, str], str]:
        """New name to old one, by kind, of what the change renamed.

        Raises HistoryConflict where a new name is no longer there.
        """
        thing = self._things.get(("", RENAMED))
        if thing is None:
            return {}
        before, after, now = (
            _renames(content) for content in (_of(thing.theirs), _of(thing.base), self._ours())
        )
        found: dict[tuple[str, str], str] = {}
        for (kind, old), new in after.items():
            if before.get((kind, old)) == new:
                continue
            if (kind, new) in now or not self._is_there(kind, new):
                raise renamed_since(new)
            found[kind, new] = old
        return found

    def _ours(self) -> bytes | None:
        return self._folder.read(RENAMED)

    def _is_there(self, kind: str, name: str) -> bool:
        if kind == "collection":
            return self._folder.read(f"{name}/{COLLECTION_FILE}") is not None
        table = _TABLE_OF.get(kind)
        return table is None or name in _ids(table, self._folder.read(table))

    def _gone(self, kind: str) -> Iterator[str]:
        """Ids that are there now and will not be afterwards."""
        if kind == "collection":
            for path, after in self._after.items():
                if path.endswith("/" + COLLECTION_FILE) and after is None:
                    yield path.partition("/")[0]
            return
        table = _TABLE_OF[kind]
        if table in self._after:
            yield from _ids(table, self._folder.read(table)) - _ids(table, self._after[table])

    def _rename_in(self, id: str, kind: str, key: str, names: Mapping[str, str | None]) -> None:
        ours = self._now(id)
        if ours is None:
            return
        path = next((p for p in self._paths(id) if self._after.get(p, ours[1])), ours[0])
        content = self._after.get(path, ours[1])
        resource = _read(content)
        if resource is None or not set(names).intersection(getattr(resource, key)):
            return
        for name, old in names.items():
            if old is None and name in getattr(resource, key):
                raise in_use(name, resource.title)
        values = tuple(dict.fromkeys(names.get(v) or v for v in getattr(resource, key)))
        new = resource.model_copy(update={key: values, "updated": _moment()})
        self._after[path] = None
        self._after[f"{new.home}/{id}.yaml"] = dump(resource_data(new)).encode()

    def _paths(self, id: str) -> list[str]:
        planned = [p for p in self._after if resource_of(p) == id]
        return [*planned, *self._folder.paths_of(id)]

    def _need_homes(self, files: Sequence[FileChange]) -> None:
        """No resource may come to lie in a folder that is no collection."""
        for file in files:
            home = PurePosixPath(file.path).parent.as_posix()
            if not resource_of(file.path) or file.after is None:
                continue
            path = f"{home}/{COLLECTION_FILE}"
            if self._after.get(path, self._folder.read(path)) is None:
                raise HistoryConflict(
                    "The collection “{id}” is no longer there. Nothing was undone: bring it back "
                    "first.",
                    id=home,
                )


def _things(steps: Sequence[Step], contents: Contents) -> dict[tuple[str, str], _Thing]:
    """What a change touched, each with its first and last state: by resource, else by path."""
    first: dict[str, bytes | None] = {}
    last: dict[str, bytes | None] = {}
    for step in steps:
        first.setdefault(step.path, contents[step.before] if step.before else None)
        last[step.path] = contents[step.after] if step.after else None
    found: dict[tuple[str, str], _Thing] = {}
    for path in first:
        id = resource_of(path)
        thing = found.setdefault((id, "") if id else ("", path), _Thing())
        before, after = first[path], last[path]
        thing.theirs = thing.theirs if before is None else (path, before)
        thing.base = thing.base if after is None else (path, after)
    return found


def _of(file: File | None) -> bytes | None:
    return file[1] if file else None


def _ids(table: str, content: bytes | None) -> frozenset[str]:
    rows = rows_of(table, _parsed(content))
    return frozenset(rows.by_id) if rows else frozenset()


def _renames(content: bytes | None) -> dict[tuple[str, str], str]:
    rows = rows_of(RENAMED, _parsed(content))
    return {
        (str(row.get("kind")), str(row.get("old"))): str(row.get("new"))
        for row in (rows.by_id.values() if rows else ())
    }


def _parsed(content: bytes | None) -> Any:
    try:
        return parse(decode(content)).data if content else None
    except Unreadable:
        return None


def _read(content: bytes | None) -> Resource | None:
    data = _parsed(content)
    try:
        return read_resource(data) if isinstance(data, dict) else None
    except ValidationError:
        return None  # set aside when loaded: it names nothing


def _moment() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0)
