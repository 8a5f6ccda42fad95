"""Fetching: from an address to bytes, and from bytes to what they are."""

from hub.ingest.encodings import decode, decode_bytes, encoding_of
from hub.ingest.fetching.clock import Clock, RealClock
from hub.ingest.fetching.failing import Cause, FetchFailed
from hub.ingest.fetching.fetcher import Fetcher
from hub.ingest.fetching.files import as_fetched, read_file
from hub.ingest.fetching.journey import Known, Validators
from hub.ingest.fetching.many import Result, Want
from hub.ingest.media import media_type_of

__all__ = [
    "Cause",
    "Clock",
    "FetchFailed",
    "Fetcher",
    "Known",
    "RealClock",
    "Result",
    "Validators",
    "Want",
    "as_fetched",
    "decode",
    "decode_bytes",
    "encoding_of",
    "media_type_of",
    "read_file",
]
