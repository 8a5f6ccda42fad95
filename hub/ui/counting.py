"""Searches that people make are counted, without the people: each once in a browser tab."""

import re
from collections.abc import Mapping, Sequence

from hub.figures.recording import searched, way_key
from hub.model import Advice, Results
from hub.ui.reader import Reader

VIA = "via"  #: the parameter that tells which way out of which gap led here
_VIA = re.compile(r"([0-9a-f]{16})-([0-9a-f]{8})")


def count(reader: Reader, found: Results, params: Mapping[str, Sequence[str]]) -> str:
    """Count this search, and the way out that led to it; the key of its gap, "" for none.

    The page is made anew by every click: the same words count once, and beside other filters only
    as another gap. Without words somebody browses, which is no search.
    """
    _arrive(reader, found, params)
    query = found.query
    if not query.text.strip() or query.offset:
        return ""
    note = searched(found, "")
    words: set[str] = reader.memory.setdefault("searched", set())
    gaps: dict[str, str] = reader.memory.setdefault("gaps", {})
    if note.key not in gaps:
        gaps[note.key] = reader.hub.figures.search(found, again=note.words in words)
        words.add(note.words)
    return gaps[note.key]


def _arrive(reader: Reader, found: Results, params: Mapping[str, Sequence[str]]) -> None:
    taken: set[str] = reader.memory.setdefault("taken", set())
    for text in params.get(VIA, ()):
        named = _VIA.fullmatch(text)
        if named and found.total and text not in taken:
            taken.add(text)
            reader.hub.figures.found_after(named[1], named[2])


def through(address: str, gap: str, advice: Advice) -> str:
    """The address of a way out that tells of itself."""
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}{VIA}={gap}-{way_key(advice.kind, advice.subject)}"
