"""`hub check links`: are the originals still there?"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from hub.cli.frame import Frame, frame_of
from hub.cli.options import AsJson

if TYPE_CHECKING:
    from hub.core import Hub
    from hub.ingest.links import Checked, Followed, Link

_EVERY = 25  #: links after which a run without a terminal says how far it is
SENTENCES: Mapping[str, str] = {
    "fine": "fine",
    "moved": "moved",
    "gone": "gone",
    "refused": "refused",
    "timed_out": "no answer",
}
_FRONT_PAGE = "The page leads to the front page of its site only. Look for its new address there."


def check_links(
    context: typer.Context,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, help="Check at most so many.")
    ] = None,
    collection: Annotated[
        str | None,
        typer.Option("--collection", metavar="ID", help="Only links of this collection."),
    ] = None,
    follow: Annotated[
        bool, typer.Option("--follow", help="Give moved resources their new addresses.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Check links, too, that were checked lately.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Check whether the originals are still there, those first that were checked longest ago.

    A link that was fine is checked again after HUB_LINK_DAYS days, another one on the next day. It
    is called dead when it failed on two different days. The exit status is 1 when a link of
    this run is gone, is refused or gives no answer.
    """
    frame = frame_of(context)
    hub = frame.hub()
    due = hub.links.due(collection=collection, limit=limit, everything=everything)
    checked = list(_check(frame, hub, due))
    followed = list(_follow(frame, hub, checked)) if follow else []
    if as_json:
        frame.json(_as_data(frame, checked, followed))
    else:
        _show(frame, checked, followed)
    return 0 if all(one.link.last.succeeded for one in checked) else 1


def _check(frame: Frame, hub: "Hub", due: Sequence[str]) -> Iterator["Checked"]:
    from hub.ingest.fetching import Fetcher

    fetcher = Fetcher(hub.settings)
    results = hub.links.check(due, fetcher)
    try:
        yield from _with_progress(frame, results, len(due))
    finally:
        fetcher.close()


def _with_progress(frame: Frame, results: Iterable["Checked"], total: int) -> Iterator["Checked"]:
    """Say what is not fine as soon as it is known, and how far the work is."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=frame.err, disable=not frame.err.is_terminal) as progress:
        task = progress.add_task(frame.text("Checking links …"), total=total)
        for number, one in enumerate(results, 1):
            progress.advance(task)
            if one.link.state != "fine":
                frame.err.print(_line(frame, one))
            if not frame.err.is_terminal and number % _EVERY == 0:
                frame.note("{number} of {total} links checked.", number=number, total=total)
            yield one


def _line(frame: Frame, one: "Checked") -> str:
    """A link that is not fine: which resource, and what is the matter."""
    state = frame.text("dead") if one.link.dead else frame.text(SENTENCES[one.link.state])
    names = ", ".join(resource.id for resource in one.resources)
    return f"{state}: {names}: {_reason(frame, one)}"


def _reason(frame: Frame, one: "Checked") -> str:
    from hub.errors import HubError
    from hub.i18n import translator

    if isinstance(one.failure, HubError):
        return one.failure.text(translator(frame.language))
    if one.link.last.cause:
        return frame.text(_FRONT_PAGE)
    return one.link.last.target or one.link.address


def _follow(frame: Frame, hub: "Hub", checked: Iterable["Checked"]) -> Iterator["Followed"]:
    """Give resources the addresses they have moved to; the index then knows them, too."""
    from hub.history import Doer, What

    any_new = False
    for one in checked:
        for resource in one.resources:
            with hub.history.by(Doer(), What("resource.moved", {"title": resource.title})):
                followed = hub.links.follow(resource.id)
            if followed is not None:
                any_new |= followed.twin is None
                yield followed
    if any_new:
        with frame.working("Indexing …"):
            hub.refresh()


def _show(frame: Frame, checked: Sequence["Checked"], followed: Sequence["Followed"]) -> None:
    for one in followed:
        if one.twin is None:
            frame.say("Followed: {id}: {before} → {after}", **_move(one))
        else:
            frame.say(
                "Not followed: {id}: {after} is the address of {twin} already. Merge the two.",
                twin=one.twin,
                **_move(one),
            )
    if not checked:
        frame.say("No link is due. `hub check links --all` checks all the same.")
        return
    counts = Counter(one.link.state.value for one in checked)
    table = Table(frame.text("Links"), frame.text("Number"), box=None, pad_edge=False)
    table.columns[1].justify = "right"
    for state, name in SENTENCES.items():
        table.add_row(frame.text(name), str(counts[state]))
    table.add_row(frame.text("dead"), str(sum(one.link.dead for one in checked)))
    table.add_row(frame.text("checked in all"), str(len(checked)))
    frame.out.print(table)


def _move(one: "Followed") -> dict[str, str]:
    return {"id": one.id, "before": one.before, "after": one.after}


def _as_data(
    frame: Frame, checked: Sequence["Checked"], followed: Sequence["Followed"]
) -> dict[str, Any]:
    counts = Counter(one.link.state.value for one in checked)
    return {
        "checked": len(checked),
        **{state: counts[state] for state in SENTENCES},
        "dead": sum(one.link.dead for one in checked),
        "links": [
            {**_link_data(one.link), "resources": [r.id for r in one.resources], "text": text}
            for one in checked
            for text in [None if one.link.state == "fine" else _reason(frame, one)]
        ],
        "followed": [_move(one) for one in followed if one.twin is None],
        "not_followed": [{**_move(one), "twin": one.twin} for one in followed if one.twin],
    }


def _link_data(link: "Link") -> dict[str, Any]:
    last = link.last
    return {
        "address": link.address,
        "state": link.state.value,
        "cause": last.cause or None,
        "status": last.status,
        "target": last.target,
        "checked": last.at.isoformat(),
        "since": link.since.isoformat(),
        "failing_since": link.failing_since.isoformat() if link.failing_since else None,
        "dead": link.dead,
    }
