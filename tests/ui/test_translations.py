"""Every text of the pages has its German words, and none is left over."""

import string
from collections.abc import Iterator

from babel.messages.pofile import read_po

from tests.ui.texts_in_code import ROOT, texts_of_pages

FOLDER = ROOT / "hub" / "i18n" / "de"


def german(name: str) -> dict[str | tuple[str, str], str | tuple[str, ...]]:
    with (FOLDER / name).open("rb") as file:
        return {message.id: message.string for message in read_po(file) if message.id}


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def in_both() -> Iterator[tuple[str, str]]:
    for id, text in german("ui.po").items():
        forms = zip(id, text, strict=True) if isinstance(id, tuple) else [(id, text)]
        yield from forms


def test_every_text_has_a_german_one():
    assert texts_of_pages() - set(german("ui.po")) == set()


def test_no_german_text_is_left_over():
    assert set(german("ui.po")) - texts_of_pages() == set()


def test_the_gaps_agree():
    assert [(en, de) for en, de in in_both() if gaps(en) != gaps(de)] == []


def test_nothing_is_empty_and_only_names_are_the_same_in_both():
    same = {en for en, de in in_both() if en == de}
    assert all(de.strip() for _, de in in_both())
    assert same == {"Start", "Newsletter", "Thesaurus"}
