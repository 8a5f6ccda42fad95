"""Tables with one resource in a row: CSV, TSV and XLSX."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from hub.catalogue import clean_address
from hub.errors import IngestError
from hub.exporting.guarding import unguarded
from hub.ingest.extract.cleaning import clean_line
from hub.ingest.imports.columns import match_columns, unknown_columns
from hub.ingest.imports.model import ExportFile, ImportOptions, source_name
from hub.ingest.imports.naming import collection_named, type_named
from hub.ingest.imports.rows import Row, csv_rows, xlsx_rows
from hub.ingest.model import Item, Rejected
from hub.ingest.records import Statement, doi, names, plain, web_address

_NOTHING = "The row has neither a title nor an address. Fill in one of them, then import again."
_NO_ADDRESS = (
    "'{value}' is no web address, and the row has no title. Correct it, then import again."
)
_DATES = ("date", "event.start", "event.end", "funding.deadline")


def read_csv(file: ExportFile, options: ImportOptions) -> Iterator[Item | Rejected]:
    """A CSV or TSV file, row by row. Raises IngestError if there is nothing to read."""
    # Our own tables, and those of careful others, keep formulas from starting.
    rows = ([unguarded(cell) for cell in row] for row in csv_rows(file))
    return _items(rows, file, options)


def read_xlsx(file: ExportFile, options: ImportOptions) -> Iterator[Item | Rejected]:
    """The first sheet of an Excel file."""
    return _items(xlsx_rows(file), file, options)


def _items(
    rows: Iterator[Row], file: ExportFile, options: ImportOptions
) -> Iterator[Item | Rejected]:
    header = [clean_line(name) for name in next((row for row in rows if any(row)), ())]
    if not header:
        raise IngestError("{name} is empty. Export it again.", name=file.name)
    columns = match_columns(header, options.columns)
    if unknown := unknown_columns(header, columns):
        options.tell(
            IngestError(
                "Columns that are left alone: {columns}. Take one over with --column FIELD=COLUMN.",
                columns=", ".join(unknown),
            )
        )
    source = source_name(file)
    for number, row in enumerate(rows, 2):
        cells = {field: row[at].strip() for field, at in columns.items() if at < len(row)}
        if any(row):
            yield _item(cells, number, header, columns, source, options)


def _item(
    cells: Mapping[str, str],
    number: int,
    header: Sequence[str],
    columns: Mapping[str, int],
    source: str,
    options: ImportOptions,
) -> Item | Rejected:
    written = cells.get("url", "")
    address = web_address(written) or (
        web_address(f"https://{written}") if _bare(written) else None
    )
    if not address and (number_of := doi(cells.get("doi"))):
        address = f"https://doi.org/{number_of}"
    said = _facts(cells, header, columns)
    if written and not address:
        said.say("notes", written)  # nothing that was written is lost
    title = said.facts.first("title")
    if not title and not address:
        values = {"value": clean_line(written)[:100]} if written else {}
        return Rejected(source, f"row {number}", _NO_ADDRESS if written else _NOTHING, values)
    key = clean_line(cells.get("key", "")) or (clean_address(address) if address else "")
    return Item(
        source=source,
        key=key or clean_line(title.value if title else f"row {number}"),
        address=address,
        facts=said.facts,
        collections=_collections(cells, options),
        complete=bool(title) and not (options.fetch and address),
    )


def _bare(written: str) -> bool:
    """'www.example.org/x': an address without its scheme."""
    return bool(re.fullmatch(r"www\.[\w.-]+\.\w{2,}(/\S*)?", written))


def _facts(
    cells: Mapping[str, str], header: Sequence[str], columns: Mapping[str, int]
) -> Statement:
    said = Statement("column")
    for field, written in cells.items():
        origin = f"column:{header[columns[field]]}"
        if field in _DATES:
            said.say_date(field, written, origin=origin)
        elif field == "language":
            said.say_language(written)
        elif field == "type":
            kind = type_named(written)
            said.say("type" if kind else "keywords", kind or written, origin=origin)
        elif field in _VALUES:
            said.say(field, *_VALUES[field](written), origin=origin)
    return said


def _split(written: str) -> list[str]:
    return re.split(r"\s*[;,|\n]\s*", written)


#: Fields with the values that a cell holds for them.
_VALUES: Mapping[str, Callable[[str], Sequence[str | None]]] = {
    "title": lambda written: [plain(written) if "<" in written else written],
    "description": lambda written: [plain(written)],
    "doi": lambda written: [doi(written)],
    "authors": lambda written: names(re.split(r"\s*[;|\n]\s*", written)),  # names hold commas
    **dict.fromkeys(("keywords", "places", "target_groups"), _split),
    **dict.fromkeys(("publisher", "summary", "notes"), lambda written: [written]),
    **dict.fromkeys(("event.place", "funding.funder"), lambda written: [written]),
}


def _collections(cells: Mapping[str, str], options: ImportOptions) -> tuple[str, ...]:
    """What the row says, by id or title, before what is said for the whole file."""
    named = re.split(r"\s*[;|\n]\s*", cells.get("collection", ""))
    found = (collection_named(name, options.catalogue) for name in named if name)
    return tuple(dict.fromkeys((*filter(None, found), *options.collections)))
