"""Plain data to YAML text that people like to read and compare, and files replaced whole."""

import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import yaml

from hub.catalogue.reading import Unreadable, parse
from hub.errors import CatalogueError

WIDTH = 100  #: columns; longer texts are folded, longer lists stand one value a line
_AT_ONCE = 8  #: files that the disk is given at once; it takes them together
_FOLD = 88  #: a line breaks after the word that passes it
#: libyaml escapes every emoji; people would rather see them.
_ESCAPED = re.compile(r"(?<!\\)((?:\\\\)*)\\U(000[1-9A-F][0-9A-F]{4})")
_TIMESTAMP = "tag:yaml.org,2002:timestamp"


class _Folded(str):
    """A long text, one paragraph a block."""


class _Lines(str):
    """A text whose line breaks are its own."""


class _Inline(list[Any]):
    """A list short enough for one line."""


class _InlineMap(dict[str, Any]):
    """A mapping short enough for one line."""


class _Quoted(str):
    """A text that only double quotes hold."""


class _Dumper(yaml.CSafeDumper):
    """Quotes what other programs would not read as text, except dates, which look better bare."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - the library's own way to set it
        first: [rule for rule in rules if rule[0] != _TIMESTAMP]
        for first, rules in yaml.CSafeDumper.yaml_implicit_resolvers.items()
    }

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _scalar(style: str) -> Any:
    def represent(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
        return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style=style)

    return represent


_Dumper.add_representer(_Folded, _scalar(">"))
_Dumper.add_representer(_Lines, _scalar("|"))
_Dumper.add_representer(_Quoted, _scalar('"'))
_Dumper.add_representer(
    _Inline, lambda d, v: d.represent_sequence("tag:yaml.org,2002:seq", v, flow_style=True)
)
_Dumper.add_representer(
    _InlineMap, lambda d, v: d.represent_mapping("tag:yaml.org,2002:map", v, flow_style=True)
)


def dump(data: Mapping[str, Any]) -> str:
    """The data as YAML text that reads back as the same data.

    Raises CatalogueError where YAML cannot hold it.
    """
    for style in (_styled, _quoted):
        try:
            text = _dump(style(data, 0))
            if parse(text).data == data:
                return text
        except (Unreadable, UnicodeEncodeError, yaml.YAMLError):
            continue  # double quotes hold more; if they fail too, we say so below
    raise CatalogueError(
        "The entry holds a character or value that a YAML file cannot hold. "
        "Remove what is no ordinary text."
    )


def _dump(data: Any) -> str:
    text: str = yaml.dump(
        data, Dumper=_Dumper, width=_FOLD, allow_unicode=True, sort_keys=False, encoding=None
    )
    return _ESCAPED.sub(lambda found: found[1] + chr(int(found[2], 16)), text)


def _styled(value: Any, column: int) -> Any:
    """The value with a note on how to lay it out; ``column`` is where it begins."""
    if isinstance(value, str):
        return _styled_text(value, column)
    if isinstance(value, Mapping):
        if _fits(value, column):
            return _InlineMap(value)
        return {key: _styled(item, len(key) + 2) for key, item in value.items()}
    if isinstance(value, list | tuple):
        if _fits(value, column):
            return _Inline(value)
        return [_styled(item, 2) for item in value]
    return value


def _styled_text(text: str, column: int) -> str:
    lines = text.split("\n")
    if any(line != line.strip() for line in lines):
        return text
    if len(lines) > 1 and all(len(line) < WIDTH for line in lines):
        return _Lines(text)
    if len(lines) > 1 or (column + len(text) > WIDTH and " " in text):
        return _Folded(text)
    return text


def _fits(value: Any, column: int) -> bool:
    """Whether a part without parts of its own fits into the rest of the line."""
    if column == 0 or not value:
        return column > 0
    is_map = isinstance(value, Mapping)
    items = list(value.items()) if is_map else [("", item) for item in value]
    if any(isinstance(item, Mapping | list | tuple) for _, item in items):
        return False
    if any("\n" in str(item) for _, item in items):
        return False
    signs = 4 if is_map else 2  # colon, comma and spaces
    return column + sum(len(key) + len(str(item)) + signs for key, item in items) <= _FOLD


def _quoted(value: Any, column: int) -> Any:
    if isinstance(value, str):
        return _Quoted(value)
    if isinstance(value, Mapping):
        return {key: _quoted(item, column) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_quoted(item, column) for item in value]
    return value


def replace_file(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Replace the file in one step, so that a reader or a crash never meets half of it.

    Raises CatalogueError where the folder cannot be written.
    """
    replace_files({path: content}, mode)


def replace_files(files: Mapping[Path, bytes], mode: int = 0o644) -> None:
    """Replace several files, each in one step; all are on the disk before the first is replaced.

    The disk is waited for together, so that many cost little more than one. Raises CatalogueError
    where a folder cannot be written.
    """
    drafts: list[Path] = []
    try:
        for path, draft in _each(lambda path: _draft(path, files[path], mode, drafts), files):
            _put(draft, path)
    finally:
        for draft in drafts:
            draft.unlink(missing_ok=True)  # those that have become their files are gone
    for folder in dict.fromkeys(path.parent for path in files):
        sync_folder(folder)


def _each(make: Callable[[Path], Path], paths: Iterable[Path]) -> Iterator[tuple[Path, Path]]:
    """Paths with their finished drafts, once all are made."""
    paths = tuple(paths)
    if len(paths) < 2:
        return zip(paths, map(make, paths), strict=True)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return zip(paths, list(pool.map(make, paths)), strict=True)


def _draft(path: Path, content: bytes, mode: int, drafts: list[Path]) -> Path:
    """The content in a file of another name beside the path, safely on the disk."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
        draft = Path(name)
        drafts.append(draft)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
    except OSError as error:
        raise unwritable(path, error) from error
    return draft


def _put(draft: Path, path: Path) -> None:
    try:
        draft.replace(path)
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> CatalogueError:
    """What to say when a file or folder cannot be changed."""
    return CatalogueError(
        "{path} cannot be written ({reason}). Give the hub the right to write in this folder, "
        "or make room on the disk.",
        path=path,
        reason=error.strerror or error,
    )


def sync_folder(folder: Path) -> None:
    """Make a change of names in the folder last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
