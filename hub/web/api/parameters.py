"""The parameters of every call: one table that reads them and describes them in openapi.json."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from hub.i18n import Translate
from hub.model import EvidenceStep, ResourceType, Sort
from hub.web.api.problems import ApiProblem, Complaint, several

LONGEST = 16_000  #: bytes of the part of an address behind the question mark
MOST = 500  #: parameters of one call
SHOWN = 60  #: characters of a wrong value that are said again

NOT_KNOWN = "There is no parameter {name}. There are: {known}."
NONE_KNOWN = "There is no parameter {name}: this address takes none."
TOO_MANY = "There are more than {most} parameters. Leave some out."
TOO_LONG = "The address is longer than {most} bytes. Shorten the query or leave out filters."
NO_TEXT = "The address holds bytes that are no UTF-8. Encode it anew."
ONCE = "{name} is given more than once. Give it once."
TOO_OFTEN = "{name} is given more than {most} times. Leave some out."
NUMBER = "{name} must be a whole number from {lowest} to {highest}, not {value!r}."
YES_NO = "{name} must be true or false, not {value!r}."
ONE_OF = "{name} must be one of: {values}; not {value!r}."
TEXT = "{name} must have {least} to {most} characters."
SHAPE = "{name} must look like {example}, not like {value!r}."

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Parameter:
    """One parameter: ``schema`` is the JSON Schema of a single value."""

    name: str
    description: str
    schema: Schema
    example: Any
    many: int = 0  #: may be repeated so often; 0: stands once
    default: Any = None
    needed: bool = False

    def described(self) -> dict[str, Any]:
        """The parameter as OpenAPI says it."""
        schema: dict[str, Any] = dict(self.schema)
        if self.default is not None:
            schema["default"] = self.default
        if self.many:
            schema = {"type": "array", "items": schema, "maxItems": self.many}
        described: dict[str, Any] = {
            "name": self.name,
            "in": "query",
            "description": self.description,
        }
        if self.many:
            described |= {"style": "form", "explode": True}
        return described | {"required": self.needed, "schema": schema, "example": self.example}


def _text(least: int, most: int, pattern: str = "") -> Schema:
    schema: dict[str, Any] = {"type": "string", "minLength": least, "maxLength": most}
    return schema | ({"pattern": pattern} if pattern else {})


def _number(lowest: int, highest: int) -> Schema:
    return {"type": "integer", "minimum": lowest, "maximum": highest}


def _one_of(values: Sequence[str]) -> Schema:
    return {"type": "string", "enum": list(values)}


_NAME = _text(1, 200)
_YEAR = _number(1, 9999)

#: What narrows a search: the names of the command line, and the facets it has no option for.
NARROWING = (
    Parameter(
        "query", 'Words, "phrases", -without, field:value.', _text(0, 1000), "Messer", default=""
    ),
    Parameter("collection", "Only this collection, by id.", _NAME, ["messergewalt"], 50),
    Parameter("type", "Only this type.", _one_of([t.value for t in ResourceType]), ["document"], 7),
    Parameter("tag", "Only this topic, by id or by any of its labels.", _NAME, ["prevention"], 50),
    Parameter("language", "Only this language, by code.", _text(2, 3, "^[a-z]{2,3}$"), ["de"], 50),
    Parameter("place", "Only this place, by id or by any of its labels.", _NAME, ["berlin"], 50),
    Parameter("year", "Only this year.", _YEAR, [2024], 50),
    Parameter(
        "target_group", "Only this target group, as the facet names it.", _NAME, ["kinder"], 50
    ),
    Parameter(
        "evidence",
        "Only methods of this step.",
        _one_of([s.value for s in EvidenceStep]),
        ["proven"],
        4,
    ),
    Parameter("year_from", "This year or later.", _YEAR, 2020),
    Parameter("year_to", "This year or earlier.", _YEAR, 2026),
    Parameter(
        "synonyms",
        "Whether the thesaurus widens the query.",
        {"type": "boolean"},
        True,
        default=True,
    ),
)
SEARCH = (
    *NARROWING,
    Parameter(
        "sort",
        "Order of the hits.",
        _one_of([s.value for s in Sort]),
        "newest",
        default="relevance",
    ),
    Parameter("limit", "At most so many hits.", _number(1, 100), 20, default=20),
    Parameter("offset", "Leave out so many hits first.", _number(0, 9_900), 0, default=0),
)
SUGGESTIONS = (
    Parameter("prefix", "The beginning of a word.", _text(1, 100), "Mess", needed=True),
    Parameter("limit", "At most so many suggestions.", _number(1, 50), 8, default=8),
)


@dataclass(frozen=True)
class Given:
    """The values a call was given, read and checked."""

    values: Mapping[str, Any] = field(default_factory=dict)

    def one(self, name: str) -> Any:
        """The value of a parameter that stands once, or its default."""
        return self.values[name]

    def many(self, name: str) -> tuple[Any, ...]:
        """The values of one that may be repeated, each once."""
        return tuple(self.values.get(name, ()))


def read(query: bytes, known: Sequence[Parameter], say: Translate) -> Given:
    """The values in the part of an address behind the question mark. Raises ApiProblem."""
    found = _pairs(query)
    complaints = _unknown(found, known)
    values: dict[str, Any] = {}
    for parameter in known:
        try:
            values[parameter.name] = _values(parameter, found.get(parameter.name, []))
        except ApiProblem as problem:
            complaints.append(Complaint(parameter.name, problem))
    if complaints:
        raise several(complaints, say)
    return Given(values)


def _pairs(query: bytes) -> dict[str, list[str]]:
    if query.count(b"&") >= MOST:
        raise ApiProblem(TOO_MANY, "too-many-parameters", most=MOST)
    if len(query) > LONGEST:
        raise ApiProblem(TOO_LONG, "too-long", most=LONGEST)
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError as error:  # also UnicodeDecodeError
        raise ApiProblem(NO_TEXT, "unreadable") from error
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _unknown(found: Mapping[str, object], known: Sequence[Parameter]) -> list[Complaint]:
    names = [parameter.name for parameter in known]
    return [Complaint(name, _no_such(name, names)) for name in found if name not in names]


def _no_such(name: str, names: Sequence[str]) -> ApiProblem:
    if not names:
        return ApiProblem(NONE_KNOWN, "unknown-parameter", name=name[:SHOWN])
    known = ", ".join(names)
    problem = ApiProblem(NOT_KNOWN, "unknown-parameter", name=name[:SHOWN], known=known)
    problem.more["known"] = list(names)
    return problem


def _values(parameter: Parameter, texts: Sequence[str]) -> Any:
    name = parameter.name
    if parameter.many:
        if len(texts) > parameter.many:
            raise ApiProblem(TOO_OFTEN, "bad-value", name=name, most=parameter.many)
        return tuple(dict.fromkeys(_value(parameter, text) for text in texts))
    if len(texts) > 1:
        raise ApiProblem(ONCE, "bad-value", name=name)
    if texts or parameter.needed:
        return _value(parameter, texts[0] if texts else "")
    return parameter.default


def _value(parameter: Parameter, text: str) -> Any:
    """One value, as its schema wants it."""
    schema, gaps = parameter.schema, {"name": parameter.name, "value": text[:SHOWN]}
    if schema["type"] == "integer":
        return _whole(text, schema, gaps)
    if schema["type"] == "boolean":
        if text not in ("true", "false"):
            raise ApiProblem(YES_NO, "bad-value", **gaps)
        return text == "true"
    if "enum" in schema:
        if text not in schema["enum"]:
            raise ApiProblem(ONE_OF, "bad-value", values=", ".join(schema["enum"]), **gaps)
        return text
    least, most = schema["minLength"], schema["maxLength"]
    if not least <= len(text) <= most:
        raise ApiProblem(TEXT, "bad-value", name=parameter.name, least=least, most=most)
    if "pattern" in schema and not re.search(schema["pattern"].replace("$", r"\Z"), text):
        raise ApiProblem(SHAPE, "bad-value", example=parameter.example[0], **gaps)
    return text


def _whole(text: str, schema: Schema, gaps: Mapping[str, str]) -> int:
    lowest, highest = schema["minimum"], schema["maximum"]
    if re.fullmatch("[0-9]{1,9}", text) and lowest <= int(text) <= highest:
        return int(text)
    raise ApiProblem(NUMBER, "bad-value", lowest=lowest, highest=highest, **gaps)
