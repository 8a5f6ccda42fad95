"""Running heads and feet of a document: lines that stand at one place on many pages."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from hub.ingest.extract.pdf_lines import Line

_EDGE = 3  #: so many lines at the top and at the bottom of a page may be running
_LEAST = 3  #: pages on which a line stands before it counts as running
_SHARE = 0.12  #: and this share of all pages: a head may change from chapter to chapter
_NUMBERED = 0.5  #: share of pages whose number stands at one place
_LONGEST = 160  #: characters
_NUMBER = re.compile(r"\d+")
_ROMAN = re.compile(r"[ivxlc]+", re.IGNORECASE)

Key = tuple[str, int]


def without_repeats(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """The pages without running heads and feet and page numbers."""
    if len(pages) < _LEAST:
        return list(pages)
    running = _running(pages)
    numbers = _numbered(pages)
    bodies = [_body(index, lines, running, numbers) for index, lines in enumerate(pages)]
    if sum(map(bool, bodies)) * 2 < sum(map(bool, pages)):
        return list(pages)  # labels or forms: what repeats is all there is
    return bodies


def _edges(lines: list[Line]) -> list[Line]:
    """The lines at the upper and lower end of a page, wherever the file has them."""
    by_height = sorted(lines, key=lambda line: line.bottom)
    return [*by_height[:_EDGE], *by_height[-_EDGE:]]


def _key(line: Line) -> Key:
    """What a line says without its numbers, and how high it stands."""
    return (_NUMBER.sub("#", line.text), round(line.bottom / 4))


def _near(key: Key) -> tuple[Key, Key, Key]:
    text, height = key
    return ((text, height - 1), key, (text, height + 1))


def _running(pages: Sequence[list[Line]]) -> set[Key]:
    counts: Counter[Key] = Counter()
    for lines in pages:
        keys = {_key(line) for line in _edges(lines) if len(line.text) <= _LONGEST}
        counts.update({near for key in keys for near in _near(key)})
    least = max(_LEAST, len(pages) * _SHARE)
    return {key for key, count in counts.items() if count >= least}


def _numbered(pages: Sequence[list[Line]]) -> set[tuple[int, int]]:
    """Heights and distances (printed number less index) at which most pages bear their number."""
    counts: defaultdict[tuple[int, int], int] = defaultdict(int)
    for index, lines in enumerate(pages):
        found = {place for line in _edges(lines) for place in _places(index, line)}
        for place in found:
            counts[place] += 1
    least = max(_LEAST, len(pages) * _NUMBERED / 2)  # left and right pages may differ
    return {place for place, count in counts.items() if count >= least}


def _places(index: int, line: Line) -> list[tuple[int, int]]:
    """Where a line that begins or ends with a number would be the page's number."""
    if len(line.text) > _LONGEST:
        return []
    numbers = _NUMBER.findall(line.text)
    ends = {numbers[0], numbers[-1]} if numbers else set()
    kept = [n for n in ends if len(n) < 6 and (line.text.startswith(n) or line.text.endswith(n))]
    return [(round(line.bottom / 4), int(number) - index) for number in kept]


def _body(
    index: int, lines: list[Line], running: set[Key], numbers: set[tuple[int, int]]
) -> list[Line]:
    edges = set(_edges(lines))
    return [
        line
        for line in lines
        if line not in edges
        or (
            _key(line) not in running
            and not any(place in numbers for place in _places(index, line))
            and not _ROMAN.fullmatch(line.text)
        )
    ]
