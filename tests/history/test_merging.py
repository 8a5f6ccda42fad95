"""Taking a change back in plain data, whatever else was changed since."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.history.merging import Clash, merged_keys, merged_lines, merged_rows

WORDS = st.sampled_from("abcdef")
LISTS = st.lists(WORDS, unique=True, max_size=4)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "wanted"),
    [
        ({"t": ["x"]}, {"t": ["x", "y"]}, {}, {"t": ["y"]}),  # what it added goes
        ({}, {"t": ["y"]}, {"t": ["x"]}, {"t": ["x", "y"]}),  # what it removed comes back
        ({"t": ["a", "c"]}, {"t": ["a", "c", "d"]}, {"t": ["a", "b", "c"]}, {"t": [*"abcd"]}),
        ({"t": ["x"]}, {}, {"t": ["y"]}, {"t": ["y"]}),
        ({"a": 1}, {"a": 1, "b": 2}, {"a": 0}, {"a": 0, "b": 2}),
        ({"a": 1}, {"b": 2}, {}, {"b": 2}),  # gone already
        ({"e": {"s": "1", "p": "x"}}, {"e": {"s": "1", "p": "y"}}, {"e": {"s": "0", "p": "x"}},
         {"e": {"s": "0", "p": "y"}}),
        ({"c": ["b", "a"]}, {"c": ["b", "a", "z"]}, {"c": ["a", "b"]}, {"c": ["a", "b", "z"]}),
    ],
)  # fmt: skip
def test_keys_and_members(base, ours, theirs, wanted):
    assert merged_keys(base, ours, theirs) == wanted


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "place"),
    [
        ({"a": "1"}, {"a": "2"}, {"a": "0"}, ("a",)),
        ({"a": "1"}, {}, {"a": "0"}, ("a",)),
        ({"e": {"p": "x"}}, {"e": {"p": "y"}}, {}, ("e", "p")),
        ({"s": [{"u": "1"}]}, {"s": [{"u": "2"}]}, {"s": [{"u": "0"}]}, ("s",)),
        ({"c": ["b", "a", "d"]}, {"c": ["d", "b", "a"]}, {"c": ["a", "b", "d"]}, ("c",)),
    ],
)
def test_the_same_place_twice_is_a_clash(base, ours, theirs, place):
    with pytest.raises(Clash) as clash:
        merged_keys(base, ours, theirs)
    assert clash.value.place == place


def test_a_row_is_whole_or_not_there():
    base, ours = {"r": {"id": "r", "label": "x"}}, {"r": {"id": "r", "label": "x", "note": "n"}}
    with pytest.raises(Clash):
        merged_rows(base, ours, {})
    with pytest.raises(Clash):
        merged_rows({}, ours, base)
    assert merged_rows(base, {**base, "s": {"id": "s"}}, {}) == {"s": {"id": "s"}}


@given(LISTS, LISTS, LISTS)
@settings(max_examples=150, deadline=None)
def test_members_against_the_plain_rule(before, after, now):
    """Removed ones are back, added ones gone, all others as they are now."""
    try:
        found = merged_keys({"t": after}, {"t": now}, {"t": before}).get("t", [])
    except Clash:
        kept = [m for m in before if m in after]
        assert kept != [m for m in after if m in before]  # only an order can clash
        return
    wanted = (set(now) - (set(after) - set(before))) | (set(before) - set(after))
    assert set(found) == wanted
    assert len(found) == len(wanted)
    assert merged_keys({"t": after}, {"t": after}, {"t": before}).get("t", []) == before


def test_lines_keep_comments_and_places():
    before = "# head\nrows:\n- id: a\n- id: b  # the second\n- id: c\n"
    after = "# head\nrows:\n- id: a\n- id: c\n"
    now = "# head\nrows:\n- id: a\n- id: c\n- id: d  # new\n"
    wanted = "# head\nrows:\n- id: a\n- id: b  # the second\n- id: c\n- id: d  # new\n"
    assert merged_lines(after, now, before) == wanted
    assert merged_lines(after, after.replace("id: c", "id: x"), before) is None
