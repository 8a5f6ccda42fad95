"""Publishers: words in the resources; publishers.yaml knows their spellings and hosts.

A publisher is named by its label, or by its one word where the table does not know it. Resources
that name it in another spelling keep that spelling, as the source writes it.
"""

from collections.abc import Mapping
from typing import Any

from hub.catalogue.names import new_id
from hub.catalogue.vocabulary.actions import Delete, Merge, NameTaken, Rename
from hub.catalogue.vocabulary.sheets import Sheets
from hub.catalogue.vocabulary.wording import added, different, in_sources, usable
from hub.errors import NotFound
from hub.model import Publisher, Resource
from hub.model.renaming import name_key

PUBLISHERS = "publishers.yaml"
KIND = "publisher"
Row = dict[str, Any]


def rename(sheets: Sheets, action: Rename) -> Mapping[str, str]:
    """Another name, the old one becoming a spelling."""
    name, old = usable(action.name), action.value
    own = sheets.catalogue.publishers.named(old)
    other = sheets.catalogue.publishers.named(name)
    if (other and other != own) or (other is None and name != old and name in _used(sheets)):
        raise NameTaken(name, other.label if other else name)
    rows = sheets.entries(PUBLISHERS)
    row = dict(rows[own.id]) if own else _new_row(sheets, name)
    words = added([old] if name_key(old) != name_key(name) else [], row.get("variants", ()))
    row |= {"label": name, "variants": [w for w in words if name_key(w) != name_key(name)]}
    sheets.set_entries(PUBLISHERS, {row["id"]: row})
    _replace(sheets, own.label if own else old, name)
    in_sources(sheets, KIND, old, name)
    sheets.remember(KIND, {own.label if own else old: name}, (name,))
    return {"old": old, "new": name, "value": old, "to": name}


def merge(sheets: Sheets, action: Merge) -> Mapping[str, str]:
    """One publisher of two: spellings and hosts of the first become the other's."""
    gone, kept = _named(sheets, action.value), _named(sheets, action.into)
    old, name = _label(gone, action.value), _label(kept, action.into)
    different(old, name)
    rows = sheets.entries(PUBLISHERS)
    row = dict(rows[kept.id]) if kept else _new_row(sheets, name)
    first = dict(rows[gone.id]) if gone else {"label": old}
    names = (first["label"], *first.get("variants", ()))
    row["variants"] = added(row.get("variants", ()), names, but=[name])
    row["hosts"] = list(dict.fromkeys((*row.get("hosts", ()), *first.get("hosts", ()))))
    changed: dict[str, Row | None] = {gone.id: None} if gone else {}
    sheets.set_entries(PUBLISHERS, {**changed, row["id"]: row})
    _replace(sheets, old, name)
    in_sources(sheets, KIND, old, name)
    sheets.remember(KIND, {old: name})
    return {"old": old, "new": name, "value": old, "to": name}


def delete(sheets: Sheets, action: Delete) -> Mapping[str, str]:
    """Let the publisher go, in every spelling, or have another one in its place."""
    own = _named(sheets, action.value)
    old = _label(own, action.value)
    instead = ""
    if action.instead:
        instead = _label(_named(sheets, action.instead), action.instead)
        different(old, instead)
    if own:
        sheets.set_entries(PUBLISHERS, {own.id: None})
    for word in dict.fromkeys((old, *(own.variants if own else ()))):
        _replace(sheets, word, instead)
        in_sources(sheets, KIND, word, instead)
    if instead:
        sheets.remember(KIND, {old: instead})
    else:
        sheets.forget(KIND, old)
    return {"name": old, "value": old, "to": instead}


def _named(sheets: Sheets, word: str) -> Publisher | None:
    """The entry of a publisher; None for one that only resources name. Raises NotFound."""
    found = sheets.catalogue.publishers.named(word)
    if found is None and word not in _used(sheets):
        raise NotFound("There is no “{name}” any more. Look at the list again.", name=word)
    return found


def _label(entry: Publisher | None, word: str) -> str:
    return entry.label if entry else word


def _used(sheets: Sheets) -> frozenset[str]:
    return frozenset(r.publisher for r in sheets.catalogue.resources.values() if r.publisher)


def _new_row(sheets: Sheets, name: str) -> Row:
    """An entry for a publisher that only resources named so far."""
    return {"id": new_id(name, None, sheets.entries(PUBLISHERS)), "label": name, "kind": "other"}


def _replace(sheets: Sheets, old: str, new: str) -> None:
    def change(resource: Resource) -> Resource:
        return resource.model_copy(update={"publisher": new or None})

    for resource in sheets.catalogue.resources.values():
        if resource.publisher and name_key(resource.publisher) == name_key(old):
            sheets.change_resource(resource.id, change)
