"""Shows a page in its frame. A HubError becomes a sentence here, and nowhere else."""

from collections.abc import Callable, Mapping
from pathlib import Path

import streamlit as st

from hub.errors import HubError, NotFound
from hub.i18n.words import Words, mark
from hub.ui import frame
from hub.ui.glue import glue
from hub.ui.html import el
from hub.ui.menu import Who, curates, edits, everyone
from hub.ui.reader import Reader, View
from hub.ui.state import Params, address
from hub.ui.views import (
    add,
    archive,
    collection,
    edit,
    figures,
    gaps,
    history,
    inbox,
    issue,
    links,
    missing,
    newsletter,
    newsletters,
    resource,
    runs,
    saved,
    search,
    start,
    thesaurus,
    vocabulary,
    worklist,
)

Page = Callable[[Reader, Params], View]

#: The pages by their path.
PAGES: Mapping[str, Page] = {
    "": start.view,
    "search": search.view,
    "collection": collection.view,
    "resource": resource.view,
    "saved": saved.view,
    "archive": archive.view,
}
#: Pages that only some may know of: their names are told to nobody else.
OF_SOME: Mapping[str, tuple[Page, Who]] = {
    "add": (add.view, edits),
    "edit": (edit.view, edits),
    "figures": (figures.view, edits),
    "gaps": (gaps.view, edits),
    "history": (history.view, edits),
    "inbox": (inbox.view, edits),
    "issue": (issue.view, curates),
    "links": (links.view, edits),
    "newsletter": (newsletter.view, curates),
    "newsletters": (newsletters.view, curates),
    "runs": (runs.view, edits),
    "thesaurus": (thesaurus.view, edits),
    "vocabulary": (vocabulary.view, edits),
    "worklist": (worklist.view, edits),
}
_STYLE = Path(__file__).parent / "theme.css"


def names_for(reader: Reader | None) -> list[str]:
    """The names of the pages that this person may know of; a link leads there without a load."""
    if reader is None:
        return [*PAGES]
    own = (name for name, (_, who) in OF_SOME.items() if who(reader.session))
    return [*PAGES, *own]


def show(reader: Reader, page: str, params: Params) -> None:
    """The page for these parameters, as this reader may see it."""
    view = view_of(reader, page, params)
    _window(reader.words, view.title)
    here = address(f"/{page}", frame.parameters(params))
    st.html(frame.head(reader, view, here))
    st.html(frame.main(reader, view))
    st.html(frame.foot(reader))
    glue(reader, names_for(reader))


def view_of(reader: Reader, page: str, params: Params) -> View:
    """The page, or the page that says why there is none."""
    try:
        return _page(reader, page)(reader, params)
    except HubError as error:
        return missing.view(reader, error)


def _page(reader: Reader, name: str) -> Page:
    """The page of that name. Raises NotFound, also for one that is not there for this person."""
    page, who = OF_SOME.get(name) or (PAGES.get(name), everyone)
    if page is None or not who(reader.session):
        raise NotFound(mark("There is no such page."))
    return page


def show_door(language: str) -> None:
    """The way to the login, for whom the gate let through without a session."""
    words = Words(language)
    _window(words, words.t("Log in"))
    st.html(
        el("main", el("p", el("a", words.t("Log in"), href="/login")), class_="hub", lang=language)
    )


def _window(words: Words, title: str) -> None:
    """Style, and the title of the browser's window."""
    st.set_page_config(page_title=f"{title} – {words.t(frame.NAME)}", layout="wide")
    st.html(_STYLE)
