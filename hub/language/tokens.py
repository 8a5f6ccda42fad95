"""Where the words of a text are: numbers, codes, addresses, hyphens, gender signs included."""

import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache

from hub.language.normalizing import INVISIBLE

#: Longer words are cut: nobody types them, and every step stays bounded.
LONGEST = 200

_HYPHENS = "\\-\u2010\u2011\u2012\u2013"
_QUOTES = "'\u2019\u02bc"


def _marks() -> str:
    """All combining marks as ranges of a character class."""
    found = [c for c in range(0x300, 0x20000) if unicodedata.category(chr(c)) in ("Mn", "Mc")]
    ranges: list[list[int]] = []
    for code in (c for c in found if c < sys.maxunicode):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(a)}-{chr(b)}" for a, b in ranges)


@cache
def _word_pattern() -> re.Pattern[str]:
    inner = f"{_marks()}{INVISIBLE}"
    letters = f"(?:[^\\W_][{inner}]*)"
    run = f"{letters}{{1,{LONGEST}}}"
    gender = r"(?:[*:_·•∙]|/-?|\(-?)(?=[iI][nN])"
    return re.compile(
        rf"""
        (?P<web>(?:https?://|www\.)[^\s<>"„“”»«]{{1,2000}}(?<![.,;:!?)\]'’]))
        |(?P<mail>[\w.+%-]{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,8}})
        |(?P<number>\d{{1,40}}(?:[.,]\d{{1,40}}){{1,8}}(?![^\W\d_]))
        |(?P<word>{run}
            (?:
                {gender}[iI][nN](?:[nN][eE][nN])?\)?(?:{run})?
                |[*:_](?=[rnmse]\b)[rnmse]
                |[{_HYPHENS}](?={letters}){run}
                |[{_QUOTES}](?={letters}){run}
                |\.(?=\d){run}
                |&(?={letters}){run}
            ){{0,20}}
        )
        """,
        re.VERBOSE,
    )


def words(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and kind (web, mail, number, word) of each word of the text, in order."""
    for match in _word_pattern().finditer(text):
        yield match.start(), match.end(), match.lastgroup or "word"
