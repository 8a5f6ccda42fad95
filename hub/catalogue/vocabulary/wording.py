"""What the actions on every kind share: names that can be used, lists with one value changed."""

import re
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from hub.catalogue.loading import is_id
from hub.catalogue.names import concept_names
from hub.catalogue.vocabulary.actions import LONGEST
from hub.catalogue.vocabulary.sheets import Sheets
from hub.errors import CatalogueError
from hub.model import Collection
from hub.model.renaming import name_key, one_line

_LANGUAGE = re.compile(r"[a-z]{2,3}")


def usable(name: str) -> str:
    """The name as it is kept. Raises CatalogueError for none, and for one that is too long."""
    name = one_line(name)
    if not name:
        raise CatalogueError("The new name is empty. Please fill it in.")
    if len(name) > LONGEST:
        raise CatalogueError(
            "The new name has {number} characters; at most {most} are allowed. Shorten it.",
            number=len(name),
            most=LONGEST,
        )
    return name


def usable_language(code: str) -> str:
    """The code of a language. Raises CatalogueError."""
    if not _LANGUAGE.fullmatch(code):
        raise CatalogueError("“{code}” is no language code such as de, en or fr.", code=code[:20])
    return code


def usable_id(id: str) -> str:
    """The id. Raises CatalogueError for what can be none."""
    if not is_id(id) or id == "collection":
        raise CatalogueError(
            "“{id}” can be no id: use small letters a to z, digits and single hyphens, at most 120 "
            "characters.",
            id=id[:60],
        )
    return id


def different(one: str, other: str) -> None:
    """Raise CatalogueError where both are the same."""
    if one == other:
        raise CatalogueError("“{name}” cannot be joined with itself. Choose another one.", name=one)


def swapped(values: Iterable[str], old: str, new: str) -> tuple[str, ...]:
    """The values with one in the place of another, each once; with "" it just goes."""
    return tuple(dict.fromkeys(v for v in (new if v == old else v for v in values) if v))


def added(words: Iterable[str], more: Iterable[str], but: Iterable[str] = ()) -> list[str]:
    """The words and more of them, each name once, those in ``but`` never."""
    seen, found = {name_key(word) for word in but}, []
    for word in (*words, *more):
        if name_key(word) not in seen:
            seen.add(name_key(word))
            found.append(word)
    return found


# Sources of collections


def in_sources(sheets: Sheets, kind: str, old: str, new: str) -> None:
    """Name the new value in the sources and rules of all collections; "" takes the old one out."""
    names = concept_names(sheets.catalogue.thesaurus.by_id.values(), sheets.catalogue.renamed)

    def means(word: str) -> bool:
        return names.find(word) == (old,) if kind == "tag" else word == old

    for id, collection in sheets.catalogue.collections.items():
        if collection.sources:
            before = collection.sources
            after = tuple(_source(dict(source), kind, means, new) for source in before)
            if after != before:
                sheets.sources.add(id)
                sheets.change_collection(id, partial(_with_sources, after))


def _with_sources(sources: tuple[dict[str, Any], ...], collection: Collection) -> Collection:
    return collection.model_copy(update={"sources": sources})


def _source(source: dict[str, Any], kind: str, means: Any, new: str) -> dict[str, Any]:
    key = {"tag": "tags", "publisher": "publisher"}.get(kind)
    if key and key in source:
        source = _set(source, key, _words(source[key], means, new))
    rules = source.get("rules")
    if isinstance(rules, list) and kind in ("tag", "collection"):
        kept = [_rule(rule, kind, means, new) for rule in rules]
        source = _set(source, "rules", [rule for rule in kept if rule is not None])
    return source


def _rule(rule: Any, kind: str, means: Any, new: str) -> Any:
    """The rule; None where nothing follows from it any more."""
    if not isinstance(rule, dict) or kind not in rule:
        return rule
    changed = _set(rule, kind, _words(rule[kind], means, new))
    return None if changed.keys() <= {"when"} else changed


def _words(value: Any, means: Any, new: str) -> Any:
    """A word, or a list of words, with the new one for the one that is meant."""
    if isinstance(value, str):
        return new if means(value) else value
    if not isinstance(value, list) or not any(isinstance(v, str) and means(v) for v in value):
        return value
    after = [new if isinstance(v, str) and means(v) else v for v in value]
    return [v for n, v in enumerate(after) if v != "" and v not in after[:n]]


def _set(row: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:
    """The row with the key set, in its place; without the key where nothing is left."""
    if value in ("", []):
        return {k: v for k, v in row.items() if k != key}
    return {k: value if k == key else v for k, v in row.items()}
