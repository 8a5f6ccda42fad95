"""`hub check`: what editors should mend, and what is worth a look."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import typer

from hub.cli.frame import Frame, frame_of
from hub.cli.indexing import place
from hub.cli.options import AsJson

if TYPE_CHECKING:
    from hub.core import Hub
    from hub.model import Problem
    from hub.thesaurus import Findings


def check(context: typer.Context, as_json: AsJson = False) -> int | None:
    """Check what editors care for: the files of the catalogue and the thesaurus.

    Without a further word all checks run that are quick and need no network. The exit status is
    0 only when there is nothing to mend; hints do not count.
    """
    if context.invoked_subcommand is not None:
        return None
    frame = frame_of(context)
    hub = frame.hub()
    findings = [look(hub) for look in QUICK.values()]
    return show(frame, sum(findings[1:], findings[0]), as_json=as_json)


def thesaurus(context: typer.Context, as_json: AsJson = False) -> int:
    """Check the thesaurus: names that stand twice, circles, missing labels, loose ends.

    The exit status is 0 only when there is nothing to mend; hints do not count.
    """
    frame = frame_of(context)
    return show(frame, _thesaurus(frame.hub()), as_json=as_json)


def _catalogue(hub: "Hub") -> "Findings":
    from hub.thesaurus import check_catalogue

    return check_catalogue(hub.catalogue())


def _thesaurus(hub: "Hub") -> "Findings":
    return hub.thesaurus.check()


#: The checks of a bare `hub check`: quick ones that need no network.
QUICK: Mapping[str, Callable[["Hub"], "Findings"]] = {
    "catalogue": _catalogue,
    "thesaurus": _thesaurus,
}


def show(frame: Frame, findings: "Findings", *, as_json: bool) -> int:
    """Print what was found; the exit status."""
    if as_json:
        frame.json(
            {
                "ok": not findings.errors,
                "errors": [_data(frame, p) for p in findings.errors],
                "hints": [_data(frame, p) for p in findings.hints],
            }
        )
    else:
        _print(frame, findings)
    return 1 if findings.errors else 0


def _data(frame: Frame, problem: "Problem") -> dict[str, Any]:
    return {"path": problem.path, "line": problem.line, "text": frame.reason(problem)}


def _print(frame: Frame, findings: "Findings") -> None:
    for sign, problems in (("✗", findings.errors), ("·", findings.hints)):
        for problem in problems:
            frame.out.print(
                f"{sign} {place(problem)}: {frame.reason(problem)}",
                style="red" if sign == "✗" else None,
            )
    frame.say(
        "To mend: {errors}. Hints: {hints}.",
        errors=len(findings.errors),
        hints=len(findings.hints),
    )
