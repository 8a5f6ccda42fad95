"""Formats of tagged lines: RIS, Refer/BibIX and the one of PubMed (MEDLINE)."""

import re
from collections.abc import Iterable, Iterator, Mapping

from hub.ingest.imports.model import ExportFile, ImportOptions, lines_of, source_name
from hub.ingest.imports.references import Reference, as_items, page_range
from hub.ingest.model import Item, Rejected

#: A record: each tag with its values, in order.
Record = dict[str, list[str]]

_RIS = re.compile(r"([A-Z][A-Z0-9]) {0,2}-(?: (.*))?$")
_MEDLINE = re.compile(r"([A-Z]{2,4}) *- (.*)$")
_WOS = re.compile(r"([A-Z][A-Z0-9])(?: (.*))?$")
_REFER = re.compile(r"%([A-Z0-9@!#$%&()*+^>\[\]=~?:<]) ?(.*)$")


def read_ris(file: ExportFile, options: ImportOptions) -> Iterator[Item | Rejected]:
    """RIS, of any of the programs that write it a little differently."""
    records = _records(lines_of(file), _RIS, starts={"TY"}, ends={"ER"})
    return as_items(map(_ris, records), source_name(file), "ris", options)


def read_wos(file: ExportFile, options: ImportOptions) -> Iterator[Item | Rejected]:
    """The plain text of the Web of Science: tags like those of RIS, without the hyphen."""
    records = _records(lines_of(file), _WOS, starts={"PT"}, ends={"ER", "EF", "FN", "VR"})
    return as_items(map(_wos, records), source_name(file), "wos", options)


def read_medline(file: ExportFile, options: ImportOptions) -> Iterator[Item | Rejected]:
    """The format in which PubMed saves citations (.nbib)."""
    records = _records(lines_of(file), _MEDLINE, starts={"PMID"}, ends=set(), blank_ends=True)
    return as_items(map(_medline, records), source_name(file), "pubmed", options)


def read_refer(file: ExportFile, options: ImportOptions) -> Iterator[Item | Rejected]:
    """Refer and BibIX, as EndNote writes it."""
    records = _records(lines_of(file), _REFER, starts={"0"}, ends=set(), blank_ends=True)
    return as_items(map(_refer, records), source_name(file), "refer", options)


def _records(
    lines: Iterable[str],
    shape: re.Pattern[str],
    starts: set[str],
    ends: set[str],
    blank_ends: bool = False,
) -> Iterator[Record]:
    """The records; a line without a tag goes on with the value above it."""
    record: Record = {}
    last: list[str] | None = None
    for line in lines:
        found = shape.match(line.lstrip("\ufeff").rstrip())
        if found and (found[1] in starts or found[1] in ends) and _says_something(record):
            yield record
            record = {}
        if blank_ends and not line.strip() and _says_something(record):
            yield record
            record, last = {}, None
        if found and found[1] not in ends:
            last = record.setdefault(found[1], [])
            last.append((found[2] or "").strip())
        elif found:
            last = None
        elif last is not None and last is record.get("KW") and line.strip():
            last.append(line.strip())  # each keyword has a line of its own
        elif last is not None and line.strip():
            last[-1] = f"{last[-1]} {line.strip()}"
    if _says_something(record):
        yield record


def _says_something(record: Record) -> bool:
    return any(
        value for tag, values in record.items() if tag not in ("TY", "0") for value in values
    )


def _every(record: Mapping[str, list[str]], *tags: str) -> tuple[str, ...]:
    return tuple(value for tag in tags for value in record.get(tag, ()) if value)


def _first(record: Mapping[str, list[str]], *tags: str) -> str | None:
    return next(iter(_every(record, *tags)), None)


def _ris(record: Record) -> Reference:
    book = _first(record, "TY") in ("CHAP", "CONF", "CPAPER", "JOUR", "MGZN", "NEWS", "EJOUR")
    whole = ("C3", "BT", "T2") if book else ("T2",)
    title = _first(record, "TI", "T1", "CT") or (None if book else _first(record, "BT", "T2"))
    container = _first(record, "JF", *whole, "JO", "JA", "J2", "J1")
    pages = page_range(_first(record, "SP"), _first(record, "EP"))
    return Reference(
        title=title or _first(record, "BT", "ST", "JF"),
        authors=tuple(_tidy_name(n) for n in _every(record, *_RIS_PERSONS))
        + _noted(record, "Author, Subsidiary"),
        dates=_every(record, "DA", "PY", "Y1"),
        addresses=_every(record, "UR", "L2", "LK"),
        doi=_every(record, "DO", "M3", "N1", "UR"),
        abstract=_first(record, "AB", "N2"),
        container=next(iter(_noted(record, "Proceedings Title")), None)
        or (None if container == title else container),
        publisher=_first(record, "PB"),
        language=_every(record, "LA"),
        keywords=tuple(w for words in _every(record, "KW") for w in words.split(";")),
        pages=pages,
        kind=_first(record, "TY"),
        key=_first(record, "ID") if record.get("ID", [""])[0].strip("0123456789") else None,
    )


_RIS_PERSONS = ("AU", "A1", "A2", "ED", "A3", "A4")


def _tidy_name(name: str) -> str:
    """'Muster, Anna, Dr.' as 'Muster, Anna Dr.', so that it can be turned round."""
    parts = [part.strip() for part in name.split(",") if part.strip()]
    return f"{parts[0]}, {' '.join(parts[1:])}" if len(parts) > 2 else ", ".join(parts)


def _noted(record: Record, what: str) -> tuple[str, ...]:
    """What reference managers without a tag for it write into a note: 'Author, Subsidiary: …'."""
    notes = (note.partition(f"{what}: ")[2] for note in _every(record, "N1"))
    return tuple(filter(None, notes))


def _wos(record: Record) -> Reference:
    return Reference(
        title=_first(record, "TI"),
        authors=_every(record, "AF") or _every(record, "AU"),
        dates=tuple(
            f"{_first(record, 'PD') or ''} {year}".strip() for year in _every(record, "PY")
        ),
        doi=_every(record, "DI"),
        abstract=_first(record, "AB"),
        container=_first(record, "SO"),
        publisher=_first(record, "PU"),
        language=_every(record, "LA"),
        keywords=tuple(w for words in _every(record, "DE", "ID") for w in words.split(";")),
        pages=page_range(_first(record, "BP"), _first(record, "EP")),
        kind="article" if _first(record, "PT") == "J" else None,
        key=_first(record, "UT"),
    )


def _medline(record: Record) -> Reference:
    numbers = [v.split(" [")[0] for v in _every(record, "LID", "AID") if v.endswith("[doi]")]
    return Reference(
        title=(_first(record, "TI", "BTI") or "").rstrip("."),
        authors=_every(record, "FAU", "CN", "FED") or _every(record, "AU"),
        dates=_every(record, "DP"),
        doi=tuple(numbers),
        addresses=_every(record, "URL", "LID"),
        abstract=_first(record, "AB"),
        container=_first(record, "JT", "TA"),
        publisher=_first(record, "PB"),
        language=_every(record, "LA"),
        keywords=tuple(w.replace("*", "") for w in _every(record, "MH", "OT", "KW")),
        pages=_whole_range(_first(record, "PG") or ""),
        kind="article" if "TI" in record else "book",
        key=f"PMID {record['PMID'][0]}" if record.get("PMID") else None,
    )


def _whole_range(pages: str) -> str:
    """'475-82' as '475-482'."""
    first, hyphen, last = pages.partition("-")
    if first.isdigit() and last.isdigit() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return first + hyphen + last


def _refer(record: Record) -> Reference:
    return Reference(
        title=_first(record, "T"),
        authors=_every(record, "A", "E", "?", "Y"),
        dates=_every(record, "8", "D"),
        addresses=_every(record, "U", ">"),
        doi=_every(record, "R"),
        abstract=_first(record, "X"),
        container=_first(record, "J", "B"),
        publisher=_first(record, "I"),
        language=_every(record, "G"),
        keywords=tuple(w for value in _every(record, "K") for w in value.split("\n")),
        pages=_first(record, "P"),
        kind={"Journal Article": "jour", "Book": "book", "Report": "rprt"}.get(
            _first(record, "0") or ""
        ),
        key=_first(record, "F"),
    )
