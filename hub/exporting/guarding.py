"""Cells that no spreadsheet takes for a formula, and back.

Spreadsheets calculate what begins with ``=``, ``+``, ``-`` or ``@`` (also in full width). Such a
cell gets an apostrophe in front, which is how spreadsheets themselves mark text. So does what
follows a separator within a cell: a program told of the wrong separator would start a cell there.
Rule after OWASP, "CSV Injection".
"""

import re

_SIGNS = "=+@\\-\uff1d\uff0b\uff0d\uff20"
#: At the beginning, behind whatever is blank or not seen.
_BLANK = "[\\s\u200b-\u200f\u2060-\u2064\ufeff]*"
_FIRST = re.compile(f"^({_BLANK})('*)(?=[{_SIGNS}])")
#: Within: right behind a separator, where words have a space.
_PERHAPS = re.compile("[;,\t|]'*[=+@\\-\uff1d\uff0b\uff0d\uff20]")  #: quick to tell that not
_INNER = re.compile("(?<=[;,\t|])('*)(?=[=+@\uff1d\uff0b\uff20]|[\\-\uff0d][\\w(])")


def is_risky(text: str) -> bool:
    """Whether a spreadsheet might calculate the text."""
    return _FIRST.match(text) is not None


def guarded(text: str) -> str:
    """The text with an apostrophe wherever a formula might start."""
    if not text:
        return text
    first = _FIRST.sub(r"\1\2'", text) if _FIRST.match(text) else text
    return _INNER.sub(r"\1'", first) if _PERHAPS.search(first) else first


def unguarded(text: str) -> str:
    """What was guarded, as it was before."""
    first = _FIRST.sub(lambda found: found[1] + found[2][1:], text)
    return _INNER.sub(lambda found: found[1][1:], first) if _PERHAPS.search(first) else first
