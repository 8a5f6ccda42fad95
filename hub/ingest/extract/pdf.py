"""A PDF: its text page by page, its outline as headings, what it says of itself."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from hub.ingest.extract import budget, ocr, problems
from hub.ingest.extract.hyphens import HYPHENS, Mender
from hub.ingest.extract.pdf_facts import pdf_facts
from hub.ingest.extract.pdf_lines import Line, page_lines
from hub.ingest.extract.pdf_repeats import without_repeats
from hub.ingest.extract.problems import ExtractFailed
from hub.ingest.model import Extracted, Fetched, Passage

_MOST_CHARACTERS = 20_000_000
_MOST_OUTLINE = 2000
_MOST_SCANNED = 60  #: pages given to Tesseract
_SCANNED = 20  #: characters on average; a page with fewer, and a picture, is scanned
_PARAGRAPH = 1.6  #: times the usual distance of lines


def extract(fetched: Fetched) -> Extracted:
    """Text by pages, facts of the document.

    Raises:
        ExtractFailed: it is locked by a password, or damaged so that no page can be opened.
    """
    document = _opened(fetched.content)
    try:
        return _extracted(document, fetched.content)
    finally:
        document.close()


def _opened(content: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(content)
        if len(document) == 0:
            raise _damaged()
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise ExtractFailed(
                "The PDF is locked by a password. Save it without one, then try again."
            ) from error
        raise _damaged() from error
    return document


def _damaged() -> ExtractFailed:
    return ExtractFailed(
        "The PDF is damaged and cannot be opened. Open it in another program, save it anew and"
        " try again."
    )


def _extracted(document: pdfium.PdfDocument, content: bytes) -> Extracted:
    pages, remarks = _read_pages(document)
    facts = pdf_facts(document, content, pages[0] if pages else [])
    headings = _headings(document)
    bodies = without_repeats(pages)
    mender = Mender(map(_joined, bodies))
    texts = [mender.mend(text) for text in _across_pages([_joined(body) for body in bodies])]
    passages = [
        Passage(text, index + 1, _heading(headings, index)) for index, text in enumerate(texts)
    ]
    if not any(text.strip() for text in texts):
        passages, more = _scanned(document)
        remarks += more
    elif any(not lines for lines in pages) and _empty_with_pictures(document, pages):
        remarks.append(problems.SOME_SCANNED)
    return Extracted(facts, tuple(passages), remarks=tuple(remarks))


def _read_pages(document: pdfium.PdfDocument) -> tuple[list[list[Line]], list[str]]:
    """The lines of each page; a damaged page is empty, and said so."""
    pages: list[list[Line]] = []
    remarks: list[str] = []
    characters = 0
    for index in range(len(document)):
        try:
            pages.append(_page(document, index))
        except pdfium.PdfiumError:
            pages.append([])
            remarks.append(problems.DAMAGED_PAGES)
        characters += sum(len(line.text) for line in pages[-1])
        if budget.spent() or characters > _MOST_CHARACTERS:
            if index + 1 < len(document):
                remarks.append(problems.IN_PART)
            break
    return pages, remarks


def _page(document: pdfium.PdfDocument, index: int) -> list[Line]:
    page = document[index]
    try:
        return page_lines(page)
    finally:
        page.close()


def _joined(lines: Sequence[Line]) -> str:
    """The lines as text, an empty line where a paragraph ends."""
    if not lines:
        return ""
    steps = [upper.bottom - lower.bottom for upper, lower in pairwise(lines)]
    falling = [step for step in steps if step > 0]
    usual = median(falling) if falling else 0.0
    pieces = [lines[0].text]
    for step, line in zip(steps, lines[1:], strict=True):
        broken = pieces[-1][-1:] in HYPHENS
        apart = step > _PARAGRAPH * usual or step < -usual
        pieces.append(("\n\n" if apart and not broken else "\n") + line.text)
    return "".join(pieces)


def _across_pages(texts: list[str]) -> list[str]:
    """The texts, each ending with the rest of the word that the page's end broke."""
    texts = list(texts)
    for index in range(len(texts) - 1):
        text, following = texts[index], texts[index + 1]
        if text[-1:] in HYPHENS and text[-2:-1].isalpha() and following[:1].islower():
            word, space, rest = following.partition(" ")
            if "\n" not in word:
                texts[index], texts[index + 1] = f"{text}\n{word}", rest if space else ""
    return texts


def _headings(document: pdfium.PdfDocument) -> list[tuple[int, str]]:
    """The outline: page index and title of each entry. A broken outline is none."""
    found: list[tuple[int, str]] = []
    try:
        for entry in document.get_toc(max_depth=4):
            destination = entry.get_dest()
            index = destination.get_index() if destination else None
            if index is not None and entry.get_title().strip():
                found.append((index, entry.get_title().strip()))
            if len(found) >= _MOST_OUTLINE:
                break
    except (pdfium.PdfiumError, ValueError, UnicodeError):
        return []
    return sorted(found, key=lambda entry: entry[0])


def _heading(headings: list[tuple[int, str]], index: int) -> str | None:
    """What a page belongs to: the first entry that begins on it, or the last one before."""
    here = next((title for page, title in headings if page == index), None)
    before = [title for page, title in headings if page < index]
    return here or (before[-1] if before else None)


def _empty_with_pictures(document: pdfium.PdfDocument, pages: list[list[Line]]) -> bool:
    empty = [index for index, lines in enumerate(pages) if not lines]
    return any(_has_picture(document, index) for index in empty[:20])


def _has_picture(document: pdfium.PdfDocument, index: int) -> bool:
    """Whether a picture covers a good part of the page."""
    try:
        page = document[index]
        width, height = page.get_size()
        for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
            left, bottom, right, top = picture.get_bounds()
            if (right - left) * (top - bottom) > 0.2 * width * height:
                return True
    except (pdfium.PdfiumError, ValueError):
        return False
    return False


def _scanned(document: pdfium.PdfDocument) -> tuple[list[Passage], list[str]]:
    """Pages without any text: read by Tesseract where they are pictures and it is there."""
    scanned = [i for i in range(min(len(document), 500)) if _has_picture(document, i)]
    if not scanned:
        return [], [problems.NO_TEXT]
    if not ocr.languages():
        return [], [problems.SCANNED]
    read = list(_read_by_ocr(document, scanned[:_MOST_SCANNED]))
    passages = [passage for passage in read if passage.text.strip()]
    if not passages:
        return [], [problems.NO_TEXT]
    remarks = [problems.READ_BY_OCR]
    if len(read) < len(scanned):
        remarks.append(problems.OCR_IN_PART)
    if "deu" not in ocr.languages():
        remarks.append(problems.OCR_WITHOUT_GERMAN)
    return passages, remarks


def _read_by_ocr(document: pdfium.PdfDocument, indexes: Sequence[int]) -> Iterator[Passage]:
    for index in indexes:
        if budget.spent():
            return
        text = ocr.read_page(document[index])
        yield Passage(Mender([text]).mend(text), index + 1)
