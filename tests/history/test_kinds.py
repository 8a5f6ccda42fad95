"""Every sentence and every name of a field is there in German, with the same gaps."""

import string

import pytest

from hub.history import KINDS, What, sentence
from hub.history.fields import FIELDS, name_of
from hub.history.kinds import UNKNOWN
from hub.i18n import translator

GERMAN = translator("de")


def gaps(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("text", [UNKNOWN, *KINDS.values(), *FIELDS.values()])
def test_every_text_has_a_german_one(text):
    assert GERMAN(text) != text or text in {"Name", "Status", "Hosts"}
    assert gaps(GERMAN(text)) == gaps(text)


def test_a_sentence_never_fails():
    assert sentence(What("tag.merged", {"old": "a", "new": "b"}), str) == (
        "Merged the tag “a” into “b”"
    )
    assert sentence(What("tag.merged"), str) == "Merged the tag “…” into “…”"
    assert sentence(What("from.tomorrow", {"x": 1}), GERMAN) == "Katalog geändert"


def test_a_key_is_called_by_its_outermost_known_part():
    assert name_of("evidence.source") == "Evidence: who says so"
    assert name_of("label.fr") == "Label"
    assert name_of("strange") == "strange"
