"""What analysis yields: a word of a text with its terms in three grades."""

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple


class Grade(IntEnum):
    """How closely a word of a text meets a word of a query; the smaller, the closer."""

    EXACT = 0
    STEM = 1
    PART = 2
    DERIVED = 3  #: of a query only: a word of the same family, Sicherheit for sicher


@dataclass(frozen=True, slots=True)
class WordTerms:
    """The terms a word is found by. Two words meet when they share one."""

    exact: str  #: the word itself, normalised: the same in every language
    stems: tuple[str, ...]  #: of the word; of the base form too for a gender form
    parts: tuple[str, ...] = ()  #: stems of the parts of a compound, the whole left out


class Token(NamedTuple):
    """One word of a text. ``start`` and ``end`` count characters of the text as given."""

    start: int
    end: int
    position: int  #: number of the word in the text, from 0
    surface: str  #: the word as it stands there
    word: WordTerms
