"""`hub ingest`: pull resources from the sources of the collections."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from hub.cli.frame import Frame, frame_of
from hub.cli.options import AsJson
from hub.i18n import translator
from hub.ingest.model import Outcome

if TYPE_CHECKING:
    from hub.core import Hub
    from hub.ingest.runs import Row, RunReport

_EVERY = 100  #: things after which a run without a terminal says how far it is

_LONGEST = 200  #: characters of a title in the report for people

#: What became of a thing, in words.
OUTCOMES = {
    Outcome.ADDED: "added",
    Outcome.CHANGED: "changed",
    Outcome.UNCHANGED: "unchanged",
    Outcome.DUPLICATE: "duplicate",
    Outcome.REJECTED: "rejected",
    Outcome.FAILED: "failed",
}

Progress = Callable[["Row"], None]


def ingest(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[COLLECTION|SOURCE]…", help="What to run; otherwise everything."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would happen.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Pull resources from the sources that the collection.yaml files name.

    What comes in waits in the inbox, unless its source is trusted to publish. It can be stopped at
    any moment and run again. The exit status is 1 when something failed; the rest is taken in.
    """
    frame = frame_of(context)
    hub = frame.hub()
    chosen = tuple(names or ())
    specs, wrong = hub.ingest.sources(chosen)
    if not specs and not wrong:
        frame.note(
            "No collection.yaml there names a source. docs/sources.md shows how to name one."
        )
    return run_shown(
        frame,
        hub,
        lambda progress: hub.ingest.ingest(chosen, dry_run=dry_run, progress=progress),
        as_json=as_json,
        source=", ".join(chosen),
    )


def run_shown(
    frame: Frame,
    hub: "Hub",
    run: Callable[[Progress], "RunReport"],
    *,
    as_json: bool,
    source: str = "",
) -> int:
    """Run something that takes things in, show how far it is and its report, and bring the index
    up to date. Returns the exit status: 0 only without failures.

    It is one change of the history; ``source`` is where it comes from, "" for all sources.
    """
    from hub.history import Doer, What

    what = What("import.ingest", {"source": source}) if source else What("import.all")
    with following(frame) as progress, hub.history.by(Doer(), what):
        report = run(progress)
    if not report.dry and any(
        report.counts[o] for o in (Outcome.ADDED, Outcome.CHANGED, Outcome.DUPLICATE)
    ):
        with frame.working("Indexing …"):
            hub.refresh()
    if as_json:
        print_json(report)
    else:
        show_report(frame, report)
    return 0 if report.ok else 1


@contextmanager
def following(frame: Frame) -> Iterator[Progress]:
    """Says how far a run is: in one line that moves on a terminal, else a line now and then."""
    counts = dict.fromkeys(Outcome, 0)
    if not frame.err.is_terminal:

        def line(row: "Row") -> None:
            counts[row.outcome] += 1
            if sum(counts.values()) % _EVERY == 0:
                frame.err.print(_counted(frame, counts))

        yield line
        return
    with frame.err.status(frame.text("Taking in …")) as status:

        def move(row: "Row") -> None:
            counts[row.outcome] += 1
            status.update(f"{_counted(frame, counts)}  {row.title[:60]}")

        yield move


def _counted(frame: Frame, counts: dict[Outcome, int]) -> str:
    parts = [f"{n} {frame.text(OUTCOMES[o])}" for o, n in counts.items() if n]
    return ", ".join(parts)


def show_report(frame: Frame, report: "RunReport") -> None:
    """Each thing that did not stay as it was, with its reason; then a table of the counts."""
    say = translator(frame.language)
    wanted = [outcome for outcome in Outcome if outcome is not Outcome.UNCHANGED]
    for row in report.rows(*wanted):
        name = shorten(row.title or row.address or row.key or row.source, _LONGEST)
        frame.out.print(f"{frame.text(OUTCOMES[row.outcome])}: {name}  {row.text(say)}".rstrip())
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for outcome, number in report.counts.items():
        table.add_row(frame.text(OUTCOMES[outcome]), str(number))
    frame.out.print(table)
    if report.dry:
        frame.say("Nothing was changed: this was a dry run of {total}.", total=report.total)
    else:
        frame.say("Run {id}: {total} in all.", id=report.id, total=report.total)


def shorten(text: str, length: int) -> str:
    """The text, or its beginning where it is longer."""
    return text if len(text) <= length else text[: length - 1] + "…"


def print_json(report: "RunReport") -> None:
    """The report for programs, row by row: it may be long."""
    head: dict[str, Any] = {
        "run": report.id,
        "name": report.name,
        "started": report.started.isoformat(),
        "ended": report.ended.isoformat() if report.ended else None,
        "dry_run": report.dry,
        "total": report.total,
        "counts": {outcome.value: number for outcome, number in report.counts.items()},
    }
    typer.echo(json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": [')
    first = True
    for row in report.rows():
        text = json.dumps(row_data(row), ensure_ascii=False)
        typer.echo(text if first else f", {text}")
        first = False
    typer.echo("]}")


def row_data(row: "Row") -> dict[str, Any]:
    """A row as stable JSON."""
    return {
        "source": row.source,
        "key": row.key,
        "address": row.address or None,
        "title": row.title,
        "outcome": row.outcome.value,
        "reason": row.reason,
        "resource": row.resource or None,
    }
