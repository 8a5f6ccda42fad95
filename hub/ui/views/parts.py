"""Parts that several pages share."""

from hub.ui.html import Html, el
from hub.ui.reader import Reader
from hub.ui.state import collection_address


def breadcrumb(reader: Reader, *collections: str) -> Html:
    """The way from the first page to here, through the collections a resource is in."""
    steps = [el("li", el("a", reader.words.t("Start"), href="/"))]
    steps += [
        el("li", el("a", reader.label("collection", id), href=collection_address(id)))
        for id in collections[:1]
    ]
    return el("nav", el("ol", steps), class_="crumbs", aria_label=reader.words.t("You are here"))
