"""What Whoosh keeps of a document: its id and what a hit shows.

The texts and their terms lie in arrays beside Whoosh's segments; see ``hub/index/segments.py``.
"""

from collections.abc import Generator, Iterable
from typing import Any

from whoosh import fields, formats
from whoosh.analysis.tokenizers import IDTokenizer

from hub.index.building import facet_values
from hub.index.terms import exact_term
from hub.language import ANALYSIS_VERSION
from hub.model import Document

#: Changes when documents would be stored or weighed otherwise than before.
SCHEMA_VERSION = "7"
VERSION = f"{SCHEMA_VERSION}/{ANALYSIS_VERSION}"

#: Terms as Whoosh takes them: bytes, frequency, weight, payload.
Rows = Generator[tuple[bytes, int, float | int, bytes], Any, None]

#: Whoosh asks for an analyzer even where the terms come ready-made.
_UNUSED: Any = IDTokenizer()


class TermsField(fields.FieldType):
    """Takes a set of terms and indexes that they are there."""

    def __init__(self, *, unique: bool = False) -> None:
        super().__init__(format=formats.Existence(), analyzer=_UNUSED, unique=unique)

    def index(self, value: Iterable[str], **_: Any) -> Rows:
        """Terms as bytes."""
        for term in value:
            yield term.encode("utf-8", "surrogatepass"), 1, 1.0, b""


def schema() -> fields.Schema:
    """The schema of a new index."""
    return fields.Schema(
        id=TermsField(unique=True),
        record=fields.STORED(),
    )


def row(document: Document) -> dict[str, Any]:
    """The fields of a document as the index takes them."""
    return {
        "id": (exact_term(document.resource.id),),
        "record": record(document),
    }


def record(document: Document) -> dict[str, Any]:
    """What a hit shows, as plain values."""
    resource = document.resource
    return {
        "id": resource.id,
        "title": resource.title,
        "url": resource.url,
        "date": resource.when,
        "publisher": resource.publisher,
        "own": {"tag": list(resource.tags), "place": list(resource.places)},
        "facets": {facet: list(values) for facet, values in facet_values(document).items()},
    }
