"""JSON: an event or article described in JSON-LD, otherwise its texts."""

import json
from collections.abc import Iterator

from hub.ingest.encodings import decode
from hub.ingest.extract import problems
from hub.ingest.extract.json_ld import facts_of, nodes_of, types_of
from hub.ingest.extract.problems import ExtractFailed
from hub.ingest.model import Extracted, Facts, Fetched, Passage

_MOST = 2_000_000  #: characters
_DEEPEST = 50


def extract(fetched: Fetched) -> Extracted:
    """All texts, and facts where the file describes one thing."""
    text = decode(fetched)
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise ExtractFailed(
            "The file is no valid JSON and cannot be read. Ask its owner, or export it again."
        ) from error
    nodes = [node for node in nodes_of(text) if types_of(node)]
    facts = tuple(facts_of(nodes[0], fetched.final, {})) if len(nodes) == 1 else ()
    shown = "\n".join(_texts(value, 0))
    remarks = (problems.IN_PART,) if len(shown) > _MOST else ()
    return Extracted(Facts(facts), (Passage(shown[:_MOST]),), remarks=remarks)


def _texts(value: object, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            if not str(key).startswith("@"):
                yield from _texts(part, depth + 1)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part, depth + 1)
