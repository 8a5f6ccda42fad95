"""`hub saved`: the saved searches of an account, as it would see them."""

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from hub.cli.frame import frame_of
from hub.cli.options import AsJson, Email

if TYPE_CHECKING:
    from hub.core import Hub
    from hub.model.curation import Shelf

Number = Annotated[int, typer.Argument(metavar="NUMBER", help="Its number in `hub saved list`.")]


def list_saved(context: typer.Context, email: Email, as_json: AsJson = False) -> None:
    """List the saved searches that an account may open, with hits and new ones."""
    frame = frame_of(context)
    hub = frame.hub()
    shelves = hub.curation.shelves(hub.accounts.account(email))
    if as_json:
        frame.json([_as_data(shelf) for shelf in shelves])
        return
    headings = ("Number", "Name", "Hits", "New", "Open to", "Alert", "State")
    table = Table(*(frame.text(h) for h in headings), box=None)
    for shelf in shelves:
        search = shelf.opened.search
        table.add_row(
            str(search.id),
            search.name,
            str(shelf.total),
            str(shelf.new),
            search.sharing.value,
            shelf.rhythm.value if shelf.rhythm else "",
            frame.text("a part is gone") if shelf.opened.gone else "",
        )
    frame.out.print(table)


def show(context: typer.Context, email: Email, number: Number, as_json: AsJson = False) -> None:
    """Show one saved search as an account sees it: its parts, what is gone, how many hits."""
    frame = frame_of(context)
    hub = frame.hub()
    shelf = _shelf(hub, email, number)
    if as_json:
        frame.json(_as_data(shelf))
        return
    search = shelf.opened.search
    frame.say("{name} (number {number})", name=search.name, number=search.id)
    frame.say("Words: {words}", words=search.query.text or "–")
    for facet, values in search.query.filters.values.items():
        frame.say("Filter {facet}: {values}", facet=facet, values=", ".join(values))
    for part in shelf.opened.gone:
        frame.say(
            "Gone: {facet} {value}. Comes nearest: {replacement}",
            facet=part.facet,
            value=part.value or "–",
            replacement=part.replacement or "–",
        )
    frame.say("Hits: {total}, new since the last look: {new}", total=shelf.total, new=shelf.new)


def _shelf(hub: "Hub", email: str, number: int) -> "Shelf":
    from hub.curation.saved.coding import SavedProblem
    from hub.curation.saved.rows import NO_SEARCH

    who = hub.accounts.account(email)
    shelves = hub.curation.shelves(who)
    found = next((shelf for shelf in shelves if shelf.opened.search.id == number), None)
    if found is None:
        raise SavedProblem(NO_SEARCH)
    return found


def _as_data(shelf: "Shelf") -> dict[str, Any]:
    search, query = shelf.opened.search, shelf.opened.search.query
    return {
        "id": search.id,
        "name": search.name,
        "mine": shelf.mine,
        "sharing": search.sharing.value,
        "text": query.text,
        "filters": {facet: list(values) for facet, values in query.filters.values.items()},
        "years": [query.filters.year_from, query.filters.year_to],
        "sort": query.sort.value,
        "synonyms": query.synonyms,
        "gone": [
            {"facet": part.facet, "value": part.value, "replacement": part.replacement or None}
            for part in shelf.opened.gone
        ],
        "hits": shelf.total,
        "new": shelf.new,
        "alert": shelf.rhythm.value if shelf.rhythm else None,
        "changed": search.changed.isoformat(),
    }
