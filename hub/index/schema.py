"""What the Whoosh index holds for a document.

``content`` holds every term with its weight over all fields, and its positions; ``title``,
``publisher`` and ``authors`` hold the same terms once more for ``title:word``. ``record`` is
what a hit and the facets need, ``body`` the text that snippets are cut from.
"""

import zlib
from array import array
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import columns, fields, formats
from whoosh.analysis.tokenizers import IDTokenizer

from hub.index.terms import exact_term
from hub.index.weighing import OUTSIDE, Weighed, language_of, weigh
from hub.language import ANALYSIS_VERSION, Analyzer
from hub.model import Document

#: Changes when documents would be stored or weighed otherwise than before.
SCHEMA_VERSION = "4"
VERSION = f"{SCHEMA_VERSION}/{ANALYSIS_VERSION}"

#: Longer texts are compressed, in bytes; unpacking short ones costs more than they take.
_LONG_TEXT = 16_384

#: Fields that can be asked for by name.
NAMED = ("title", "publisher", "authors")


#: Terms as Whoosh takes them: bytes, frequency, weight, payload.
Rows = Generator[tuple[bytes, int, float | int, bytes], Any, None]


#: Whoosh asks for an analyzer even where the terms come ready-made.
_UNUSED: Any = IDTokenizer()


class Positions(formats.Format):
    """The positions of a term in a document, as 32-bit numbers in their own byte order."""

    posting_size = -1

    def decode_positions(self, value: bytes) -> list[int]:
        """The positions."""
        return array("I", value).tolist()


class WeighedField(fields.FieldType):
    """Takes a Weighed document and indexes its terms with weights and positions."""

    def __init__(self) -> None:
        super().__init__(format=Positions(), analyzer=_UNUSED)

    def index(self, value: Weighed, **_: Any) -> Rows:
        """Terms as bytes, with frequency, weight and positions."""
        positions = value.positions
        for term, weight in value.weights.items():
            found = array("I", sorted(positions[term]))
            yield term.encode("utf-8", "surrogatepass"), len(found), weight, found.tobytes()


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
        content=WeighedField(),
        **{name: TermsField() for name in NAMED},
        id=TermsField(unique=True),
        record=fields.STORED(),
        body=fields.COLUMN(columns.VarBytesColumn()),
    )


def row(document: Document, analyzer: Analyzer) -> dict[str, Any]:
    """The fields of a document as the index takes them."""
    weighed = weigh(document, analyzer)
    return {
        "content": weighed,
        **{name: weighed.by_field.get(name, set()) for name in NAMED},
        "id": (exact_term(document.resource.id),),
        "record": record(document, weighed),
        "body": pack_body(weighed),
    }


def record(document: Document, weighed: Weighed) -> dict[str, Any]:
    """What a hit shows and the facets count, as plain values."""
    resource = document.resource
    return {
        "id": resource.id,
        "hash": document.hash,
        "title": resource.title,
        "url": resource.url,
        "date": resource.when,
        "publisher": resource.publisher,
        "status": resource.status.value,
        "superseded": resource.superseded_by is not None,
        "language": language_of(document),
        "words": weighed.title,
        "analysed": sorted(weighed.languages),
        "own": {"tag": list(resource.tags), "place": list(resource.places)},
        "facets": {
            "collection": list(resource.collections),
            "type": [resource.type.value],
            "tag": list(document.tags),
            "language": [resource.language] if resource.language else [],
            "year": [resource.when[:4]] if resource.when else [],
            "place": list(document.places),
            "target_group": list(resource.target_groups),
            "evidence": [resource.evidence_step.value] if resource.evidence_step else [],
        },
    }


@dataclass(frozen=True)
class Body:
    """A text of a document, and where each position of it begins and ends."""

    text: str
    starts: NDArray[np.uint32]
    ends: NDArray[np.uint32]
    first: int = 0  #: the position of its first word in the document

    def word(self, place: int) -> str:
        """The word at a position of the document, as it stands in this text."""
        at = place - self.first
        return self.text[int(self.starts[at]) : int(self.ends[at])]


def pack_body(weighed: Weighed) -> bytes:
    """The body as bytes: number of words, whether compressed, offsets, then the text."""
    text = weighed.body.encode("utf-8", "surrogatepass")
    long = len(text) > _LONG_TEXT
    head = array("I", [len(weighed.starts), long])
    text = zlib.compress(text, 1) if long else text
    return b"".join((head.tobytes(), weighed.starts.tobytes(), weighed.ends.tobytes(), text))


def unpack_body(packed: bytes) -> Body:
    """The body that ``pack_body`` packed."""
    count, compressed = np.frombuffer(packed, np.uint32, 2).tolist()
    offsets = np.frombuffer(packed, np.uint32, 2 * count, offset=8)
    text = packed[8 + 8 * count :]
    text = zlib.decompress(text) if compressed else text
    return Body(text.decode("utf-8", "surrogatepass"), offsets[:count], offsets[count:])


def title_body(record: Mapping[str, Any]) -> Body:
    """The title of a record as a text with offsets."""
    offsets = np.array(record["words"], np.uint32).reshape(-1, 2)
    return Body(record["title"], offsets[:, 0], offsets[:, 1], first=OUTSIDE)
