"""The address of a view holds all of it, and reads back as the same view (R17)."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.model import FACETS, Filters, Query, Sort
from hub.ui import state

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=30)
years = st.none() | st.integers(1, 9999)
queries = st.builds(
    Query,
    text=st.just("") | words,
    filters=st.builds(
        Filters,
        st.dictionaries(
            st.sampled_from(FACETS),
            st.lists(words, min_size=1, max_size=3, unique=True).map(tuple),
        ),
        years,
        years,
    ),
    sort=st.sampled_from(list(Sort)),
    offset=st.integers(0, 500).map(lambda page: page * state.PAGE),
    limit=st.just(state.PAGE),
    synonyms=st.booleans(),
)


def params_of(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query, keep_blank_values=True)


@given(queries)
def test_a_query_survives_its_address(query):
    assert state.query_from(params_of(state.search_address(query))) == query


@given(queries)
def test_an_address_survives_its_query(query):
    address = state.search_address(query)
    assert state.search_address(state.query_from(params_of(address))) == address


def test_the_plain_search_has_the_plain_address():
    assert state.search_address(Query()) == "/search"
    assert state.query_from({}) == Query()


def test_an_address_names_what_was_chosen():
    query = Query("Messer", Filters({"type": ("method", "project")}, 2024), Sort.NEWEST, 20)
    assert (
        state.search_address(query)
        == "/search?q=Messer&type=method&type=project&from=2024&sort=newest&page=2"
    )


@pytest.mark.parametrize(
    "params",
    [
        {"page": ["0"]},
        {"page": ["-1"]},
        {"page": ["two"]},
        {"page": ["9" * 40]},
        {"page": ["٣"]},
        {"from": ["soon"]},
        {"to": ["0"]},
        {"sort": ["random"]},
        {"type": [""]},
        {"colour": ["red"]},
        {"q": []},
    ],
)
def test_what_makes_no_sense_in_an_address_is_left_out(params):
    assert state.query_from(params) == Query()


def test_a_value_named_twice_counts_once():
    assert state.query_from({"tag": ["a", "b", "a"]}).filters.chosen("tag") == ("a", "b")


def test_a_value_is_set_and_cleared_again_on_page_one():
    query = Query("Messer", offset=40)
    chosen = state.toggled(query, "type", "method")
    assert chosen.filters.values == {"type": ("method",)}
    assert chosen.offset == 0
    assert state.toggled(chosen, "type", "method") == Query("Messer")


def test_setting_a_value_keeps_the_others():
    query = Query(filters=Filters({"type": ("method",), "tag": ("a",)}, 2020, 2024))
    wider = state.toggled(query, "type", "news")
    assert wider.filters == Filters({"type": ("method", "news"), "tag": ("a",)}, 2020, 2024)


def test_all_filters_go_and_the_words_stay():
    query = Query("Messer", Filters({"type": ("method",)}, 2020), offset=20)
    assert state.is_filtered(query)
    assert state.unfiltered(query) == Query("Messer")


def test_a_collection_keeps_its_own_filters_in_its_address():
    query = Query(filters=Filters({"collection": ("nachtleben",), "type": ("news",)}))
    assert state.collection_address("nachtleben", query) == "/collection?id=nachtleben&type=news"
