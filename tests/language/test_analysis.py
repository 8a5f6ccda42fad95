"""Words are remembered, but not for ever: what they mean does not change by that."""

from hub.language import Analyzer
from hub.language.lexicon import german_lexicon


def test_a_word_has_the_same_terms_however_many_came_between():
    analyzer = Analyzer(german_lexicon())
    first = analyzer.analyze_word("Waffenverbotszone", "de")
    for number in range(25_000):  # more than are remembered
        analyzer.analyze_word(f"{number}a", "de")
    assert analyzer.analyze_word("Waffenverbotszone", "de") == first
    assert analyzer.analyze_word("3a", "de") == analyzer.analyze_word("3A", "de")


def test_the_terms_of_a_text_are_those_of_its_words():
    analyzer = Analyzer(german_lexicon())
    for text in ("Messerangriffe am Bahnhof", "Print- und Onlineformat", "", "www.example.org 3,5"):
        tokens = analyzer.analyze(text, "de")
        assert analyzer.word_terms(text, "de") == [token.word for token in tokens]
