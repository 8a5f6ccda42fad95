"""What the beginning of a word may mean, by every name that things have."""

import time

from hub.index.port import Engine
from hub.model import EVERYTHING
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
