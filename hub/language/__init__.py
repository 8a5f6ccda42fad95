"""From text to graded terms with offsets: what makes two words meet, and what keeps them apart.

The functions use the lexicon of the package; ``with_lexicon`` gives an analyzer that knows the
words of a catalogue and its thesaurus too.
"""

from hub.language.analysis import Analyzer, with_lexicon
from hub.language.detection import detect, passages
from hub.language.stop_words import is_stop_word
from hub.language.terms import Grade, Token, WordTerms
from hub.language.version import ANALYSIS_VERSION

#: The languages with rules of their own.
LANGUAGES = ("de", "en", "fr")


def analyze(text: str, language: str) -> list[Token]:
    """The words of a text in a language, with their places in the text as given."""
    return Analyzer.default().analyze(text, language)


def analyze_word(word: str, language: str) -> WordTerms:
    """The terms of one word in a language."""
    return Analyzer.default().analyze_word(word, language)


def word_terms(text: str, language: str) -> list[WordTerms]:
    """The terms of the words of a text in a language, in order."""
    return Analyzer.default().word_terms(text, language)


def split_compound(word: str) -> tuple[str, ...]:
    """The parts of a German compound in small letters; one when it is simple."""
    return Analyzer.default().split_compound(word)


def stem(word: str, language: str) -> str:
    """The stem of a word in a language."""
    return Analyzer.default().stem(word, language)


def normalize(text: str) -> str:
    """The text in small letters, each word in its one spelling, for comparing."""
    return Analyzer.default().normalize(text)


__all__ = [
    "ANALYSIS_VERSION",
    "LANGUAGES",
    "Analyzer",
    "Grade",
    "Token",
    "WordTerms",
    "analyze",
    "analyze_word",
    "detect",
    "is_stop_word",
    "normalize",
    "passages",
    "split_compound",
    "stem",
    "with_lexicon",
    "word_terms",
]
