"""Places of the gazetteer, with the resources that name them."""

from collections.abc import Mapping
from typing import Any

from hub.catalogue.vocabulary.actions import Delete, Merge, NameTaken, Nest, Rename
from hub.catalogue.vocabulary.sheets import Sheets
from hub.catalogue.vocabulary.wording import (
    added,
    different,
    swapped,
    usable,
    usable_id,
    usable_language,
)
from hub.errors import CatalogueError, NotFound
from hub.model import Gazetteer, Place, Resource, label_in
from hub.model.renaming import name_key

PLACES = "places.yaml"
Row = dict[str, Any]


def rename(sheets: Sheets, action: Rename) -> Mapping[str, str]:
    """Another name, the old one becoming a variant; another id, where one is wished."""
    place = _place(sheets, action.value)
    rows = sheets.entries(PLACES)
    row = dict(rows[place.id])
    new = usable_id(action.id) if action.id else place.id
    if new != place.id and new in rows:
        raise NameTaken(new, new)
    old_name = label_in(place, action.language)
    if action.name:
        code, name = usable_language(action.language), usable(action.name)
        _check_free(sheets.catalogue.gazetteer, place, name)
        old = [place.label[code]] if code in place.label else []
        row["label"] = {**row["label"], code: name}
        row["variants"] = added(old, row.get("variants", ()), but=row["label"].values())
    olds: dict[str, str] = {}
    if new != place.id:
        olds[place.id] = new
        _move(sheets, place.id, new, rows)
        row["id"] = new
    sheets.set_entries(PLACES, {place.id: row})
    sheets.remember("place", olds, (new,))
    return {"old": old_name, "new": action.name or new, "value": place.id, "to": new}


def merge(sheets: Sheets, action: Merge) -> Mapping[str, str]:
    """One place of two: the names of the first become variants of the other."""
    different(action.value, action.into)
    gone, kept = _place(sheets, action.value), _place(sheets, action.into)
    _check_way(sheets.catalogue.gazetteer, gone, kept)
    rows = sheets.entries(PLACES)
    _move(sheets, gone.id, kept.id, {k: r for k, r in rows.items() if k != kept.id})
    sheets.set_entries(PLACES, {gone.id: None, kept.id: _joined(rows[kept.id], rows[gone.id])})
    sheets.remember("place", {gone.id: kept.id})
    return _both(gone, kept)


def nest(sheets: Sheets, action: Nest) -> Mapping[str, str]:
    """The next larger place; "" for none."""
    place = _place(sheets, action.value)
    row = dict(sheets.entries(PLACES)[place.id])
    if not action.under:
        row.pop("within", None)
        sheets.set_entries(PLACES, {place.id: row})
        return {"old": label_in(place, "de"), "new": "–", "value": place.id, "to": ""}
    different(place.id, action.under)
    parent = _place(sheets, action.under)
    if place.id in sheets.catalogue.gazetteer.above(parent.id):
        raise CatalogueError(
            "“{child}” already lies above “{parent}”. Take “{parent}” out of it first.",
            child=label_in(place, "de"),
            parent=label_in(parent, "de"),
        )
    sheets.set_entries(PLACES, {place.id: {**row, "within": parent.id}})
    return _both(place, parent)


def delete(sheets: Sheets, action: Delete) -> Mapping[str, str]:
    """Let the place go; smaller ones move up, resources get another place, or none."""
    place = _place(sheets, action.value)
    if action.instead:
        different(place.id, action.instead)
        _place(sheets, action.instead)
    rows = sheets.entries(PLACES)
    inner = {
        id: {**row, "within": place.within} for id, row in rows.items() if _lies_in(row, place.id)
    }
    sheets.set_entries(PLACES, {**inner, place.id: None})
    _replace(sheets, place.id, action.instead)
    if action.instead:
        sheets.remember("place", {place.id: action.instead})
    else:
        sheets.forget("place", place.id)
    return {"name": label_in(place, "de"), "value": place.id, "to": action.instead}


def _place(sheets: Sheets, id: str) -> Place:
    place = sheets.catalogue.gazetteer.get(id)
    if place is None or id not in sheets.entries(PLACES):
        raise NotFound("There is no “{name}” any more. Look at the list again.", name=id)
    return place


def _lies_in(row: Row, id: str) -> bool:
    return row.get("within") == id


def _check_free(gazetteer: Gazetteer, place: Place, name: str) -> None:
    """Raise NameTaken where another place in the same larger one bears the name.

    Elsewhere it may: there is a Halle in more than one land.
    """
    for other in gazetteer.by_id.values():
        beside = other.within == place.within and other.kind == place.kind
        named = (*other.label.values(), *other.variants)
        if other.id != place.id and beside and name_key(name) in map(name_key, named):
            raise NameTaken(name, other.id)


def _move(sheets: Sheets, old: str, new: str, rows: Mapping[str, Row]) -> None:
    _replace(sheets, old, new)
    sheets.set_entries(
        PLACES, {id: {**row, "within": new} for id, row in rows.items() if _lies_in(row, old)}
    )


def _replace(sheets: Sheets, old: str, new: str) -> None:
    def change(resource: Resource) -> Resource:
        return resource.model_copy(update={"places": swapped(resource.places, old, new)})

    for resource in sheets.catalogue.resources.values():
        if old in resource.places:
            sheets.change_resource(resource.id, change)


def _joined(kept: Row, gone: Row) -> Row:
    """The surviving entry with all names of the other."""
    row = {**{k: v for k, v in gone.items() if k not in kept and k != "within"}, **kept}
    names = (*gone["label"].values(), *gone.get("variants", ()))
    row["variants"] = added(kept.get("variants", ()), names, but=kept["label"].values())
    if "within" not in kept or kept["within"] == gone["id"]:
        row["within"] = gone.get("within")
    if row.get("within") == kept["id"]:
        row["within"] = None
    for flag in ("ambiguous", "member"):  # the careful answer, and the friendly one
        if gone.get(flag) or kept.get(flag):
            row[flag] = True
    return {k: v for k, v in row.items() if v not in (None, [])}


def _check_way(gazetteer: Gazetteer, gone: Place, kept: Place) -> None:
    for low, high in ((gone, kept), (kept, gone)):
        between = (gazetteer.above(low.id) & gazetteer.below(high.id)) - {low.id, high.id}
        if between:
            raise CatalogueError(
                "“{between}” lies between “{low}” and “{high}”. Merge it with one of them first, "
                "or put it elsewhere.",
                between=label_in(gazetteer.by_id[min(between)], "de"),
                low=label_in(low, "de"),
                high=label_in(high, "de"),
            )


def _both(one: Place, other: Place) -> dict[str, str]:
    return {
        "old": label_in(one, "de"),
        "new": label_in(other, "de"),
        "value": one.id,
        "to": other.id,
    }
