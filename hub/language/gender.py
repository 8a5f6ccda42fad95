"""Gender forms: Mitarbeiter*innen, Mitarbeiter/-in, MitarbeiterInnen and their base."""

import re

_SIGN = re.compile(
    r"(?P<base>[^\W\d_]{2,})(?:[*:_·•∙]|/-?|\(-?)(?P<ending>in(?:nen)?)\)?(?P<tail>[^\W\d_]*)",
    re.IGNORECASE,
)
_INNER = re.compile(r"(?P<base>[^\W\d_]*[a-zäöüß])(?P<ending>In(?:nen)?)(?P<tail>[a-zäöüß]*)")


def spell_out(word: str) -> str:
    """A tidy word with the signs of a gender form taken out: ``Lehrer*innen`` as Lehrerinnen.

    Words that are no gender form come back as they are.
    """
    found = _SIGN.fullmatch(word) or _INNER.fullmatch(word)
    if not found:
        return word
    return found["base"] + found["ending"].lower() + found["tail"]


_FEMININE = re.compile(r"(?P<base>.{2,})in(?:nen)?")
_PLAIN_VOWELS = str.maketrans("äöü", "aou")


def base_forms(word: str) -> tuple[str, ...]:
    """What the base of a small feminine word may be, likeliest first: ärztin to arzt."""
    found = _FEMININE.fullmatch(word)
    if not found:
        return ()
    base = found["base"]
    plain = base.translate(_PLAIN_VOWELS)
    forms = [base, base + "e", base + "er"]
    if plain != base:
        forms += [plain, plain + "e", plain + "er"]
    return tuple(forms)
