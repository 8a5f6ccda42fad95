"""One file with an earlier change taken back; whatever was changed in it since stays."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from hub.catalogue.entries import read_resource, resource_data
from hub.catalogue.loading import collection_of
from hub.catalogue.problems import explain
from hub.catalogue.reading import Unreadable, decode, parse
from hub.catalogue.scan import COLLECTION_FILE
from hub.catalogue.tables import TABLES, read_table
from hub.catalogue.vocabulary.lines import with_rows
from hub.catalogue.writing import dump
from hub.history.conflicts import changed_since, gone_since, made_wrong
from hub.history.merging import Clash, merged_keys, merged_lines, merged_rows
from hub.history.rows import Rows, rows_of
from hub.model import Problem

#: Values that say when, not what: a later moment is no reason to refuse.
_MOMENTS = ("updated",)


@dataclass(frozen=True)
class Three:
    """The contents of a file: as the change left it, as it is, as it shall be again."""

    base: bytes | None
    ours: bytes | None
    theirs: bytes | None

    @property
    def easy(self) -> bool:
        """Whether there is nothing to merge."""
        return self.ours in (self.base, self.theirs) or self.base == self.theirs

    @property
    def result(self) -> bytes | None:
        """What an easy one comes to."""
        return self.theirs if self.ours == self.base else self.ours


def undone_file(path: str, three: Three) -> bytes | None:
    """A table or a ``collection.yaml`` with the change taken back. Raises HistoryConflict."""
    if three.easy:
        return three.result
    if three.ours is None:
        raise gone_since(path)
    if three.theirs is None:
        raise changed_since(path)
    texts = [_text(content or b"", path) for content in (three.base, three.ours, three.theirs)]
    data = [_data(text, path) for text in texts]
    if path.endswith("/" + COLLECTION_FILE):
        return _collection(path, texts, data)
    return _table(path, texts, data)


def undone_resource(id: str, three: Three) -> bytes | None:
    """The file of a resource with the change taken back. Raises HistoryConflict."""
    if three.easy:
        return three.result
    if three.ours is None:
        raise gone_since(id)
    if three.theirs is None or three.base is None:
        raise changed_since(id)
    texts = [_text(content, id) for content in (three.base, three.ours, three.theirs)]
    base, ours, theirs = (_data(text, id) for text in texts)
    for key in _MOMENTS:
        if ours.get(key) != base.get(key):
            base[key] = theirs[key] = ours.get(key)
    what = str(ours.get("title", id))
    wanted = _keys(what, base, ours, theirs)
    try:
        resource = read_resource(wanted)
    except ValidationError as error:
        raise made_wrong(what, explain(id, error, parse(texts[1]))) from error
    kept = _kept_lines(texts, lambda text: parse(text).data == wanted)
    if kept is None and wanted == _data(texts[1], id):
        return three.ours  # everything is as it was; only the file might be laid out otherwise
    return (kept or dump(resource_data(resource))).encode()


def _collection(path: str, texts: Sequence[str], data: Sequence[dict[str, Any]]) -> bytes:
    wanted = _keys(path.partition("/")[0], *data)
    text = _kept_lines(texts, lambda text: parse(text).data == wanted)
    if text is None:
        text = texts[1] if wanted == data[1] else dump(wanted)
    found = collection_of(path, path.partition("/")[0], parse(text))
    if isinstance(found, Problem):
        raise made_wrong(path, found)
    return text.encode()


def _table(path: str, texts: Sequence[str], data: Sequence[dict[str, Any]]) -> bytes:
    base, ours, theirs = (rows_of(path, one) for one in data)
    if base is None or ours is None or theirs is None:
        raise changed_since(path)
    try:
        rows = merged_rows(base.by_id, ours.by_id, theirs.by_id)
        rest = merged_keys(base.rest, ours.rest, theirs.rest)
    except Clash as clash:
        raise changed_since(*clash.place) from clash
    wanted = Rows(ours.key, rows, rest)
    text = _kept_lines(texts, lambda text: rows_of(path, parse(text).data) == wanted)
    if text is None:
        text = texts[1] if wanted == ours else _with_rows(path, texts[1], ours, wanted)
    _refuse_broken(path, texts[1], text)
    return text.encode()


def _with_rows(path: str, text: str, ours: Rows, wanted: Rows) -> str:
    """The text with its rows changed, one by one where that can be."""
    if path not in TABLES or ours.rest != wanted.rest:
        return dump({**wanted.rest, wanted.key: list(wanted.by_id.values())})
    ids = dict.fromkeys((*ours.by_id, *wanted.by_id))
    changed = {id: wanted.by_id.get(id) for id in ids if ours.by_id.get(id) != wanted.by_id.get(id)}
    return with_rows(text, ours.key, changed)


def _refuse_broken(path: str, before: str, after: str) -> None:
    """Nothing that was in order may point into the void afterwards."""
    if path not in TABLES:
        return
    known = {p.reason for p in read_table(path, parse(before)).problems}
    for problem in read_table(path, parse(after)).problems:
        if problem.reason not in known:
            raise made_wrong(path, problem)


def _kept_lines(texts: Sequence[str], right: Callable[[str], bool]) -> str | None:
    """The text merged line by line, if it says what it should."""
    text = merged_lines(*texts)
    try:
        return text if text is not None and right(text) else None
    except Unreadable:
        return None


def _keys(
    what: str, base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any]
) -> dict[str, Any]:
    try:
        return merged_keys(base, ours, theirs)
    except Clash as clash:
        raise changed_since(what, *clash.place) from clash


def _text(content: bytes, what: str) -> str:
    try:
        return decode(content)
    except Unreadable as error:
        raise changed_since(what) from error


def _data(text: str, what: str) -> dict[str, Any]:
    try:
        data = parse(text).data
    except Unreadable as error:
        raise changed_since(what) from error
    if not isinstance(data, dict):
        raise changed_since(what)
    return data
