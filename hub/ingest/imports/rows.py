"""Rows of tables, read one by one: CSV of any separator and encoding, and XLSX."""

import codecs
import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

import openpyxl

from hub.errors import IngestError
from hub.ingest.imports.model import ExportFile, encoding_of

_SEPARATORS = ",;\t|"
_LONGEST_CELL = 10_000_000  #: characters
_LARGEST_SHEET = 1_000_000_000  #: bytes unpacked

Row = list[str]


def csv_rows(file: ExportFile) -> Iterator[Row]:
    """The rows of a CSV or TSV file, the header too. Raises IngestError for what is no table."""
    with file.open() as stream:
        encoding = _encoding(stream)
        stream.seek(0)
        text = io.TextIOWrapper(stream, encoding, "replace", newline="")
        separator = _separator(text.read(20_000))
        text.seek(0)
        yield from _parsed(text, separator, file.name)


def _encoding(stream: BinaryIO) -> str:
    """By the beginning, but UTF-8 only if the whole file is."""
    encoding = encoding_of(stream.read(1_000_000))
    if encoding == "utf-8":
        stream.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk := stream.read(1_000_000):
                decoder.decode(chunk)
        except UnicodeDecodeError:
            return "cp1252"
    return encoding


def _separator(begin: str) -> str:
    """The sign that stands most often in the first line, outside of quotes."""
    line, quoted = [], False
    for letter in begin.lstrip("\r\n"):
        quoted ^= letter == '"'
        if letter in "\r\n" and not quoted:
            break
        line += [] if quoted else [letter]
    return max(_SEPARATORS, key=lambda sign: ("".join(line).count(sign), -_SEPARATORS.index(sign)))


def _parsed(text: io.TextIOWrapper, separator: str, name: str) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader((line.replace("\0", "") for line in text), delimiter=separator)
    try:
        yield from reader
    except csv.Error as error:
        raise IngestError(
            "{name} cannot be read as a table beyond line {line}. "
            "Look for a quotation mark that is never closed.",
            name=name,
            line=reader.line_num,
        ) from error


def xlsx_rows(file: ExportFile) -> Iterator[Row]:
    """The rows of the first sheet that holds any. Formulas count by the value last seen."""
    with file.open() as stream:
        _check_size(stream, file.name)
        try:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        except Exception as error:  # the library lets through whatever its parts raise
            raise _unreadable(file.name) from error
        try:
            for sheet in book.worksheets:
                rows = (_cells(row) for row in sheet.iter_rows(values_only=True))
                first = next(rows, None)
                if first:
                    yield first
                    yield from rows
                    return
        finally:
            book.close()


def _check_size(stream: BinaryIO, name: str) -> None:
    """A few kilobytes may unfold into gigabytes: the archive itself says so beforehand."""
    try:
        with zipfile.ZipFile(stream) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile as error:
        raise _unreadable(name) from error
    if size > _LARGEST_SHEET:
        raise IngestError(
            "{name} unpacks to more than {megabytes} MB. It is left alone.",
            name=name,
            megabytes=_LARGEST_SHEET // 1_000_000,
        )
    stream.seek(0)


def _unreadable(name: str) -> IngestError:
    return IngestError(
        "{name} is no spreadsheet that can be read. Open and save it again as XLSX or CSV.",
        name=name,
    )


def _cells(row: tuple[object, ...]) -> Row:
    return [_cell(value) for value in row]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
