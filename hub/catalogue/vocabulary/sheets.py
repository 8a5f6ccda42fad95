"""The files of the catalogue as they would be after a change: planned here, written elsewhere."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from hub.catalogue.entries import (
    collection_data,
    read_collection,
    read_resource,
    resource_data,
    tidy,
)
from hub.catalogue.problems import unreadable
from hub.catalogue.reading import Unreadable, decode, parse
from hub.catalogue.recording import FileChange
from hub.catalogue.renamed import RENAMED, read_renamed, renamed_content, with_todays_names
from hub.catalogue.scan import COLLECTION_FILE
from hub.catalogue.tables import TABLES, read_table
from hub.catalogue.vocabulary.lines import Row, with_rows
from hub.catalogue.writing import dump
from hub.errors import CatalogueError
from hub.model import Catalogue, Collection, Renamed, Resource, VocabularyKind

CHANGING = "The files of the catalogue are changing at this moment. Nothing was changed: try again."


class Sheets:
    """A working copy of the files that a change touches. ``changes`` tells what differs."""

    def __init__(
        self, catalogue: Catalogue, paths: Iterable[str], read: Callable[[str], bytes | None]
    ) -> None:
        """``paths`` are those of all files of the catalogue, ``read`` gives their content."""
        self.catalogue = catalogue
        self.paths = tuple(paths)
        self._read = read
        self._before: dict[str, bytes | None] = {}
        self._after: dict[str, bytes | None] = {}
        self._entries: dict[str, dict[str, dict[str, Any]]] = {}
        self._pending: dict[str, dict[str, dict[str, Any] | None]] = {}
        self._of: dict[str, list[str]] = {}
        for path in self.paths:
            name = path.partition("/")[2]
            if name and name != COLLECTION_FILE:
                self._of.setdefault(name.removesuffix(".yaml"), []).append(path)
        self.resources: set[str] = set()  #: ids of those that change
        self.rows: dict[str, set[str]] = {}  #: ids of the entries that change, by table
        self.sources: set[str] = set()  #: collections whose sources change

    def content(self, path: str) -> bytes | None:
        """A file as it would be; None where there is none."""
        if path not in self._after:
            self._before[path] = self._after[path] = self._read(path)
        return self._after[path]

    def put(self, path: str, content: bytes | None) -> None:
        """Set a file, or let it go."""
        self.content(path)
        self._after[path] = content

    def changes(self) -> tuple[FileChange, ...]:
        """What is to be written, by path. Raises CatalogueError for a broken table."""
        self._write_entries()
        return tuple(
            FileChange(path, self._before[path], after)
            for path, after in sorted(self._after.items())
            if after != self._before[path]
        )

    # Resources

    def change_resource(self, id: str, change: Callable[[Resource], Resource]) -> None:
        """Change the file of a resource; it moves along where its home does."""
        for path in self._of.get(id, ()):
            content = self.content(path)
            resource = _resource(path, content)
            today = with_todays_names(resource, self.catalogue.renamed)
            new = tidy(change(today))
            if new == resource:
                continue
            at_home = path.partition("/")[0] in (resource.home, today.home)
            target = f"{new.home}/{id}.yaml" if at_home else path
            if target != path:
                self.put(path, None)
            self.put(target, dump(resource_data(new)).encode())
            self.resources.add(id)

    # Tables: read once, written once, since large ones take a while

    def entries(self, table: str) -> dict[str, dict[str, Any]]:
        """The entries of a table as they would be, by the id they have in its file now.

        Raises CatalogueError where the file is broken.
        """
        if table not in self._entries:
            self._entries[table] = self._read_entries(table)
        pending = self._pending.get(table, {})
        rows = {id: pending.get(id, row) for id, row in self._entries[table].items()}
        return {id: row for id, row in (rows | pending).items() if row is not None}

    def set_entries(self, table: str, rows: Mapping[str, Row | None]) -> None:
        """Set entries of a table, by the id they have in its file now; None removes one."""
        now = self.entries(table)
        filled = {id: None if row is None else _filled(row) for id, row in rows.items()}
        changed = {id: row for id, row in filled.items() if row != now.get(id)}
        if changed:
            self.rows.setdefault(table, set()).update(changed)
            self._pending.setdefault(table, {}).update(changed)

    def _read_entries(self, table: str) -> dict[str, dict[str, Any]]:
        content = self.content(table)
        if content is None:
            return {}
        try:
            document = parse(decode(content))
        except Unreadable as error:
            wrong = unreadable(table, error)
            raise CatalogueError(wrong.message, **wrong.values) from error
        for wrong in read_table(table, document).problems:
            if wrong.fatal:
                raise CatalogueError(wrong.message, **wrong.values)
        return {str(row["id"]): row for row in document.data[TABLES[table][0]]}

    def _write_entries(self) -> None:
        """Put the changed entries into their files. Raises CatalogueError for a broken table."""
        for table, rows in self._pending.items():
            key = TABLES[table][0]
            text = decode(self.content(table) or f"{key}: []\n".encode())
            self.put(table, with_rows(text, key, rows).encode())
            self._read_entries(table)

    # Collections

    def collection(self, id: str) -> Collection:
        """A collection as its file would say. Raises CatalogueError."""
        content = self.content(f"{id}/{COLLECTION_FILE}")
        try:
            return read_collection(id, parse(decode(content or b"")).data)
        except (Unreadable, ValidationError, AttributeError) as error:
            raise CatalogueError(CHANGING) from error

    def change_collection(self, id: str, change: Callable[[Collection], Collection]) -> None:
        """Change a ``collection.yaml``."""
        collection = self.collection(id)
        path = f"{id}/{COLLECTION_FILE}"
        new = change(collection)
        if new != collection:
            self.put(path, dump(collection_data(new)).encode())

    # Old names

    def remember(self, kind: str, olds: Mapping[str, str], alive: Iterable[str] = ()) -> None:
        """Let old names lead to new ones; names in ``alive`` mean themselves from now on."""
        gone = {*olds, *alive}
        kept = [e for e in self._old_names() if not (e.kind == kind and e.old in gone)]
        new = [Renamed(VocabularyKind(kind), old, now) for old, now in olds.items() if old != now]
        self._set_old_names([*kept, *new])

    def forget(self, kind: str, value: str) -> None:
        """Let the old names go that lead to a value which goes."""
        renamed = self.catalogue.renamed
        kept = [
            e
            for e in self._old_names()
            if not (e.kind == kind and value in (e.new, renamed.now(kind, e.old)))
        ]
        self._set_old_names(kept)

    def _set_old_names(self, entries: list[Renamed]) -> None:
        if tuple(entries) != tuple(self._old_names()):
            self.put(RENAMED, renamed_content(entries) if entries else None)

    def _old_names(self) -> tuple[Renamed, ...]:
        content = self.content(RENAMED)
        try:
            document = parse(decode(content)) if content else None
        except Unreadable as error:
            wrong = unreadable(RENAMED, error)
            raise CatalogueError(wrong.message, **wrong.values) from error
        return read_renamed(document)[0] if document else ()


def _resource(path: str, content: bytes | None) -> Resource:
    try:
        return read_resource(parse(decode(content or b"")).data)
    except (Unreadable, ValidationError, AttributeError) as error:
        raise CatalogueError(CHANGING) from error


def _filled(row: Row) -> dict[str, Any]:
    """The entry without keys that hold nothing."""
    return {key: value for key, value in row.items() if value or value is False or value == 0}
