"""Export of a whole hub: everything a fresh installation needs, as documented plain files.

The folder appears when it is whole. The catalogue, the inbox and the database are of one moment:
nobody changes the catalogue while they are copied. Texts and originals never change.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from hub.catalogue import CatalogueFolder, ExportReport
from hub.catalogue.exporting import export_folder
from hub.catalogue.scan import scan
from hub.catalogue.writing import unwritable
from hub.database import Database
from hub.errors import CatalogueError
from hub.migrations import HEAD
from hub.portability.files import catalogue_files, copy_file, files_below, made_whole
from hub.portability.manifest import (
    FileSum,
    Manifest,
    TableFacts,
    is_plain,
    sum_of,
    table_file,
)
from hub.portability.model import MANIFEST, Choice, Progress, Stage, silent
from hub.portability.rows import columns, counters, exported, lines
from hub.portability.rules import PARTS
from hub.settings import Settings

CATALOGUE = "catalogue"  #: folder of an export
#: Parts that change while a hub runs: copied while nobody changes the catalogue.
_AT_ONCE = ("inbox", "drafts")


@dataclass(frozen=True)
class HubExport:
    """What an export wrote."""

    catalogue: ExportReport
    manifest: Manifest
    waiting: int  #: letters that were on their way: they go out from this hub alone
    strange: tuple[str, ...]  #: files left out, for their names


@dataclass(frozen=True)
class Source:
    """The parts of the hub that is exported."""

    settings: Settings
    folder: CatalogueFolder
    database: Database
    finish: Callable[[], None]  #: finishes what a killed process left under way

    def prepare(self) -> None:
        """Make sure that there is a catalogue, and nothing under way. Raises CatalogueError."""
        scan(self.settings.collections)
        self.make_data()
        self.finish()

    def make_data(self) -> None:
        """Make the data directory, which a hub with its database elsewhere may lack."""
        try:
            self.settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(self.settings.data, error) from error


def export_hub(
    hub: Source, target: Path, chosen: Collection[Choice], tell: Progress = silent
) -> HubExport:
    """Write the whole hub to a new or empty folder.

    Raises CatalogueError if ``target`` holds anything or cannot be written; it is as before then.
    """
    _check_empty(target)
    root, data = hub.settings.collections, hub.settings.data
    hub.prepare()
    with made_whole(target) as draft, hub.database.snapshot() as rows:
        with hub.folder.alone():
            waiting = _on_their_way(rows)  # the first query: from here on rows are of one moment
            report = _catalogue(hub, draft, tell)
            strange = _copy(catalogue_files(root), root, draft / CATALOGUE, tell)
            for part in _AT_ONCE:
                strange += _copy(files_below(data / part), data, draft, tell)
        facts = _database(rows, draft, chosen, tell)
        for part, needs in PARTS.items():
            if part not in _AT_ONCE and needs in chosen:
                strange += _copy(files_below(data / part), data, draft, tell)
        manifest = _manifest(report, facts, counters(rows), draft, chosen)
        (draft / MANIFEST).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
    whole = ExportReport(target, report.resources, report.collections, report.set_aside)
    return HubExport(whole, manifest, waiting, tuple(strange))


def _check_empty(target: Path) -> None:
    if target.is_dir() and any(target.iterdir()):
        raise CatalogueError(
            "{path} is not empty. Name a new folder, so that nothing is overwritten.", path=target
        )
    if target.exists() and not target.is_dir():
        raise CatalogueError("{path} is a file. Name a new folder for the export.", path=target)


def _on_their_way(rows: sa.Connection) -> int:
    if not sa.inspect(rows).has_table("letters"):
        return 0
    query = sa.text("SELECT count(*) FROM letters WHERE content <> ''")
    return int(rows.scalar(query) or 0)


def _catalogue(hub: Source, draft: Path, tell: Progress) -> ExportReport:
    """The catalogue as one list of resources, which can be taken over by itself."""
    tell(Stage.CATALOGUE, 0, 0)
    report = export_folder(hub.folder, draft / "plain")
    for path in (draft / "plain").iterdir():
        path.rename(draft / path.name)
    (draft / "plain").rmdir()
    return report


def _copy(found: Iterable[Path], root: Path, draft: Path, tell: Progress) -> list[str]:
    """Copy files with their place below ``root``; the names that not every disk can hold."""
    files, strange = list(found), []
    for number, path in enumerate(files, 1):
        name = path.relative_to(root).as_posix()
        if not is_plain(name):
            strange.append(name.encode("utf-8", "backslashreplace").decode())
            continue
        with suppress(FileNotFoundError):  # a proposal that was just dealt with
            copy_file(path, draft / name, 0o600)
        tell(Stage.FILES, number, len(files))
    return strange


def _database(
    rows: sa.Connection, draft: Path, chosen: Collection[Choice], tell: Progress
) -> dict[str, TableFacts]:
    facts: dict[str, TableFacts] = {}
    (draft / table_file("")).parent.mkdir()
    found = exported(rows, chosen)
    for number, table in enumerate(found, 1):
        count = 0
        with (draft / table_file(table.name)).open("wb") as file:
            for line in lines(rows, table, chosen):
                file.write(line)
                count += 1
        facts[table.name] = TableFacts(rows=count, columns=columns(table))
        tell(Stage.DATABASE, number, len(found))
    return facts


def _manifest(
    report: ExportReport,
    facts: dict[str, TableFacts],
    numbers: dict[str, int],
    draft: Path,
    chosen: Collection[Choice],
) -> Manifest:
    sums = {p.relative_to(draft).as_posix(): sum_of(p) for p in files_below(draft)}
    return Manifest(
        schema_version=HEAD,
        made=dt.datetime.now(dt.UTC).replace(microsecond=0),
        chosen=tuple(c for c in Choice if c in chosen),
        counts={
            "resources": report.resources,
            "collections": report.collections,
            **{part: _below(sums, part) for part in PARTS},
        },
        tables=facts,
        numbers=numbers,
        files=sums,
    )


def _below(sums: dict[str, FileSum], part: str) -> int:
    return sum(name.startswith(f"{part}/") for name in sums)
