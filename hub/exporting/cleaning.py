"""Text that every format can hold: no control signs, no half characters, whatever a title is."""

import re

#: Controls but tab and line end, lone surrogates, characters that are none, and the signs that
#: turn the direction of all that follows: in a file of lines they would turn the next fields too.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]+"
)
_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_EMPTY = re.compile("\n{3,}")


def block(text: str) -> str:
    """The text with plain line ends, single spaces and at most one empty line at a time."""
    if _is_clean(text):
        return text
    text = _UNWANTED.sub("", _ENDS.sub("\n", text))
    lines = (re.sub(r"[^\S\xa0\u202f]+", " ", line).strip(" ") for line in text.split("\n"))
    return _EMPTY.sub("\n\n", "\n".join(lines)).strip()


def line(text: str) -> str:
    """On one line: a line end would begin a new field, or a field of somebody's choosing."""
    return text if _is_clean(text) else re.sub(" *\n+ *", " ", block(text))


def _is_clean(text: str) -> bool:
    """Whether there is nothing to do, as nearly always: told in one look, lists being long."""
    return text.isprintable() and "  " not in text and text.strip(" ") == text
