"""`hub inbox`: proposals that wait for an editor."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.cli.account import check_collections
from hub.cli.frame import Frame, frame_of
from hub.cli.help import UsageProblem
from hub.cli.options import AsJson
from hub.cli.proposals import named

if TYPE_CHECKING:
    from hub.core import Hub
    from hub.ingest.model import Proposal

Ids = Annotated[list[str], typer.Argument(metavar="ID…", help="Proposals, as the list names them.")]


def list_proposals(
    context: typer.Context,
    collection: Annotated[
        str,
        typer.Option("--collection", metavar="ID", help="Only those for this collection."),
    ] = "",
    as_json: AsJson = False,
) -> int:
    """List the proposals that wait, the oldest first, each beside what it may be the same as."""
    frame = frame_of(context)
    hub = frame.hub()
    inbox = hub.ingest.inbox
    if collection:
        check_collections(hub.catalogue().collections, [collection])
    found = [p for p in inbox.all() if not collection or collection in p.resource.collections]
    if as_json:
        frame.json([as_data(proposal) for proposal in found])
        return 0
    for proposal in found:
        _show(frame, hub, proposal)
    frame.say("{number} proposals wait in the inbox.", number=len(found))
    for path in inbox.broken():
        frame.note("{path} is no proposal any more. Look at it, then remove it.", path=path)
    return 0


def accept(
    context: typer.Context,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]…", help="Proposals, as the list names them.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All of them, less those that may be something's twin.")
    ] = False,
) -> int:
    """Put proposals into the catalogue, with the type and collection that they show."""
    from hub.history import Doer, What

    frame = frame_of(context)
    hub = frame.hub()
    if everything == bool(ids):
        raise UsageProblem("Name the proposals, or take all of them with --all.")
    if everything:
        chosen = [p.id for p in hub.ingest.inbox.all() if not p.twins]
    else:
        chosen = _waiting(hub, ids or ())
    if not chosen:
        frame.say("There is nothing in the inbox to accept.")
        return 0
    try:
        with hub.history.by(Doer(), What("bulk.accepted", {"number": len(chosen)})):
            for id in chosen:
                resource = hub.ingest.judging.accept(id)
                frame.say("Accepted: {id}", id=resource.id)
    finally:
        hub.refresh()  # what was accepted is found, also when a later one could not be
    return 0


def reject(
    context: typer.Context,
    ids: Ids,
    reason: Annotated[
        str,
        typer.Option(
            "--reason", metavar="TEXT", help="Why, for whoever asks later.", show_default=False
        ),
    ],
) -> int:
    """Reject proposals for good: they never return."""
    frame = frame_of(context)
    hub = frame.hub()
    for id in _waiting(hub, ids):
        hub.ingest.judging.reject(id, reason)
        frame.say("Rejected: {id}", id=id)
    return 0


def merge(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help="Proposal, as the list names it.")],
    into: Annotated[
        str,
        typer.Option(
            "--into",
            metavar="ID",
            help="Resource to join it with; otherwise its likeliest twin.",
        ),
    ] = "",
) -> int:
    """Join a proposal with a resource: its collections, topics, notes and addresses are kept."""
    from hub.history import Doer, What

    frame = frame_of(context)
    hub = frame.hub()
    title = hub.ingest.inbox.wanted(id).resource.title
    with hub.history.by(Doer(), What("resource.merged", {"title": title})):
        resource = hub.ingest.judging.merge(id, into)
    hub.refresh()
    frame.say("Joined with: {id}", id=resource.id)
    return 0


def _waiting(hub: "Hub", ids: Iterable[str]) -> list[str]:
    """The proposals, each once; all of them are there, so that none is decided on by half.

    Raises IngestError for one that is not.
    """
    chosen = list(dict.fromkeys(ids))
    for id in chosen:
        hub.ingest.inbox.wanted(id)
    return chosen


def _show(frame: Frame, hub: "Hub", proposal: "Proposal") -> None:
    resource = proposal.resource
    type = named(frame, hub, "type", [resource.type.value])
    frame.out.print(f"{proposal.id}")
    frame.out.print(f"    {resource.title}")
    where = ", ".join(resource.collections)
    source = frame.text(proposal.source)  # what was added by hand says so in words
    frame.out.print(f"    {type} · {where} · {resource.url or '–'} · {source}")
    for twin in proposal.twins:
        frame.say("    It may be the same as: {id}", id=twin.id)


def as_data(proposal: "Proposal") -> dict[str, Any]:
    """A proposal as stable JSON."""
    return {
        "id": proposal.id,
        "source": proposal.source,
        "proposed": proposal.when.isoformat(),
        "resource": proposal.resource.model_dump(mode="json", exclude_defaults=True),
        "assumed": list(proposal.assumed),
        "twins": [
            {"id": t.id, "because": t.because, "likeness": t.likeness} for t in proposal.twins
        ],
        "remarks": list(proposal.remarks),
    }
