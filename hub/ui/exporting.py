"""The menu that takes a list along: as a table, for reference managers, to print."""

from dataclasses import replace

from hub.exporting import FORMATS
from hub.model import Query
from hub.ui.html import Html, el, hidden
from hub.ui.reader import Reader
from hub.ui.state import address, pairs


def menu(reader: Reader, query: Query, total: int, saved: int | None = None) -> Html | None:
    """The formats for all hits of a query, on all pages; ``saved``: it is this saved search."""
    if not total:
        return None
    words, key = reader.words, f"export-{saved}" if saved else "export"
    about = [("saved", str(saved))] if saved else pairs(replace(query, offset=0))
    hint = words.n(
        "{n} resource, with all details that you may see",
        "All {n} resources of the list, with all details that you may see",
        total,
    )
    return el(
        "details",
        el("summary", words.t("Export")),
        el(
            "div",
            el("p", hint, class_="facts", id=f"{key}-hint"),
            el("ul", [_link(reader, name, about) for name in FORMATS]),
            class_="formats",
            role="group",
            aria_labelledby=f"{key}-hint",
        ),
        id=key,
        class_="save export",
    )


def _link(reader: Reader, name: str, about: list[tuple[str, str]]) -> Html:
    words, format = reader.words, FORMATS[name]
    if name == "print":
        new = hidden(f" ({words.t('opens in a new window')})")
        to = address("/print", about)
        return el("li", el("a", words.t(format.title), new, href=to, target="_blank"))
    ending = el("span", f".{format.ending}", class_="ending")
    to = address("/export", [*about, ("format", name)])
    return el("li", el("a", words.t(format.title), " ", ending, href=to))
