"""What differs between two contents of a file, field by field, as people read it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hub.catalogue.reading import Unreadable, decode, parse
from hub.history.log import Step
from hub.history.model import FieldChange, Value
from hub.history.rows import is_table, rows_of


def ends(steps: Sequence[Step]) -> tuple[str | None, str | None]:
    """The digests before and after these steps of one file, or of a resource that moved."""
    first: dict[str, str | None] = {}
    last: dict[str, str | None] = {}
    for step in steps:
        first.setdefault(step.path, step.before)
        last[step.path] = step.after
    before = next((digest for digest in first.values() if digest), None)
    return before, next((digest for digest in last.values() if digest), None)


def difference(path: str, before: bytes | None, after: bytes | None) -> tuple[FieldChange, ...]:
    """The fields that differ; a file that cannot be read is one field without a name."""
    try:
        old, new = (parse(decode(c)).data if c is not None else {} for c in (before, after))
    except Unreadable:
        return _whole(before, after)
    if not isinstance(old or {}, dict) or not isinstance(new or {}, dict):
        return _whole(before, after)
    if is_table(path):
        return _rows(path, old, new) or _whole_if_none(before, after)
    return tuple(_fields(old or {}, new or {}))


def _rows(path: str, old: Any, new: Any) -> tuple[FieldChange, ...]:
    before, after = rows_of(path, old), rows_of(path, new)
    if before is None or after is None:
        return ()
    found: list[FieldChange] = []
    for id in dict.fromkeys((*before.by_id, *after.by_id)):
        one, other = before.by_id.get(id, {}), after.by_id.get(id, {})
        if one != other:
            found += _fields(one, other, id)
    return (*found, *_fields(before.rest, after.rest))


def _fields(old: Mapping[str, Any], new: Mapping[str, Any], row: str = "") -> Iterator[FieldChange]:
    one, other = dict(_flat(old)), dict(_flat(new))
    for field in dict.fromkeys((*one, *other)):
        if one.get(field) != other.get(field):
            yield FieldChange(field, one.get(field), other.get(field), row)


def _flat(data: Mapping[str, Any], outer: str = "") -> Iterator[tuple[str, Value]]:
    for key, value in data.items():
        field = f"{outer}{key}"
        if isinstance(value, Mapping):
            yield from _flat(value, f"{field}.")
        elif value is not None:
            yield field, _value(value)


def _value(value: Any) -> Value:
    if isinstance(value, list):
        return tuple(_plain(member) for member in value)
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_plain(part)}" for key, part in value.items())
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _whole_if_none(before: bytes | None, after: bytes | None) -> tuple[FieldChange, ...]:
    """Only comments or the order differ: nothing that a field could show."""
    return () if before and after else _whole(before, after)


def _whole(before: bytes | None, after: bytes | None) -> tuple[FieldChange, ...]:
    old, new = (None if c is None else c.decode("utf-8", "replace") for c in (before, after))
    return (FieldChange("", old, new),)
