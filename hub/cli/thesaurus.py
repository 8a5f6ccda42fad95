"""`hub thesaurus`: exchange the thesaurus with other programs, as SKOS."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.cli.frame import Frame, frame_of
from hub.cli.options import AsJson

if TYPE_CHECKING:
    from hub.catalogue.vocabulary.merging import Merged
    from hub.model import Problem

SkosFile = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="A file that ends in .ttl, .rdf, .jsonld or .nt."),
]


def export(context: typer.Context, file: SkosFile, as_json: AsJson = False) -> int:
    """Write the thesaurus as SKOS; the name of the file says in which format.

    Nothing is lost: `hub thesaurus import` reads it back as it is.
    """
    frame = frame_of(context)
    number = frame.hub().thesaurus.export(file)
    if as_json:
        frame.json({"file": str(file), "concepts": number})
    else:
        frame.say("{number} concepts were written to {path}.", number=number, path=file)
    return 0


def take_over(
    context: typer.Context,
    file: SkosFile,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    as_json: AsJson = False,
) -> int:
    """Merge the concepts of a SKOS file into thesaurus.yaml.

    Nothing that is there goes: labels and notes are replaced, everything else is added. The exit
    status is 1 when a concept could not be taken over.
    """
    from hub.history import Doer, What

    frame = frame_of(context)
    hub = frame.hub()
    with hub.history.by(Doer(), What("tag.imported", {"source": file.name})):
        merged = hub.thesaurus.take_over(file, dry_run=dry_run)
    if as_json:
        frame.json(_data(frame, merged))
    else:
        _show(frame, merged, dry_run=dry_run)
    return 1 if merged.rejected else 0


def _data(frame: Frame, merged: "Merged") -> dict[str, Any]:
    return {
        "added": list(merged.added),
        "changed": list(merged.changed),
        "unchanged": list(merged.unchanged),
        "rejected": [_text(frame, p) for p in merged.rejected],
        "notices": [_text(frame, p) for p in merged.notices],
    }


def _show(frame: Frame, merged: "Merged", *, dry_run: bool) -> None:
    for text, ids in (("New: {ids}", merged.added), ("Changed: {ids}", merged.changed)):
        if ids:
            frame.say(text, ids=", ".join(ids))
    for problem in merged.notices:
        frame.note("Note: {reason}", reason=_text(frame, problem))
    for problem in merged.rejected:
        frame.note("Not taken over: {reason}", reason=_text(frame, problem))
    frame.say(
        "New {added}, changed {changed}, unchanged {unchanged}, not taken over {rejected}.",
        added=len(merged.added),
        changed=len(merged.changed),
        unchanged=len(merged.unchanged),
        rejected=len(merged.rejected),
    )
    if dry_run:
        frame.say("This was a trial: nothing was changed.")


def _text(frame: Frame, problem: "Problem") -> str:
    return frame.reason(problem)
