"""`hub inbox`: proposals that wait for an editor."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.cli.frame import Frame, frame_of
from hub.cli.options import AsJson

if TYPE_CHECKING:
    from hub.ingest.model import Proposal

Ids = Annotated[list[str], typer.Argument(metavar="ID…", help="Proposals, as the list names them.")]


def list_proposals(
    context: typer.Context,
    collection: Annotated[
        str, typer.Option("--collection", help="Only those for this collection.")
    ] = "",
    as_json: AsJson = False,
) -> int:
    """List the proposals that wait, the oldest first, each beside what it may be the same as."""
    frame = frame_of(context)
    inbox = frame.hub().ingest.inbox
    found = [p for p in inbox.all() if not collection or collection in p.resource.collections]
    if as_json:
        frame.json([as_data(proposal) for proposal in found])
        return 0
    for proposal in found:
        _show(frame, proposal)
    frame.say("{number} proposals wait in the inbox.", number=len(found))
    for path in inbox.broken():
        frame.note("{path} is no proposal any more. Look at it, then remove it.", path=path)
    return 0


def accept(
    context: typer.Context,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID…", help="Proposals, as the list names them.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All of them, less those that may be something's twin.")
    ] = False,
) -> int:
    """Put proposals into the catalogue, with the type and collection that they show."""
    from hub.history import Doer, What

    frame = frame_of(context)
    hub = frame.hub()
    chosen = list(ids or ())
    if everything:
        chosen = [p.id for p in hub.ingest.inbox.all() if not p.twins]
    with hub.history.by(Doer(), What("bulk.accepted", {"number": len(chosen)})):
        for id in chosen:
            resource = hub.ingest.judging.accept(id)
            frame.say("Accepted: {id}", id=resource.id)
    hub.refresh()
    return 0


def reject(
    context: typer.Context,
    ids: Ids,
    reason: Annotated[
        str, typer.Option("--reason", help="Why, for whoever asks later.", show_default=False)
    ],
) -> int:
    """Reject proposals for good: they never return."""
    frame = frame_of(context)
    hub = frame.hub()
    for id in ids:
        hub.ingest.judging.reject(id, reason)
        frame.say("Rejected: {id}", id=id)
    return 0


def merge(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help="Proposal, as the list names it.")],
    into: Annotated[
        str, typer.Option("--into", help="Resource to join it with; otherwise its likeliest twin.")
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


def _show(frame: Frame, proposal: "Proposal") -> None:
    resource = proposal.resource
    frame.out.print(f"{proposal.id}")
    frame.out.print(f"    {resource.title}")
    where = ", ".join(resource.collections)
    frame.out.print(
        f"    {resource.type.value} · {where} · {resource.url or '–'} · {proposal.source}"
    )
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
