"""XLSX, written row by row: every cell is a string, so that none is ever a formula.

Only what a plain table needs of Office Open XML (ECMA-376): one sheet, a few styles, strings in
their cells. The archive is a stream, so a long table needs no more memory than a short one.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from hub.exporting.columns import COLUMNS, cells, header
from hub.exporting.guarding import is_risky
from hub.exporting.model import Edition, ExportError
from hub.model import Resource

MOST_ROWS = 1_048_576  #: of a sheet, header included, says Excel
MOST_CHARACTERS = 32_767  #: of a cell
_PIECE = 256  #: rows that are packed together

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="'
    'application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    # Cells are text (number format 49) and stay text when they are edited (quotePrefix).
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="2">'
    '<font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
    '<fgColor rgb="FF0B5563"/></patternFill></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" '
    'applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" '
    'applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>",
}
_HEADER, _TEXT, _RISKY = 1, 2, 3  #: places of the styles among ``cellXfs``


class _Outlet(io.RawIOBase):
    """A file that hands on what was written to it."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self._parts.append(bytes(data))  # type: ignore[call-overload]
        return len(self._parts[-1])

    def taken(self) -> bytes:
        """What was written since the last time."""
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken


def write(resources: Iterable[Resource], edition: Edition) -> Iterator[bytes]:
    """The workbook. Raises ExportError for more rows than a sheet can hold."""
    if edition.total >= MOST_ROWS:
        raise ExportError(
            "A sheet of Excel holds {most} rows at most. Export as CSV, or narrow the search.",
            most=MOST_ROWS,
        )
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for name, content in (*_PARTS.items(), ("xl/workbook.xml", _workbook(edition))):
            archive.writestr(_entry(name, edition), _HEAD + content)
        yield outlet.taken()
        with archive.open(_entry("xl/worksheets/sheet1.xml", edition), "w") as sheet:
            for piece in _sheet(resources, edition):
                sheet.write(piece.encode())
                if taken := outlet.taken():
                    yield taken
    yield outlet.taken()


def _entry(name: str, edition: Edition) -> zipfile.ZipInfo:
    day = edition.day
    entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _workbook(edition: Edition) -> str:
    name = escape(edition.words.t("Resources"))
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _sheet(resources: Iterable[Resource], edition: Edition) -> Iterator[str]:
    """The sheet in pieces: its head stays in view, its columns can be filtered."""
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{column.width}" customWidth="1"/>'
        for at, column in enumerate(COLUMNS, 1)
    )
    yield (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
        f"</sheetViews><cols>{widths}</cols><sheetData>{_row(1, header(edition), _HEADER)}"
    )
    number, rows = 1, []
    for number, resource in enumerate(resources, 2):
        rows.append(_row(number, cells(resource, edition), _TEXT))
        if len(rows) == _PIECE:
            yield "".join(rows)
            rows = []
    last = f"{_letter(len(COLUMNS))}{number}"
    yield f'{"".join(rows)}</sheetData><autoFilter ref="A1:{last}"/></worksheet>'


def _row(number: int, texts: Sequence[str], style: int) -> str:
    shown = "".join(
        f'<c r="{letter}{number}" s="{_RISKY if is_risky(text) else style}" t="inlineStr">'
        f'<is><t xml:space="preserve">{escape(_cut(text), quote=False)}</t></is></c>'
        for letter, text in zip(_LETTERS, texts, strict=True)
        if text
    )
    return f'<row r="{number}">{shown}</row>'


def _cut(text: str) -> str:
    """What Excel can hold: it counts in UTF-16, where some characters are two."""
    if len(text) * 2 <= MOST_CHARACTERS:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= MOST_CHARACTERS * 2:
        return text
    return units[: MOST_CHARACTERS * 2 - 2].decode("utf-16-le", "ignore") + "…"


def _letter(number: int) -> str:
    return chr(64 + number)


_LETTERS = tuple(_letter(at) for at in range(1, len(COLUMNS) + 1))
