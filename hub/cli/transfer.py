"""`hub import` and `hub export`: the catalogue from and to plain files."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.cli.frame import Frame, frame_of
from hub.cli.help import UsageProblem
from hub.cli.indexing import place
from hub.cli.ingesting import run_shown
from hub.cli.moving import (
    export_data,
    export_whole,
    import_whole,
    refuse_archive,
    show_export,
)
from hub.cli.options import AsJson
from hub.i18n import translator
from hub.ingest.options import Options
from hub.model import ResourceType
from hub.portability.model import Choice, is_export

if TYPE_CHECKING:
    from hub.catalogue import ExportReport, ImportReport
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
        list[str] | None,
        typer.Option("--collection", metavar="ID", help="Collection; the first is its home."),
    ] = None,
    type: Annotated[
        ResourceType | None, typer.Option("--type", help="What it is, where nothing says so.")
    ] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option("--tag", metavar="TAG", help="Topic, by id or by any of its names."),
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
    catalogue_only: Annotated[
        bool,
        typer.Option("--catalogue-only", help="Of a whole hub take over only the catalogue."),
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Take over what another program, or a hub, exported.

    Tables (CSV, XLSX), boards of Padlet (CSV, ZIP, Markdown), RIS, BibTeX, CSL-JSON, Zotero RDF,
    EndNote XML, MODS, MARCXML, PubMed, Refer, OPML, bookmarks and calendars wait in the inbox,
    unless you say --publish. An export of a hub, as a folder or ZIP, is taken over as it is.
    Nothing is doubled. The exit status is 1 when something failed or was not understood.

    The folder of a whole hub, with accounts and all else, is brought into a fresh installation.
    """
    from hub.ingest import imports  # loads every format: only where it is wanted

    frame = frame_of(context)
    if not catalogue_only:
        refuse_archive(path)
        if is_export(path):
            return import_whole(frame, path, dry_run=dry_run, as_json=as_json)
    with imports.hub_export(path) as folder:
        if folder is not None:
            if dry_run:
                raise UsageProblem("The catalogue of a hub is imported without a dry run.")
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
        source=path.name,
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
    without_texts: Annotated[
        bool, typer.Option("--without-texts", help="Leave out the full texts.")
    ] = False,
    with_originals: Annotated[
        bool, typer.Option("--with-originals", help="Also the original files that were kept.")
    ] = False,
    with_accounts: Annotated[
        bool,
        typer.Option(
            "--with-accounts", help="Also addresses and names of accounts; never a password."
        ),
    ] = False,
    with_subscribers: Annotated[
        bool, typer.Option("--with-subscribers", help="Also who receives newsletters.")
    ] = False,
    with_tokens: Annotated[
        bool,
        typer.Option(
            "--with-tokens",
            help="Also what opens without a password: feeds, codes, links in mails.",
        ),
    ] = False,
    catalogue_only: Annotated[
        bool, typer.Option("--catalogue-only", help="Only the catalogue.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Write the whole hub to plain files that `hub import` takes over again.

    Catalogue, full texts, inbox, saved searches, newsletters, history and all else that a fresh
    installation needs. The exit status is 1 when a file could not be read; it is copied as it is.
    """
    frame = frame_of(context)
    wanted = {
        Choice.TEXTS: not without_texts,
        Choice.ORIGINALS: with_originals,
        Choice.ACCOUNTS: with_accounts,
        Choice.SUBSCRIBERS: with_subscribers,
        Choice.TOKENS: with_tokens,
    }
    if catalogue_only:
        report, made = frame.hub().export_folder(folder), None
    else:
        made = export_whole(frame, folder, [choice for choice, yes in wanted.items() if yes])
        report = made.catalogue
    if as_json:
        frame.json({**_export_data(report), **(export_data(made) if made else {})})
    else:
        _show_export(frame, report)
        if made:
            show_export(frame, made)
    return 1 if report.set_aside or (made and made.strange) else 0


def _export_data(report: "ExportReport") -> dict[str, Any]:
    return {
        "folder": str(report.folder),
        "resources": report.resources,
        "collections": report.collections,
        "set_aside": [_problem(p) for p in report.set_aside],
    }


def _show_export(frame: Frame, report: "ExportReport") -> None:
    frame.say(
        "{resources} resources in {collections} collections were written to {folder}.",
        resources=report.resources,
        collections=report.collections,
        folder=report.folder,
    )
    for problem in report.set_aside:
        frame.note("Set aside: {path}: {reason}", path=place(problem), reason=frame.reason(problem))


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
