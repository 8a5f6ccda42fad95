"""Rename, merge, nest and delete: what an action on a value of the vocabulary would change.

Pure planning: nothing is written. What the files hold afterwards is checked before it is given out.
"""

from collections.abc import Callable, Mapping
from typing import Any

from hub.catalogue.vocabulary import groups, homes, places, publishing, topics
from hub.catalogue.vocabulary.actions import Action, Delete, Merge, Nest, Plan, Rename
from hub.catalogue.vocabulary.sheets import Sheets
from hub.errors import CatalogueError, NotFound
from hub.model import Catalogue, VocabularyKind

_K = VocabularyKind
#: What carries out an action on a kind; it gives the values for the sentence of the history.
_ACTS: Mapping[tuple[VocabularyKind, type], Callable[[Sheets, Any], Mapping[str, str]]] = {
    (_K.TAG, Rename): topics.rename,
    (_K.TAG, Merge): topics.merge,
    (_K.TAG, Nest): topics.nest,
    (_K.TAG, Delete): topics.delete,
    (_K.PLACE, Rename): places.rename,
    (_K.PLACE, Merge): places.merge,
    (_K.PLACE, Nest): places.nest,
    (_K.PLACE, Delete): places.delete,
    (_K.TARGET_GROUP, Rename): groups.rename,
    (_K.TARGET_GROUP, Merge): groups.merge,
    (_K.TARGET_GROUP, Delete): groups.delete,
    (_K.PUBLISHER, Rename): publishing.rename,
    (_K.PUBLISHER, Merge): publishing.merge,
    (_K.PUBLISHER, Delete): publishing.delete,
    (_K.COLLECTION, Rename): homes.rename,
    (_K.COLLECTION, Merge): homes.merge,
    (_K.COLLECTION, Delete): homes.delete,
}
_DONE = {Rename: "renamed", Merge: "merged", Nest: "nested", Delete: "removed"}


def plan(sheets: Sheets, action: Action) -> Plan:
    """What the action changes. Raises CatalogueError, in one sentence, for what cannot be."""
    act = _ACTS.get((action.kind, type(action)))
    if act is None:
        raise CatalogueError(
            "Only tags and places lie within each other. Merge the two, or choose another action."
        )
    if not exists(sheets.catalogue, action.kind, action.value):
        raise NotFound("There is no “{name}” any more. Look at the list again.", name=action.value)
    values = act(sheets, action)
    changes = sheets.changes()
    if not changes:
        raise CatalogueError("Nothing would change by that.")
    return Plan(
        action=action,
        what=f"{action.kind.value}.{_DONE[type(action)]}",
        values=values,
        changes=changes,
        resources=frozenset(sheets.resources),
        rows={table: frozenset(ids) for table, ids in sheets.rows.items()},
        sources=frozenset(sheets.sources),
    )


def exists(catalogue: Catalogue, kind: VocabularyKind, value: str) -> bool:
    """Whether the value is one of today."""
    if kind is _K.TAG:
        return value in catalogue.thesaurus
    if kind is _K.PLACE:
        return value in catalogue.gazetteer
    if kind is _K.COLLECTION:
        return value in catalogue.collections
    resources = catalogue.resources.values()
    if kind is _K.TARGET_GROUP:
        return any(value in r.target_groups for r in resources)
    return bool(catalogue.publishers.named(value)) or any(r.publisher == value for r in resources)
