"""Paragraphs gathered into passages under their headings."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from hub.ingest.model import Passage


class Paragraph(NamedTuple):
    """A paragraph, or a row of a table, and whether it is a heading."""

    text: str
    is_heading: bool = False


def passages(paragraphs: Iterable[Paragraph], page: int | None = None) -> Iterator[Passage]:
    """A passage for each heading and what follows it; the heading begins its text."""
    heading: str | None = None
    texts: list[str] = []
    for text, is_heading in paragraphs:
        if not text.strip():
            continue
        if is_heading:
            if any(kept != heading for kept in texts):
                yield Passage("\n".join(texts), page, heading)
                texts = []
            heading = text.strip()
        texts.append(text.strip())
    if texts:
        yield Passage("\n".join(texts), page, heading)
