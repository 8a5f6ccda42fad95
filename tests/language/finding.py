"""Whether a word that someone types finds a word of a text, as the index decides it."""

from hub.language import Grade, WordTerms, analyze_word


def grade(query: str, text: str, language: str = "de") -> Grade | None:
    """The closest grade in which the query word finds the text word; None when it does not."""
    return _grade(analyze_word(query, language), analyze_word(text, language))


def _grade(query: WordTerms, text: WordTerms) -> Grade | None:
    if query.exact == text.exact:
        return Grade.EXACT
    if set(query.stems) & set(text.stems):
        return Grade.STEM
    if set(query.stems) & set(text.parts):
        return Grade.PART
    return None
