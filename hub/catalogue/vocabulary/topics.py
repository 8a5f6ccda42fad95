"""Tags: the concepts of the thesaurus, with the resources and rules that name them."""

from collections.abc import Mapping
from typing import Any

from hub.catalogue.tables import THESAURUS
from hub.catalogue.vocabulary.actions import Delete, Merge, NameTaken, Nest, Rename
from hub.catalogue.vocabulary.checking import names
from hub.catalogue.vocabulary.sheets import Sheets
from hub.catalogue.vocabulary.wording import (
    added,
    different,
    in_sources,
    swapped,
    usable,
    usable_id,
    usable_language,
)
from hub.errors import CatalogueError, NotFound
from hub.model import Concept, Resource, Thesaurus, label_in
from hub.model.renaming import name_key

Row = dict[str, Any]
_LINKS = ("broader", "related")


def rename(sheets: Sheets, action: Rename) -> Mapping[str, str]:
    """Another label, the old one becoming a synonym; another id, where one is wished."""
    concept = _concept(sheets, action.value)
    rows = sheets.entries(THESAURUS)
    row, olds = dict(rows[concept.id]), dict[str, str]()
    new = usable_id(action.id) if action.id else concept.id
    if new != concept.id and new in rows:
        raise NameTaken(new, new)
    old_name = label_in(concept, action.language)
    if action.name:
        code = usable_language(action.language)
        name = usable(action.name)
        _check_free(sheets.catalogue.thesaurus, concept.id, name, code)
        row = _relabelled(row, name, code)
        if code in concept.label and name_key(concept.label[code]) != name_key(name):
            olds[concept.label[code]] = new
    alive = [old for old, _ in sheets.catalogue.renamed.of("tag") if _same(old, action.name)]
    if new != concept.id:
        olds[concept.id] = new
        _move(sheets, concept.id, new, rows)
        row = _relinked({**row, "id": new}, concept.id, new)
    sheets.set_entries(THESAURUS, {concept.id: row})
    if olds:
        in_sources(sheets, "tag", concept.id, new)
    sheets.remember("tag", olds, (*alive, new))
    return {"old": old_name, "new": action.name or new, "value": concept.id, "to": new}


def merge(sheets: Sheets, action: Merge) -> Mapping[str, str]:
    """One concept of two: the words of the first become synonyms of the other."""
    different(action.value, action.into)
    gone, kept = _concept(sheets, action.value), _concept(sheets, action.into)
    _check_way(sheets.catalogue.thesaurus, gone, kept)
    rows = sheets.entries(THESAURUS)
    _move(sheets, gone.id, kept.id, {k: r for k, r in rows.items() if k != kept.id})
    row = _joined(rows[kept.id], rows[gone.id], sheets.catalogue.thesaurus)
    sheets.set_entries(THESAURUS, {gone.id: None, kept.id: row})
    in_sources(sheets, "tag", gone.id, kept.id)
    labels = [label for label in gone.label.values() if not _named(kept, label)]
    sheets.remember("tag", {gone.id: kept.id, **dict.fromkeys(labels, kept.id)})
    return _both(gone, kept)


def nest(sheets: Sheets, action: Nest) -> Mapping[str, str]:
    """A broader concept for the concept; "" takes all broader ones away."""
    concept = _concept(sheets, action.value)
    row = dict(sheets.entries(THESAURUS)[concept.id])
    if not action.under:
        row["broader"] = []
        sheets.set_entries(THESAURUS, {concept.id: row})
        return {"old": label_in(concept, "de"), "new": "–", "value": concept.id, "to": ""}
    different(concept.id, action.under)
    parent, thesaurus = _concept(sheets, action.under), sheets.catalogue.thesaurus
    if concept.id in thesaurus.above(parent.id):
        raise CatalogueError(
            "“{child}” already lies above “{parent}”. Take “{parent}” out of it first.",
            child=label_in(concept, "de"),
            parent=label_in(parent, "de"),
        )
    implied = thesaurus.above(parent.id)
    row["broader"] = [*(b for b in concept.broader if b not in implied), parent.id]
    row["related"] = [r for r in concept.related if r != parent.id]
    sheets.set_entries(THESAURUS, {concept.id: row})
    return _both(concept, parent)


def delete(sheets: Sheets, action: Delete) -> Mapping[str, str]:
    """Let the concept go; narrower ones move up, resources get another tag, or none."""
    concept = _concept(sheets, action.value)
    rows = sheets.entries(THESAURUS)
    if action.instead:
        different(concept.id, action.instead)
        _concept(sheets, action.instead)
    _lift(sheets, concept, rows)
    _retag(sheets, concept.id, action.instead)
    sheets.set_entries(THESAURUS, {concept.id: None})
    in_sources(sheets, "tag", concept.id, action.instead)
    if action.instead:
        sheets.remember("tag", {concept.id: action.instead})
    else:
        sheets.forget("tag", concept.id)
    return {"name": label_in(concept, "de"), "value": concept.id, "to": action.instead}


def _concept(sheets: Sheets, id: str) -> Concept:
    concept = sheets.catalogue.thesaurus.get(id)
    if concept is None or id not in sheets.entries(THESAURUS):
        raise NotFound("There is no “{name}” any more. Look at the list again.", name=id)
    return concept


def _check_free(thesaurus: Thesaurus, id: str, name: str, language: str) -> None:
    """Raise NameTaken where the name is a label or synonym of another concept."""
    for other in thesaurus.by_id.values():
        for code, word in names(other):
            if other.id != id and code == language and name_key(word) == name_key(name):
                raise NameTaken(name, other.id)


def _relabelled(row: Row, name: str, language: str) -> Row:
    old = row["label"].get(language)
    synonyms = row.get("synonyms", {})
    words = added([old] if old else [], synonyms.get(language, ()), but=[name])
    return {
        **row,
        "label": {**row["label"], language: name},
        "synonyms": {code: w for code, w in {**synonyms, language: words}.items() if w},
    }


def _move(sheets: Sheets, old: str, new: str, rows: Mapping[str, Row]) -> None:
    """Everything that names the old concept names the new one."""
    _retag(sheets, old, new)
    changed = {
        id: relinked
        for id, row in rows.items()
        if id != old and (relinked := _relinked(row, old, new)) != row
    }
    sheets.set_entries(THESAURUS, changed)


def _retag(sheets: Sheets, old: str, new: str) -> None:
    def change(resource: Resource) -> Resource:
        return resource.model_copy(update={"tags": swapped(resource.tags, old, new)})

    for resource in sheets.catalogue.resources.values():
        if old in resource.tags:
            sheets.change_resource(resource.id, change)


def _relinked(row: Row, old: str, new: str) -> Row:
    """The row with another id among its broader and related ones; never its own."""
    changed = dict(row)
    for key in _LINKS:
        if old in row.get(key, ()):
            changed[key] = [v for v in swapped(row[key], old, new) if v != row["id"]]
    return changed


def _joined(kept: Row, gone: Row, thesaurus: Thesaurus) -> Row:
    """The surviving entry with all words and relations of the other."""
    row = {**{k: v for k, v in gone.items() if k not in kept}, **kept}
    row["note"] = {**gone.get("note", {}), **kept.get("note", {})}
    row["synonyms"] = _synonyms(kept, gone)
    below = thesaurus.below(kept["id"])
    ids = {gone["id"], kept["id"]}
    broader = [b for b in kept.get("broader", ()) if b not in ids]
    broader += [b for b in gone.get("broader", ()) if b not in (*ids, *below, *broader)]
    related = dict.fromkeys((*kept.get("related", ()), *gone.get("related", ())))
    row["broader"] = broader
    row["related"] = [r for r in related if r not in ids and r not in broader]
    return {k: v for k, v in row.items() if v}


def _synonyms(kept: Row, gone: Row) -> dict[str, list[str]]:
    ours, theirs = kept.get("synonyms", {}), gone.get("synonyms", {})
    found: dict[str, list[str]] = {}
    for code in dict.fromkeys((*ours, *gone["label"], *theirs)):
        own = [kept["label"][code]] if code in kept["label"] else []
        label = [gone["label"][code]] if code in gone["label"] else []
        words = added(ours.get(code, ()), (*label, *theirs.get(code, ())), but=own)
        if words:
            found[code] = words
    return found


def _check_way(thesaurus: Thesaurus, gone: Concept, kept: Concept) -> None:
    """Raise CatalogueError where a third concept lies between the two: a circle would follow."""
    for low, high in ((gone, kept), (kept, gone)):
        between = (thesaurus.above(low.id) & thesaurus.below(high.id)) - {low.id, high.id}
        if between:
            raise CatalogueError(
                "“{between}” lies between “{low}” and “{high}”. Merge it with one of them first, "
                "or put it elsewhere.",
                between=label_in(thesaurus.by_id[min(between)], "de"),
                low=label_in(low, "de"),
                high=label_in(high, "de"),
            )


def _lift(sheets: Sheets, concept: Concept, rows: Mapping[str, Row]) -> None:
    """What lay below the concept comes to lie below what lies above it."""
    changed: dict[str, Row] = {}
    for id, row in rows.items():
        if id == concept.id or not {*row.get("broader", ()), *row.get("related", ())} & {
            concept.id
        }:
            continue
        broader = list(row.get("broader", ()))
        if concept.id in broader:
            at = broader.index(concept.id)
            broader[at : at + 1] = [b for b in concept.broader if b not in broader and b != id]
        related = [r for r in row.get("related", ()) if r != concept.id]
        changed[id] = {**row, "broader": broader, "related": related}
    sheets.set_entries(THESAURUS, changed)


def _named(concept: Concept, name: str) -> bool:
    return any(_same(name, label) for label in concept.label.values())


def _same(one: str, other: str) -> bool:
    return bool(other) and name_key(one) == name_key(other)


def _both(one: Concept, other: Concept) -> dict[str, str]:
    return {
        "old": label_in(one, "de"),
        "new": label_in(other, "de"),
        "value": one.id,
        "to": other.id,
    }
