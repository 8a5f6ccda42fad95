"""Stems of words in other languages than German: Snowball's rules where there are some."""

from collections.abc import Mapping
from functools import cache

import Stemmer

from hub.language.english_spelling import PAIRS, american
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
    stem = _english(small) if language == "en" else _by_rule(small, language)
    return strip_marks(stem)


def _by_rule(small: str, language: str) -> str:
    stemmer = _stemmer(language)
    return str(stemmer.stemWord(small)) if stemmer else small


#: Words that the rules would join with strangers, and what they are inflected like.
_APART = {"extremism": "extremist"}  # extreme heat has none


def _english(small: str) -> str:
    """The stem that British and American spelling share."""
    spelt = american(small)
    stem = _by_rule(_APART.get(spelt, spelt), "en")
    return _american_stems().get(stem, stem)


@cache
def _american_stems() -> Mapping[str, str]:
    """The stem of the American word for that of a British one, where no rule leads there."""
    return {
        _by_rule(american(british), "en"): _by_rule(other, "en") for british, other in PAIRS.items()
    }
