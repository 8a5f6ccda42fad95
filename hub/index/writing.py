"""Changes into the index: documents to Whoosh, their terms to the arrays beside it."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from hub.index.building import SegmentBuilder
from hub.index.encoding import Encoder
from hub.index.schema import row
from hub.index.segments import Segment
from hub.index.terms import exact_term
from hub.model import Change, Document

#: A segment of a new index holds about so many characters: more would take more memory.
_SEGMENT = 60_000_000
#: A segment is taken over into a new one that has at least this share of its documents.
_SHARE = 0.5

Merge = Callable[[SegmentWriter, list[Any]], list[Any]]


def slices(changes: Iterable[Change]) -> Iterator[list[Change]]:
    """The changes in pieces, one for each segment of a new index."""
    piece: list[Change] = []
    size = 0
    for change in changes:
        piece.append(change)
        size += len(change.text) if isinstance(change, Document) else 0
        if size > _SEGMENT:
            yield piece
            piece, size = [], 0
    if piece:
        yield piece


def fill(
    changes: Iterable[Change], encoder: Encoder, build: Path, writer: SegmentWriter, *, fresh: bool
) -> Merge:
    """Write the changes; what is returned ends the segment when Whoosh commits.

    ``fresh``: the index is new, so nothing is to be replaced or taken over.
    """
    builder = SegmentBuilder(encoder)
    for change in changes:
        if isinstance(change, Document):
            if not fresh:
                writer.delete_by_term("id", exact_term(change.resource.id))
            writer.add_document(**row(change))
            builder.add(change)
        else:
            writer.delete_by_term("id", exact_term(change.id))
    return partial(_end, builder, build, fresh)


def arrays_file(build: Path, segment: Any) -> Path:
    """The file with the arrays of a segment of Whoosh's; Whoosh must not take it for its own."""
    return build / f"arrays-{segment.segment_id()}"


def sweep_arrays(build: Path) -> None:
    """Remove the arrays of segments that are gone."""
    for path in build.glob("arrays-*"):
        if not (build / f"{path.name.removeprefix('arrays-')}.seg").exists():
            path.unlink()


def _end(
    builder: SegmentBuilder, build: Path, fresh: bool, writer: SegmentWriter, segments: list[Any]
) -> list[Any]:
    """Take over small and half-empty segments, write the arrays; the segments that stay.

    Each segment that stays is larger than all newer ones together, so there are few of them.
    """
    kept = []
    for segment in sorted(segments, key=lambda s: s.doc_count()):
        living = segment.doc_count()
        small = living * _SHARE <= builder.size and not fresh
        if small or living < segment.deleted_count():
            _take_over(segment, builder, build, writer)
        else:
            kept.append(segment)
    if builder.size:
        builder.write(arrays_file(build, writer.newsegment))
    return kept


def _take_over(segment: Any, builder: SegmentBuilder, build: Path, writer: SegmentWriter) -> None:
    if not segment.doc_count():
        return
    reader = SegmentReader(writer.storage, writer.schema, segment)
    writer.add_reader(reader)
    reader.close()
    alive = np.ones(segment.doc_count_all(), np.bool_)
    alive[list(segment.deleted_docs())] = False
    builder.add_segment(Segment(arrays_file(build, segment)), alive)
