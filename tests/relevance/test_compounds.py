"""Compounds of the field are found by either part, and false friends are not (R1).

The lists were written from knowledge of the field before they were tried; what fails stays in.
"""

from pathlib import Path

from benchmarks.language import found, read_table
from hub.language import split_compound

HERE = Path(__file__).parent


def test_compounds_are_found_by_either_part() -> None:
    lines = read_table(HERE / "compounds.tsv")
    pairs = [(part, word) for word, *parts in lines for part in parts]
    missed = [pair for pair in pairs if not found(*pair)]
    assert len(lines) >= 150
    assert len(missed) / len(pairs) <= 0.03, missed


def test_false_friends_do_not_find_each_other() -> None:
    pairs = read_table(HERE / "false_friends.tsv")
    met = [(text, query) for text, query in pairs if found(query, text)]
    assert len(pairs) >= 100
    assert len(met) / len(pairs) <= 0.02, met


def test_a_compound_may_begin_with_a_word_nobody_knows() -> None:
    for word, *parts in (
        ["streetworkerprojekt", "streetworker", "projekt"],
        ["awarenessteams", "awareness", "teams"],
        ["incelszene", "incel", "szene"],
    ):
        assert split_compound(word) == tuple(parts)


def test_an_ending_in_an_inflected_or_foreign_word_is_no_part() -> None:
    for word in ("Uralischer", "Physiokratischer", "Langenhagener", "Overtourismus", "Tannierest"):
        assert len(split_compound(word)) == 1, word
