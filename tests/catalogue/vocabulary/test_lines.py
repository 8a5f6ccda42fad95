"""Single entries of a table change; all other lines stay as people wrote them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.catalogue.reading import Unreadable, parse
from hub.catalogue.vocabulary.lines import with_rows

TEXT = """\
# Head
concepts:
# Crime
- id: crime   # the broadest
  label: {de: Kriminalität, en: crime}
- id: knives
  # a thing, no deed
  label: {de: Messer, en: knife}

# Places
- id: parks
  label: {de: Parks, en: parks}
"""
CRIME = {"id": "crime", "label": {"de": "Kriminalität", "en": "crime"}}
PARKS = {"id": "parks", "label": {"de": "Parks", "en": "parks"}}


def test_what_stays_keeps_every_character():
    assert with_rows(TEXT, "concepts", {}) == TEXT


def test_a_changed_entry_keeps_its_place_and_its_comments():
    row = {"id": "knives", "label": {"de": "Messer", "en": "knives"}, "broader": ["crime"]}
    text = with_rows(TEXT, "concepts", {"knives": row})
    assert parse(text).data["concepts"] == [CRIME, row, PARKS]
    assert text.replace("knives", "knife") != text
    assert text.splitlines()[5:9] == [
        "# a thing, no deed",
        "- id: knives",
        '  label: {de: "Messer", en: "knives"}',
        "  broader: [crime]",
    ]
    assert "- id: crime   # the broadest\n" in text
    assert "\n\n# Places\n- id: parks\n" in text


def test_an_entry_goes_and_what_stands_behind_it_stays():
    text = with_rows(TEXT, "concepts", {"knives": None})
    assert parse(text).data["concepts"] == [CRIME, PARKS]
    assert "# Places" in text


def test_a_new_entry_comes_last_one_language_a_line():
    row = {
        "id": "drones",
        "label": {"de": "Drohnen", "en": "drones"},
        "synonyms": {"de": ["UAV", 'die "Fliegende"'], "en": ["UAV"]},
        "note": {"de": "Über uns: 1"},
    }
    text = with_rows(TEXT, "concepts", {"drones": row})
    assert parse(text).data["concepts"][-1] == row
    assert text.startswith(TEXT)
    assert '    en: ["UAV"]\n' in text


def test_a_list_on_one_line_is_written_anew():
    text = "concepts: [{id: crime, label: {de: K, en: c}}, {id: parks, label: {de: P, en: p}}]\n"
    row = {"id": "crime", "label": {"de": "X", "en": "x"}}
    assert parse(with_rows(text, "concepts", {"crime": row})).data["concepts"][0] == row


@pytest.mark.parametrize("text", ["", "- a\n", "concepts: none\n", "places: []\n"])
def test_what_is_no_table_is_said_to_be_none(text):
    with pytest.raises(Unreadable):
        with_rows(text, "concepts", {"crime": CRIME})


WORDS = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_characters="\x7f\x85"),
    min_size=1,
).filter(lambda word: word.isprintable())


@given(WORDS, st.lists(WORDS, max_size=3))
def test_any_words_read_back_as_they_are(label, synonyms):
    row = {"id": "knives", "label": {"de": label}, "synonyms": {"de": synonyms}}
    text = with_rows(TEXT, "concepts", {"knives": row})
    assert parse(text).data["concepts"] == [CRIME, row, PARKS]
