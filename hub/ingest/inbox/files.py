"""A proposal as the content of its file, and back. The full text stands elsewhere, by its hash."""

import datetime as dt
import json
from typing import Any

from hub.catalogue.entries import read_resource, resource_data
from hub.ingest.model import Fact, Facts, Proposal, Twin

_FORMAT = 1
_SIMPLE = ("source", "key", "content", "media_type", "file", "etag", "last_modified")


def pack(proposal: Proposal) -> bytes:
    """The content of the file of a proposal."""
    data = {
        "format": _FORMAT,
        "id": proposal.id,
        "when": proposal.when.isoformat(),
        "resource": resource_data(proposal.resource),
        "facts": [[f.field, f.value, f.origin, f.confidence] for f in proposal.facts],
        "twins": [[t.id, t.because, t.likeness] for t in proposal.twins],
        "remarks": list(proposal.remarks),
        "assumed": list(proposal.assumed),
        "addresses": list(proposal.addresses),
        **{name: getattr(proposal, name) for name in _SIMPLE},
    }
    lines = (f"{json.dumps(name)}: {json.dumps(value)}" for name, value in data.items())
    return ("{\n" + ",\n".join(lines) + "\n}").encode()  # a line for each: people look in, too


def unpack(content: bytes) -> Proposal:
    """The proposal of a file. Raises ValueError or KeyError for what is none."""
    data: dict[str, Any] = json.loads(content)
    if data["format"] != _FORMAT:
        raise ValueError(f"format {data['format']}")
    return Proposal(
        id=data["id"],
        resource=read_resource(data["resource"]),
        facts=Facts(tuple(Fact(*row) for row in data["facts"])),
        when=dt.datetime.fromisoformat(data["when"]),
        twins=tuple(Twin(*row) for row in data["twins"]),
        remarks=tuple(data["remarks"]),
        assumed=tuple(data["assumed"]),
        addresses=tuple(data["addresses"]),
        **{name: data[name] for name in _SIMPLE},
    )
