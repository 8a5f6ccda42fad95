"""Target groups: words that stand in the resources themselves."""

from collections.abc import Mapping

from hub.catalogue.vocabulary.actions import Delete, Merge, NameTaken, Rename
from hub.catalogue.vocabulary.sheets import Sheets
from hub.catalogue.vocabulary.wording import different, swapped, usable
from hub.errors import NotFound
from hub.model import Resource

KIND = "target_group"


def rename(sheets: Sheets, action: Rename) -> Mapping[str, str]:
    """Another word in all resources."""
    name = usable(action.name)
    if name != action.value and name in used(sheets):
        raise NameTaken(name, name)
    _replace(sheets, action.value, name)
    sheets.remember(KIND, {action.value: name}, (name,))
    return {"old": action.value, "new": name, "value": action.value, "to": name}


def merge(sheets: Sheets, action: Merge) -> Mapping[str, str]:
    """One word for both."""
    different(action.value, action.into)
    _check_there(sheets, action.into)
    _replace(sheets, action.value, action.into)
    sheets.remember(KIND, {action.value: action.into})
    return {"old": action.value, "new": action.into, "value": action.value, "to": action.into}


def delete(sheets: Sheets, action: Delete) -> Mapping[str, str]:
    """Let the word go, or have another one in its place."""
    if action.instead:
        different(action.value, action.instead)
        _check_there(sheets, action.instead)
        sheets.remember(KIND, {action.value: action.instead})
    else:
        sheets.forget(KIND, action.value)
    _replace(sheets, action.value, action.instead)
    return {"name": action.value, "value": action.value, "to": action.instead}


def used(sheets: Sheets) -> frozenset[str]:
    """The words that resources have."""
    resources = sheets.catalogue.resources.values()
    return frozenset(group for resource in resources for group in resource.target_groups)


def _check_there(sheets: Sheets, name: str) -> None:
    if name not in used(sheets):
        raise NotFound("There is no “{name}” any more. Look at the list again.", name=name)


def _replace(sheets: Sheets, old: str, new: str) -> None:
    def change(resource: Resource) -> Resource:
        groups = swapped(resource.target_groups, old, new)
        return resource.model_copy(update={"target_groups": groups})

    for resource in sheets.catalogue.resources.values():
        if old in resource.target_groups:
            sheets.change_resource(resource.id, change)
