"""`hub export --format`: a list of resources as one file. Without it: the whole hub."""

import datetime as dt
import inspect
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from hub.cli.frame import Frame, frame_of
from hub.cli.help import UsageProblem
from hub.cli.options import (
    AsAccount,
    AsJson,
    Collections,
    Languages,
    NoSynonyms,
    Order,
    Places,
    Topics,
    Types,
    YearFrom,
    YearTo,
)
from hub.cli.searching import access_of, filters_of, readable
from hub.cli.transfer import export_folder
from hub.exporting import FORMATS, SEPARATORS, ExportError, Format
from hub.model import Query, Sort

if TYPE_CHECKING:
    from hub.core import Hub


class FormatName(StrEnum):
    """The formats, as they are typed."""

    CSV = "csv"
    XLSX = "xlsx"
    RIS = "ris"
    BIBTEX = "bibtex"
    CSL = "csl"
    MARKDOWN = "markdown"
    PRINT = "print"


class Separator(StrEnum):
    """What stands between the cells of a CSV file."""

    SEMICOLON = "semicolon"
    COMMA = "comma"


def export_list(
    context: typer.Context,
    target: Annotated[
        Path | None,
        typer.Argument(
            metavar="FOLDER|FILE", help="New or empty folder; with --format a file, or - to print."
        ),
    ] = None,
    format: Annotated[
        FormatName | None,
        typer.Option(
            metavar="FORMAT",
            help="A list as one file: csv, xlsx, ris, bibtex, csl, markdown or print.",
        ),
    ] = None,
    query: Annotated[
        str, typer.Option(metavar="QUERY", help="Words as for `hub search`; otherwise everything.")
    ] = "",
    saved: Annotated[
        int | None,
        typer.Option(metavar="NUMBER", help="A saved search of the account that --as names."),
    ] = None,
    collection: Collections = [],  # noqa: B006  typer copies it
    type: Types = [],  # noqa: B006
    tag: Topics = [],  # noqa: B006
    language: Languages = [],  # noqa: B006
    place: Places = [],  # noqa: B006
    year_from: YearFrom = None,
    year_to: YearTo = None,
    sort: Order = Sort.RELEVANCE,
    separator: Annotated[
        Separator | None,
        typer.Option(metavar="SIGN", help="Between the cells of a CSV file: semicolon or comma."),
    ] = None,
    as_email: AsAccount = None,
    no_synonyms: NoSynonyms = False,
    as_json: AsJson = False,
) -> int:
    """With --format: write the hits of a search to one file for other programs, or to print.

    Without --as everything is seen, drafts too. Such a file never holds notes of editors or full
    texts, and of press articles only title, source, date, address and our own note.
    """
    frame, chosen = frame_of(context), FORMATS[str(format)]
    to_screen = target is None or str(target) == "-"
    if to_screen and as_json:
        raise UsageProblem("--json tells of a file that was written: name one.")
    hub = frame.hub()
    access = access_of(hub, as_email)
    filters = filters_of(hub, collection, type, tag, language, place, (year_from, year_to))
    asked = Query(readable(query), filters, sort, synonyms=not no_synonyms)
    title = ""
    if saved is not None:
        if asked != Query():
            raise UsageProblem("--saved is a whole search: leave out --query and what narrows it.")
        asked, title = _saved(hub, as_email, saved)
    ids = hub.exporter.found(asked, access)
    day = dt.datetime.now(ZoneInfo(frame.settings.time_zone)).date()
    edition = replace(
        hub.exporter.edition(access, frame.language, day),
        title=title or frame.text("Resources"),
        about=hub.exporter.about(asked, access, frame.language),
        total=len(ids),
        separator=SEPARATORS[_separator(separator, frame)],
    )
    pieces = hub.exporter.write(chosen, ids, access, edition)
    if target is None or to_screen:
        _print(pieces, chosen)
        return 0
    with frame.working("Exporting …"):
        _write(pieces, target)
    _told(frame, target, str(format), len(ids), as_json=as_json)
    return 0


def _separator(chosen: Any, frame: Frame) -> str:
    return str(chosen) if chosen else "semicolon" if frame.language == "de" else "comma"


def _saved(hub: "Hub", email: str | None, number: int) -> tuple[Query, str]:
    if email is None:
        raise UsageProblem("Saved searches belong to accounts: say whose with --as EMAIL.")
    opened = hub.curation.saved.open(hub.accounts.account(email), number)
    if not opened.whole:
        raise ExportError(
            "A part of this saved search no longer exists. Open it, mend or leave out that part, "
            "then export it."
        )
    return opened.query, opened.search.name


def _print(pieces: Iterable[bytes], format: Format) -> None:
    if sys.stdout.isatty() and not format.is_text:
        raise UsageProblem("This format cannot be shown on a screen. Name a file.")
    sys.stdout.flush()
    for piece in pieces:
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def _write(pieces: Iterable[bytes], target: Path) -> None:
    """Replace the file in one step, so that nobody finds half of it."""
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if target.is_dir():
            raise IsADirectoryError(21, os.strerror(21))
        with draft.open("wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError as error:
        raise ExportError(
            "{path} cannot be written: {reason}. Name another file.",
            path=target,
            reason=error.strerror or str(error),
        ) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _told(frame: Frame, target: Path, format: str, number: int, *, as_json: bool) -> None:
    if as_json:
        frame.json({"file": str(target), "format": format, "resources": number})
        return
    said = frame.count("{n} resource", "{n} resources", number)
    frame.say("{number} written to {file}.", number=said, file=target)


# One command for both


def export(context: typer.Context, **given: Any) -> int:
    """Both commands as one: ``--format`` says which of them runs."""
    target = given.pop("target")
    if given["format"] is not None:
        _refuse(context, _options(export_folder) - _options(export_list), "--format")
        return export_list(context, target, **_of(export_list, given))
    _refuse(context, _options(export_list) - _options(export_folder), "")
    if target is None:
        raise UsageProblem(
            "Say where to: hub export FOLDER, or for a list such as hub export --format csv FILE."
        )
    return export_folder(context, target, **_of(export_folder, given))


def _options(command: Callable[..., int]) -> set[str]:
    return set(inspect.signature(command).parameters) - {"context", "target", "folder"}


def _of(command: Callable[..., int], given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name in _options(command)}


def _refuse(context: typer.Context, names: set[str], other: str) -> None:
    """Options of the other command would be left aside in silence."""
    for name in sorted(names):
        source = context.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            option = "--" + name.removesuffix("_email").replace("_", "-")
            if other:
                raise UsageProblem("{option} does not go with --format.", option=option)
            raise UsageProblem("{option} needs --format.", option=option)


def _join() -> None:
    """Give the joined command the options and the help of both."""
    parts = (inspect.signature(export_list), inspect.signature(export_folder))
    found = {p.name: p for part in parts for p in part.parameters.values() if p.name != "folder"}
    given = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in found.values()]
    export.__signature__ = inspect.Signature(given)  # type: ignore[attr-defined]
    export.__annotations__ = {p.name: p.annotation for p in given}
    export.__doc__ = f"{inspect.getdoc(export_folder)}\n\n{inspect.getdoc(export_list)}"


_join()
