"""Stems of words in other languages than German: Snowball's rules where there are some."""

from functools import cache

import Stemmer

from hub.language.normalizing import strip_marks

_SNOWBALL = {
    "da": "danish",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}


@cache
def _stemmer(language: str) -> Stemmer.Stemmer | None:
    name = _SNOWBALL.get(language)
    return Stemmer.Stemmer(name, 0) if name in Stemmer.algorithms() else None


def snowball(small: str, language: str) -> str:
    """The stem of a small word, without marks; the bare word where no rules are known."""
    stemmer = _stemmer(language)
    return strip_marks(stemmer.stemWord(small) if stemmer else small)
