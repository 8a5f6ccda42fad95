"""Captures: the text of a resource, and by setting its original bytes, each with its date.

A resource stays findable when its page dies, and a rolling page keeps every state it was seen in.
"""

import datetime as dt
import mimetypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from hub.catalogue.writing import replace_file, unwritable
from hub.database import Database
from hub.ingest.model import Proposal
from hub.ingest.runs.records import storable
from hub.ingest.runs.tables import CaptureRow

#: Suffixes of kept originals; any other kind is ``.bin``.
_SUFFIX = {"text/html": ".html", "application/pdf": ".pdf", "text/plain": ".txt"}


@dataclass(frozen=True)
class Capture:
    """What stood at an address on a day."""

    at: dt.datetime
    address: str
    text: str | None  #: key of the full text
    content: str  #: SHA-256 of the bytes
    media_type: str
    file: str | None  #: the original, relative to the data directory; None if it was not kept


class Captures:
    """The captures of one hub."""

    def __init__(self, database: Database, data: Path) -> None:
        self._database = database
        self._data = data

    def keep_original(self, content: bytes, digest: str, media_type: str, day: dt.datetime) -> str:
        """Keep the bytes; where, relative to the data directory. Raises CatalogueError."""
        suffix = _SUFFIX.get(media_type) or mimetypes.guess_extension(media_type) or ".bin"
        name = f"files/{day.date().isoformat()}/{digest}{suffix}"
        path = self._data / name
        if not path.is_file():
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise unwritable(path.parent, error) from error
            replace_file(path, content, 0o600)
        return name

    def add(self, session: Session, made: Iterable[tuple[str, Proposal]]) -> None:
        """Note the captures of proposals for resources, but none that is there already."""
        rows = {
            (resource, proposal.content, proposal.resource.text): _row(resource, proposal)
            for resource, proposal in made
            if proposal.resource.text or proposal.file
        }
        if not rows:
            return
        columns = (CaptureRow.resource, CaptureRow.content, CaptureRow.text)
        same = CaptureRow.resource.in_({resource for resource, _, _ in rows})
        there = {tuple(found) for found in session.execute(select(*columns).where(same))}
        new = [row for key, row in rows.items() if key not in there]
        if new:
            session.execute(insert(CaptureRow), new)

    def of(self, resource: str) -> tuple[Capture, ...]:
        """All captures of a resource, the newest first."""
        with self._database.read() as session:
            query = select(CaptureRow).where(CaptureRow.resource == resource)
            rows = session.scalars(query.order_by(CaptureRow.at.desc(), CaptureRow.id.desc()))
            return tuple(_capture(row) for row in rows)

    def contents(self) -> Iterator[tuple[str, str]]:
        """Resource and SHA-256 of the bytes of every capture."""
        with self._database.read() as session:
            for resource, content in session.execute(
                select(CaptureRow.resource, CaptureRow.content)
            ):
                if content:
                    yield resource, content


def _row(resource: str, proposal: Proposal) -> dict[str, Any]:
    return {
        "resource": resource,
        "at": proposal.when,
        "address": storable(proposal.resource.url or ""),
        "text": proposal.resource.text,
        "content": proposal.content,
        "media_type": storable(proposal.media_type, 200),
        "file": proposal.file or None,
    }


def _capture(row: CaptureRow) -> Capture:
    return Capture(row.at, row.address, row.text, row.content, row.media_type, row.file)
