"""Plain text and Markdown: headings where Markdown has them."""

import re
from collections.abc import Iterator

from hub.ingest.dates import partial_date
from hub.ingest.encodings import decode
from hub.ingest.extract import problems
from hub.ingest.extract.hyphens import Mender
from hub.ingest.extract.media_types import MARKDOWN, media_type_of
from hub.ingest.extract.sections import Paragraph, passages
from hub.ingest.model import Extracted, Fact, Facts, Fetched

_MOST = 20_000_000  #: characters
_FRONT = re.compile(r"\A---\s*\n(.{0,5000}?)\n(?:---|\.\.\.)\s*\n", re.DOTALL)
_STATED = re.compile(r"^(title|author|authors|date|lang|language|description):[ \t]*(\S.*)$", re.M)
_FIELDS = {"author": "authors", "lang": "language"}
_HEADING = re.compile(r"#{1,6}\s+(.+?)\s*#*")
_LINK = re.compile(r"!?\[([^\]\n]{0,500})\]\(([^)\s]{1,1000})[^)\n]{0,200}\)")
_MARKS = re.compile(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|`+")


def extract(fetched: Fetched) -> Extracted:
    """The text, of Markdown without its marks; a stated title, author and date."""
    text = decode(fetched).replace("\r\n", "\n").replace("\r", "\n")
    remarks = (problems.IN_PART,) if len(text) > _MOST else ()
    text = text[:_MOST]
    kind = media_type_of(fetched.content, fetched.media_type, fetched.name)
    if kind != MARKDOWN:
        paragraphs = [Paragraph(Mender([text]).mend(text))]
        return Extracted(Facts(), tuple(passages(paragraphs)), remarks)
    front = _FRONT.match(text)
    found = tuple(passages(_paragraphs(text[front.end() :] if front else text)))
    facts = [*_stated(front[1] if front else "")]
    facts += [Fact("title", p.heading, "heading", 0.8) for p in found[:2] if p.heading][:1]
    return Extracted(Facts(tuple(facts)), found, remarks)


def _stated(front: str) -> Iterator[Fact]:
    """What the lines before the text state."""
    for key, value in _STATED.findall(front):
        field = _FIELDS.get(key, key)
        value = value.strip().strip("\"'")
        shaped = partial_date(value) if field == "date" else value
        if field == "language":
            shaped = value[:2].lower() if re.match(r"[a-zA-Z]{2}(?:[-_]|$)", value) else None
        if shaped:
            yield Fact(field, shaped, "front-matter")


def _paragraphs(text: str) -> Iterator[Paragraph]:
    for line in text.split("\n"):
        heading = _HEADING.fullmatch(line.strip())
        shown = _MARKS.sub("", _LINK.sub(r"\1", heading[1] if heading else line))
        yield Paragraph(shown, heading is not None)
