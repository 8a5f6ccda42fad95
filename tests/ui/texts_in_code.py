"""Finds the texts that the pages say, by reading the code as code."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UI = ROOT / "hub" / "ui"
LABELS = ROOT / "hub" / "labels.py"


def texts_of_pages() -> set[str | tuple[str, str]]:
    """Every text to be translated; those with a plural as a pair."""
    found: set[str | tuple[str, str]] = set()
    for path in sorted(UI.rglob("*.py")):
        found |= set(calls_with_text(ast.parse(path.read_text(encoding="utf-8"))))
    return found | set(_labels())


def calls_with_text(tree: ast.AST) -> Iterator[str | tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
            texts = [text for text in texts if isinstance(text, str)]
            if name in ("t", "mark") and len(texts) == 1:
                yield texts[0]
            elif name == "n" and len(texts) == 2:
                yield texts[0], texts[1]


def _labels() -> Iterator[str]:
    """The texts in the tables of the labels."""
    for node in ast.parse(LABELS.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in (
            "_TITLES",
            "_VALUES",
        ):
            yield from _leaves(node.value)


def _leaves(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Dict):
        for value in node.values:
            yield from _leaves(value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
