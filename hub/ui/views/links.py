"""Links that editors should look at: dead, gone, refused, moved, or odd at first sight."""

from itertools import groupby
from typing import TYPE_CHECKING

from hub.accounts import EDITORS
from hub.errors import NotFound
from hub.i18n import translator
from hub.i18n.words import mark
from hub.ui.html import Child, Html, el, hidden, join
from hub.ui.link_words import STATES, reason_text
from hub.ui.reader import Reader, View
from hub.ui.results import foreign, separated
from hub.ui.state import Params, resource_address

if TYPE_CHECKING:
    from hub.ingest.links import Task

_SHOWN = 100  #: links of one state on the page
_ODD = "odd"
_HEADINGS = {
    "dead": mark("Dead links"),
    "gone": mark("Gone for now"),
    "timed_out": mark("Without an answer"),
    "refused": mark("Refused"),
    "moved": mark("Moved"),
    _ODD: mark("Odd addresses"),
}
_HELP = {
    "dead": mark("They failed on two different days. Look for a new address, or name a successor."),
    "gone": mark("The next check will show whether they stay away."),
    "timed_out": mark("The next check will show whether they stay away."),
    "refused": mark("Open them yourself: often only programs are kept out."),
    "moved": mark("The new addresses are taken over by: hub check links --follow"),
    _ODD: mark("Never checked; the address alone shows that something is wrong."),
}


def view(reader: Reader, params: Params) -> View:
    """All links to look at. Who does not care for them finds no such page."""
    if reader.session.role not in EDITORS:
        raise NotFound(mark("There is no such page."))
    tasks = reader.hub.links.tasks(reader.access)
    words = reader.words
    title = words.t("Links to look at")
    number = words.n("{n} resource is affected.", "{n} resources are affected.", len(tasks))
    groups = [(kind, list(group)) for kind, group in groupby(tasks, _kind)]
    return View(
        title=title,
        body=join(
            el("h1", title, tabindex=-1),
            el(
                "p",
                number if tasks else _nothing(reader),
                class_="lead",
            ),
            [_group(reader, kind, group) for kind, group in groups],
        ),
        status=number,
        current="links",
    )


def _nothing(reader: Reader) -> str:
    """No link needs a look: what that is worth, for many may not have been checked yet."""
    seen = [r for r in reader.hub.catalogue().resources.values() if reader.access.sees(r)]
    counts = reader.hub.links.counts(seen)
    waiting, words = counts.get("unchecked", 0), reader.words
    if sum(counts.values()) == waiting:
        return words.t("No link has been checked yet. Links are checked by: hub check links")
    fine = words.t("All links that were checked are fine.")
    if not waiting:
        return fine
    more = words.n("{n} has not been checked yet.", "{n} have not been checked yet.", waiting)
    return f"{fine} {more}"


def _kind(task: "Task") -> str:
    return _ODD if task.link is None else task.link.name


def _group(reader: Reader, kind: str, tasks: list["Task"]) -> Html:
    words = reader.words
    heading = f"{words.t(_HEADINGS[kind])} ({words.number(len(tasks))})"
    more = len(tasks) - _SHOWN
    return el(
        "section",
        el("h2", heading, id=f"links-{kind}", class_="section"),
        el("p", words.t(_HELP[kind]), class_="facts"),
        el("ul", [_entry(reader, task) for task in tasks[:_SHOWN]], class_="hits"),
        el("p", words.n("And {n} more link.", "And {n} more links.", more)) if more > 0 else None,
        aria_labelledby=f"links-{kind}",
    )


def _entry(reader: Reader, task: "Task") -> Html:
    resource, link = task.resource, task.link
    title = el(
        "a",
        resource.title,
        href=resource_address(resource.id),
        lang=foreign(resource.language, reader.language),
    )
    reason = reason_text(reader, link.last) if link else None
    odd = task.flaw.text(translator(reader.language)) if task.flaw else None
    return el(
        "li",
        el("h3", title),
        el("p", _original(reader, resource.url or "")),
        el("p", reason) if reason else None,
        el("p", odd) if odd else None,
        _target(reader, task),
        el("p", separated(_days(reader, task)), class_="facts") if link else None,
        class_="hit",
    )


def _target(reader: Reader, task: "Task") -> Html | None:
    """Where a page has moved to, or what may be meant by an odd address."""
    moved = task.link is not None and task.link.state.value == "moved"
    target = task.link.last.target if moved and task.link else None
    if target:
        return el("p", reader.words.t("New address:"), " ", _original(reader, target))
    if task.flaw and task.flaw.meant:
        return el("p", reader.words.t("Perhaps:"), " ", _original(reader, task.flaw.meant[0]))
    return None


def _original(reader: Reader, address: str) -> Html:
    """A link to the original; only what a browser may follow without harm becomes one."""
    if not address.lower().startswith(("http://", "https://")):
        return el("span", address, class_="address")
    opens = hidden(f" ({reader.words.t('opens in a new window')})")
    return el(
        "a",
        address,
        opens,
        href=address,
        target="_blank",
        rel="noopener noreferrer",
        class_="address",
    )


def _days(reader: Reader, task: "Task") -> list[Child]:
    words, link = reader.words, task.link
    if link is None:
        return []
    state = words.t(STATES[link.name])
    began = link.failing_since if link.dead and link.failing_since else link.since
    since = words.t("{state} since {day}", state=state, day=words.day(began))
    days: list[Child] = [since, words.t("checked on {day}", day=words.day(link.last.at))]
    if link.fine and not link.last.succeeded:
        days.append(words.t("last fine on {day}", day=words.day(link.fine)))
    return days
