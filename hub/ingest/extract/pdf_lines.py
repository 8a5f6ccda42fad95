"""The lines of a PDF page with their places, in reading order, columns one after the other."""

import ctypes
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_BREAKS = "\r\n\ufffe"  #: PDFium writes U+FFFE for a hyphen that ends a line
_GAP = 1.2  #: of the line's height: a wider gap may part columns
_LEAST_ROWS = 5  #: so many rows beside each other make columns
_PROSE = 14  #: characters a row of a column has at least, in the middle; less is a table


class Line(NamedTuple):
    """A run of text on one line, and where it stands in points from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """From its lowest to its highest letter."""
        return self.top - self.bottom


class _Box:
    """The place of single characters, read into the same four numbers each time."""

    def __init__(self, page: pdfium.PdfTextPage) -> None:
        self._page = page
        self._sides = [ctypes.c_double() for _ in range(4)]

    def of(self, index: int) -> tuple[float, float, float, float]:
        """Left, right, bottom, top of a character."""
        left, right, bottom, top = self._sides
        raw.FPDFText_GetCharBox(self._page, index, left, right, bottom, top)
        return left.value, right.value, bottom.value, top.value


def page_lines(page: pdfium.PdfPage) -> list[Line]:
    """All lines of a page in reading order; none of a scanned one."""
    text_page = page.get_textpage()
    try:
        text = _text(text_page)
        rows = _level(_rows(text, _Box(text_page)))
    finally:
        text_page.close()
    return _in_columns(rows)


def _text(page: pdfium.PdfTextPage) -> str:
    """The text of a page, one character for each index."""
    count = page.count_chars()
    if count <= 0:
        return ""
    text: str = page.get_text_range()
    if len(text) == count:
        return text
    codes = (raw.FPDFText_GetUnicode(page, index) for index in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 else " " for code in codes)


def _rows(text: str, box: _Box) -> Iterator[list[Line]]:
    """The lines as PDFium has them, each cut where a gap is wide."""
    start = 0
    for end in _ends(text):
        if text[start:end].strip("\r\n "):
            yield list(_pieces(text, start, end, box))
        start = end


def _level(rows: Iterator[list[Line]]) -> list[list[Line]]:
    """The rows, those joined which PDFium tore though they stand on one level, left to right."""
    found: list[list[Line]] = []
    for row in rows:
        if found and _goes_on(found[-1][-1], row[0]):
            found[-1].extend(row)
        else:
            found.append(row)
    return found


def _goes_on(line: Line, following: Line) -> bool:
    shared = min(line.top, following.top) - max(line.bottom, following.bottom)
    level = shared > 0.6 * min(line.height, following.height) > 0
    return level and following.left >= line.right - 1 and line.text[-1:] != "\ufffe"


def _ends(text: str) -> Iterator[int]:
    """Where lines end: behind their break."""
    for index, sign in enumerate(text):
        if sign in "\n\ufffe":
            yield index + 1
    yield len(text)


def _pieces(text: str, start: int, end: int, box: _Box) -> Iterator[Line]:
    while text[start] in "\r\n ":
        start += 1
    stop = end
    while text[stop - 1] in "\r\n ":
        stop -= 1
    first = begin = box.of(start)
    at, last = start, None
    space = text.find(" ", start, stop)
    while space >= 0:
        before, after = box.of(space - 1), box.of(space + 1)
        gap = after[0] - before[1]
        if gap > _GAP * max(before[3] - before[2], 6.0):
            yield _line(text[at:space], begin, before)
            at, begin = space + 1, after
        space = text.find(" ", space + 2, stop)
    shown = stop - 2 if text[stop - 1] == "\ufffe" and stop - start > 1 else stop - 1
    last = box.of(shown) if shown >= at else first
    yield _line(text[at:stop], begin, last)


def _line(text: str, first: Sequence[float], last: Sequence[float]) -> Line:
    return Line(
        text.strip("\r\n "),
        min(first[0], last[0]),
        min(first[2], last[2]),
        max(first[1], last[1]),
        max(first[3], last[3]),
    )


def _in_columns(rows: list[list[Line]]) -> list[Line]:
    """The lines in reading order: as the file has them, unless its rows run across columns."""
    torn = [row for row in rows if len(row) == 2]
    gutter = _gutter(torn) if len(torn) >= _LEAST_ROWS else None
    if gutter is None:
        return [_whole(row) for row in rows]
    return list(_column_by_column(rows, gutter))


def _gutter(torn: list[list[Line]]) -> float | None:
    """The middle of the white space between two columns of prose; None for tables."""
    lengths = sorted(min(len(left.text), len(right.text)) for left, right in torn)
    if lengths[len(lengths) // 2] < _PROSE:
        return None
    starts = sorted(right.left for _, right in torn)
    begin = starts[len(starts) // 2]
    fitting = [row for row in torn if abs(row[1].left - begin) < 6 and row[0].right < begin]
    if len(fitting) < max(_LEAST_ROWS, len(torn) * 0.6):
        return None
    return (begin + max(left.right for left, _ in fitting)) / 2


def _column_by_column(rows: list[list[Line]], gutter: float) -> Iterator[Line]:
    """Left column, then right column, between lines that run across."""
    left: list[Line] = []
    right: list[Line] = []
    for row in rows:
        if len(row) == 1 and row[0].left < gutter < row[0].right:
            yield from (*left, *right)
            left, right = [], []
            yield row[0]
        else:
            for line in row:
                (left if line.right <= gutter else right).append(line)
    yield from (*left, *right)


def _whole(row: list[Line]) -> Line:
    """A row that a wide gap does not part after all."""
    if len(row) == 1:
        return row[0]
    return Line(
        " ".join(line.text for line in row),
        min(line.left for line in row),
        min(line.bottom for line in row),
        max(line.right for line in row),
        max(line.top for line in row),
    )
