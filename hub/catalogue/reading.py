"""YAML text to plain data with line numbers, without the surprises of YAML 1.1.

The language `no` stays a text, dates stay as written, a key that stands twice is an error, and
aliases are refused: a small file cannot unfold into a huge one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import Any

import yaml
from yaml._yaml import CParser

_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_INTEGER = re.compile(r"0|-?[1-9]\d{0,17}")
_DECIMAL = re.compile(r"-?\d+\.\d+")
_UNTAGGED = "?"
_DEEPEST = 40  #: no file of the catalogue nests deeper than a handful of levels

MEGABYTE = 1_000_000

#: What the parser complains about, in words for people who do not know YAML.
_SYNTAX = {
    "mapping values are not allowed in this context": (
        "A colon with a space behind it stands inside a text, or the line is indented wrongly. "
        "Put the text in quotes, or mend the indentation."
    ),
    "did not find expected ',' or ']'": "A list lacks a comma or its closing bracket ].",
    "did not find expected ',' or '}'": "A part in braces lacks a comma or its closing brace.",
    "found unexpected end of stream": "A quotation mark is opened here or above and never closed.",
    "did not find expected key": (
        "The line is indented wrongly, or a text with quotation marks is not closed rightly. "
        "Compare it with the lines above."
    ),
    "could not find expected ':'": "A line above lacks its colon, as in 'title: …'.",
    "found character that cannot start any token": (
        "The line holds a tab, or a value begins with a sign such as @ or `. "
        "Use spaces, and put the value in quotes."
    ),
    "found unknown escape character": (
        "A text in double quotes holds a backslash. Use single quotes instead."
    ),
    "did not find expected <document start>": (
        "The file holds several parts divided by '---'. Keep one."
    ),
    "but found another document": ("The file holds several parts divided by '---'. Keep one."),
}
_ANY_SYNTAX = "This is no valid YAML. Check indentation, colons, brackets and quotes."


class Unreadable(Exception):
    """A file that cannot be read; ``message`` is a sentence whose gaps ``values`` fill."""

    def __init__(self, message: str, line: int | None = None, **values: str | int) -> None:
        super().__init__(message, line, values)
        self.message = message
        self.line = line
        self.values = values


@dataclass(frozen=True)
class Document:
    """What a YAML text says, and where each part of it stands."""

    data: Any
    root: yaml.Node | None

    def line(self, place: Iterable[str | int] = ()) -> int | None:
        """The line, from 1, of the innermost part of ``place`` (keys, positions) there is."""
        node: yaml.Node | None = self.root
        mark: yaml.Mark | None = None
        for step in place:
            found = _step(node, step)
            if not found:
                break
            node, mark = found
        if mark is None and node is not None:
            mark = node.start_mark
        return mark.line + 1 if mark else None


class _Parser(CParser):
    """The C parser alone: values are told apart by us, not by the rules of YAML 1.1."""

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        return _UNTAGGED

    depth = 0

    def descend_resolver(self, parent: yaml.Node | None, index: object) -> None:
        """Count the levels: the C code would crash the whole process on very many."""
        self.depth += 1
        if self.depth > _DEEPEST:
            line = parent.start_mark.line + 1 if parent else 1
            raise Unreadable("The file nests too deeply.", line)

    def ascend_resolver(self) -> None:
        """One level done."""
        self.depth -= 1


def read_yaml(path: Path, largest: int = MEGABYTE) -> tuple[Document, bytes]:
    """The content of a file, also as it stands there.

    Raises Unreadable, also for a file of more than ``largest`` bytes.
    """
    content = read_bytes(path, largest)
    return parse(decode(content)), content


def read_bytes(path: Path, largest: int) -> bytes:
    """The bytes of a plain file. FileNotFoundError passes, for it may just have been moved."""
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode):  # reading a pipe would never end
            raise Unreadable("This is no plain file. Put the resource itself here.")
        if status.st_size > largest:
            raise Unreadable(
                "The file is larger than {megabytes} MB. Full texts do not belong in it.",
                megabytes=largest // MEGABYTE,
            )
        return path.read_bytes()
    except FileNotFoundError:
        if path.is_symlink():
            raise Unreadable("This link leads nowhere. Mend or remove it.") from None
        raise
    except OSError as error:
        raise Unreadable(
            "The file cannot be read ({reason}). Give the hub the right to read it.",
            reason=error.strerror or str(error),
        ) from error


def decode(content: bytes) -> str:
    """The text of a file; a byte order mark at its beginning does no harm."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(
            "The file is not in UTF-8. Save it again with the encoding UTF-8.",
            content.count(b"\n", 0, error.start) + 1,
        ) from error


def parse(text: str) -> Document:
    """What a YAML text says. Raises Unreadable with the line that is wrong."""
    parser = _Parser(text)
    try:
        root = parser.get_single_node()
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error) from error
    except yaml.reader.ReaderError as error:
        raise Unreadable(
            "The file holds a character that YAML does not allow. Remove it.",
            text.count("\n", 0, int(error.position)) + 1,
        ) from error
    finally:
        parser.dispose()
    return Document(_value(root, set()) if root else None, root)


def _syntax_error(error: yaml.MarkedYAMLError) -> Unreadable:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else None
    return Unreadable(_SYNTAX.get(error.problem or "", _ANY_SYNTAX), line)


def _value(node: yaml.Node, seen: set[int]) -> Any:
    line = node.start_mark.line + 1
    if node.tag != _UNTAGGED and node.tag != "tag:yaml.org,2002:str":
        raise Unreadable(
            "The sign '{tag}' before a value is not allowed here. Remove it.", line, tag=node.tag
        )
    if isinstance(node, yaml.ScalarNode):
        plain = not node.style and node.tag == _UNTAGGED
        return _scalar(node.value) if plain else node.value
    if id(node) in seen:
        raise Unreadable("Aliases (*name) are not allowed here. Write the value out.", line)
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, seen) for item in node.value]
    return _mapping(node, seen)


def _mapping(node: yaml.Node, seen: set[int]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise Unreadable("A key must be a single word.", line)
        if key.value in values:
            raise Unreadable("The key '{key}' stands here twice.", line, key=key.value)
        values[key.value] = _value(value, seen)
    return values


def _scalar(text: str) -> Any:
    """A plain value: a text unless it can be nothing else. No spelling is lost: 1.10 is a text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "-0123456789":
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text) and repr(float(text)) == text:
        return float(text)
    return text


def _step(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node, yaml.Mark] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value, key.start_mark
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step].start_mark
    return None
