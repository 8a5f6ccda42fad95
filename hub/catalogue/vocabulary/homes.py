"""Collections: their titles, their folders, and the resources in them."""

from collections.abc import Mapping

from hub.catalogue.scan import COLLECTION_FILE
from hub.catalogue.vocabulary.actions import Delete, Merge, Rename
from hub.catalogue.vocabulary.sheets import Sheets
from hub.catalogue.vocabulary.wording import (
    different,
    in_sources,
    swapped,
    usable,
    usable_id,
    usable_language,
)
from hub.errors import CatalogueError, NotFound
from hub.model import Collection, Resource, label_title
from hub.model.renaming import name_key

KIND = "collection"


def rename(sheets: Sheets, action: Rename) -> Mapping[str, str]:
    """Another title; another id, and with it another folder, where one is wished."""
    collection = _collection(sheets, action.value)
    new = usable_id(action.id) if action.id else collection.id
    if new != collection.id and any(p.startswith(f"{new}/") for p in sheets.paths):
        raise CatalogueError("The id “{id}” is taken. Choose another one.", id=new)
    _check_never_anothers(sheets, collection.id, new)
    old_name, olds = label_title(collection, action.language), dict[str, str]()
    in_sources(sheets, KIND, collection.id, new)
    if action.name:
        code, name = usable_language(action.language), usable(action.name)
        title = {**collection.title, code: name}
        sheets.change_collection(collection.id, lambda c: c.model_copy(update={"title": title}))
        if code in collection.title and name_key(collection.title[code]) != name_key(name):
            olds[collection.title[code]] = new
    if new != collection.id:
        olds[collection.id] = new
        _rehome(sheets, collection.id, new)
        _move_file(sheets, f"{collection.id}/{COLLECTION_FILE}", f"{new}/{COLLECTION_FILE}")
        _move_rest(sheets, collection.id, new)
    alive = [
        o for o, _ in sheets.catalogue.renamed.of(KIND) if name_key(o) == name_key(action.name)
    ]
    sheets.remember(KIND, olds, (*alive, new))
    return {"old": old_name, "new": action.name or new, "value": collection.id, "to": new}


def merge(sheets: Sheets, action: Merge) -> Mapping[str, str]:
    """One collection of two: resources and sources of the first become the other's."""
    different(action.value, action.into)
    gone, kept = _collection(sheets, action.value), _collection(sheets, action.into)
    check_access(gone, kept)
    in_sources(sheets, KIND, gone.id, kept.id)
    _join_sources(sheets, gone.id, kept.id)
    _rehome(sheets, gone.id, kept.id)
    sheets.put(f"{gone.id}/{COLLECTION_FILE}", None)
    _move_rest(sheets, gone.id, kept.id)
    titles = {t: kept.id for t in gone.title.values() if t not in kept.title.values()}
    sheets.remember(KIND, {gone.id: kept.id, **titles})
    old, new = label_title(gone, "de"), label_title(kept, "de")
    return {"old": old, "new": new, "value": gone.id, "to": kept.id}


def delete(sheets: Sheets, action: Delete) -> Mapping[str, str]:
    """Let the collection go. Resources that are in no other need one to go to."""
    collection = _collection(sheets, action.value)
    if action.instead:
        different(collection.id, action.instead)
        check_access(collection, _collection(sheets, action.instead))
    else:
        _check_not_alone(sheets, collection.id)
    in_sources(sheets, KIND, collection.id, action.instead)
    _rehome(sheets, collection.id, action.instead)
    sheets.put(f"{collection.id}/{COLLECTION_FILE}", None)
    left = _rest(sheets, collection.id)
    if left:
        raise CatalogueError(
            "{path} is broken, so the collection cannot go. Mend or remove that file first.",
            path=left[0],
        )
    if action.instead:
        sheets.remember(KIND, {collection.id: action.instead})
    else:
        sheets.forget(KIND, collection.id)
    name = label_title(collection, "de")
    return {"name": name, "value": collection.id, "to": action.instead}


def check_access(one: Collection, other: Collection) -> None:
    """Raise CatalogueError where the two are open to different people."""
    if one.access is not other.access:
        raise CatalogueError(
            "“{one}” and “{other}” are not open to the same people, so what is in them cannot be "
            "joined. First give both the same 'access' in their collection.yaml.",
            one=label_title(one, "de"),
            other=label_title(other, "de"),
        )


def _check_never_anothers(sheets: Sheets, id: str, new: str) -> None:
    """Raise CatalogueError for an id that another collection had.

    Grants and access codes made for that one would open this one.
    """
    meant = sheets.catalogue.renamed.now(KIND, new)
    if new != id and meant not in (id, new):
        raise CatalogueError(
            "“{id}” was the id of another collection, and rights and addresses still lead there. "
            "Choose another one.",
            id=new,
        )


def _collection(sheets: Sheets, id: str) -> Collection:
    collection = sheets.catalogue.collections.get(id)
    if collection is None:
        raise NotFound("There is no “{name}” any more. Look at the list again.", name=id)
    return collection


def _check_not_alone(sheets: Sheets, id: str) -> None:
    resources = sheets.catalogue.resources.values()
    number = sum(resource.collections == (id,) for resource in resources)
    if number:
        raise CatalogueError(
            "{number} resources are in this collection only. Say which collection takes them.",
            number=number,
        )


def _rehome(sheets: Sheets, old: str, new: str) -> None:
    def change(resource: Resource) -> Resource:
        collections = swapped(resource.collections, old, new)
        return resource.model_copy(update={"collections": collections})

    for resource in sheets.catalogue.resources.values():
        if old in resource.collections:
            sheets.change_resource(resource.id, change)


def _rest(sheets: Sheets, folder: str) -> list[str]:
    """Files that are still in the folder: those that cannot be read, and strangers."""
    here = (path for path in sheets.paths if path.startswith(f"{folder}/"))
    return [path for path in here if sheets.content(path) is not None]


def _move_rest(sheets: Sheets, old: str, new: str) -> None:
    for path in _rest(sheets, old):
        _move_file(sheets, path, f"{new}/{path.partition('/')[2]}")


def _move_file(sheets: Sheets, path: str, target: str) -> None:
    content = sheets.content(path)
    if sheets.content(target) is None:
        sheets.put(target, content)
        sheets.put(path, None)


def _join_sources(sheets: Sheets, old: str, new: str) -> None:
    """The sources of the first behind those of the other; none of the same name twice."""
    incoming = sheets.collection(old).sources
    if not incoming:
        return
    sheets.sources.add(new)

    def change(collection: Collection) -> Collection:
        taken = {source.get("name") for source in collection.sources}
        more = tuple(
            {**s, "name": f"{s['name']} ({old})"} if s.get("name") in taken - {None} else s
            for s in incoming
            if s not in collection.sources
        )
        return collection.model_copy(update={"sources": (*collection.sources, *more)})

    sheets.change_collection(new, change)
