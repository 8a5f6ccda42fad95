"""Concepts from elsewhere into the thesaurus: nothing that is there goes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.catalogue.problems import notice, problem
from hub.catalogue.vocabulary.checking import NEEDED, names, plain
from hub.catalogue.vocabulary.editing import row_of
from hub.model import Concept, Problem

Rows = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Merged:
    """What a merge makes of the thesaurus. ``rows`` holds the entries that change, by id."""

    rows: Rows
    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    rejected: tuple[Problem, ...]  #: concepts that lack what every concept needs
    notices: tuple[Problem, ...]  #: words and relations that were left out


def merge(path: str, incoming: Iterable[Mapping[str, Any]], known: Mapping[str, Concept]) -> Merged:
    """Decide what becomes of each concept that comes in.

    A concept that is known by id or label gets the labels, notes, synonyms and relations that come
    in beside its own; labels and notes of the same language take the place of the old ones.
    """
    before = {id: row_of(concept) for id, concept in known.items()}
    chosen, rejected = _chosen(path, incoming, before)
    present = before | {id: {} for id in chosen}
    owners = {(language, plain(name)): c.id for c in known.values() for language, name in names(c)}
    notices: list[Problem] = []
    after: Rows = {}
    for id, row in chosen.items():
        linked = _linked(path, row, present, notices)
        after[id] = _own_words(path, _joined(before.get(id, {"id": id}), linked), owners, notices)
    changed = {id: row for id, row in after.items() if row != before.get(id)}
    return Merged(
        rows=changed,
        added=tuple(id for id in changed if id not in before),
        changed=tuple(id for id in changed if id in before),
        unchanged=tuple(id for id in after if id not in changed),
        rejected=tuple(rejected),
        notices=tuple(notices),
    )


def _chosen(
    path: str, incoming: Iterable[Mapping[str, Any]], before: Mapping[str, Mapping[str, Any]]
) -> tuple[Rows, list[Problem]]:
    """The rows by the id they have here, and what cannot come in."""
    labelled = {
        (language, plain(label)): id
        for id, row in before.items()
        for language, label in row["label"].items()
    }
    chosen: Rows = {}
    rejected: list[Problem] = []
    renamed: dict[str, str] = {}
    for row in incoming:
        id = row["id"]
        if id not in before:
            label = row.get("label", {})
            same = (labelled.get((code, plain(label[code]))) for code in NEEDED if code in label)
            id = renamed[row["id"]] = next((found for found in same if found), id)
        labels = {**before.get(id, {}).get("label", {}), **row.get("label", {})}
        missing = next((code for code in NEEDED if not labels.get(code)), None)
        if missing:
            message = "The concept '{id}' has no label in the language '{language}'."
            rejected.append(problem(path, message, id=id, language=missing))
        else:
            chosen[id] = _joined(chosen.get(id, {"id": id}), {**row, "id": id})
    for row in chosen.values():
        for key in ("broader", "related"):
            row[key] = [renamed.get(other, other) for other in row.get(key, ())]
    return chosen, rejected


def _joined(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """One row of both: texts of the new one, lists of both."""
    row = {**old, **{k: v for k, v in new.items() if k not in _BOTH}}
    for key in ("label", "note"):
        row[key] = {**old.get(key, {}), **new.get(key, {})}
    for key in ("broader", "related"):
        row[key] = _union(old.get(key, ()), new.get(key, ()))
    languages = dict.fromkeys((*old.get("synonyms", {}), *new.get("synonyms", {})))
    row["synonyms"] = {
        code: _union(old.get("synonyms", {}).get(code, ()), new.get("synonyms", {}).get(code, ()))
        for code in languages
    }
    return {key: value for key, value in row.items() if value}


_BOTH = frozenset({"label", "note", "broader", "related", "synonyms"})


def _union(old: Sequence[str], new: Sequence[str]) -> list[str]:
    return list(dict.fromkeys((*old, *new)))


def _linked(
    path: str, row: Mapping[str, Any], present: Mapping[str, Any], notices: list[Problem]
) -> dict[str, Any]:
    """The row without relations to concepts that are not here."""
    linked = dict(row)
    for key in ("broader", "related"):
        for other in row.get(key, ()):
            if other not in present:
                message = "'{key}' of '{id}' names '{other}', which is not there: left out."
                notices.append(notice(path, message, key=key, id=row["id"], other=other))
        linked[key] = [other for other in row.get(key, ()) if other in present]
    return linked


def _own_words(
    path: str,
    row: dict[str, Any],
    owners: dict[tuple[str, str], str],
    notices: list[Problem],
) -> dict[str, Any]:
    """The row without synonyms that already are words of another concept."""
    for language, label in row["label"].items():
        owners.setdefault((language, plain(label)), row["id"])
    kept: dict[str, list[str]] = {}
    for language, words in row.get("synonyms", {}).items():
        for word in words:
            other = owners.setdefault((language, plain(word)), row["id"])
            if other == row["id"]:
                kept.setdefault(language, []).append(word)
            else:
                message = "'{name}' ({language}) is a word of '{other}': left out of '{id}'."
                values = {"name": word, "language": language, "other": other, "id": row["id"]}
                notices.append(notice(path, message, **values))
    row = {**row, "synonyms": kept}
    return {key: value for key, value in row.items() if value}
