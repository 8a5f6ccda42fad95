"""Texts of snippets: packed whole, read in parts."""

import pytest

from hub.index.texts import Stored, open_text, pack_text

LONG = "Straßenkriminalität – „ruhig“ 🚲\nund so weiter. " * 2000


@pytest.mark.parametrize("text", ["", "kurz", "a" * 16_384, LONG, "\ud800" * 20_000, "ä" * 8192])
def test_a_text_comes_back_as_it_was(text):
    assert open_text(pack_text(text))[:] == text


@pytest.mark.parametrize(
    ("begin", "end"), [(0, 0), (0, 1), (4095, 4097), (4096, 8192), (70_000, 10**9), (10**9, 10**9)]
)
def test_any_part_of_a_long_text_can_be_read(begin, end):
    text = open_text(pack_text(LONG))
    assert isinstance(text, Stored)
    assert len(text) == len(LONG)
    assert text[begin:end] == LONG[begin:end]


def test_a_part_is_read_without_the_rest():
    packed = bytearray(pack_text(LONG))
    packed[-500:] = b"?" * 500  # the last block is no longer readable
    assert open_text(bytes(packed))[:100] == LONG[:100]
