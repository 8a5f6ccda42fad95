"""Trafilatura's cascade of extractors, without the steps that cannot change what comes out.

``trafilatura.bare_extraction`` asks a second extractor about every page and measures what the whole
page shows, then mostly keeps what its first extractor found. Here both are done only where they can
matter, by the functions of the library itself, in its order. What comes out is the very same; that
is proved for one version, and any other is asked as a whole.
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
from trafilatura.settings import Extractor
from trafilatura.xml import delete_element
from trafilatura.xpaths import RAW_TREE_PRUNE_XPATH

PROVED = "2.3.1"  #: the version whose steps these are; the tests compare them

#: What the library takes out first: articles that follow the page's own, and comments.
_FOLLOW_UPS = re.compile("mvp-post-add|infinite|elementor-share-buttons")
_COMMENTS_ID = re.compile("[Cc]omment(?!ary)|comol")
_FRAMES_ID = re.compile("disqus_thread|dsq-comments")
_COMMENTS_CLASS = re.compile("^[Cc]omment(?!ary)|(?:article|post)-comments")
_BOXES = ("div", "section", "details", "ol", "ul")
_COUNT = etree.XPath("count(.//*)")
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
    return Extractor(comments=False)


def shortly(tree: HtmlElement) -> etree._Element | None:
    """What the first extractors find, where the later ones would not be asked; else None."""
    options = _options()
    _prune(tree)
    body, text = extract_content(_prepared(tree, options), options)
    shown = len(" ".join(tree.text_content().split()))
    if not _is_sure(tree, body, text, shown, options):
        body, text = compare_extraction(
            tree_cleaning(copy(tree), options), copy(tree), body, text, options
        )
    short = len(text) < options.min_extracted_size
    return None if short or _is_little(tree, text, shown) else body


def _prepared(tree: HtmlElement, options: Extractor) -> HtmlElement:
    return convert_tags(tree_cleaning(copy(tree), options), options, None)


def _prune(tree: HtmlElement) -> None:
    """Take out appended articles, and comments: in one way through the tree instead of three."""
    boxes = [(e, e.get("class", ""), e.get("id", "")) for e in tree.iter(*_BOXES, "aside")]
    if any(_FOLLOW_UPS.search(names) or _FOLLOW_UPS.search(id) for _, names, id in boxes):
        prune_unwanted_nodes(tree, RAW_TREE_PRUNE_XPATH)
    for element, names, id in boxes:
        if (names or id) and element.tag != "aside" and _is_comments(element, names, id):
            delete_element(element)


def _is_comments(element: HtmlElement, names: str, id: str) -> bool:
    if _COMMENTS_CLASS.search(names) or _COMMENTS_ID.match(id):
        return True
    return element.tag not in ("ol", "ul") and _FRAMES_ID.match(id) is not None


def _is_sure(
    tree: HtmlElement, body: etree._Element, text: str, shown: int, options: Extractor
) -> bool:
    """Whether no other extractor's text can be taken: it would have to be twice as long.

    ``shown``: letters of the whole page.
    """
    if len(text) < options.min_extracted_size or body.xpath(SANITIZED_XPATH):
        return False
    if not body.xpath(".//p//text()") or len(body.findall(".//table")) > len(body.findall(".//p")):
        return False
    films = _VIDEO * sum(1 for _ in tree.iter("iframe"))
    return 2 * len(text) >= shown + films


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
