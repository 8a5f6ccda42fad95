"""What is wrong with an entry, in plain sentences with the line that is to be mended."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from hub.catalogue.reading import Document, Unreadable
from hub.model import Problem

Place = tuple[str | int, ...]

_DATE = "'{key}' is '{value}', which is no date: write 2024, 2024-05 or 2024-05-31."
_MOMENT = "'{key}' is '{value}', which is no moment: write 2024-05-31 or 2024-05-31T09:30:00Z."
_ID = (
    "'{key}' holds '{value}', which is no id: "
    "use small letters a to z, digits and single hyphens, at most 120 characters."
)
_ADDRESS = "'{key}' is '{value}', which is no web address: it must begin with http:// or https://."
_WRONG_VALUE = {
    "date": _DATE,
    "start": _DATE,
    "end": _DATE,
    "deadline": _DATE,
    "reviewed": _DATE,
    "added": _MOMENT,
    "updated": _MOMENT,
    "id": _ID,
    "collections": _ID,
    "places": _ID,
    "tags": _ID,
    "superseded_by": _ID,
    "broader": _ID,
    "related": _ID,
    "within": _ID,
    "language": "'{key}' is '{value}', which is no language code such as de, en or fr.",
    "url": _ADDRESS,
    "also_at": _ADDRESS,
}
_WRONG_WHOLE = {
    "evidence": "An evidence step needs its source: add 'source' under 'evidence'.",
    "event": "The event ends before it starts: mend 'start' or 'end' under 'event'.",
}
_WRONG_SHAPE = {
    "missing": "The key '{key}' is missing. Add it.",
    "too_short": "The key '{key}' is missing. Add it.",
    "string_too_short": "'{key}' is empty. Fill it in or remove it.",
    "string_type": "'{key}' must be a text.",
    "tuple_type": "'{key}' must be a list, such as [one, two].",
    "list_type": "'{key}' must be a list, such as [one, two].",
    "dict_type": "'{key}' must have keys of its own below it, such as 'de: …'.",
    "model_type": "'{key}' must have keys of its own below it.",
    "model_attributes_type": "'{key}' must have keys of its own below it.",
    "int_parsing": "'{key}' must be a whole number.",
    "int_type": "'{key}' must be a whole number.",
    "bool_parsing": "'{key}' must be true or false.",
    "bool_type": "'{key}' must be true or false.",
    "string_pattern_mismatch": "'{key}' must be the 64 small hexadecimal digits of a SHA-256.",
}
_CHOICE = "'{key}' is '{value}', which the hub does not know. Choose one of: {choices}."
_OTHER = "'{key}' has a value that does not fit here: '{value}'."
_TWICE = "'{key}' names something twice. Remove the repetition."
_ITSELF = "'superseded_by' points to the resource itself. Name its successor or remove the key."


def problem(
    path: str,
    message: str,
    line: int | None = None,
    fatal: bool = True,
    /,
    **values: str | int,
) -> Problem:
    """A Problem whose reason is the message with its gaps filled."""
    return Problem(path, message.format(**values), line, fatal, message, values)


def notice(path: str, message: str, line: int | None = None, /, **values: str | int) -> Problem:
    """A Problem that sets nothing aside."""
    return problem(path, message, line, False, **values)


def unreadable(path: str, error: Unreadable) -> Problem:
    """The Problem of a file that cannot be read at all."""
    return problem(path, error.message, error.line, **error.values)


def explain(
    path: str, error: ValidationError, document: Document, place: Iterable[str | int] = ()
) -> Problem:
    """The first thing that is wrong with the part of a document at ``place``."""
    first = error.errors()[0]
    inside = _keys(first, error)
    message, values = _sentence(first, inside)
    return problem(path, message, document.line((*place, *inside)), **values)


def _keys(first: Mapping[str, Any], error: ValidationError) -> Place:
    """Where the error is. A check of the whole resource names its key in the message only."""
    inside: Place = tuple(first["loc"])
    if not inside and (named := re.search(r"(\w+) (names|points)", first["msg"])):
        return (named[1],)
    return inside


def _sentence(first: Mapping[str, Any], inside: Place) -> tuple[str, dict[str, str | int]]:
    keys = [step for step in inside if isinstance(step, str)]
    values: dict[str, str | int] = {"key": ".".join(keys), "value": _short(first["input"])}
    last = keys[-1] if keys else ""
    kind = first["type"]
    if kind == "enum":
        values["choices"] = ", ".join(re.findall(r"'([^']+)'", first["ctx"]["expected"]))
        return _CHOICE, values
    if kind == "value_error":
        return _broken_rule(first, inside, last), values
    return _WRONG_SHAPE.get(kind, _OTHER), values


def _broken_rule(first: Mapping[str, Any], inside: Place, last: str) -> str:
    if not first["loc"]:
        return _ITSELF if last == "superseded_by" else _TWICE
    if len(inside) == 1 and last in _WRONG_WHOLE:
        return _WRONG_WHOLE[last]
    return _WRONG_VALUE.get(last, _OTHER)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 80 else text[:79] + "…"
