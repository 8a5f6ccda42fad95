"""Where the words of a text are: numbers, codes, addresses, hyphens, gender signs included."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from hub.language.normalizing import INVISIBLE

#: Longer runs of letters are cut: nobody types them, and every step stays bounded.
LONGEST = 200

_HYPHENS = "\\-\u2010\u2011\u2012\u2013\ufe63\uff0d"
_QUOTES = "'\u2018\u2019\u02bc\uff07"
_SIGNS = "*:_\u00b7\u2022\u2219\u2027'\u2019"


@cache
def _marks() -> str:
    """All combining marks of the first plane, as ranges of a character class."""
    ranges: list[list[int]] = []
    for code in range(0x300, 0x10000):
        if unicodedata.category(chr(code))[0] != "M":
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


@cache
def _pattern() -> re.Pattern[str]:
    letters = f"[^\\W_]{{1,{LONGEST}}}+"
    run = f"{letters}(?:[{_marks()}{INVISIBLE}]{{1,20}}+(?:{letters})?){{0,50}}+"
    gender = f"(?:[{_SIGNS}]|/[{_HYPHENS}]?|\\([{_HYPHENS}]?)in(?:nen)?\\)?(?:{run})?"
    return re.compile(
        rf"""
        (?:https?://|www\.)[^\s<>"„“”»«]{{1,1000}}(?<![.,;:!?)\]'’])
        |[\w.+%-]{{1,64}}+@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,8}}
        |\d{{1,40}}(?:[.,]\d{{1,40}}){{1,8}}(?![^\W\d_])
        |{run}
         (?:{gender}(?![^\W_])
           |[*:_\u00b7\u2022/][rnms](?!\w)
           |[{_HYPHENS}{_QUOTES}&]{run}
           |\.(?=\d){run}
         ){{0,20}}
        """,
        re.VERBOSE | re.IGNORECASE,
    )


def words(text: str) -> Iterator[re.Match[str]]:
    """Each word of the text with its place, in order."""
    return _pattern().finditer(text)


def surfaces(text: str) -> list[str]:
    """Each word of the text as it stands there, in order."""
    return _pattern().findall(text)
