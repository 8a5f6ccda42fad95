"""Trafilatura's cascade of extractors, without the steps that cannot change what comes out.

``trafilatura.bare_extraction`` asks a second extractor about every page and measures what the whole
page shows, then mostly keeps what its first extractor found. Here both are done only where they can
matter, by the functions of the library itself, in its order, and its expressions are asked once of
each kind of element. What comes out is the very same; that is proved for one version, and any other
is asked as a whole.
"""

import re
from contextlib import suppress
from copy import copy
from functools import cache

import trafilatura
from lxml import etree
from lxml.html import HtmlElement
from trafilatura.core import ESCALATION_MAX_LENGTH, ESCALATION_PAGE_SHARE
from trafilatura.external import SANITIZED_XPATH, compare_extraction
from trafilatura.htmlprocessing import convert_tags, prune_unwanted_nodes, tree_cleaning
from trafilatura.main_extractor import extract_content
from trafilatura.readability_lxml import Document
from trafilatura.settings import Extractor
from trafilatura.xml import delete_element
from trafilatura.xpaths import (
    BODY_XPATH,
    DISCARD_IMAGE_ELEMENTS,
    OVERALL_DISCARD_XPATH,
    RAW_TREE_PRUNE_XPATH,
    TEASER_DISCARD_XPATH,
)

from hub.ingest.extract.expressions import Finds, quick

PROVED = "2.3.1"  #: the version whose steps these are; the tests compare them

#: What the library asks of every page. Of the first list it takes the first element alone.
EXPRESSIONS: tuple[list[Finds], ...] = (
    BODY_XPATH,
    OVERALL_DISCARD_XPATH,
    TEASER_DISCARD_XPATH,
    DISCARD_IMAGE_ELEMENTS,
)

#: What the library takes out first: articles that follow the page's own, and comments.
_FOLLOW_UPS = re.compile("mvp-post-add|infinite|elementor-share-buttons")
_COMMENTS_ID = re.compile("[Cc]omment(?!ary)|comol")
_FRAMES_ID = re.compile("disqus_thread|dsq-comments")
_COMMENTS_CLASS = re.compile("^[Cc]omment(?!ary)|(?:article|post)-comments")
_BOXES = ("div", "section", "details", "ol", "ul")
_EITHER = re.compile(f"{_FOLLOW_UPS.pattern}|[Cc]omment|comol|disqus_thread")
_COUNT = etree.XPath("count(.//*)")
_COUNT_TABLES, _COUNT_PARAGRAPHS = etree.XPath("count(.//table)"), etree.XPath("count(.//p)")
_VIDEO = 5  #: letters that the second extractor writes for a film

#: A thread of a forum, whose comments are its text.
_FORUM = "DiscussionForumPosting"


def main_body(tree: HtmlElement) -> etree._Element | None:
    """The body that ``bare_extraction`` finds without comments; None for none. Changes the tree."""
    body = None
    if trafilatura.__version__ == PROVED and _FORUM not in _linked_data(tree):
        with suppress(TypeError, ValueError):  # the library takes these for a page without text
            body = shortly(tree)
    return by_library(tree) if body is None else body


def by_library(tree: HtmlElement) -> etree._Element | None:
    """The same by all steps of the library."""
    # as "txt" it makes no text of its own beside the tree: ours comes from that
    document = trafilatura.bare_extraction(tree, include_comments=False, output_format="txt")
    return getattr(document, "body", None)


def _linked_data(tree: HtmlElement) -> str:
    return "".join(script.text or "" for script in tree.iter("script"))


@cache
def _options() -> Extractor:
    """How the library is asked; before the first time its expressions are made quick."""
    for expressions in EXPRESSIONS:
        expressions[:] = map(quick, expressions)
    return Extractor(comments=False)


def shortly(tree: HtmlElement) -> etree._Element | None:
    """What the first extractors find, where the later ones would not be asked; else None."""
    options = _options()
    _prune(tree)
    body, text = extract_content(_prepared(tree, options), options)
    shown = _shown(tree)
    if not _is_sound(body, text, options):
        body, text = _compared(tree, copy(tree), body, text, options)
    elif 2 * len(text) < shown + _films(tree):
        likely = _likely(tree)
        if 2 * len(text) < _shown(likely) + _films(likely):
            body, text = _compared(tree, likely, body, text, options)
    short = len(text) < options.min_extracted_size
    return None if short or _is_little(tree, text, shown) else body


def _likely(tree: HtmlElement) -> HtmlElement:
    """A page after the first steps of the second extractor; they do nothing when done again."""
    likely = copy(tree)
    etree.strip_elements(likely, "script", "style", with_tail=False)
    Document(likely).remove_unlikely_candidates()
    return likely


def _compared(
    tree: HtmlElement, raw: HtmlElement, body: etree._Element, text: str, options: Extractor
) -> tuple[etree._Element, str]:
    """What is kept once further extractors are asked, the second one about ``raw``."""
    return compare_extraction(tree_cleaning(copy(tree), options), raw, body, text, options)


def _prepared(tree: HtmlElement, options: Extractor) -> HtmlElement:
    return convert_tags(tree_cleaning(copy(tree), options), options, None)


def _prune(tree: HtmlElement) -> None:
    """Take out appended articles, and comments: in one way through the tree instead of three."""
    named = [(e, e.get("class", ""), e.get("id", "")) for e in tree.iter(*_BOXES, "aside")]
    boxes = [box for box in named if _EITHER.search(f"{box[1]} {box[2]}")]
    if any(_FOLLOW_UPS.search(f"{names} {id}") for _, names, id in boxes):
        prune_unwanted_nodes(tree, RAW_TREE_PRUNE_XPATH)
    for element, names, id in boxes:
        if element.tag != "aside" and _is_comments(element, names, id):
            delete_element(element)


def _is_comments(element: HtmlElement, names: str, id: str) -> bool:
    if _COMMENTS_CLASS.search(names) or _COMMENTS_ID.match(id):
        return True
    return element.tag not in ("ol", "ul") and _FRAMES_ID.match(id) is not None


def _is_sound(body: etree._Element, text: str, options: Extractor) -> bool:
    """Whether another extractor's text can be taken only where it is more than twice as long."""
    if len(text) < options.min_extracted_size or body.xpath(SANITIZED_XPATH):
        return False
    return bool(body.xpath(".//p//text()")) and _COUNT_TABLES(body) <= _COUNT_PARAGRAPHS(body)


def _shown(tree: HtmlElement) -> int:
    """Letters that a page shows; no extractor finds more, but for what stands for films."""
    return len(" ".join(tree.text_content().split()))


def _films(tree: HtmlElement) -> int:
    return _VIDEO * sum(1 for _ in tree.iter("iframe"))


def _is_little(tree: HtmlElement, text: str, shown: int) -> bool:
    """Whether the page shows so much more that the library would look once more.

    It measures without menus, and with two spaces for each block at most: where even all of it is
    not enough, there is nothing to measure.
    """
    if len(text) >= ESCALATION_MAX_LENGTH:
        return False
    if len(text) >= ESCALATION_PAGE_SHARE * (shown + 2 * _COUNT(tree)):
        return False
    return len(text) < ESCALATION_PAGE_SHARE * len(trafilatura.html2txt(tree))
