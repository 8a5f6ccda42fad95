"""CSV as a document: a line for each row. (As a list of resources it is imported elsewhere.)"""

import csv
import io

from hub.ingest.encodings import decode
from hub.ingest.extract import problems
from hub.ingest.model import Extracted, Fetched, Passage

_MOST = 5_000_000  #: characters
_SIGNS = ",;\t|"


def extract(fetched: Fetched) -> Extracted:
    """The rows, their cells parted by bars."""
    text = decode(fetched)
    rows = csv.reader(io.StringIO(text[:_MOST].replace("\0", "")), delimiter=_delimiter(text))
    lines = [" | ".join(c for cell in row if (c := " ".join(cell.split()))) for row in _all(rows)]
    remarks = (problems.IN_PART,) if len(text) > _MOST else ()
    return Extracted(passages=(Passage("\n".join(filter(None, lines))),), remarks=remarks)


def _all(rows: "csv._reader") -> list[list[str]]:  # type: ignore[name-defined]
    found = []
    while True:
        try:
            found.append(next(rows))
        except StopIteration:
            return found
        except csv.Error:
            continue  # a cell beyond all measure: its row is left out


def _delimiter(text: str) -> str:
    """The sign that parts the cells: the commonest in the first lines."""
    begin = text[:5000]
    return max(_SIGNS, key=begin.count)
