"""All text of a page too large or too deep for a tree, in one pass over its tags."""

import re
from html import unescape

from hub.ingest.extract.cleaning import words

#: Each step ends at the next tag or its beginning, so the time grows with the length alone.
_TAG = re.compile(r"<(?:!--|(/?)([a-zA-Z][\w:-]*)[^<>]*>?|[!?/][^<>]*>?)")
_SILENT = {"script", "style", "noscript", "template", "svg", "textarea", "head"}
_INLINE = words("a abbr b bdi bdo cite code em font i kbd mark q s small span strong sub sup u")
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{1,1000})", re.IGNORECASE)


def loose_title(html: str) -> str | None:
    """The title in the head of the page."""
    found = _TITLE.search(html, 0, 200_000)
    return unescape(found[1]).strip() if found else None


def loose_text(html: str) -> str:
    """The text outside of scripts and styles, a line for each block."""
    pieces: list[str] = []
    at = 0
    while (tag := _TAG.search(html, at)) is not None:
        pieces.append(html[at : tag.start()])
        name = (tag[2] or "").lower()
        if name not in _INLINE:
            pieces.append("\n")
        at = _after(html, tag, name)
    pieces.append(html[at:])
    lines = map(str.strip, unescape("".join(pieces)).split("\n"))
    return "\n".join(filter(None, lines))


def _after(html: str, tag: re.Match[str], name: str) -> int:
    """Where the text goes on after a tag: behind a comment, a script or the tag itself."""
    if tag[0] == "<!--":
        end = html.find("-->", tag.end())
        return end + 3 if end >= 0 else len(html)
    if name in _SILENT and not tag[1]:
        close = re.compile(rf"</{name}", re.IGNORECASE).search(html, tag.end())
        return close.start() if close else len(html)
    return tag.end()
