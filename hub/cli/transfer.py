"""`hub import` and `hub export`: the catalogue from and to plain files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.cli.frame import Frame, frame_of
from hub.cli.indexing import place
from hub.cli.options import AsJson

if TYPE_CHECKING:
    from hub.catalogue import ImportReport
    from hub.model import Problem


def import_folder(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder to take over.")],
    as_json: AsJson = False,
) -> int:
    """Take over a folder of resources, collections and tables.

    The folder is an export of a hub, or holds collections.yaml, resources.yaml, thesaurus.yaml,
    places.yaml and publishers.yaml, or some of them. What is there already is not doubled. The
    exit status is 1 when a resource was rejected; the rest is taken over.
    """
    frame = frame_of(context)
    hub = frame.hub()
    with frame.working("Importing …"):
        report = hub.import_folder(folder)
    if as_json:
        frame.json(_as_data(report))
    else:
        _show(frame, report)
    with frame.working("Indexing …"):
        hub.refresh()
    return 1 if report.rejected else 0


def export_folder(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="New or empty folder to write to.")
    ],
    as_json: AsJson = False,
) -> int:
    """Write the whole catalogue to plain files that `hub import` takes over again.

    The exit status is 1 when a file could not be read; it is then copied as it is.
    """
    frame = frame_of(context)
    report = frame.hub().export_folder(folder)
    if as_json:
        frame.json(
            {
                "folder": str(report.folder),
                "resources": report.resources,
                "collections": report.collections,
                "set_aside": [_problem(p) for p in report.set_aside],
            }
        )
    else:
        frame.say(
            "{resources} resources in {collections} collections were written to {folder}.",
            resources=report.resources,
            collections=report.collections,
            folder=report.folder,
        )
        for problem in report.set_aside:
            frame.note(
                "Set aside: {path}: {reason}", path=place(problem), reason=frame.reason(problem)
            )
    return 1 if report.set_aside else 0


def _show(frame: Frame, report: "ImportReport") -> None:
    for id, before, after in report.cleaned:
        frame.note("Address cleaned: {id}: {before} → {after}", id=id, before=before, after=after)
    for problem in report.notices:
        frame.note(
            "To look at: {path}: {reason}", path=place(problem), reason=frame.reason(problem)
        )
    for problem in report.rejected:
        _note(frame, "Rejected: {path}: {reason}", problem)
    frame.say(
        "{total} resources: {added} added, {changed} changed, {unchanged} unchanged, "
        "{rejected} rejected. Addresses cleaned: {cleaned}. To look at: {notices}.",
        total=report.total,
        added=len(report.added),
        changed=len(report.changed),
        unchanged=len(report.unchanged),
        rejected=len(report.rejected),
        cleaned=len(report.cleaned),
        notices=len(report.notices),
    )


def _as_data(report: "ImportReport") -> dict[str, Any]:
    return {
        "total": report.total,
        "added": list(report.added),
        "changed": list(report.changed),
        "unchanged": list(report.unchanged),
        "rejected": [_problem(p) for p in report.rejected],
        "cleaned": [
            {"id": id, "before": before, "after": after} for id, before, after in report.cleaned
        ],
        "notices": [_problem(p) for p in report.notices],
    }


def _note(frame: Frame, text: str, problem: "Problem") -> None:
    frame.note(text, path=place(problem), reason=frame.reason(problem))


def _problem(problem: "Problem") -> dict[str, str]:
    return {"path": place(problem), "reason": problem.reason}
