"""The page for what is not there, or not for this person: the same for both."""

from hub.errors import HubError
from hub.i18n import translator
from hub.ui.html import el, join
from hub.ui.reader import Reader, View


def view(reader: Reader, error: HubError) -> View:
    """What failed, in a sentence, and ways to go on."""
    words = reader.words
    ways = [
        el("li", el("a", words.t("Browse all collections"), href="/")),
        el("li", el("a", words.t("Search everything"), href="/search")),
    ]
    title = words.t("Not found")
    return View(
        title=title,
        body=join(
            el("h1", title, tabindex=-1),
            el("p", error.text(translator(reader.language)), class_="lead"),
            el("ul", ways, class_="ways-out"),
        ),
        status=title,
    )
