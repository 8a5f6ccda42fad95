"""Every text of the exports has its German words."""

import ast

from tests.test_translations import PACKAGE, assert_german, german
from tests.ui.texts_in_code import calls_with_text


def test_every_text_is_there_in_german():
    found = {
        text if isinstance(text, str) else text[0]
        for path in sorted((PACKAGE / "exporting").glob("*.py"))
        for text in calls_with_text(ast.parse(path.read_text("utf-8")))
    }
    assert {"Title", "Page to print", "{n} resource", "as of {day}"} <= found
    assert german()["Page to print"] == "Druckansicht"
    assert_german([("exporting", text) for text in found])
