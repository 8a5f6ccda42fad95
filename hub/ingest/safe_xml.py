"""XML of strangers: no entity is expanded, nothing is fetched, and damage is read around."""

import re
from collections.abc import Iterator

from lxml import etree

from hub.errors import IngestError
from hub.ingest.extract.cleaning import clean_line

_LARGEST = 100_000_000  #: bytes


def parse_xml(content: bytes, name: str) -> etree._Element:
    """The root of a document. Raises IngestError, which names ``name``, if it is no XML at all.

    Entities of its own stay unresolved, so that a few lines cannot unfold into gigabytes and no
    file of this machine or page of a server is drawn in. What is damaged is read around.
    """
    if len(content) > _LARGEST:
        raise IngestError(
            "{name} is larger than {megabytes} MB. Split it, then try again.",
            name=name,
            megabytes=_LARGEST // 1_000_000,
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        root = etree.fromstring(_rid_of_noise(content), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise IngestError(
            "{name} is no XML that can be read. Ask its owner, or export it again.", name=name
        )
    return root


def _rid_of_noise(content: bytes) -> bytes:
    """Without what stands before the first tag: empty lines there make it no XML."""
    start = content.find(b"<")
    return content[start:] if 0 < start < 1000 and content[:start].strip() == b"" else content


def local(node: etree._Element) -> str:
    """The name of an element without its namespace; empty for a comment or an entity."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def children(node: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The children of any of these names, or all, whatever their namespace."""
    for child in node:
        name = local(child)
        if name and (not names or name in names):
            yield child


def child(node: etree._Element, *names: str) -> etree._Element | None:
    """The first child of any of these names."""
    return next(children(node, *names), None)


def within(node: etree._Element, *names: str) -> Iterator[etree._Element]:
    """All elements of these names below, near or far."""
    return (found for found in node.iter() if local(found) in names)


def text_of(node: etree._Element | None) -> str:
    """All text below, on one line; empty for None."""
    if node is None:
        return ""
    return clean_line("".join(_texts(node)))


def _texts(node: etree._Element) -> Iterator[str]:
    for part in node.iter():
        if isinstance(part.tag, str):
            yield part.text or ""
        elif part.tag is etree.Entity:
            yield _named(str(part.text or ""))
        if part is not node:
            yield part.tail or ""


def _named(entity: str) -> str:
    """The character of an entity that HTML knows, such as &nbsp;; of any other nothing."""
    from html.entities import html5

    return html5.get(entity.removeprefix("&"), "") if re.fullmatch(r"&\w+;", entity) else ""


def attribute(node: etree._Element, name: str) -> str:
    """The value of an attribute, whatever its namespace and case; empty where there is none."""
    wanted = name.casefold()
    for key, value in node.attrib.items():
        if str(key).rpartition("}")[2].casefold() == wanted:
            return str(value).strip()
    return ""
