"""Names of saved searches: one line of plain text that can be told apart."""

import unicodedata

from hub.curation.saved.coding import SavedProblem
from hub.model.curation import NAME_LENGTH

NO_NAME = "A saved search needs a name. Write a few words you will know it by."
LONG_NAME = "This name is too long: at most {length} characters fit."

_JOINER = "\u200d"  #: holds some signs together, and does no harm


def clean_name(name: str) -> str:
    """The name as it is kept. Raises SavedProblem for none and for one that is too long.

    What turns the direction of writing or is no sign at all becomes a space.
    """
    signs = [
        sign if sign == _JOINER or unicodedata.category(sign)[0] != "C" else " "
        for sign in unicodedata.normalize("NFC", name)
    ]
    cleaned = " ".join("".join(signs).split())
    if not cleaned.strip(_JOINER):
        raise SavedProblem(NO_NAME)
    if len(cleaned) > NAME_LENGTH:
        raise SavedProblem(LONG_NAME, length=NAME_LENGTH)
    return cleaned


def name_key(name: str) -> str:
    """By what two names of one owner are the same."""
    return unicodedata.normalize("NFKC", name).casefold()[:500]


def free_name(name: str, taken: set[str]) -> str:
    """The name, with a number behind it if another has it already. ``taken`` holds keys."""
    for number in range(1, len(taken) + 2):
        tail = f" ({number})" if number > 1 else ""
        wanted = name[: NAME_LENGTH - len(tail)].rstrip() + tail
        if name_key(wanted) not in taken:
            return wanted
    raise AssertionError("one of so many numbers is free")
