"""`hub backup` and `hub restore`: the whole hub as one file."""

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hub.cli.asking import agrees
from hub.cli.frame import Frame, frame_of
from hub.cli.help import UsageProblem
from hub.cli.lock import lock_data
from hub.cli.moving import stages
from hub.cli.options import AsJson

if TYPE_CHECKING:
    from hub.portability.archive import Head
    from hub.portability.backup import Backup
    from hub.portability.restore import Restored


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="New file, such as hub.tar.gz.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file of that name.")] = False,
    as_json: AsJson = False,
) -> int:
    """Write the whole hub to one file, also while it runs.

    Catalogue, database, full texts, originals and inbox as they are at this moment. The file
    opens the hub to whoever has it: keep it safe, best on another machine.
    """
    from hub.portability.backup import back_up

    frame = frame_of(context)
    hub = frame.hub()
    with stages(frame) as tell:
        made = back_up(hub.whole, file, force=force, tell=tell)
    if as_json:
        frame.json(
            {
                "file": str(made.path),
                "bytes": made.size,
                "files": made.files,
                "database": made.database,
                "strange_names": list(made.strange),
            }
        )
    else:
        _show(frame, made)
    return 1 if made.strange else 0


def _show(frame: Frame, made: "Backup") -> None:
    frame.say(
        "The backup is {path}: {files} files, {kilobytes} kB.",
        path=made.path,
        files=made.files,
        kilobytes=-(-made.size // 1000),
    )
    for name in made.strange:
        frame.note("Left out, because of its name: {path}. Rename it.", path=name)
    if not made.database:
        frame.note(
            "The database is on a server and not part of it. Back it up right now with its own "
            "means: pg_dump"
        )


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What hub backup has written.")],
    yes: Annotated[
        bool, typer.Option("--yes", help="Do not ask before replacing what is there.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Bring back a backup: into empty folders, or in the place of what is there.

    What was there is kept beside, with the moment in its name. Stop the server before.
    """
    from hub.portability.archive import read_head
    from hub.portability.restore import restore as put_back

    frame = frame_of(context)
    head = read_head(file)
    with lock_data(frame.settings.data):
        _ask(frame, head, yes=yes)
        with stages(frame) as tell:
            done = put_back(frame.settings, file, dt.datetime.now(), tell)
    hub = frame.hub()
    with frame.working("Indexing …"):
        report = hub.refresh()
    if as_json:
        frame.json(
            {
                "made": head.made.isoformat(),
                "program": head.program,
                "resources": report.resources,
                "kept": [str(folder) for folder in done.kept],
                "letters_waiting": done.waiting,
            }
        )
    else:
        _show_restored(frame, done, report.resources)
    return 0


def _ask(frame: Frame, head: "Head", *, yes: bool) -> None:
    """Before anything is replaced. Raises UsageProblem where nobody can be asked."""
    from hub.portability.restore import in_use

    used = in_use(frame.settings)
    if not used or yes:
        return
    folders = ", ".join(map(str, used))
    if not sys.stdin.isatty():
        raise UsageProblem(
            "{folders} would be replaced, and there is no terminal to ask. To do it, add --yes; "
            "what is there is kept beside.",
            folders=folders,
        )
    question = frame.text(
        "The backup of {day} replaces {folders}. What is there is kept beside. Go on?",
        day=f"{head.made:%Y-%m-%d %H:%M} UTC",
        folders=folders,
    )
    if not agrees(frame, question):
        raise typer.Abort


def _show_restored(frame: Frame, done: "Restored", resources: int) -> None:
    frame.say(
        "The hub is as it was on {day}: {resources} resources.",
        day=f"{done.head.made:%Y-%m-%d %H:%M} UTC",
        resources=resources,
    )
    for folder in done.kept:
        frame.say("What was there before is in {path}. Remove it when all is well.", path=folder)
    if done.waiting:
        frame.note(
            "Letters that were on their way then: {number}. The next run sends them, though some "
            "may have gone out since.",
            number=done.waiting,
        )
    if not done.head.database:
        frame.note("The database is not part of this backup: restore it with pg_restore.")
