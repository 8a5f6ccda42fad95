"""Changes of the catalogue in words: who, when, what, and what differs, field by field."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from zoneinfo import ZoneInfo

from hub import history
from hub.history import Change, FieldChange, Value
from hub.history.fields import FIELDS, name_of
from hub.history.log import resource_of
from hub.history.rows import is_table
from hub.i18n import translator
from hub.i18n.words import mark
from hub.model import label_in
from hub.ui.html import Child, Html, el, hidden, join
from hub.ui.reader import Reader
from hub.ui.results import separated
from hub.ui.state import address, resource_address

HERE = "/history"
#: Groups of kinds by the word before their dot, as lists are narrowed to.
GROUPS: Mapping[str, str] = {
    "resource": mark("Single resources"),
    "bulk": mark("Many resources at once"),
    "import": mark("Imports"),
    "tag": mark("Topics"),
    "place": mark("Places"),
    "target_group": mark("Target groups"),
    "publisher": mark("Publishers"),
    "collection": mark("Collections"),
    "files": mark("By hand or by the command line"),
    "undo": mark("Undone"),
}
TABLES: Mapping[str, str] = {
    "thesaurus.yaml": mark("Thesaurus"),
    "places.yaml": mark("Places"),
    "publishers.yaml": mark("Publishers"),
    "renamed.yaml": mark("Old names"),
}
_FACETS = {
    **dict.fromkeys(("tags", "broader", "related"), "tag"),
    **dict.fromkeys(("places", "within"), "place"),
    **{"collections": "collection", "type": "type", "language": "language"},
    **{"evidence.step": "evidence", "target_groups": "target_group"},
}
_STATUS = {
    "draft": mark("Draft"),
    "published": mark("Published"),
    "withdrawn": mark("Withdrawn"),
}
_QUIET = frozenset({"updated", "id"})  #: said already by the change itself
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_LONG = 60  #: characters; longer texts are compared word by word
_AROUND = 8  #: words that are shown around a difference


def sentence(reader: Reader, change: Change) -> str:
    """What was done."""
    return history.sentence(change.what, translator(reader.language))


def facts(reader: Reader, change: Change, *more: Child, day: bool = True) -> Html:
    """When, by whom, how much; without the day where it stands above already."""
    at = change.at.astimezone(ZoneInfo(reader.hub.settings.time_zone))
    words, clock = reader.words, f"{at:%H:%M}"
    said: list[Child] = [
        el("time", f"{words.day(at)}, {clock}" if day else clock, datetime=change.at.isoformat()),
        who(reader, change),
        words.n("{n} file", "{n} files", change.files) if change.files else None,
        *more,
    ]
    return el("p", separated([part for part in said if part]), class_="facts")


def who(reader: Reader, change: Change) -> str:
    """The person, or where nobody was named the command line; nothing for hands in files."""
    if change.by.name:
        return change.by.name
    if change.what.kind.startswith("files."):
        return ""
    return reader.words.t("command line")


def change_address(id: int) -> str:
    """Where a change is shown in full."""
    return address(HERE, [("change", str(id))])


# What differs


def file_difference(reader: Reader, path: str, fields: Sequence[FieldChange]) -> Html:
    """What a change did to one file."""
    return el(
        "section",
        el("h3", title_of(reader, path)),
        differences(reader, fields),
        class_="file-change",
    )


def title_of(reader: Reader, path: str) -> Child:
    """The file by what it holds: a link to the resource where there still is one."""
    if is_table(path):
        return reader.words.t(TABLES[path])
    folder, _, _ = path.partition("/")
    id = resource_of(path)
    if not id:
        return reader.words.t("Collection “{title}”", title=reader.label("collection", folder))
    resource = reader.hub.catalogue().resources.get(id)
    if resource is None or not reader.access.sees(resource):
        return id
    return el("a", resource.title, href=resource_address(id), lang=resource.language)


def differences(reader: Reader, fields: Sequence[FieldChange]) -> Html:
    """Fields with what they were and are; rows of tables each under its name."""
    shown = [field for field in fields if field.row or field.field not in _QUIET]
    if not shown:
        return el("p", reader.words.t("Only comments, order or dates differ."), class_="facts")
    parts = [_row(reader, row, list(own)) for row, own in groupby(shown, lambda field: field.row)]
    return join(parts)


def _row(reader: Reader, row: str, fields: Sequence[FieldChange]) -> Html:
    """The fields of a row, or of a file. What is wholly new or gone is folded up."""
    head = el("h4", _row_name(reader, row)) if row else None
    said = el("dl", [_field(reader, field) for field in fields], class_="differences")
    for value, text in (("old", mark("New")), ("new", mark("Removed"))):
        if len(fields) > 1 and all(getattr(field, value) is None for field in fields):
            summary = el("summary", reader.words.t(text))
            return join(head, el("details", summary, said, class_="whole"))
    return join(head, said)


def _row_name(reader: Reader, row: str) -> str:
    catalogue = reader.hub.catalogue()
    entry = catalogue.thesaurus.get(row) or catalogue.gazetteer.get(row)
    if entry is None:
        return row.rpartition("/")[2]
    label = label_in(entry, reader.language)
    return label if label == row else f"{label} ({row})"


def _field(reader: Reader, field: FieldChange) -> Html:
    return el(
        "div",
        el("dt", field_name(reader, field.field)),
        el("dd", _both(reader, field)),
    )


def field_name(reader: Reader, field: str) -> str:
    """A key in the reader's language; what it is a part of in front."""
    name = reader.words.t(name_of(field))
    if field in FIELDS or "." not in field:
        return name
    part = field.partition(".")[2]
    return f"{name} ({reader.label('language', part)})"


def _both(reader: Reader, field: FieldChange) -> Html:
    if field.field == "text":
        text = mark("captured anew") if field.new else mark("removed")
        return el("span", reader.words.t(text))
    old, new = (_said(reader, field.field, value) for value in (field.old, field.new))
    if isinstance(old, tuple) or isinstance(new, tuple):
        return _members(reader, _tuple(old), _tuple(new))
    if old and new and max(len(old), len(new)) > _LONG:
        return _words(reader, old, new)
    arrow = el("span", " → ", aria_hidden="true") if old and new else None
    return join(_gone(reader, old), arrow, _new(reader, new))


def _tuple(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()


def _members(reader: Reader, old: Sequence[str], new: Sequence[str]) -> Html:
    """Which members of a list went and came; where only their order differs, both."""
    gone, come = [m for m in old if m not in new], [m for m in new if m not in old]
    if not gone and not come:
        return join(_gone(reader, ", ".join(old)), " → ", _new(reader, ", ".join(new)))
    items = [el("li", _gone(reader, m)) for m in gone] + [el("li", _new(reader, m)) for m in come]
    return el("ul", items, class_="members")


def _words(reader: Reader, old: str, new: str) -> Html:
    """Long texts word by word; what stayed is shortened."""
    one, other = old.split(), new.split()
    parts: list[Child] = []
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    codes = matcher.get_opcodes()
    for number, (code, i1, i2, j1, j2) in enumerate(codes):
        if code == "equal":
            parts.append(_kept(one[i1:i2], first=number == 0, last=number == len(codes) - 1))
        else:
            parts += [
                _gone(reader, " ".join(one[i1:i2])),
                " ",
                _new(reader, " ".join(other[j1:j2])),
            ]
        parts.append(" ")
    return el("p", parts, class_="prose")


def _kept(words: Sequence[str], *, first: bool, last: bool) -> str:
    before, after = 0 if first else _AROUND, 0 if last else _AROUND
    if len(words) <= before + after + 1:
        return " ".join(words)
    return " ".join([*words[:before], "…", *(words[-after:] if after else ())])


def _gone(reader: Reader, text: str | None) -> Html | None:
    return el("del", hidden(f"{reader.words.t('removed')}: "), text) if text else None


def _new(reader: Reader, text: str | None) -> Html | None:
    return el("ins", hidden(f"{reader.words.t('new')}: "), text) if text else None


def _said(reader: Reader, field: str, value: Value) -> str | tuple[str, ...] | None:
    """A value as people read it."""
    if isinstance(value, tuple):
        return tuple(_one(reader, field, member) for member in value)
    return None if value is None else _one(reader, field, value)


def _one(reader: Reader, field: str, value: str) -> str:
    facet = _FACETS.get(field)
    if facet:
        return reader.label(facet, value)
    if field == "status":
        return reader.words.t(_STATUS.get(value, value))
    if field == "superseded_by":
        resource = reader.hub.catalogue().resources.get(value)
        return resource.title if resource and reader.access.sees(resource) else value
    return reader.words.date(value) if _DATE.fullmatch(value) else value


def shown_files(paths: Sequence[str]) -> Iterator[str]:
    """The files of a change, a resource that moved once."""
    seen: set[str] = set()
    for path in paths:
        key = resource_of(path) or path
        if key not in seen:
            seen.add(key)
            yield path
