"""How files go to a child process and answers come back: a length, then bytes."""

import datetime as dt
import json
from typing import Any, BinaryIO

from hub.ingest.model import Extracted, Fact, Facts, Fetched, Passage

_LENGTH = 8  #: bytes of a length


def write(target: BinaryIO, *parts: bytes) -> None:
    """Send some parts, each preceded by its length."""
    for part in parts:
        target.write(len(part).to_bytes(_LENGTH, "big"))
        target.write(part)
    target.flush()


def read(source: BinaryIO) -> bytes | None:
    """The next part; None when the other side is gone."""
    head = source.read(_LENGTH)
    if len(head) < _LENGTH:
        return None
    size = int.from_bytes(head, "big")
    part = source.read(size)
    return part if len(part) == size else None


def request(fetched: Fetched) -> tuple[bytes, bytes]:
    """The parts that tell what an extractor may know of a file, and its bytes."""
    head = {
        "address": fetched.address,
        "final": fetched.final,
        "status": fetched.status,
        "media_type": fetched.media_type,
        "when": fetched.when.isoformat(),
        "encoding": fetched.encoding,
        "name": fetched.name,
        "last_modified": fetched.last_modified,
    }
    return json.dumps(head).encode(), fetched.content


def read_request(source: BinaryIO) -> Fetched | None:
    """The next file; None when there is none to come."""
    head, content = read(source), read(source)
    if head is None or content is None:
        return None
    values = json.loads(head)
    values["when"] = dt.datetime.fromisoformat(values["when"])
    return Fetched(content=content, **values)


def packed(extracted: Extracted) -> dict[str, Any]:
    """Text and facts as JSON knows them."""
    return {
        "facts": [[f.field, f.value, f.origin, f.confidence] for f in extracted.facts],
        "passages": [[p.text, p.page, p.heading] for p in extracted.passages],
        "remarks": extracted.remarks,
    }


def unpacked(values: dict[str, Any]) -> Extracted:
    """Text and facts out of JSON."""
    return Extracted(
        facts=Facts(tuple(Fact(*fact) for fact in values["facts"])),
        passages=tuple(Passage(*passage) for passage in values["passages"]),
        remarks=tuple(values["remarks"]),
    )
