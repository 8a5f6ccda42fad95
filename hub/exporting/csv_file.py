"""CSV for spreadsheets: UTF-8 with its mark, one line for each resource, no formula can start."""

import csv
import io
from collections.abc import Iterable, Iterator

from hub.exporting.columns import cells, header
from hub.exporting.guarding import guarded
from hub.exporting.model import Edition
from hub.model import Resource

_PIECE = 64 * 1024  #: characters that are handed on together


def write(resources: Iterable[Resource], edition: Edition) -> Iterator[bytes]:
    """The table. The mark at the beginning tells Excel that it is UTF-8."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, delimiter=edition.separator, lineterminator="\r\n")
    text.write("\ufeff")
    rows.writerow(header(edition))
    for resource in resources:
        rows.writerow([guarded(cell) for cell in cells(resource, edition)])
        if text.tell() > _PIECE:
            yield _taken(text)
    yield _taken(text)


def _taken(text: io.StringIO) -> bytes:
    taken = text.getvalue()
    text.seek(0)
    text.truncate()
    return taken.encode()
