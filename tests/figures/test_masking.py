"""Words are kept without what could be somebody's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.figures.masking import LONGEST, kept_words


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Messer   GEWALT ", "messer gewalt"),
        ("Brief von kim.muster@example.org", "brief von …"),
        ("Anruf +49 30 1234567 Beirat", "anruf … beirat"),
        ("Aktenzeichen 2026/004512-7", "aktenzeichen …"),
        ("geboren 03.04.1981", "geboren …"),
        ("Berichte 2019-2024", "berichte 2019-2024"),
        ("Gesetz 2024", "gesetz 2024"),
        ("https://Example.org/Seite?token=abc#x mehr", "https://example.org/seite mehr"),
        ("§ 17 Abs. 2", "§ 17 abs. 2"),
    ],
)
def test_words_as_they_are_kept(typed, kept):
    assert kept_words(typed) == kept


@given(st.text(max_size=600))
def test_any_text_is_kept_short_and_plain(text):
    kept = kept_words(text)
    assert len(kept) <= LONGEST
    assert kept.isprintable()
    assert "@" not in kept or not kept_words(kept).count("@") > kept.count("@")
    assert kept_words(kept) == kept
