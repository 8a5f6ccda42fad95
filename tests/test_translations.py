"""Every text of the hub that a person reads is there in German, with the same gaps."""

import ast
import importlib
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import hub.errors
from hub.cli import command_line
from hub.cli.help import paragraphs
from hub.errors import HubError

PACKAGE = Path(hub.errors.__file__).parent
CATALOGUES = sorted((PACKAGE / "i18n" / "de").glob("*.po"))

#: Methods and functions that are given a text to say; the value: where among the arguments.
SAYS = {"text": 0, "say": 0, "note": 0, "working": 0, "_ok": 1, "Finding": 2}


def german() -> dict[str, str | tuple[str, ...]]:
    texts = {}
    for path in CATALOGUES:
        with path.open("rb") as file:
            for message in read_po(file):
                if message.id:
                    key = message.id if isinstance(message.id, str) else message.id[0]
                    texts[key] = message.string
    return texts


def gaps(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(p for p in parts if p != "__init__")
        yield name, ast.parse(path.read_text(encoding="utf-8"))


def error_names() -> set[str]:
    """The names of all HubErrors, those of single modules too."""
    names = {n for n, v in vars(hub.errors).items() if isinstance(v, type)}
    for _, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                bases = {b.id for b in node.bases if isinstance(b, ast.Name)}
                if bases & names:
                    names.add(node.name)
    return names


def value_of(node: ast.expr, module: str) -> str | None:
    """The text an argument stands for: a literal, or a constant of the module."""
    try:
        value = ast.literal_eval(node)
    except ValueError:
        value = None
        if isinstance(node, ast.Name):
            value = getattr(importlib.import_module(module), node.id, None)
    return value if isinstance(value, str) else None


def calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Name):
                yield function.id, node
            elif isinstance(function, ast.Attribute):
                yield function.attr, node


def error_texts() -> list[tuple[str, str]]:
    names = error_names()
    found = []
    for module, tree in modules():
        for name, call in calls(tree):
            if name in names and call.args:
                text = value_of(call.args[0], module)
                if text is not None:
                    found.append((module, text))
    return found


def cli_texts() -> list[tuple[str, str]]:
    found = []
    for module, tree in modules():
        if not module.startswith(("hub.cli", "hub.answers")):
            continue
        for name, call in calls(tree):
            if name in SAYS and len(call.args) > SAYS[name]:
                node = call.args[SAYS[name]]
                both = (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,)
                found += [(module, t) for n in both if (t := value_of(n, module))]
            if name == "count":
                found.append((module, ast.literal_eval(call.args[0])))
        found += [(module, t) for t in table_texts(tree)]
    return found


def table_texts(tree: ast.Module) -> Iterator[str]:
    """Texts that stand in tables and in tuples of headings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and target.id.strip("_") in TABLES:
                yield from (ast.literal_eval(v) for v in node.value.values)
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "headings":
            yield from ast.literal_eval(node.value)


TABLES = {"REBUILT", "SENTENCES", "WITHOUT", "COMPLAINTS", "EXPECTED"}


def help_texts() -> Iterator[str]:
    """Explanations of all commands, arguments and options, as a person is shown them."""
    waiting = [command_line()]
    while waiting:
        command = waiting.pop()
        yield from paragraphs(command.help)
        for parameter in command.params:
            yield parameter.help or ""
            if parameter.metavar:
                yield parameter.metavar
        waiting += getattr(command, "commands", {}).values()


def assert_german(texts: list[tuple[str, str]]) -> None:
    known = german()
    missing = sorted({f"{where}: {text}" for where, text in texts if not known.get(text)})
    assert not missing, "without a German text:\n" + "\n".join(missing)


def test_every_error_can_be_told_in_german():
    texts = error_texts()
    assert len(texts) > 30  # they are really found
    assert_german(texts)


def test_every_text_of_the_command_line_is_there_in_german():
    texts = cli_texts()
    assert len(texts) > 50
    assert_german(texts)


def test_every_help_text_is_there_in_german():
    assert_german([("--help", text) for text in help_texts()])


def test_no_help_shows_a_type_of_python_where_a_value_stands():
    waiting, shown = [command_line()], 0
    while waiting:
        command = waiting.pop()
        waiting += getattr(command, "commands", {}).values()
        with command.make_context("x", [], resilient_parsing=True) as context:
            for parameter in command.params:
                if not parameter.metavar and not getattr(parameter, "is_flag", False):
                    kind = parameter.display_type(context)
                    assert "|" in kind, f"{command.name}: {parameter.name} is shown as {kind}"
                shown += 1
    assert shown > 100


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda p: p.name)
def test_german_texts_have_the_gaps_of_the_english_ones(path):
    with path.open("rb") as file:
        for message in read_po(file):
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            if not message.id:
                continue
            for text in texts:
                assert text, f"{path.name}: {message.id!r} has no German text"
                assert gaps(text) <= gaps(ids[0]) | gaps(ids[-1]), message.id
                if len(ids) == 1:
                    assert gaps(text) == gaps(ids[0]), message.id


def test_no_text_is_translated_twice_in_different_ways():
    seen: dict[str, tuple[str, object]] = {}
    for path in CATALOGUES:
        with path.open("rb") as file:
            for message in read_po(file):
                if message.id:
                    key = message.id if isinstance(message.id, str) else message.id[0]
                    first = seen.setdefault(key, (path.name, message.string))
                    assert first[1] == message.string, f"{key!r}: {first[0]} and {path.name}"


def test_an_error_speaks_the_language_it_is_asked_in():
    error = HubError("{path} is missing.", path="a/b")
    assert str(error) == "a/b is missing."
    assert error.text({"{path} is missing.": "{path} fehlt."}.__getitem__) == "a/b fehlt."
