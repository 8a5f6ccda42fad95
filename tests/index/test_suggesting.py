"""What the beginning of a word may mean, by every name that things have."""

import time

from hypothesis import given
from hypothesis import strategies as st

from hub.index.beginnings import Beginnings
from hub.index.port import Engine
from hub.model import EVERYTHING, Removal
from tests.index.asking import A
from tests.index.making import made


def test_topics_come_by_synonyms_of_both_languages(engine: Engine) -> None:
    engine.apply([made("one", tags=("knife-violence",))])
    for typed, text in (("messerang", "Messerangriff"), ("knife cr", "knife crime")):
        (found,) = engine.suggest(typed, EVERYTHING)
        assert (found.kind, found.id, found.text) == ("tag", "knife-violence", text)


def test_a_topic_nobody_may_see_is_not_named_by_its_synonym(engine: Engine) -> None:
    engine.apply([made("one", tags=("knife-violence",), collections=("b",))])
    assert engine.suggest("messerang", A) == ()


def test_titles_come_by_any_word_and_keep_a_place_in_the_list(engine: Engine) -> None:
    engine.apply([made("one", "Der lange Messerabend", tags=("knife-violence",))])
    assert [s.kind for s in engine.suggest("messer", EVERYTHING, 2)] == ["tag", "title"]
    assert [s.id for s in engine.suggest("lange mess", EVERYTHING)] == ["one"]


def test_suggestions_come_at_once(engine: Engine) -> None:
    engine.apply([made(f"n{n}", f"Messer {n} im Park {n}") for n in range(333)])
    engine.suggest("me", EVERYTHING)  # sorts the lists
    started = time.process_time()
    for typed in ("me", "mess", "messer", "park", "im") * 4:
        engine.suggest(typed, EVERYTHING)
    assert (time.process_time() - started) / 20 < 0.005


def test_titles_of_all_segments_come_in_one_order(engine: Engine) -> None:
    titles = ["Messer und Gabel", "Messer", "Das Messer", "Messerverbot", "Messer am See"]
    for number, title in enumerate(titles):
        engine.apply([made(f"n{number}", title)])
    found = [s.text for s in engine.suggest("messer", EVERYTHING)]
    assert found == ["Das Messer", "Messer", "Messer am See", "Messer und Gabel", "Messerverbot"]
    engine.apply([Removal("n1"), made("n4", "Gabel am See")])
    assert [s.id for s in engine.suggest("messer", EVERYTHING)] == ["n2", "n0", "n3"]
    assert [s.id for s in engine.suggest("gabel am", EVERYTHING)] == ["n4"]


@given(
    st.lists(st.text(alphabet="ab \tä\u2028😀\ud800", max_size=30), max_size=6),
    st.text(alphabet="abä😀\ud800", min_size=2, max_size=4),
)
def test_beginnings_are_those_of_every_word(names: list[str], typed: str) -> None:
    ids = [str(number) for number in range(len(names))]
    expected = sorted(
        (" ".join(words[first:]), name, id, int(id))
        for name, id in zip(names, ids, strict=True)
        for words in (name.split(),)
        for first in range(min(len(words), 12))
    )
    found = Beginnings(names, names, ids).after(typed)
    assert list(found) == [entry for entry in expected if entry[0].startswith(typed)]
