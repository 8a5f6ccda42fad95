"""Markup to trees that cannot reach out: no network, no entities of others, no endless depth."""

from collections.abc import Iterator

import lxml.html
from lxml import etree

from hub.ingest.extract.problems import ExtractFailed

DEEPEST = 500  #: nested elements; real pages stay below 100
LARGEST_PAGE = 8_000_000  #: characters; beyond, a page is read without looking for its main text

_TOO_DEEP = etree.XPath(f"boolean({'/*' * (DEEPEST + 1)})")
#: Else lxml asks a method of Python for the class of each element it meets.
_PLAIN = etree.ElementDefaultClassLookup(element=lxml.html.HtmlElement)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))  #: no XML holds them
_NO_SIGNS = ("\ufffe".encode(), "\uffff".encode())  #: nor these, nor halves of signs


def page_tree(html: str) -> lxml.html.HtmlElement | None:
    """The tree of a page; None when it is too large, too deep or holds no element."""
    if len(html) > LARGEST_PAGE:
        return None
    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
    )
    parser.set_element_class_lookup(_PLAIN)
    content = html.encode("utf-8", "ignore").translate(None, _CONTROLS)
    for sign in _NO_SIGNS:
        content = content.replace(sign, b"")
    try:
        tree = lxml.html.document_fromstring(content, parser=parser)
    except etree.LxmlError:
        return None
    return None if _TOO_DEEP(tree) else tree


def xml_tree(content: bytes) -> etree._Element:
    """The tree of an XML part of a file: entities stay unresolved, nothing is fetched.

    Raises:
        ExtractFailed: it is no XML, or nested and grown beyond what a program would write.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ExtractFailed(
            "The file holds damaged or dangerous XML and was not read. Save it anew from its"
            " program, or as PDF, then try again."
        ) from error


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for comments and entities."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def named(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """All descendants of a local name."""
    yield from element.iter(f"{{*}}{name}")
