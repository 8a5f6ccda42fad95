"""`hub tag`, `hub place`, `hub group`, `hub publisher`, `hub collection`: upkeep of the words."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.cli.asking import agrees
from hub.cli.frame import Frame, frame_of
from hub.cli.help import UsageProblem
from hub.cli.options import AsJson
from hub.i18n.words import mark
from hub.model import EVERYTHING, VocabularyKind

if TYPE_CHECKING:
    from hub.catalogue.vocabulary.actions import Action
    from hub.core import Hub
    from hub.vocabulary import Preview

_K = VocabularyKind
#: The groups of commands: name, kind, and what the help says.
GROUPS: Mapping[str, tuple[VocabularyKind, str]] = {
    "tag": (_K.TAG, mark("Tags: rename, merge, nest and delete them.")),
    "place": (_K.PLACE, mark("Places: rename, merge, nest and delete them.")),
    "group": (_K.TARGET_GROUP, mark("Target groups: rename, merge and delete them.")),
    "publisher": (_K.PUBLISHER, mark("Publishers: rename, merge and delete them.")),
    "collection": (_K.COLLECTION, mark("Collections: rename, merge and delete them.")),
}
_WHY = {
    "stem": mark("the same word"),
    "translation": mark("the same translation"),
    "spelling": mark("nearly the same spelling"),
}
#: Those that have an id and a name in each language; the others are words.
_NAMED = (_K.TAG, _K.PLACE, _K.COLLECTION)
#: Makes the action once the names that were typed are known.
Make = Callable[["Hub", Callable[[str], str]], "Action"]

Name = Annotated[str, typer.Argument(metavar="NAME", help="Its id or any name of it.")]
Trial = Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


def commands(kind: VocabularyKind) -> dict[str, Callable[..., int]]:
    """The commands for one kind, by name."""
    found: dict[str, Callable[..., int]] = {
        "list": _list(kind),
        "rename": _rename(kind) if kind in _NAMED else _rename_word(kind),
        "merge": _merge(kind),
        "delete": _delete(kind),
    }
    if kind in (_K.TAG, _K.PLACE):
        found["nest"] = _nest(kind)
    return found


def _list(kind: VocabularyKind) -> Callable[..., int]:
    def list_values(
        context: typer.Context,
        near: Annotated[
            bool, typer.Option("--near", help="Pairs that may mean the same, instead.")
        ] = False,
        as_json: AsJson = False,
    ) -> int:
        """List them with the number of resources that have them."""
        frame = frame_of(context)
        vocabulary = frame.hub().vocabulary
        if near:
            pairs = vocabulary.near(kind, EVERYTHING, frame.language)
            if as_json:
                frame.json([{"values": [p.one.value, p.other.value], "why": p.why} for p in pairs])
            for pair in pairs if not as_json else ():
                frame.out.print(
                    f"{pair.one.value} · {pair.other.value} · {frame.text(_WHY[pair.why])}"
                )
            return 0
        found = vocabulary.entries(kind, EVERYTHING, frame.language)
        if as_json:
            frame.json([{"value": e.value, "label": e.label, "count": e.count} for e in found])
        for entry in found if not as_json else ():
            frame.out.print(f"{entry.count:5}  {entry.value} · {entry.label}")
        return 0

    return list_values


def _rename(kind: VocabularyKind) -> Callable[..., int]:
    def rename(
        context: typer.Context,
        name: Name,
        new: Annotated[str, typer.Argument(metavar="[NEW]", help="The new name.")] = "",
        language: Annotated[
            str, typer.Option(metavar="CODE", help="The language of the new name.")
        ] = "de",
        id: Annotated[
            str, typer.Option("--id", metavar="ID", help="A new id; otherwise it stays.")
        ] = "",
        dry_run: Trial = False,
        as_json: AsJson = False,
    ) -> int:
        """Give another name. Old names and addresses lead on to it."""
        from hub.catalogue.vocabulary.actions import Rename

        def make(hub: "Hub", find: Callable[[str], str]) -> "Action":
            return Rename(kind=kind, value=find(name), name=new, language=language, id=id)

        return _run(context, kind, make, dry_run=dry_run, as_json=as_json)

    return rename


def _rename_word(kind: VocabularyKind) -> Callable[..., int]:
    def rename(
        context: typer.Context,
        name: Name,
        new: Annotated[str, typer.Argument(metavar="NEW", help="The new name.")],
        dry_run: Trial = False,
        as_json: AsJson = False,
    ) -> int:
        """Give another name. Old names and addresses lead on to it."""
        from hub.catalogue.vocabulary.actions import Rename

        def make(hub: "Hub", find: Callable[[str], str]) -> "Action":
            return Rename(kind=kind, value=find(name), name=new)

        return _run(context, kind, make, dry_run=dry_run, as_json=as_json)

    return rename


def _merge(kind: VocabularyKind) -> Callable[..., int]:
    def merge(
        context: typer.Context,
        name: Name,
        into: Annotated[str, typer.Argument(metavar="INTO", help="The one that stays.")],
        dry_run: Trial = False,
        yes: Yes = False,
        as_json: AsJson = False,
    ) -> int:
        """Make one of two: the first goes, and everything of it becomes the other's."""
        from hub.catalogue.vocabulary.actions import Merge

        def make(hub: "Hub", find: Callable[[str], str]) -> "Action":
            return Merge(kind=kind, value=find(name), into=find(into))

        return _run(context, kind, make, dry_run=dry_run, as_json=as_json, asks=not yes)

    return merge


def _nest(kind: VocabularyKind) -> Callable[..., int]:
    def nest(
        context: typer.Context,
        name: Name,
        under: Annotated[
            str, typer.Argument(metavar="[UNDER]", help="The broader one, or the larger place.")
        ] = "",
        top: Annotated[
            bool, typer.Option("--top", help="Take it out: nothing lies above it any more.")
        ] = False,
        dry_run: Trial = False,
        as_json: AsJson = False,
    ) -> int:
        """Put one below another: whoever looks for the broader one finds it too."""
        from hub.catalogue.vocabulary.actions import Nest

        if bool(under) == top:
            raise UsageProblem("Name what it belongs under, or add --top.")

        def make(hub: "Hub", find: Callable[[str], str]) -> "Action":
            return Nest(kind=kind, value=find(name), under=find(under) if under else "")

        return _run(context, kind, make, dry_run=dry_run, as_json=as_json)

    return nest


def _delete(kind: VocabularyKind) -> Callable[..., int]:
    def delete(
        context: typer.Context,
        name: Name,
        instead: Annotated[
            str, typer.Option(metavar="NAME", help="What its resources get in its place.")
        ] = "",
        dry_run: Trial = False,
        yes: Yes = False,
        as_json: AsJson = False,
    ) -> int:
        """Let it go; its resources get another one, or lose it."""
        from hub.catalogue.vocabulary.actions import Delete

        def make(hub: "Hub", find: Callable[[str], str]) -> "Action":
            return Delete(kind=kind, value=find(name), instead=find(instead) if instead else "")

        return _run(context, kind, make, dry_run=dry_run, as_json=as_json, asks=not yes)

    return delete


def _run(
    context: typer.Context,
    kind: VocabularyKind,
    make: Make,
    *,
    dry_run: bool,
    as_json: bool,
    asks: bool = False,
) -> int:
    from hub.history import Doer

    frame = frame_of(context)
    hub = frame.hub()
    action = make(hub, lambda name: hub.vocabulary.find(kind, name, EVERYTHING))
    preview = hub.vocabulary.preview(action, EVERYTHING)
    if not as_json:
        _show(frame, preview)
    if not dry_run and asks:
        _ask(frame)
    change = None
    if not dry_run:
        change = hub.vocabulary.do(action, EVERYTHING, Doer(), preview.version).id
        hub.refresh()
    if as_json:
        frame.json(_data(preview, change))
    elif change is None:
        frame.say("This was a trial: nothing was changed.")
    else:
        frame.say("Done. It stands in the history as change {id}.", id=change)
    return 0


def _ask(frame: Frame) -> None:
    """Raise where nobody says yes."""
    import sys

    if not sys.stdin.isatty():
        raise UsageProblem("There is no terminal to ask at. Add --yes, or look with --dry-run.")
    if not agrees(frame, frame.text("Shall this be done?")):
        raise typer.Abort


def _show(frame: Frame, preview: "Preview") -> None:
    frame.say("Resources that change: {number}", number=preview.resources)
    frame.say("Saved searches that name it: {number}", number=preview.saved_searches)
    for table, number in preview.rows.items():
        frame.say("Entries of {file} that change: {number}", file=table, number=number)
    if preview.sources:
        frame.say("Sources that change: {names}", names=", ".join(preview.sources))


def _data(preview: "Preview", change: int | None) -> dict[str, Any]:
    return {
        "kind": preview.action.kind.value,
        "action": type(preview.action).__name__.lower(),
        "value": preview.action.value,
        "to": preview.labels.get("to", ""),
        "resources": preview.resources,
        "saved_searches": preview.saved_searches,
        "rows": dict(preview.rows),
        "sources": list(preview.sources),
        "facets": list(preview.facets),
        "change": change,
    }
