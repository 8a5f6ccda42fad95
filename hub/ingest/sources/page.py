"""A single web page, read again each time; its content may change at one address."""

import datetime as dt
from collections.abc import Callable, Iterator

from hub.ingest.model import Fetched, Item
from hub.ingest.sources.spec import SourceSpec


def read(
    spec: SourceSpec, fetch: Callable[[str], Fetched], since: dt.datetime | None
) -> Iterator[Item]:
    """The page itself. The pipeline fetches it and keeps each capture of a rolling one."""
    yield Item(spec.name, spec.address, spec.address, rolling=spec.rolling)
