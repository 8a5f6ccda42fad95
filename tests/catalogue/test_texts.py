"""Full texts are kept by their content."""

import pytest

from hub.catalogue import Texts
from hub.errors import CatalogueError

from .files import write


def test_a_text_is_found_by_its_key(tmp_path):
    texts = Texts(tmp_path / "data" / "texts")
    key = texts.store("Ein Text\nüber Städte\u2028")
    assert (tmp_path / "data" / "texts" / f"{key}.txt").is_file()
    assert texts.store("Ein Text\nüber Städte\u2028") == key
    assert texts.read(key) == "Ein Text\nüber Städte\u2028"
    assert texts.read("0" * 64) is None
    assert texts.read("../../etc/passwd") is None


def test_a_damaged_text_is_none_and_can_be_stored_again(tmp_path):
    texts = Texts(tmp_path)
    key = texts.store("Ein Text")
    write(tmp_path / f"{key}.txt", "Ein anderer")
    assert texts.read(key) is None
    texts.store("Ein Text")
    assert texts.read(key) == "Ein Text"


def test_what_is_no_character_is_replaced(tmp_path):
    texts = Texts(tmp_path)
    assert texts.read(texts.store("a\ud800b")) == "a?b"


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    texts = Texts(write(tmp_path / "file", "") / "texts")
    with pytest.raises(CatalogueError, match="cannot be written"):
        texts.store("x")
