"""The commonest words of some languages, by which the language of a text is told."""

import wordfreq

from hub.language.normalizing import lower

_MANY, _SOME = 2500, 800
LANGUAGES = {
    **dict.fromkeys(("de", "en", "fr"), _MANY),
    **dict.fromkeys(("cs", "da", "es", "fi", "hu", "it", "nl", "pl", "pt", "ro", "sv"), _SOME),
}


def profile_lines() -> list[str]:
    """A line for each language: its code, then words and ten times their Zipf frequencies."""
    return [" ".join((language, *_words(language, count))) for language, count in LANGUAGES.items()]


def _words(language: str, count: int) -> list[str]:
    found: dict[str, int] = {}
    for word in wordfreq.top_n_list(language, count * 2):
        small = lower(word)
        if small.isalpha() and len(found) < count:
            zipf = round(10 * wordfreq.zipf_frequency(word, language))
            found[small] = max(found.get(small, 0), zipf)
    return [f"{word}:{zipf}" for word, zipf in found.items()]
