"""What stands around every page: the bar on top, the search field, the foot."""

from hub.accounts import Session
from hub.i18n import LANGUAGES
from hub.i18n.words import Words, mark
from hub.model import Query
from hub.ui.facets import hidden_fields
from hub.ui.html import Html, el, hidden
from hub.ui.menu import menu
from hub.ui.reader import Reader, View
from hub.ui.state import Params, address

NAME = mark("Knowledge Hub Urban Security")
_ICON = el("img", src="/login/icon.svg", alt="", width=28, height=28)


def head(reader: Reader, view: View, here: str) -> Html:
    """Skip link, bar and search field. ``here`` is the address of this page."""
    words = reader.words
    bar = el(
        "header",
        el(
            "div",
            el("a", _ICON, words.t(NAME), href="/", class_="name"),
            menu(reader.words, reader.session, view.current),
            _account(reader, here),
            class_="inner",
        ),
        class_="bar",
    )
    return el(
        "div",
        el("a", words.t("Skip to the content"), href="#main", class_="skip"),
        bar,
        el("div", search_form(reader, view), class_="band", role="search"),
        class_="hub",
        lang=reader.language,
    )


def main(reader: Reader, view: View) -> Html:
    """The content of the page in its landmark."""
    return el(
        "main",
        view.body,
        id="main",
        class_="hub",
        tabindex=-1,
        lang=reader.language,
        data_status=view.status,
        data_address=view.address or None,
    )


def foot(reader: Reader) -> Html:
    """The foot of the page."""
    text = reader.words.t("Only for members of the network and their guests.")
    return el("footer", el("p", text), class_="hub foot", lang=reader.language)


def _account(reader: Reader, here: str) -> Html:
    words, session = reader.words, reader.session
    return el(
        "div",
        _who(words, session),
        [_language(language, here) for language in LANGUAGES if language != reader.language],
        el("a", words.t("Log out"), href=address("/logout", [("token", session.csrf)])),
        class_="account",
    )


def _who(words: Words, session: Session) -> Html:
    """The account, which leads to its password; a guest has none."""
    if session.email is None:
        return el("span", session.name or words.t("Guest"), class_="who")
    return el("a", hidden(words.t("My account:") + " "), session.name, href="/account")


def _language(language: str, here: str) -> Html:
    """A link to this page in another language, named in that language."""
    to = address("/language", [("to", language), ("next", here)])
    return el("a", LANGUAGES[language], href=to, lang=language, hreflang=language)


def search_form(reader: Reader, view: View) -> Html:
    """The one search field. What is chosen stays chosen when the words change."""
    words = reader.words
    label = words.t("Search in “{title}”", title=view.within) if view.within else words.t("Search")
    kept = Query(filters=view.query.filters, sort=view.query.sort, synonyms=view.query.synonyms)
    return el(
        "form",
        el("label", label, for_="q", class_="" if view.within else "vh"),
        el(
            "div",
            el(
                "input",
                type="search",
                id="q",
                name="q",
                value=view.query.text,
                autocomplete="off",
                autocapitalize="off",
                spellcheck="false",
                enterkeyhint="search",
                placeholder=words.t("e.g. knife violence, station district, “neighbourhood”"),
                aria_describedby="q-hint",
            ),
            el("button", words.t("Find"), type="submit", id="q-go"),
            class_="field",
        ),
        el(
            "p",
            words.t("Suggestions appear while you type; choose with the arrow keys."),
            id="q-hint",
            class_="vh",
        ),
        hidden_fields(kept),
        action="/search",
        method="get",
        data_soft=True,
    )


def suggestion_labels(reader: Reader) -> dict[str, str]:
    """What kinds of suggestions are called."""
    words = reader.words
    return {
        "title": words.t("Title"),
        "tag": reader.title("tag"),
        "place": reader.title("place"),
        "list": words.t("Suggestions"),
    }


def parameters(params: Params) -> list[tuple[str, str]]:
    """All names and values of an address, in order."""
    return [(name, value) for name, values in params.items() for value in values]
