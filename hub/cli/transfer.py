"""`hub import` and `hub export`: the catalogue from and to plain files."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.cli.frame import Frame, frame_of
from hub.cli.indexing import place
from hub.cli.ingesting import run_shown
from hub.cli.options import AsJson
from hub.i18n import translator
from hub.ingest.options import Options
from hub.model import ResourceType

if TYPE_CHECKING:
    from hub.catalogue import ImportReport
    from hub.model import Problem


class SectionAs(StrEnum):
    """What the sections of a board are taken for."""

    TAG = "tag"
    TYPE = "type"
    COLLECTION = "collection"


def import_path(
    context: typer.Context,
    path: Annotated[
        Path, typer.Argument(metavar="FILE|FOLDER|ZIP", help="What another program exported.")
    ],
    collection: Annotated[
        list[str] | None, typer.Option("--collection", help="Collection; the first is its home.")
    ] = None,
    type: Annotated[
        ResourceType | None, typer.Option("--type", help="What it is, where nothing says so.")
    ] = None,
    tag: Annotated[
        list[str] | None, typer.Option("--tag", help="Topic, by id or by any of its names.")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="FIELD=COLUMN", help="Column of a table for a field."),
    ] = None,
    section_as: Annotated[
        SectionAs | None, typer.Option("--section-as", help="What the sections of a board are.")
    ] = None,
    publish: Annotated[
        bool, typer.Option("--publish/--inbox", help="Into the catalogue; otherwise the inbox.")
    ] = False,
    fetch: Annotated[
        bool, typer.Option("--fetch", help="Also fetch what the records lead to.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would happen.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Take over what another program, or a hub, exported.

    Tables (CSV, XLSX), boards of Padlet (CSV, ZIP, Markdown), RIS, BibTeX, CSL-JSON, Zotero RDF,
    EndNote XML, MODS, MARCXML, PubMed, Refer, OPML, bookmarks and calendars wait in the inbox,
    unless you say --publish. An export of a hub, as a folder or ZIP, is taken over as it is.
    Nothing is doubled. The exit status is 1 when something failed or was not understood.
    """
    from hub.ingest import imports  # loads every format: only where it is wanted

    frame = frame_of(context)
    with imports.hub_export(path) as folder:
        if folder is not None:
            return _import_folder(frame, folder, as_json=as_json)
    hub = frame.hub()
    catalogue = hub.catalogue()
    settings = imports.ImportOptions(
        collections=tuple(imports.collections_of(collection or (), catalogue)),
        columns=imports.columns_of(column or ()),
        section_as=section_as.value if section_as else None,
        fetch=fetch,
        catalogue=catalogue,
        tell=lambda notice: frame.err.print(notice.text(translator(frame.language))),
    )
    files, strange = imports.sorted_out(path)
    for error in strange:
        frame.err.print(error.text(translator(frame.language)))
    options = Options(
        name=path.name,
        publish=publish,
        dry_run=dry_run,
        type=type.value if type else None,
        tags=tuple(tag or ()),
        keep_unreachable=True,
    )
    status = run_shown(
        frame,
        hub,
        lambda progress: hub.ingest.take(imports.read_all(files, settings), options, progress),
        as_json=as_json,
    )
    return 1 if strange else status


def _import_folder(frame: Frame, folder: Path, *, as_json: bool) -> int:
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
