"""`hub doctor`: look at everything and say what to do. It changes nothing."""

import datetime as dt
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from hub.cli.frame import Frame, frame_of
from hub.cli.indexing import place
from hub.cli.lock import server_runs
from hub.cli.options import AsJson
from hub.cli.serving import check_port
from hub.errors import HubError
from hub.settings import Settings

if TYPE_CHECKING:
    from hub.core import Hub

#: Free space, in bytes, below which an index may not fit.
ENOUGH_SPACE = 500 * 1024**2
#: A backup that is older is worth a note.
BACKUP_DAYS = 7


class Level(StrEnum):
    """How a finding is to be taken; only problems make the exit status 1."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """What was found, and what to do about it: a text with gaps."""

    check: str
    level: Level
    message: str
    values: dict[str, object] = field(default_factory=dict)


def doctor(context: typer.Context, as_json: AsJson = False) -> int:
    """Check settings, folders, database, index and catalogue, and say what to do.

    The exit status is 0 only when all is well.
    """
    frame = frame_of(context)
    findings = list(examine(frame))
    well = all(f.level is not Level.PROBLEM for f in findings)
    if as_json:
        frame.json(
            {
                "ok": well,
                "findings": [
                    {
                        "check": f.check,
                        "level": f.level.value,
                        "text": frame.text(f.message, **f.values),
                    }
                    for f in findings
                ],
            }
        )
    else:
        _show(frame, findings, well=well)
    return 0 if well else 1


def _show(frame: Frame, findings: list[Finding], *, well: bool) -> None:
    signs = {Level.OK: "✓", Level.NOTE: "·", Level.PROBLEM: "✗"}
    for finding in findings:
        frame.out.print(
            f"{signs[finding.level]} {frame.text(finding.message, **finding.values)}",
            style="red" if finding.level is Level.PROBLEM else None,
        )
    frame.say("All is well." if well else "Not all is well: see the lines marked ✗.")


def examine(frame: Frame) -> Iterator[Finding]:
    """All findings, in the order in which they should be mended."""
    yield _ok("python", "Python {version}", version=sys.version.split()[0])
    try:
        settings = frame.settings
    except HubError as error:
        yield _problem("settings", error)
        return
    yield _ok("settings", "The settings are sound.")
    yield _folder(settings.collections)
    yield _data(settings.data)
    yield _space(settings.data)
    yield from _moving(settings)
    yield from _contents(settings, frame)
    yield _port(settings)


def _folder(folder: Path) -> Finding:
    if not folder.is_dir():
        return Finding(
            "catalogue folder",
            Level.PROBLEM,
            "The catalogue folder {path} is missing. Go to the folder of the hub, or say where "
            "it is with HUB_COLLECTIONS.",
            {"path": folder},
        )
    return _ok("catalogue folder", "The catalogue folder is {path}.", path=folder.resolve())


def _data(data: Path) -> Finding:
    if not data.is_dir():
        return Finding(
            "data directory",
            Level.PROBLEM,
            "The data directory {path} is missing. `hub serve` makes it.",
            {"path": data},
        )
    if not _writable(data):
        return Finding(
            "data directory",
            Level.PROBLEM,
            "Nothing can be written in the data directory {path}. Make it writable for this "
            "user, or choose another with HUB_DATA.",
            {"path": data},
        )
    return _ok("data directory", "The data directory is {path}.", path=data.resolve())


def _writable(folder: Path) -> bool:
    if not os.access(folder, os.W_OK | os.X_OK):
        return False
    try:
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True


def _space(data: Path) -> Finding:
    there = next(p for p in (data.absolute(), *data.absolute().parents) if p.exists())
    free = shutil.disk_usage(there).free
    megabytes = free // 1024**2
    if free < ENOUGH_SPACE:
        return Finding(
            "disk space",
            Level.PROBLEM,
            "Only {megabytes} MB are free for the data directory. Make room before the index "
            "is built again.",
            {"megabytes": megabytes},
        )
    return _ok("disk space", "{megabytes} MB are free.", megabytes=megabytes)


def _moving(settings: Settings) -> Iterator[Finding]:
    """Whether there is a fresh backup, and no half of an import."""
    from hub.portability.backup import last_backup
    from hub.portability.importing import MARK

    if (settings.data / MARK).exists():
        message = "An import was cut short. Run it again: hub import FOLDER"
        yield Finding("import", Level.PROBLEM, message)
    last = last_backup(settings.data)
    if last is None:
        if (settings.data / "hub.db").exists():
            message = "There is no backup of this hub yet. Make one: hub backup FILE"
            yield Finding("backup", Level.NOTE, message)
        return
    days = (dt.datetime.now(dt.UTC) - last).days
    if days > BACKUP_DAYS:
        message = "The last backup is {days} days old. Make a new one: hub backup FILE"
        yield Finding("backup", Level.NOTE, message, {"days": days})
        return
    yield _ok("backup", "The last backup was made on {day}.", day=f"{last:%Y-%m-%d}")


def _contents(settings: Settings, frame: Frame) -> Iterator[Finding]:
    """Database, catalogue and index; each needs the one before it."""
    if not settings.database_url and not (settings.data / "hub.db").exists():
        yield Finding(
            "database",
            Level.PROBLEM,
            "There is no database yet. `hub serve` makes it, with the first account.",
        )
        return
    try:
        hub = frame.hub()
        accounts = len(hub.accounts.list())
    except HubError as error:
        yield _problem("database", error)
        return
    yield _ok("database", "The database is sound. Accounts: {number}.", number=accounts)
    try:
        yield from _catalogue(hub, frame)
        yield _index(hub)
        yield from _sources(hub)
    except HubError as error:
        yield _problem("catalogue", error)


def _catalogue(hub: "Hub", frame: Frame) -> Iterator[Finding]:
    catalogue = hub.catalogue()
    for problem in catalogue.problems:
        yield Finding(
            "catalogue",
            Level.PROBLEM if problem.fatal else Level.NOTE,
            "{path}: {reason}",
            {"path": place(problem), "reason": frame.reason(problem)},
        )
    yield _ok(
        "catalogue",
        "The catalogue holds {resources} resources in {collections} collections.",
        resources=len(catalogue.resources),
        collections=len(catalogue.collections),
    )


def _index(hub: "Hub") -> Finding:
    from hub.index.documents import documents
    from hub.index.updating import compare

    info = hub.engine.info()
    if info.unusable:
        return Finding(
            "index",
            Level.PROBLEM,
            "The index cannot be used ({reason}). Build it: hub index",
            {"reason": info.unusable},
        )
    behind = len(compare(info.hashes, documents(hub.catalogue(), hub.texts)))
    if behind:
        return Finding(
            "index",
            Level.PROBLEM,
            "The index is behind the catalogue by {number} changes. Bring it up to date: hub index",
            {"number": behind},
        )
    return _ok("index", "The index holds {number} resources.", number=len(info.hashes))


def _sources(hub: "Hub") -> Iterator[Finding]:
    """Sources that could not be read, or not wholly, when they were run last."""
    for name, number in hub.ingest.complaining().items():
        message = (
            "Failures in the last run of the source {name}: {number}. "
            'Run it again to see why: hub ingest "{name}"'
        )
        yield Finding("sources", Level.NOTE, message, {"name": name, "number": number})


def _port(settings: Settings) -> Finding:
    if server_runs(settings.data):
        return _ok("port", "The server is running.")
    try:
        check_port(settings.host, settings.port)
    except HubError as error:
        return _problem("port", error)
    return _ok("port", "Port {port} is free for the server.", port=settings.port)


def _ok(check: str, message: str, **values: object) -> Finding:
    return Finding(check, Level.OK, message, values)


def _problem(check: str, error: HubError) -> Finding:
    return Finding(check, Level.PROBLEM, error.message, dict(error.values))
