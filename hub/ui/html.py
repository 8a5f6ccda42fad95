"""HTML as a type of its own: whatever is not ``Html`` is text and gets escaped on its way in."""

from collections.abc import Iterable
from html import escape
from urllib.parse import quote

from hub.model import Snippet

_VOID = frozenset({"input", "br", "hr", "img", "wbr"})


class Html(str):
    """Markup made here. Text of the catalogue or of a reader is never turned into it unescaped."""

    __slots__ = ()


#: What may stand inside an element: markup, text, nothing, or several of these.
Child = str | None | Iterable["Child"]


def el(name: str, /, *children: Child, **attributes: str | int | bool | None) -> Html:
    """An element. ``class_`` becomes ``class``, ``data_x`` ``data-x``; None and False go."""
    opening = name + "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Html(f"<{opening}>")
    return Html(f"<{opening}>{join(*children)}</{name}>")


def join(*children: Child) -> Html:
    """Children one after the other, text escaped."""
    return Html("".join(map(_child, children)))


def _child(child: Child) -> str:
    if child is None:
        return ""
    if isinstance(child, Html):
        return child
    if isinstance(child, str):
        return escape(child)
    return join(*child)


def _attribute(key: str, value: str | int | bool | None) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'


def marked(snippet: Snippet) -> Html:
    """A snippet with its spans as ``<mark>``. Spans that make no sense are passed over."""
    parts: list[Child] = []
    at = 0
    for start, end in sorted(snippet.spans):
        if at <= start < end <= len(snippet.text):
            parts += [snippet.text[at:start], el("mark", snippet.text[start:end])]
            at = end
    return join(*parts, snippet.text[at:])


def hidden(text: str) -> Html:
    """Text for screen readers only."""
    return el("span", text, class_="vh")


def key(*parts: str) -> str:
    """An id made of parts that may hold anything."""
    return "-".join(quote(part, safe="") for part in parts)
