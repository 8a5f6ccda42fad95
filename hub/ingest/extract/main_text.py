"""The main text of a page, cut into passages at its headings."""

import logging
import re
from collections.abc import Callable, Iterator

from lxml import etree
from lxml.html import HtmlElement

from hub.ingest.extract.cascade import main_body
from hub.ingest.extract.cleaning import clean_line, clean_text, words
from hub.ingest.model import Passage

_LITTLE = 250  #: characters; a shorter main text is compared with what the whole page shows
_FAR_MORE = 3  #: so many times longer must the whole page be to be taken instead
_NO_TEXT = words(
    "script style noscript template svg iframe form nav header footer aside button select"
)
_LINK_SHARE = 0.5  #: a block of which more is links is a menu or a list of teasers

#: Trafilatura knows no such elements and leaves out what stands in them: dates, durations, terms.
_AS_SPAN = ("time", "data", "address", "output", "bdi")

#: What a site says of all its pages at their end: no part of the text.
_CLOSING = re.compile(
    r"(?:©|\(c\)|copyright\b|alle rechte vorbehalten|all rights reserved|tous droits réservés"
    r"|(?:so(?:fern|weit)|wenn|falls) nicht anders \w+,? (?:steh|sind|ist|gilt|unterlieg)"
    r"|(?:sofern|soweit|wo) nichts anderes \w+"
    r"|(?:except where|unless) otherwise (?:noted|stated|indicated|specified)"
    r"|sauf (?:mention|indication) contraire"
    r"|(?:dieses?r?) (?:werk|inhalt|text|beitrag|seite|artikel)\w* (?:ist|sind|steht|stehen)"
    r" (?:unter|lizenziert).{0,80}(?:lizen[zs]|cc|creative commons)"
    r"|this work is licensed under|powered by\b|proudly powered by\b)",
    re.IGNORECASE,
)
_LONGEST_CLOSING = 300

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # an empty page is no event for a log
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


def main_passages(tree: HtmlElement, anew: Callable[[], HtmlElement | None]) -> tuple[Passage, ...]:
    """The main text, a passage for each heading. The tree is changed; ``anew`` gives it again."""
    _strip(tree)
    for element in tree.iter(*_AS_SPAN):
        element.tag = "span"
    body = main_body(tree)
    passages = _without_closing(list(_sections(body))) if body is not None else []
    found = sum(len(passage.text) for passage in passages)
    if found < _LITTLE:
        whole = _whole_page(anew())
        if len(whole) > _FAR_MORE * found:
            return (Passage(whole),)
    return tuple(passages)


def _strip(tree: HtmlElement) -> None:
    """Take out what has no text: trafilatura copies the tree and looks through it many times."""
    for script in list(tree.iter("script")):
        if "ld+json" not in script.get("type", ""):  # those may hold the text itself
            script.drop_tree()
    etree.strip_elements(tree, "style", "link", "meta", with_tail=False)


def _sections(body: etree._Element) -> Iterator[Passage]:
    """Blocks gathered under the heading before them; the heading begins its passage's text."""
    heading: str | None = None
    lines: list[str] = []
    for block in body:
        text = _block(block)
        if block.tag == "head" and text:
            if any(line != heading for line in lines):
                yield Passage("\n".join(lines), heading=heading)
                lines = []
            heading = clean_line(text)
        if text:
            lines.append(text)
    if lines:
        yield Passage("\n".join(lines), heading=heading)


def _block(block: etree._Element) -> str:
    """The text of one block: a line for each item and row, none broken within."""
    if block.tag == "list":
        return "\n".join(f"- {text}" for item in block.iter("item") if (text := _own(item)))
    if block.tag == "table":
        return "\n".join(filter(None, map(_row, block.iter("row"))))
    return clean_text(_inline(block))


def _row(row: etree._Element) -> str:
    return " | ".join(text for cell in row.iter("cell") if (text := clean_line(_inline(cell))))


def _own(item: etree._Element) -> str:
    """The text of a list item without the lists in it: their items are lines of their own."""
    return clean_line(_inline(item, skip=("list",)))


_BLOCKS = {"p", "head", "item", "list", "quote", "code", "row", "table", "lb", "div"}


def _inline(element: etree._Element, skip: tuple[str, ...] = ()) -> str:
    pieces: list[str] = [element.text or ""]
    for child in element:
        if child.tag not in skip:
            inner = _inline(child, skip)
            pieces.append(f"\n{inner}\n" if child.tag in _BLOCKS else inner)
        pieces.append(child.tail or "")
    return "".join(pieces)


def _without_closing(passages: list[Passage]) -> list[Passage]:
    """The passages without notices of rights and makers at the very end."""
    while passages:
        last = passages[-1]
        lines = last.text.split("\n")
        while lines and len(lines[-1]) <= _LONGEST_CLOSING and _CLOSING.match(lines[-1]):
            lines.pop()
        if len(lines) == len(last.text.split("\n")):
            break
        passages.pop()
        if lines and lines != [last.heading]:
            passages.append(Passage("\n".join(lines), heading=last.heading))
            break
    return passages


_PARAGRAPHS = words(
    "address article blockquote body center dd details div dl dt figcaption figure h1 h2 h3 h4 h5"
    " h6 li main ol p pre section summary table tbody td th tr ul"
)


def _whole_page(tree: HtmlElement | None) -> str:
    """All blocks of the page that are no menus: the rescue where trafilatura finds little."""
    body = tree.find("body") if tree is not None else None
    if body is None:
        return ""
    etree.strip_elements(body, *_NO_TEXT, with_tail=False)
    lines = (line for line, links in _lines(body) if links <= _LINK_SHARE * len(line))
    return clean_text("\n".join(dict.fromkeys(lines)))


def _lines(block: HtmlElement) -> Iterator[tuple[str, int]]:
    """The lines of a block, and how many of their characters are links."""
    pieces, links = [block.text or ""], 0
    for child in block:
        if child.tag in _PARAGRAPHS:
            yield clean_line("".join(pieces)), links
            yield from _lines(child)
            pieces, links = [], 0
        else:
            inner = " " if child.tag == "br" else child.text_content()
            links += len(inner) if child.tag == "a" or child.find(".//a") is not None else 0
            pieces.append(inner)
        pieces.append(child.tail or "")
    yield clean_line("".join(pieces)), links
