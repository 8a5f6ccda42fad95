"""Tables and collections of an import, joined with those the catalogue has."""

from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

from hub.catalogue.batch import COLLECTIONS, Batch, UnusableFile
from hub.catalogue.folder import CatalogueFolder
from hub.catalogue.problems import notice
from hub.catalogue.reading import Document, Unreadable, decode, read_yaml
from hub.catalogue.renamed import RENAMED, read_renamed, renamed_content
from hub.catalogue.tables import LARGEST_TABLE, TABLES, read_table
from hub.catalogue.writing import dump
from hub.model import Collection, Problem


def merge_tables(batch: Batch, folder: CatalogueFolder) -> Iterator[Problem]:
    """Take over the tables of an import. Entries that only the catalogue has are kept."""
    for name, (document, content) in batch.tables.items():
        yield from read_table(name, document).problems
        current = _current(folder.folder / name)
        if current is None:
            folder.save_table(name, content)
            continue
        merged = _merged(current[0].data, document.data, TABLES[name][0])
        if merged == document.data and merged != current[0].data:
            folder.save_table(name, content)  # with the comments of the source
        elif merged != current[0].data:
            folder.save_table(name, (_header(current[1]) + dump(merged)).encode())


def merge_renamed(batch: Batch, folder: CatalogueFolder) -> None:
    """Take over the old names of an import, theirs where both know one."""
    if not batch.renamed:
        return
    current = _current(folder.folder / RENAMED)
    ours = read_renamed(current[0])[0] if current else ()
    theirs = {(e.kind, e.old) for e in batch.renamed}
    kept = [e for e in ours if (e.kind, e.old) not in theirs]
    if (*kept, *batch.renamed) != ours:
        folder.save_table(RENAMED, renamed_content((*kept, *batch.renamed)))


def _current(path: Path) -> tuple[Document, bytes] | None:
    try:
        return read_yaml(path, LARGEST_TABLE)
    except FileNotFoundError:
        return None
    except Unreadable as error:
        raise UnusableFile(path, error) from error


def _merged(ours: Any, theirs: dict[str, Any], key: str) -> dict[str, Any]:
    """The entries of both by id, theirs where both have one; other keys likewise."""
    if not isinstance(ours, dict) or not isinstance(ours.get(key), list):
        return theirs
    new = {_id(row): row for row in theirs[key]}
    rows = [new.pop(_id(row), row) for row in ours[key]]
    if all(_id(row) in {_id(r) for r in theirs[key]} for row in ours[key]):
        rows = theirs[key]  # nothing of ours would be lost: keep their order, too
        new = {}
    return {**ours, **theirs, key: [*rows, *new.values()]}


def _id(row: Any) -> str:
    return str(row.get("id")) if isinstance(row, dict) else str(row)


def _header(content: bytes) -> str:
    """The comment at the beginning of a file."""
    lines = decode(content).splitlines(keepends=True)
    return "".join(takewhile(lambda line: line.startswith("#"), lines))


def merge_collections(batch: Batch, folder: CatalogueFolder) -> Iterator[Problem]:
    """Write the collections of an import that are new or differ."""
    broken = {p.path for p in folder.load().problems if p.fatal}
    existing = folder.load().collections
    for collection in batch.collections:
        path = f"{collection.id}/collection.yaml"
        if path in broken:
            message = "The collection '{id}' was left out: its file {path} is broken. Mend it."
            yield notice(COLLECTIONS, message, id=collection.id, path=path)
        elif existing.get(collection.id) != (new := _kept(collection, existing)):
            folder.save_collection(new)


def _kept(new: Collection, existing: Any) -> Collection:
    """The collection with the keys of ours that an import does not name."""
    old = existing.get(new.id)
    if not old:
        return new
    changes: dict[str, Any] = {"unknown": {**old.unknown, **new.unknown}}
    for name in ("description", "access", "sources", "order"):
        if name not in new.model_fields_set:
            changes[name] = getattr(old, name)
    return new.model_copy(update=changes)
