"""`hub history` and `hub undo`: what happened to the catalogue, and how it is taken back."""

from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from hub.cli.frame import Frame, frame_of
from hub.cli.options import AsJson
from hub.i18n import translator

if TYPE_CHECKING:
    from hub.history import Change


def history(
    context: typer.Context,
    resource: Annotated[
        str | None, typer.Option("--resource", metavar="ID", help="Only changes of this resource.")
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=1, max=1000, help="How many at most.")
    ] = 20,
    as_json: AsJson = False,
) -> int:
    """List what was changed in the catalogue, the newest first: when, by whom, what."""
    frame = frame_of(context)
    hub = frame.hub()
    hub.history.notice()
    found = hub.history.changes(resource=resource, limit=limit)
    if as_json:
        frame.json([_data(frame, change) for change in found])
        return 0
    for change in found:
        _show(frame, change)
    if not found:
        frame.say("Nothing has been changed since the history began.")
    return 0


def undo(
    context: typer.Context,
    change: Annotated[int, typer.Argument(metavar="ID", help="Number of the change.")],
    as_json: AsJson = False,
) -> int:
    """Take a change back as a whole; what was changed elsewhere since stays.

    An undo is a change itself, and can be undone.
    """
    from hub.history import Doer

    frame = frame_of(context)
    hub = frame.hub()
    done = hub.history.undo(change, by=Doer())
    with frame.working("Indexing …"):
        hub.refresh()
    if as_json:
        frame.json(_data(frame, done))
    else:
        frame.say("Change {id} is undone, by change {by}.", id=change, by=done.id)
    return 0


def _show(frame: Frame, change: "Change") -> None:
    at = change.at.astimezone(ZoneInfo(frame.settings.time_zone))
    who = change.by.name or frame.text("command line")
    frame.out.print(f"{change.id}  {at:%Y-%m-%d %H:%M}  {_sentence(frame, change)}")
    facts = [who, frame.count("{n} file", "{n} files", change.files)]
    if change.undone_by is not None:
        facts.append(frame.text("undone by change {id}", id=change.undone_by))
    frame.out.print(f"    {' · '.join(facts)}")


def _sentence(frame: Frame, change: "Change") -> str:
    from hub.history import sentence

    return sentence(change.what, translator(frame.language))


def _data(frame: Frame, change: "Change") -> dict[str, Any]:
    return {
        "id": change.id,
        "at": change.at.isoformat(),
        "by": change.by.name,
        "account": change.by.account,
        "kind": change.what.kind,
        "values": dict(change.what.values),
        "sentence": _sentence(frame, change),
        "paths": list(change.paths),
        "files": change.files,
        "undoes": change.undoes,
        "undone_by": change.undone_by,
    }
