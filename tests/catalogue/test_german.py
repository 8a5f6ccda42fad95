"""Everything the catalogue has to say is there in German, with the same gaps."""

import ast
import string
from pathlib import Path

import hub.catalogue
from hub.i18n import translator

PACKAGE = Path(hub.catalogue.__file__).parent


def sentences(tree: ast.Module) -> set[str]:
    """Every text of the code that reads like a sentence, except docstrings."""
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    found = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documentation
    }
    return {
        text for text in found if text[:1] in tuple(string.ascii_uppercase + "'{") and " " in text
    }


def gaps(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


def test_every_sentence_has_a_german_one():
    german = translator("de")
    texts = {
        text
        for path in PACKAGE.glob("*.py")
        for text in sentences(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert len(texts) > 60
    missing = sorted(text for text in texts if german(text) == text)
    assert not missing, "\n".join(missing)
    assert all(gaps(text) == gaps(german(text)) for text in texts)
