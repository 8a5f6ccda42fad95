"""Change single entries of a table file and leave every other line as people wrote it."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from hub.catalogue.reading import Document, Unreadable, parse
from hub.catalogue.writing import dump

Row = Mapping[str, Any]

_BARE = re.compile(r"[a-z][a-z0-9-]*")  #: an id or a language code, which needs no quotes
_NOT_TEXT = frozenset({"true", "false", "null"})
_IDS = frozenset({"id", "broader", "related", "kind", "within", "country"})
_ORDER = ("id", "label", "synonyms", "broader", "related", "note", "kind", "within", "variants")


@dataclass(frozen=True)
class _Block:
    """An entry: its number in the list and its lines, from 0, the last one exclusive."""

    id: str
    first: int
    last: int


def with_rows(text: str, key: str, rows: Mapping[str, Row | None]) -> str:
    """The text of a table with these entries set, by id; None removes one.

    Entries that stay keep their lines and comments, those that change keep their place, new ones
    come last. A table whose list is not written one entry after the other is written anew.
    Raises Unreadable for a text that is no such table.
    """
    document = parse(text)
    wanted = _after(document, key, rows)
    changed = _changed_lines(text, document, key, rows)
    if changed is not None and _holds(changed, key, wanted):
        return changed
    return dump({**document.data, key: wanted})


def _after(document: Document, key: str, rows: Mapping[str, Row | None]) -> list[Any]:
    """The entries as they shall be, in order."""
    present = document.data.get(key) if isinstance(document.data, dict) else None
    if not isinstance(present, list):
        raise Unreadable("The file must hold a list under the key '{key}'.", 1, key=key)
    known = {_id(row) for row in present}
    kept = [dict(rows.get(_id(row)) or {}) if _id(row) in rows else row for row in present]
    return [row for row in kept if row] + [
        dict(row) for id, row in rows.items() if row and id not in known
    ]


def _id(row: object) -> str:
    return str(row.get("id")) if isinstance(row, dict) else ""


def _holds(text: str, key: str, wanted: Sequence[Any]) -> bool:
    try:
        return bool(parse(text).data[key] == list(wanted))
    except (Unreadable, KeyError, TypeError):
        return False


def _changed_lines(
    text: str, document: Document, key: str, rows: Mapping[str, Row | None]
) -> str | None:
    """The text with the lines of the entries replaced; None where they share their lines."""
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    blocks = list(_blocks(document, key, lines))
    if not blocks:
        return None
    indent = re.match(r" *", lines[blocks[0].first])
    before = indent[0] if indent else ""
    out, at = [], 0
    for block in blocks:
        out += lines[at : block.first]
        at = block.last
        if block.id in rows:
            own = lines[block.first : block.last]
            out += _comments(own, before)
            out += _entry(rows[block.id], before)
        else:
            out += lines[block.first : block.last]
    known = {block.id for block in blocks}
    for id, row in rows.items():
        if id not in known:
            out += _entry(row, before)
    return "".join(out + lines[at:])


def _blocks(document: Document, key: str, lines: Sequence[str]) -> Iterator[_Block]:
    """Where each entry of a list in block style stands; comments behind it are not its own."""
    sequence = next((v for k, v in document.root.value if k.value == key), None)  # type: ignore[union-attr]
    if not isinstance(sequence, yaml.SequenceNode) or sequence.flow_style:
        return
    starts = [_dash(item.start_mark.line, lines) for item in sequence.value]
    ends = [*starts[1:], min(sequence.end_mark.line + 1, len(lines))]
    for item, first, last in zip(document.data[key], starts, ends, strict=True):
        while last > first + 1 and _is_outside(lines[last - 1], lines[first]):
            last -= 1
        yield _Block(_id(item), first, last)


def _dash(line: int, lines: Sequence[str]) -> int:
    """The line with the dash, which may stand above the first key."""
    while line > 0 and not lines[line].lstrip().startswith("-"):
        line -= 1
    return line


def _is_outside(line: str, first: str) -> bool:
    """Whether a line behind an entry is a comment, empty or already something else."""
    indent = len(first) - len(first.lstrip())
    bare = line.strip()
    return not bare or bare.startswith("#") or len(line) - len(line.lstrip()) <= indent


def _comments(lines: Sequence[str], indent: str) -> list[str]:
    return [f"{indent}{line.strip()}\n" for line in lines if line.lstrip().startswith("#")]


def _entry(row: Row | None, indent: str) -> list[str]:
    """The lines of an entry; none for one that is removed."""
    if not row:
        return []
    keys = [k for k in _ORDER if k in row] + [k for k in row if k not in _ORDER]
    lines = [line for key in keys for line in _field(key, row[key])]
    return [f"{indent}{'  ' if n else '- '}{line}\n" for n, line in enumerate(lines)]


def _field(key: str, value: Any) -> Iterator[str]:
    """The lines of one key; lists by language stand one language a line."""
    if key == "synonyms" and isinstance(value, Mapping):
        yield f"{key}:"
        for language, words in value.items():
            yield f"  {_bare(language)}: {_flow(words)}"
    elif key in _IDS:
        ids = value if isinstance(value, list | tuple) else [value]
        said = ", ".join(map(_bare, ids))
        yield f"{key}: {said if isinstance(value, str) else f'[{said}]'}"
    else:
        yield f"{_bare(key)}: {_flow(value)}"


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_bare(k)}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _bare(text: Any) -> str:
    return str(text) if isinstance(text, str) and _is_bare(text) else json.dumps(text)


def _is_bare(text: str) -> bool:
    return bool(_BARE.fullmatch(text)) and text not in _NOT_TEXT
