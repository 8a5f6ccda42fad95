"""XLSX: a passage for each sheet, a line for each row, dates as dates."""

import datetime as dt
import io
import re
from collections.abc import Iterator

from lxml import etree

from hub.ingest.extract import budget, problems
from hub.ingest.extract.archive import Archive
from hub.ingest.extract.tree import local, named
from hub.ingest.extract.word import main_part, office_facts
from hub.ingest.model import Extracted, Facts, Fetched, Passage

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MOST = 5_000_000  #: characters of all sheets
_DATES = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}  #: number formats every file knows
_DATE_FORMAT = re.compile(r"(?<!\[)[yd]|(?<![h:])m{1,4}(?![:s])", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]")
_EPOCH = dt.date(1899, 12, 30)  #: day zero, by an error of old that all programs keep


def extract(fetched: Fetched) -> Extracted:
    """Text sheet by sheet, facts of the workbook."""
    archive = Archive(fetched.content)
    name = main_part(archive, "xl/workbook.xml")
    related = archive.related(name)
    by_kind = {kind: target for _, kind, target in related}
    shared = _shared(archive, by_kind.get("sharedStrings"))
    dates = _date_styles(archive, by_kind.get("styles"))
    sheets = {id: target for id, kind, target in related if kind == "worksheet"}
    found, size, cut = [], 0, False
    for sheet in named(archive.tree(name), "sheet"):
        target = sheets.get(sheet.get(_ID) or "")
        if target in archive.names and sheet.get("state", "visible") == "visible":
            lines, cut = _lines(archive.read(target), shared, dates, _MOST - size)
            title = sheet.get("name")
            found.append(Passage("\n".join(lines), heading=title))
            size += sum(map(len, lines))
    remarks = (problems.IN_PART,) if cut else ()
    return Extracted(Facts(tuple(office_facts(archive))), tuple(found), remarks=remarks)


def _shared(archive: Archive, name: str | None) -> list[str]:
    tree = archive.tree_if_any(name)
    items = named(tree, "si") if tree is not None else ()
    return ["".join(_shown(item)) for item in items]


def _shown(item: etree._Element) -> Iterator[str]:
    """The text of a shared string, without how it is pronounced."""
    for child in item:
        if local(child) == "t":
            yield child.text or ""
        elif local(child) == "r":
            yield from (t.text or "" for t in named(child, "t"))


def _date_styles(archive: Archive, name: str | None) -> set[int]:
    """The numbers of the cell styles that show a number as a date."""
    tree = archive.tree_if_any(name)
    if tree is None:
        return set()
    own = {
        int(f.get("numFmtId", "0")): _QUOTED.sub("", f.get("formatCode", ""))
        for f in named(tree, "numFmt")
    }
    formats = next(named(tree, "cellXfs"), ())
    ids = [int(style.get("numFmtId", "0")) for style in formats]
    return {n for n, id in enumerate(ids) if id in _DATES or _DATE_FORMAT.search(own.get(id, ""))}


def _lines(content: bytes, shared: list[str], dates: set[int], most: int) -> tuple[list[str], bool]:
    """The rows of a sheet, read one by one, and whether it was cut short."""
    lines: list[str] = []
    size = 0
    reading = etree.iterparse(
        io.BytesIO(content), tag="{*}row", resolve_entities=False, no_network=True, huge_tree=False
    )
    for _, row in reading:
        line = " | ".join(v for cell in row if (v := _value(cell, shared, dates)))
        row.clear()
        while row.getprevious() is not None:
            del row.getparent()[0]
        if line:
            lines.append(line)
            size += len(line)
        if size > most or budget.spent():
            return lines, True
    return lines, False


def _value(cell: etree._Element, shared: list[str], dates: set[int]) -> str:
    """What a cell shows, on one line."""
    kind = cell.get("t", "n")
    raw = next((v.text or "" for v in cell if local(v) == "v"), "")
    if kind == "s":
        text = shared[int(raw)] if raw.isdecimal() and int(raw) < len(shared) else ""
    elif kind == "inlineStr":
        text = "".join(t.text or "" for t in named(cell, "t"))
    elif kind == "n" and raw and int(cell.get("s", "0")) in dates:
        text = _date(raw)
    else:
        text = "" if kind == "e" else raw
    return " ".join(text.split())


def _date(raw: str) -> str:
    try:
        return (_EPOCH + dt.timedelta(days=int(float(raw)))).isoformat()
    except (ValueError, OverflowError):
        return raw
