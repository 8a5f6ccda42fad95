"""Gender forms: Mitarbeiter*innen, Mitarbeiter/-in, MitarbeiterInnen and their base."""

import re

#: What stands between base and ending: Lehrer*in, Lehrer:in, Lehrer_in, Lehrer/-in, Lehrer(in).
_SIGN = r"(?:[*:_·•∙‧']|/-?|\(-?)"
_SIGNED = re.compile(
    rf"(?P<base>[^\W\d_]{{2,}}){_SIGN}(?P<ending>in(?:nen)?)\)?(?P<tail>[^\W\d_]*)", re.IGNORECASE
)
_INNER = re.compile(r"(?P<base>[^\W\d_]*[a-zäöüß])(?P<ending>In(?:nen)?)(?P<tail>[a-zäöüß]*)")
_ARTICLE = re.compile(r"(?P<base>[^\W\d_]{2,})(?:[*:_·•]|/-?)[rnms]", re.IGNORECASE)
_FEMININE = re.compile(r"(?P<base>.{2,})in(?:nen)?")
_PLAIN = str.maketrans("äöü", "aou")


def spell_out(word: str) -> tuple[str, bool]:
    """A tidy word with the sign of a gender form taken out, and whether there was one.

    ``Lehrer*innen`` is Lehrerinnen, ``Angestellte*r`` is Angestellte; others stay as they are.
    """
    if word.isalpha() and (word.islower() or "I" not in word[1:]):
        return word, False
    found = _SIGNED.fullmatch(word) or _INNER.fullmatch(word)
    if found:
        return found["base"] + found["ending"].lower() + found["tail"], True
    article = _ARTICLE.fullmatch(word)
    return (article["base"], False) if article else (word, False)


def without_feminine(word: str) -> str:
    """A tidy compound with a gender form in front, without it: Bürger*innenrat is Bürgerrat."""
    found = _SIGNED.fullmatch(word) or _INNER.fullmatch(word)
    return found["base"] + found["tail"] if found else word


def base_forms(small: str) -> tuple[str, ...]:
    """What the base of a small feminine word may be, likeliest first: kollegin to kollege."""
    found = _FEMININE.fullmatch(small)
    if not found:
        return ()
    bases = dict.fromkeys((found["base"], found["base"].translate(_PLAIN)))
    near = [base + ending for base in bases for ending in ("e", "")]
    return (*near, *(base + "er" for base in bases))
