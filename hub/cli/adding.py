"""`hub add`: one page or file becomes a resource."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.cli.asking import agrees
from hub.cli.frame import Frame, frame_of
from hub.cli.options import AsJson
from hub.cli.proposals import LABELS, labels, named, show_proposal
from hub.errors import HubError, IngestError
from hub.model import ResourceType

if TYPE_CHECKING:
    from hub.core import Hub
    from hub.ingest.model import Proposal
    from hub.model import Resource


def add(
    context: typer.Context,
    what: Annotated[str, typer.Argument(metavar="URL|FILE", help="Web address, or a file.")],
    collection: Annotated[
        list[str] | None,
        typer.Option("--collection", metavar="ID", help="Collection; the first is its home."),
    ] = None,
    type: Annotated[ResourceType | None, typer.Option("--type", help="What it is.")] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option("--tag", metavar="TAG", help="Topic, by id or by any of its names."),
    ] = None,
    title: Annotated[
        str, typer.Option("--title", metavar="TITLE", help="Title, where the found one is wrong.")
    ] = "",
    inbox: Annotated[
        bool, typer.Option("--inbox", help="Put it into the inbox instead of the catalogue.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Ask nothing; take the suggested type and collection.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Add a page or a file to the catalogue.

    Shows what was found, and where each value comes from, and asks before it saves. Without a
    terminal only what a source states, and what you typed, is saved. What nobody states stays
    empty.
    """
    frame = frame_of(context)
    hub = frame.hub()
    with frame.working("Fetching and reading …"):
        proposal = _look(hub, what)
    typed = {"title": title, "type": type.value if type else ""}
    lists = {"collections": tuple(collection or ()), "tags": tuple(tag or ())}
    given = {k: v for k, v in {**typed, **lists}.items() if v}
    proposal = _typed(hub, proposal, given)
    asks = not (yes or as_json) and sys.stdin.isatty() and frame.out.is_terminal
    if not as_json:
        show_proposal(frame, hub, proposal)
    if asks:
        asked = _ask(frame, hub, proposal, inbox=inbox)
        if asked is None:
            frame.say("Nothing was saved.")
            return 1
        proposal, inbox = asked
    else:
        _check(frame, proposal, inbox=inbox, yes=yes)
    resource = _keep(hub, proposal, inbox=inbox)
    if as_json:
        frame.json(_as_data(proposal, resource, inbox=inbox))
    else:
        _say(frame, proposal, resource, inbox=inbox)
        for word in [word for word in tag or () if word in resource.keywords]:
            frame.note("The thesaurus has no topic '{word}': it is kept as a keyword.", word=word)
    return 0


def _look(hub: "Hub", what: str) -> "Proposal":
    if "://" in what:  # of any kind: what is not of the web is told so
        return hub.ingest.look_at(what)
    path = Path(what).expanduser()
    if path.is_dir():
        raise IngestError(
            "{path} is a folder. Name one file in it, or name the folder as a source in a "
            "collection.yaml: docs/sources.md shows how.",
            path=what,
        )
    if not path.exists() and "." in what.partition("/")[0] and not what.startswith((".", "/")):
        raise IngestError(
            "There is no file {path}. If it is a web address, begin it with https://", path=what
        )
    return hub.ingest.look_at_file(path)


def _typed(hub: "Hub", proposal: "Proposal", given: dict[str, Any]) -> "Proposal":
    from hub.ingest.correcting import corrected

    if "tags" in given:
        given["tags"] = (*given["tags"], *proposal.resource.tags)
    return corrected(proposal, hub.catalogue(), given) if given else proposal


def _check(frame: Frame, proposal: "Proposal", *, inbox: bool, yes: bool) -> None:
    """Without questions, nothing is guessed and nothing is doubled."""
    same = next((t for t in proposal.twins if t.because in ("address", "content")), None)
    if same and not inbox:
        raise IngestError(
            "It is in the hub already, as '{id}'. Change that one, or put this into the inbox "
            "with --inbox to join them.",
            id=same.id,
        )
    if proposal.assumed and not (yes or inbox):
        raise IngestError(
            "Nobody states {fields}. Give --title, --type and --collection, or take the "
            "suggestions with --yes, or put it into the inbox with --inbox.",
            fields=labels(frame, proposal.assumed),
        )


def _keep(hub: "Hub", proposal: "Proposal", *, inbox: bool) -> "Resource":
    if inbox:
        return hub.ingest.judging.put(proposal, proposal.resource, typed=False).resource
    from hub.history import Doer, What

    what = What("resource.added", {"title": proposal.resource.title})
    with hub.history.by(Doer(), what):
        resource = hub.ingest.judging.save(proposal, proposal.resource)
    hub.refresh()
    return resource


def _ask(
    frame: Frame, hub: "Hub", proposal: "Proposal", *, inbox: bool
) -> "tuple[Proposal, bool] | None":
    """What the editor says: the proposal as corrected, and whether it goes into the inbox."""
    for field in proposal.assumed:
        proposal = _answered(frame, hub, proposal, field)
    suggested = [f.value for f in proposal.facts.every("tags") if f.confidence < 1]
    offer = frame.text(
        "Take the suggested topics: {tags}?", tags=named(frame, hub, "tags", suggested)
    )
    if suggested and agrees(frame, offer, err=False):
        proposal = _typed(hub, proposal, {"tags": tuple(suggested)})
    question = "Put it into the inbox?" if inbox else "Save it?"
    agreed = agrees(frame, frame.text(question), default=True, err=False)
    return (proposal, inbox) if agreed else None


def _answered(frame: Frame, hub: "Hub", proposal: "Proposal", field: str) -> "Proposal":
    """The proposal with what the editor says of a field; what cannot be is asked for again."""
    value = getattr(proposal.resource, field)
    default = value[0] if isinstance(value, tuple) else str(value)
    while True:
        told = typer.prompt(frame.text(LABELS[field]), default=default)
        try:
            return _typed(hub, proposal, {field: (told,) if isinstance(value, tuple) else told})
        except HubError as error:
            frame.note(error.message, **error.values)


def _say(frame: Frame, proposal: "Proposal", resource: "Resource", *, inbox: bool) -> None:
    if proposal.assumed:
        frame.note(
            "Taken from our suggestion, for nobody states it: {fields}",
            fields=labels(frame, proposal.assumed),
        )
    if inbox:
        frame.say("It waits in the inbox as '{id}'.", id=resource.id)
    else:
        frame.say("Saved as '{id}'. The search finds it now.", id=resource.id)


def _as_data(proposal: "Proposal", resource: "Resource", *, inbox: bool) -> dict[str, Any]:
    return {
        "id": resource.id,
        "saved": "inbox" if inbox else "catalogue",
        "resource": resource.model_dump(mode="json", exclude_defaults=True),
        "facts": [
            {"field": f.field, "value": f.value, "origin": f.origin, "confidence": f.confidence}
            for f in proposal.facts
        ],
        "assumed": list(proposal.assumed),
        "twins": [
            {"id": t.id, "because": t.because, "likeness": t.likeness} for t in proposal.twins
        ],
        "remarks": list(proposal.remarks),
    }
