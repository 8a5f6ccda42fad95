"""Stems: what the inflected forms of a word have in common, by language."""

from functools import cache

import simplemma
import Stemmer

from hub.language.cistem import cistem
from hub.language.normalizing import strip_marks

_SNOWBALL = {
    "en": "english",
    "fr": "french",
    "nl": "dutch",
    "es": "spanish",
    "it": "italian",
    "pt": "portuguese",
    "da": "danish",
    "sv": "swedish",
    "no": "norwegian",
    "fi": "finnish",
    "hu": "hungarian",
    "ro": "romanian",
    "ru": "russian",
    "tr": "turkish",
}


@cache
def _snowball(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(_SNOWBALL[language], 0)


def stem_word(word: str, language: str) -> str:
    """The stem of a small word, without marks; the bare word where no rules are known."""
    if language == "de":
        return strip_marks(_german(word))
    if language in _SNOWBALL:
        return strip_marks(_snowball(language).stemWord(word))
    return strip_marks(word)


def _german(word: str) -> str:
    lemma = simplemma.lemmatize(word, lang="de").lower()
    if lemma == word:
        lemma = simplemma.lemmatize(word.capitalize(), lang="de").lower()
    return cistem(lemma)
