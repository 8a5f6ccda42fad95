"""`renamed.yaml`: what values of the vocabulary were called before, so that old addresses lead on.

It is written by renaming and merging; people need not touch it. An old name that has become the id
of something else again says nothing any more.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from hub.catalogue.problems import notice, problem
from hub.catalogue.reading import Document
from hub.catalogue.writing import dump
from hub.model import (
    Collection,
    Gazetteer,
    Problem,
    Renamed,
    Renames,
    Resource,
    Thesaurus,
    VocabularyKind,
)

RENAMED = "renamed.yaml"
_KEY = "renames"
_FIELDS: Mapping[str, VocabularyKind] = {
    "tags": VocabularyKind.TAG,
    "places": VocabularyKind.PLACE,
    "target_groups": VocabularyKind.TARGET_GROUP,
    "collections": VocabularyKind.COLLECTION,
}
_HEADER = (
    "# What tags, places, target groups, publishers and collections were called before. "
    "The hub writes\n# this file; old addresses and saved searches lead on by it.\n"
)


def read_renamed(document: Document) -> tuple[tuple[Renamed, ...], list[Problem]]:
    """The old names of the file, and what is wrong with single rows."""
    rows = document.data.get(_KEY) if isinstance(document.data, dict) else None
    if rows is None and document.data is None:
        return (), []
    if not isinstance(rows, list):
        message = "The file must hold a list under the key '{key}'."
        return (), [problem(RENAMED, message, document.line((_KEY,)), key=_KEY)]
    entries: list[Renamed] = []
    problems: list[Problem] = []
    for position, row in enumerate(rows):
        entry = _entry(row)
        if entry is None:
            message = "A row needs 'kind' (one of {kinds}), 'old' and 'new'."
            line = document.line((_KEY, position))
            problems.append(problem(RENAMED, message, line, kinds=", ".join(VocabularyKind)))
        else:
            entries.append(entry)
    return tuple(entries), problems


def _entry(row: Any) -> Renamed | None:
    if not isinstance(row, dict) or row.get("kind") not in tuple(VocabularyKind):
        return None
    old, new = row.get("old"), row.get("new")
    if old in (None, "") or new in (None, ""):
        return None
    return Renamed(VocabularyKind(row["kind"]), str(old), str(new))


def renamed_content(entries: Iterable[Renamed]) -> bytes:
    """The file that holds these old names."""
    rows = [{"kind": e.kind.value, "old": e.old, "new": e.new} for e in entries]
    return (_HEADER + dump({_KEY: rows})).encode()


def in_force(
    entries: Iterable[Renamed],
    thesaurus: Thesaurus,
    gazetteer: Gazetteer,
    collections: Mapping[str, Collection],
) -> Renames:
    """The old names that still say something: those that are no id of today."""
    today: Mapping[VocabularyKind, Any] = {
        VocabularyKind.TAG: thesaurus,
        VocabularyKind.PLACE: gazetteer,
        VocabularyKind.COLLECTION: collections,
    }
    return Renames(tuple(e for e in entries if e.old not in today.get(e.kind, ())))


def bearing_old_names(
    entries: Iterable[Renamed], collections: Mapping[str, Collection]
) -> Iterator[Problem]:
    """Collections with the id that another one had: rights given for that one open this one."""
    message = (
        "The collection '{id}' has the id that '{new}' had before: whoever was given rights for "
        "that one may see this one. Give it another id, or remove the row."
    )
    for entry in entries:
        if entry.kind is VocabularyKind.COLLECTION and entry.old in collections:
            yield notice(RENAMED, message, id=entry.old, new=entry.new)


def with_todays_names(resource: Resource, renames: Renames) -> Resource:
    """The resource with today's values; the very same object where nothing was renamed."""
    if not renames.entries:
        return resource
    changes: dict[str, Any] = {
        name: now
        for name, kind in _FIELDS.items()
        if (now := renames.every(kind, getattr(resource, name))) != getattr(resource, name)
    }
    if resource.publisher:
        publisher = renames.now(VocabularyKind.PUBLISHER, resource.publisher)
        changes |= {"publisher": publisher} if publisher != resource.publisher else {}
    return resource.model_copy(update=changes) if changes else resource
