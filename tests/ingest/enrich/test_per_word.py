"""What is worked out of words is worked out once, and remembered of few."""

from hub.ingest.enrich.per_word import PerWord
from hub.language import WordTerms


def words(number: int) -> list[WordTerms]:
    return [WordTerms(f"wort{n}", (f"wort{n}",)) for n in range(number)]


def test_a_word_is_worked_out_once():
    asked: list[str] = []

    def work_out(word: WordTerms) -> str:
        asked.append(word.exact)
        return word.exact.upper()

    known, (one, other) = PerWord(work_out), words(2)
    assert known.of([one, other, one]) == ["WORT0", "WORT1", "WORT0"]
    assert known.of([one]) == ["WORT0"]
    assert asked == ["wort0", "wort1"]


def test_what_says_nothing_is_remembered_too():
    asked: list[WordTerms] = []
    known, (word,) = PerWord(asked.append), words(1)
    assert known.of([word, word]) == [None, None]
    assert asked == [word]


def test_many_words_stay_right_and_few_are_kept():
    known = PerWord(lambda word: word.exact)
    many = words(25_000)
    assert known.of(many) == [word.exact for word in many]
    assert len(known._known) <= 10_000
