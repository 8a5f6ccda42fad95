"""`hub review`: what editors should look at next, and what was found still right."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from hub.cli.frame import Frame, frame_of
from hub.cli.options import AsJson
from hub.errors import HubError

if TYPE_CHECKING:
    from hub.upkeep.model import Entry

_ALL = "all"
SENTENCES: Mapping[str, str] = {
    "dead": "Dead link",
    "expired": "Call is over",
    "past": "Event is over",
    "twin": "Perhaps twice",
    "due": "Review is due",
    "not-assessed": "Method not assessed",
    "no-date": "No date",
    "no-summary": "No summary",
    "keyword": "Unknown keywords",
}


def list_reviews(
    context: typer.Context,
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="Only what has this reason: dead, expired, past, twin, due, not-assessed, "
            "no-date, no-summary, keyword; or all of them.",
        ),
    ] = "due",
    collection: Annotated[
        str, typer.Option("--collection", metavar="ID", help="Only resources of this collection.")
    ] = "",
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, help="List at most so many.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """List what editors should look at: what is due for a review, or any other reason.

    What matters most comes first; of one kind, what has waited longest.
    """
    from hub.model import EVERYTHING
    from hub.upkeep.model import Kind

    frame = frame_of(context)
    if kind not in SENTENCES and kind != _ALL:
        raise HubError(
            "There is no kind '{kind}'. Choose one of {kinds}.",
            kind=kind,
            kinds=", ".join((*SENTENCES, _ALL)),
        )
    hub = frame.hub()
    if collection:
        hub.collection(collection, EVERYTHING)
    chosen = None if kind == _ALL else Kind(kind)
    entries = hub.upkeep.work(EVERYTHING, chosen, collection or None).entries
    shown = entries[:limit]
    if as_json:
        frame.json([_data(entry) for entry in shown])
        return 0
    if shown:
        _show(frame, shown)
    frame.out.print(
        frame.count("{n} resource to look at", "{n} resources to look at", len(entries))
    )
    return 0


def done(
    context: typer.Context,
    ids: Annotated[
        list[str], typer.Argument(metavar="ID…", help="Resources that are still right.")
    ],
) -> int:
    """Mark resources as reviewed today: somebody has looked, and they are still right."""
    from hub.history import Doer

    frame = frame_of(context)
    hub = frame.hub()
    change = hub.upkeep.review(ids, Doer())
    hub.refresh()
    for id in dict.fromkeys(ids):
        frame.say("Reviewed: {id}", id=id)
    frame.note("`hub undo {id}` takes it back.", id=change.id)
    return 0


def _show(frame: Frame, entries: "tuple[Entry, ...]") -> None:
    headings = ("Id", "Title", "Why", "Since")
    table = Table(*map(frame.text, headings), box=None, pad_edge=False)
    for entry in entries:
        why = ", ".join(frame.text(SENTENCES[r.kind.value]) for r in entry.reasons)
        since = next((str(r.since) for r in entry.reasons if r.since), "")
        table.add_row(entry.resource.id, entry.resource.title, why, since)
    frame.out.print(table)


def _data(entry: "Entry") -> dict[str, Any]:
    return {
        "id": entry.resource.id,
        "title": entry.resource.title,
        "collections": list(entry.resource.collections),
        "reasons": [
            {
                "kind": reason.kind.value,
                "since": reason.since.isoformat() if reason.since else None,
                "details": list(reason.details),
            }
            for reason in entry.reasons
        ],
    }
