"""A file of this machine, or bytes that were handed over, as if they had been fetched."""

import datetime as dt
from pathlib import Path

from hub.errors import IngestError
from hub.ingest.fetching.transport import base_name
from hub.ingest.media import media_type_of
from hub.ingest.model import Fetched
from hub.settings import Settings


def read_file(path: Path, settings: Settings, now: dt.datetime | None = None) -> Fetched:
    """The file, named by its ``file://`` address. Raises IngestError."""
    limit = settings.fetch_limit_mb
    try:
        if not path.is_file():
            raise IngestError("There is no file {path}. Check its name.", path=path)
        if path.stat().st_size > limit * 1_000_000:
            raise IngestError(
                "The file {path} is larger than {limit} MB. "
                "Raise HUB_FETCH_LIMIT_MB if you want it all the same.",
                path=path,
                limit=limit,
            )
        return as_fetched(path.read_bytes(), path.name, path.resolve().as_uri(), now)
    except OSError as error:
        raise IngestError(
            "The file {path} cannot be read: {reason}. Check its name.",
            path=path,
            reason=error.strerror or error,
        ) from error


def as_fetched(
    content: bytes, name: str, address: str = "", now: dt.datetime | None = None
) -> Fetched:
    """Bytes with a file name, such as an editor drops on a page."""
    plain = base_name(name)
    return Fetched(
        address=address,
        final=address,
        status=200,
        media_type=media_type_of(content, "", plain),
        content=content,
        when=now or dt.datetime.now(dt.UTC),
        name=plain,
    )
