"""Saved searches on the search page: save this view, see which one is open, mend what is gone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hub.accounts import Account
from hub.curation.saved.coding import encode
from hub.exporting.describing import described
from hub.i18n.words import mark
from hub.model import FACETS, Query
from hub.model.curation import NAME_LENGTH, Gone, Opened, Rhythm, Sharing
from hub.ui.html import Child, Html, el, join
from hub.ui.reader import Reader
from hub.ui.state import PAGE, Params, address, pairs, query_from, resource_address, search_address

SHARING = {
    Sharing.PRIVATE: mark("Only I"),
    Sharing.CURATORS: mark("The curators"),
    Sharing.MEMBERS: mark("All members"),
}
RHYTHMS: dict[Rhythm | None, str] = {
    None: mark("No mail"),
    Rhythm.DAILY: mark("Daily"),
    Rhythm.WEEKLY: mark("Weekly"),
    Rhythm.MONTHLY: mark("Monthly"),
}
_DONE = {
    "add": mark("The search is saved."),
    "change": mark("The changes are saved."),
}
_OWN = frozenset({"saved", "done", "page"})  #: parameters that say nothing of the query
_NEW = 8  #: new hits that are named above the list


@dataclass(frozen=True)
class Open:
    """The saved search that an address names, and the query that the page is to show."""

    query: Query
    opened: Opened | None = None
    new: frozenset[str] = frozenset()
    done: str = ""
    mine: bool = False

    @property
    def changed(self) -> bool:
        """Whether the view is no longer the one that was saved."""
        return self.opened is not None and not _same(self.query, self.opened.query)

    def at(self, query: Query) -> str:
        """The address of a query, with the saved search it came from."""
        if self.opened is None:
            return search_address(query)
        return address("/search", [*pairs(query), ("saved", str(self.opened.search.id))])


def from_address(reader: Reader, params: Params) -> Open:
    """What an address asks for: a query, a saved search, or a saved search that was changed."""
    query = query_from(params)
    named = (params.get("saved") or ("",))[-1]
    who = account(reader)
    if who is None or not (named.isascii() and named.isdigit() and len(named) < 10):
        return Open(query)
    opened, new = reader.hub.curation.look(who, int(named))
    if not set(params) - _OWN:
        query = replace(opened.query, offset=query.offset, limit=PAGE)
    done = (params.get("done") or ("",))[-1]
    return Open(query, opened, new, done, mine=opened.search.owner == who.id)


def account(reader: Reader) -> Account | None:
    """The account of the reader; None for guests."""
    email = reader.session.email
    return reader.hub.accounts.account(email) if email else None


def bar(reader: Reader, open: Open) -> Html | None:
    """What the search page says above the hits about saving."""
    if reader.session.email is None:
        return None
    if open.opened is None:
        return _save_form(reader, open.query, reader.words.t("Save this search"))
    return el(
        "section",
        _heading(reader, open.opened, open),
        _mending(reader, open.opened, open.mine),
        _fresh(reader, open.new),
        _changes(reader, open.opened, open) if open.changed else None,
        class_="notice saved-view",
        aria_label=reader.words.t("Saved search"),
    )


def _heading(reader: Reader, opened: Opened, open: Open) -> Html:
    words = reader.words
    done = el("strong", words.t(_DONE[open.done]), " ") if open.done in _DONE else None
    name = el("strong", opened.search.name)
    owner = opened.search.owner_name
    return el(
        "p",
        done,
        words.t("Saved search:"),
        " ",
        name,
        f" ({words.t('from {name}', name=owner)})" if owner and not open.mine else None,
        " · ",
        el("a", words.t("All saved searches"), href="/saved"),
    )


def _changes(reader: Reader, opened: Opened, open: Open) -> Html:
    words, id = reader.words, opened.search.id
    keep = post_form(
        reader,
        "change",
        el("button", words.t("Save the changes"), type="submit", id="saved-change"),
        search=str(id),
        query=encode(open.query),
    )
    back = el("a", words.t("Discard the changes"), href=address("/search", [("saved", str(id))]))
    return el(
        "div",
        el("p", words.t("You have changed this view.")),
        el("div", keep if open.mine else None, back, class_="actions"),
        _save_form(reader, open.query, words.t("Save as a new search")),
        class_="changes",
    )


def _fresh(reader: Reader, new: frozenset[str]) -> Html | None:
    """The hits that were not there when this person last looked, by name."""
    if not new:
        return None
    words = reader.words
    found = [reader.hub.resource(id, reader.access) for id in sorted(new)[:_NEW]]
    links = [el("li", el("a", r.title, href=resource_address(r.id))) for r in found]
    text = words.n("{n} new hit since your last visit:", "{n} new hits since your last visit:",
                   len(new))  # fmt: skip
    return el("div", el("p", text), el("ul", links, class_="lines"))


# What is gone


def _mending(reader: Reader, opened: Opened, mine: bool) -> Html | None:
    if not opened.gone:
        return None
    words = reader.words
    items = [
        el("li", el("p", gone_text(reader, part)), _ways(reader, opened, part) if mine else None)
        for part in opened.gone
    ]
    said = words.t("The hits are shown without what is gone.")
    rest = None if opened.whole else words.t("Alert and feed rest until it is mended.")
    return el("div", el("ul", items, class_="gone"), el("p", said, " ", rest), role="status")


def gone_text(reader: Reader, part: Gone) -> str:
    """Which part of a saved search is gone, in a sentence."""
    words = reader.words
    if part.facet == "version":
        return words.t("This search was saved by another version of the hub and is not all known.")
    if part.facet == "sort":
        return words.t("The order of the hits “{name}” no longer exists.", name=part.value)
    if part.facet not in FACETS:
        return words.t("The filter “{name}” no longer exists.", name=part.facet)
    if not part.value:
        return words.t("A collection no longer exists, or is not open to you.")
    return words.t(
        "{facet} “{name}” no longer exists, or is not open to you.",
        facet=reader.title(part.facet),
        name=part.label or part.value,
    )


def _ways(reader: Reader, opened: Opened, part: Gone) -> Html | None:
    if part.facet in ("version", "sort"):
        return None
    words = reader.words
    known = part.facet in FACETS
    better = reader.label(part.facet, part.replacement) if part.replacement else ""
    fields = {
        "search": str(opened.search.id),
        "facet": part.facet,
        "value": part.value if known else "",
    }
    ways: list[Child] = []
    if better:
        text = words.t("Take “{name}” instead", name=better)
        button = el("button", text, type="submit")
        ways.append(post_form(reader, "replace", button, **fields, replacement=part.replacement))
    button = el("button", words.t("Leave it out"), type="submit")
    ways.append(post_form(reader, "replace", button, **fields, replacement=""))
    return el("div", ways, class_="actions")


# Forms


def post_form(reader: Reader, action: str, *content: Child, **fields: str) -> Html:
    """A form that changes something. The script sends it and goes on where it is told."""
    return el(
        "form",
        el("input", type="hidden", name="csrf", value=reader.session.csrf),
        [el("input", type="hidden", name=name, value=value) for name, value in fields.items()],
        *content,
        el("p", class_="problem", role="alert"),
        method="post",
        action=f"/saved/{action}",
        data_post=True,
    )


def _save_form(reader: Reader, query: Query, title: str) -> Html:
    words = reader.words
    return el(
        "details",
        el("summary", title),
        post_form(
            reader,
            "add",
            name_field(reader, "save", suggested_name(reader, query)),
            choice(words.t("Who may open it"), "save", "sharing", _sharings(reader), "private"),
            choice(words.t("Mail when something is new"), "save", "rhythm", rhythms(reader), ""),
            el("button", words.t("Save"), type="submit", id="save-go"),
            query=encode(query),
        ),
        id="save",
        class_="save",
    )


def name_field(reader: Reader, key: str, value: str) -> Html:
    """The field for a name."""
    field = el(
        "input",
        type="text",
        id=f"{key}-name",
        name="called",
        value=value,
        required=True,
        maxlength=NAME_LENGTH,
        autocomplete="off",
    )
    return el("div", el("label", reader.words.t("Name of the search"), for_=f"{key}-name"), field)


def choice(
    label: str, key: str, name: str, options: Sequence[tuple[str, str]], chosen: str
) -> Html:
    """A field to choose one of several."""
    shown = [el("option", text, value=value, selected=value == chosen) for value, text in options]
    field = el("select", shown, id=f"{key}-{name}", name=name)
    return el("div", el("label", label, for_=f"{key}-{name}"), field)


def _sharings(reader: Reader) -> list[tuple[str, str]]:
    return [(sharing.value, reader.words.t(text)) for sharing, text in SHARING.items()]


def sharing_choice(reader: Reader, key: str, chosen: Sharing) -> Html:
    """Who may open a saved search."""
    label = reader.words.t("Who may open it")
    return choice(label, key, "sharing", _sharings(reader), chosen.value)


def rhythms(reader: Reader) -> list[tuple[str, str]]:
    """How often an alert may tell what is new."""
    return [(r.value if r else "none", reader.words.t(text)) for r, text in RHYTHMS.items()]


def suggested_name(reader: Reader, query: Query) -> str:
    """A name made of the words and the filters."""
    parts = [query.text] if query.text else []
    parts += [
        reader.label(facet, value)
        for facet, values in query.filters.values.items()
        for value in values
    ]
    name = ", ".join(parts)
    return name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 1]}…"


def query_text(reader: Reader, query: Query) -> Html:
    """Words and filters of a query, on one line."""
    said = described(query, reader.label, reader.language)
    return join(said or reader.words.t("Everything"))


def _same(one: Query, other: Query) -> bool:
    return encode(one) == encode(other)
