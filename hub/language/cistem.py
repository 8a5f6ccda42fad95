"""CISTEM, the German stemmer of Weissweiler and Fraser (2017), after its published steps."""

import re

_PREFIX = re.compile("^ge(.{4,})")
_DOUBLE = re.compile(r"(.)\1")
_DOUBLED = re.compile(r"(.)\*")
_LONG_ENDING = re.compile("(?:em|er|nd)$")
_SIGNS = (("sch", "$"), ("ei", "%"), ("ie", "&"))


def cistem(word: str, *, noun: bool = False) -> str:
    """The stem of a small word. ``noun``: a final t belongs to it."""
    stem = word.translate(str.maketrans("äöü", "aou")).replace("ß", "ss")
    stem = _PREFIX.sub(r"\1", stem)
    for letters, sign in _SIGNS:
        stem = stem.replace(letters, sign)
    stem = _DOUBLE.sub(r"\1*", stem)
    stem = _strip_endings(stem, noun)
    stem = _DOUBLED.sub(r"\1\1", stem)
    for letters, sign in _SIGNS:
        stem = stem.replace(sign, letters)
    return stem


def _strip_endings(stem: str, noun: bool) -> str:
    while len(stem) > 3:
        shorter = _LONG_ENDING.sub("", stem) if len(stem) > 5 else stem
        if shorter == stem and (stem[-1] in "esn" or (stem[-1] == "t" and not noun)):
            shorter = stem[:-1]
        if shorter == stem:
            break
        stem = shorter
    return stem
