"""The Markdown that Padlet exports: sections, and below them the posts with their details."""

import re
from collections.abc import Iterator

from hub.ingest.extract.cleaning import clean_line
from hub.ingest.imports.model import ExportFile, ImportOptions, decode
from hub.ingest.imports.padlet import Post, board_items
from hub.ingest.model import Item, Rejected

_POST = re.compile(r"### \d+\. ?(.*)")
_NUMBERED = re.compile(r"(Post|Beitrag) \d+")  #: the title Padlet makes up for a post without one
_ATTACHMENT = re.compile(r"\[(?:Attachment|Anhang)[^\]]*\]\((.+)\)\s*")
_DETAIL = re.compile(r"- \*\*(.+?):?\*\*:?\s*(.*)")
_SKIPPED = ("#### Comments", "#### Reactions", "#### Kommentare", "#### Reaktionen")
_DETAILS = ("#### Additional", "#### Zusätzliche", "#### Weitere")
_SUMMARY = ("## Summary", "## Zusammenfassung", "## Übersicht")


def is_board(text: str) -> bool:
    """Whether a Markdown text begins as an exported board does."""
    return bool(re.match(r"\s*# .+", text)) and any(f"\n{s}" in text for s in _SUMMARY)


def read(file: ExportFile, options: ImportOptions) -> Iterator[Item | Rejected]:
    """The posts of a board, in their order."""
    lines = decode(file.read()).splitlines()
    title = next((line[2:] for line in lines if line.startswith("# ")), file.stem)
    yield from board_items(_posts(lines), clean_line(title), file, options)


def _posts(lines: list[str]) -> Iterator[Post]:
    section, block = "", list[str]()
    for line in lines:
        heading = line.startswith("## ")
        if heading or (line.startswith("### ") and _POST.fullmatch(line)):
            if block:
                yield _post(block, section)
            block = [] if heading else [line]
            section = clean_line(line[3:]) if heading and not line.startswith(_SUMMARY) else section
        elif block:
            block.append(line)
    if block:
        yield _post(block, section)


def _post(block: list[str], section: str) -> Post:
    found = _POST.fullmatch(block[0])
    subject = found[1].strip() if found else ""
    body, attachments, created, part = list[str](), list[str](), "", "body"
    for line in block[1:]:
        if line.startswith("#### "):
            part = "details" if line.startswith(_DETAILS) else "other"
            part = part if line.startswith((*_DETAILS, *_SKIPPED)) else "body"
        if part == "details" and (detail := _DETAIL.fullmatch(line)):
            created = detail[2] if detail[1].startswith(("Created", "Erstellt")) else created
        elif part == "body" and (attached := _ATTACHMENT.fullmatch(line)):
            attachments.append(attached[1])
        elif part == "body" and not re.match(r"\*\*(Author|Autor\S*):\*\*|---\s*$", line):
            body.append(line)
    text = "\n".join(body).strip()
    made_up = _NUMBERED.fullmatch(subject)
    return Post("" if made_up else subject, text, tuple(attachments), created, section)
