"""How words are spelled in the inverted index: three grades, each its own kind of term.

``=messer`` is an exact surface, ``~de:messer`` a stem of a language and ``+de:messer`` a stem
found as a part of a compound. A text holds the terms of its own language only; a query asks in
every language the index holds, so German rules never touch an English text.
"""

from collections.abc import Iterator

from hub.language import Grade, WordTerms


def exact_term(word: str) -> str:
    """The term of a normalised surface."""
    return f"={word}"


def stem_term(stem: str, language: str) -> str:
    """The term of a stem in a language."""
    return f"~{language}:{stem}"


def part_term(stem: str, language: str) -> str:
    """The term of a stem that is part of a compound."""
    return f"+{language}:{stem}"


def text_terms(word: WordTerms, language: str) -> Iterator[str]:
    """The terms under which a word of a text is found."""
    yield exact_term(word.exact)
    for stem in word.stems:
        yield stem_term(stem, language)
    for part in word.parts:
        yield part_term(part, language)


def query_terms(word: WordTerms, language: str) -> Iterator[tuple[Grade, str]]:
    """The terms that find a word of a query, with the grade of the match."""
    yield Grade.EXACT, exact_term(word.exact)
    for stem in word.stems:
        yield Grade.STEM, stem_term(stem, language)
        yield Grade.PART, part_term(stem, language)
