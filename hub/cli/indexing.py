"""`hub index`: bring the search index up to date with the catalogue."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.cli.frame import Frame, frame_of
from hub.cli.options import AsJson

if TYPE_CHECKING:
    from hub.index.updating import IndexReport
    from hub.model import Problem

#: Why an index was built anew, in words.
REBUILT = {
    "missing": "There was no index yet: it was built.",
    "damaged": "The index was damaged: it was built anew.",
    "version": "The index was of another version: it was built anew.",
    "words": "The catalogue has other words for the analysis now: the index was built anew.",
}


def index(
    context: typer.Context,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Build the whole index anew, beside the old one.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Bring the search index up to date with the catalogue.

    The exit status is 1 when a file of the catalogue had to be set aside; the rest is indexed.
    """
    frame = frame_of(context)
    hub = frame.hub()
    with frame.working("Indexing …"):
        report = hub.refresh(rebuild=rebuild)
    if as_json:
        frame.json(as_data(report))
    else:
        show_report(frame, report)
    return 1 if report.failed else 0


def as_data(report: "IndexReport") -> dict[str, Any]:
    """The report as the stable JSON of `hub index --json`."""
    return {
        "resources": report.resources,
        "added": report.added,
        "changed": report.changed,
        "removed": report.removed,
        "failed": [{"path": place(p), "reason": p.reason} for p in report.failed],
        "seconds": report.seconds,
    }


def show_report(frame: Frame, report: "IndexReport") -> None:
    """Say in words what an update of the index did."""
    if report.rebuilt in REBUILT:
        frame.note(REBUILT[report.rebuilt])
    frame.say(
        "{resources} resources in the index: {added} added, {changed} changed, "
        "{removed} removed, in {seconds} s.",
        resources=report.resources,
        added=report.added,
        changed=report.changed,
        removed=report.removed,
        seconds=f"{report.seconds:.1f}",
    )
    for problem in report.failed:
        frame.note("Set aside: {path}: {reason}", path=place(problem), reason=frame.reason(problem))


def place(problem: "Problem") -> str:
    """Where a problem is: the path, and the line where it is known."""
    return problem.path if problem.line is None else f"{problem.path}:{problem.line}"
