"""What `hub export`, `import`, `backup` and `restore` of a whole hub have in common."""

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hub.cli.frame import Frame
from hub.cli.lock import lock_data
from hub.errors import TransferError
from hub.portability.model import MANIFEST, Choice, Progress, Stage, is_packed

if TYPE_CHECKING:
    from hub.portability.exporting import HubExport
    from hub.portability.importing import HubImport
    from hub.portability.manifest import Manifest

SENTENCES: Mapping[Stage, str] = {
    Stage.CATALOGUE: "Copying the catalogue …",
    Stage.DATABASE: "Copying the database …",
    Stage.FILES: "Copying texts and files …",
    Stage.CHECKING: "Checking …",
    Stage.PACKING: "Packing …",
    Stage.UNPACKING: "Unpacking …",
}

#: What is left out unless it is asked for, and how to ask.
WITHOUT: Mapping[Choice, str] = {
    Choice.TEXTS: "full texts (leave out --without-texts)",
    Choice.ORIGINALS: "original files (--with-originals)",
    Choice.ACCOUNTS: "addresses and names of accounts (--with-accounts)",
    Choice.SUBSCRIBERS: "subscribers of newsletters (--with-subscribers)",
    Choice.TOKENS: "feeds, access codes and links in mails (--with-tokens)",
}


@contextmanager
def stages(frame: Frame) -> Iterator[Progress]:
    """Says how far long work is: in one line that moves on a terminal, else a line a stage."""
    if not frame.err.is_terminal:
        begun: set[Stage] = set()

        def line(stage: Stage, done: int, total: int) -> None:
            if stage not in begun:
                begun.add(stage)
                frame.err.print(frame.text(SENTENCES[stage]))

        yield line
        return
    with frame.err.status("") as status:

        def move(stage: Stage, done: int, total: int) -> None:
            share = f" {100 * done // total} %" if total else ""
            status.update(frame.text(SENTENCES[stage]) + share)

        yield move


def export_whole(frame: Frame, folder: Path, chosen: Iterable[Choice]) -> "HubExport":
    """Write the whole hub to a folder."""
    from hub.portability.exporting import export_hub

    hub = frame.hub()
    with stages(frame) as tell:
        return export_hub(hub.whole, folder, frozenset(chosen), tell)


def show_export(frame: Frame, made: "HubExport") -> None:
    """What went along, and what did not."""
    counts = made.manifest.counts
    frame.say(
        "With them: {texts} full texts, {files} original files, {inbox} proposals of the inbox and "
        "{rows} rows of the database.",
        texts=counts["texts"],
        files=counts["files"],
        inbox=counts["inbox"],
        rows=sum(table.rows for table in made.manifest.tables.values()),
    )
    missing = [text for choice, text in WITHOUT.items() if choice not in made.manifest.chosen]
    if missing:
        frame.note("Left out: {parts}.", parts=", ".join(map(frame.text, missing)))
    for name in made.strange:
        frame.note("Left out, because of its name: {path}. Rename it.", path=name)
    if made.waiting:
        frame.note(
            "Letters on their way: {number}. They go out from this hub alone: send them before "
            "you move.",
            number=made.waiting,
        )


def export_data(made: "HubExport") -> dict[str, Any]:
    """The same for programs."""
    return {
        "chosen": [choice.value for choice in made.manifest.chosen],
        "files": len(made.manifest.files),
        "tables": {name: table.rows for name, table in made.manifest.tables.items()},
        "letters_waiting": made.waiting,
        "strange_names": list(made.strange),
    }


def import_whole(frame: Frame, folder: Path, *, dry_run: bool, as_json: bool) -> int:
    """Bring a whole export into this fresh installation, and index it."""
    from hub.portability.importing import examine, import_hub

    with lock_data(frame.settings.data):
        hub = frame.hub()
        with stages(frame) as tell:
            if dry_run:
                manifest = examine(hub.whole, folder, tell)
            else:
                brought = import_hub(hub.whole, folder, tell)
                manifest = brought.manifest
        if not dry_run:
            with frame.working("Indexing …"):
                hub.refresh()
    if as_json:
        frame.json({"dry_run": dry_run, **_manifest_data(manifest)})
    elif dry_run:
        _say_what(frame, manifest)
        frame.say("Nothing was changed: this was a dry run.")
    else:
        _say_what(frame, manifest)
        _next_steps(frame, brought)
    return 0


def _manifest_data(manifest: "Manifest") -> dict[str, Any]:
    return {
        "made": manifest.made.isoformat(),
        "program": manifest.program,
        "chosen": [choice.value for choice in manifest.chosen],
        "counts": manifest.counts,
        "tables": {name: table.rows for name, table in manifest.tables.items()},
    }


def _say_what(frame: Frame, manifest: "Manifest") -> None:
    frame.say(
        "The hub of {day}: {resources} resources in {collections} collections, {texts} full texts, "
        "{rows} rows of the database.",
        day=f"{manifest.made:%Y-%m-%d}",
        resources=manifest.counts.get("resources", 0),
        collections=manifest.counts.get("collections", 0),
        texts=manifest.counts.get("texts", 0),
        rows=sum(table.rows for table in manifest.tables.values()),
    )


def _next_steps(frame: Frame, brought: "HubImport") -> None:
    if brought.accounts == brought.nameless:
        frame.note(
            "Nobody can log in yet. Make an account for yourself: "
            "hub account add you@example.org --role admin --generate"
        )
    else:
        frame.note(
            "Passwords never leave a hub. Accounts without one: {number}. For each of them: "
            "hub account password ADDRESS --generate",
            number=brought.accounts,
        )


def refuse_archive(path: Path) -> None:
    """Raise TransferError for a backup, and for a whole export that is still packed."""
    if is_packed(path):
        raise TransferError(
            "{path} looks like a backup. Bring it back with: hub restore", path=path
        )
    if path.suffix.lower() != ".zip" or not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        names = {name.rpartition("/")[2] for name in archive.namelist()}
    if {MANIFEST, "resources.yaml"} <= names:
        raise TransferError(
            "{path} holds a whole hub. Unpack it and import the folder; or take over only the "
            "catalogue with --catalogue-only.",
            path=path,
        )
