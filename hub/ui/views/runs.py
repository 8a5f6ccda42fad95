"""Runs: what was pulled from the sources, when, and what became of each thing."""

from collections import Counter
from itertools import islice

from hub.errors import IngestError, NotFound
from hub.i18n import translator
from hub.i18n.words import mark
from hub.ingest.model import Outcome
from hub.ingest.runs import Row, RunReport, RunState
from hub.ui.desk import last, may_edit
from hub.ui.html import Child, Html, el, join
from hub.ui.reader import Reader, View
from hub.ui.state import Params, address, resource_address

_SHOWN = 200  #: rows of a run that are shown
_OUTCOMES = {
    Outcome.ADDED: mark("added"),
    Outcome.CHANGED: mark("changed"),
    Outcome.UNCHANGED: mark("unchanged"),
    Outcome.DUPLICATE: mark("duplicate"),
    Outcome.REJECTED: mark("rejected"),
    Outcome.FAILED: mark("failed"),
}
_STATES = {
    RunState.RUNNING: mark("running"),
    RunState.DONE: mark("done"),
    RunState.STOPPED: mark("stopped before its end"),
}


def view(reader: Reader, params: Params) -> View:
    """The list of runs, or one of them. Members find no such page."""
    if not may_edit(reader):
        raise NotFound(mark("There is no such page."))
    wanted = last(params, "run")
    title = reader.words.t("Runs")
    if wanted.isascii() and wanted.isdigit():
        body = _one(reader, int(wanted[:9]), last(params, "outcome"))
    else:
        body = _all(reader)
    return View(
        title=title,
        body=join(el("h1", title, tabindex=-1), body),
        status=title,
        current="runs",
    )


def _all(reader: Reader) -> Html:
    words = reader.words
    runs = reader.hub.ingest.runs.latest()
    lead = words.t("What was pulled from the sources. An admin starts a run with: hub ingest")
    if not runs:
        none = el("p", words.t("Nothing has been pulled from any source yet."))
        return join(el("p", lead, class_="lead"), none)
    names = ["#", words.t("Sources"), words.t("Begun"), words.t("State")]
    if _sees_all(reader):
        names += [words.t(text) for text in _OUTCOMES.values()]
    head = el("tr", [el("th", name, scope="col") for name in names])
    table = el(
        "table", el("thead", head), el("tbody", [_line(reader, r) for r in runs]), class_="runs"
    )
    return join(el("p", lead, class_="lead"), el("div", table, class_="wide", tabindex=0))


def _line(reader: Reader, run: RunReport) -> Html:
    counts: list[Child] = []
    if _sees_all(reader):
        counts = [el("td", reader.words.number(run.counts[o]), class_="number") for o in _OUTCOMES]
    name = run.name if _sees_all(reader) else f"{run.id}"
    return el(
        "tr",
        el("th", el("a", str(run.id), href=address("/runs", [("run", str(run.id))])), scope="row"),
        el("td", name, _dry(reader, run)),
        el("td", _moment(reader, run)),
        el("td", reader.words.t(_STATES[run.state])),
        counts,
    )


def _dry(reader: Reader, run: RunReport) -> Html | None:
    return el("span", f" ({reader.words.t('dry run')})", class_="facts") if run.dry else None


def _moment(reader: Reader, run: RunReport) -> str:
    return f"{reader.words.day(run.started)}, {run.started:%H:%M} UTC"


def _one(reader: Reader, id: int, outcome: str) -> Html:
    words = reader.words
    try:
        run = reader.hub.ingest.runs.report(id)
    except IngestError as error:
        raise NotFound(error.message, **error.values) from error
    back = el("p", el("a", words.t("All runs"), href="/runs"))
    wanted = (Outcome(outcome),) if outcome in tuple(Outcome) else ()
    rows = list(islice((r for r in run.rows(*wanted) if _visible(reader, r)), _SHOWN + 1))
    more = words.t("Only the first {n} are shown. All of them: hub ingest --json", n=_SHOWN)
    return join(
        back,
        el("p", f"{_moment(reader, run)} · {words.t(_STATES[run.state])}", class_="facts"),
        _counts(reader, run, outcome),
        el("ul", [_entry(reader, row) for row in rows[:_SHOWN]], class_="outcomes"),
        el("p", more, class_="facts") if len(rows) > _SHOWN else None,
    )


def _counts(reader: Reader, run: RunReport, chosen: str) -> Html:
    words = reader.words
    counts = run.counts
    if not _sees_all(reader):
        counts = Counter(row.outcome for row in run.rows() if _visible(reader, row))
    links = [
        el(
            "li",
            el(
                "a",
                f"{words.t(text)} ({words.number(counts[outcome])})",
                href=address("/runs", [("run", str(run.id)), ("outcome", outcome.value)]),
                aria_current="true" if outcome == chosen else None,
            ),
        )
        for outcome, text in _OUTCOMES.items()
    ]
    return el("nav", el("ul", links), class_="sorting", aria_label=words.t("By outcome"))


def _entry(reader: Reader, row: Row) -> Html:
    words = reader.words
    reason = row.text(translator(reader.language))
    return el(
        "li",
        el("span", words.t(_OUTCOMES[row.outcome]), class_=f"outcome {row.outcome.value}"),
        " ",
        _title(reader, row),
        el("span", f" {reason}", class_="reason") if reason else None,
        el("span", f"{row.source}", class_="facts"),
    )


def _title(reader: Reader, row: Row) -> Child:
    text = row.title or row.address or row.key
    if row.resource in reader.hub.catalogue().resources:
        return el("a", text, href=resource_address(row.resource))
    if reader.hub.ingest.inbox.get(row.resource) is not None:
        return el("a", text, href=address("/inbox", [("id", row.resource)]))
    return text


def _sees_all(reader: Reader) -> bool:
    known = reader.hub.catalogue().collections
    return len(list(reader.access.visible(known))) == len(known)


def _visible(reader: Reader, row: Row) -> bool:
    """Whether a thing belongs to collections that this editor may see."""
    if _sees_all(reader):
        return True
    resource = reader.hub.catalogue().resources.get(row.resource)
    proposal = reader.hub.ingest.inbox.get(row.resource)
    found = resource or (proposal.resource if proposal else None)
    if found is not None:
        return reader.access.sees(found)
    return any(True for _ in reader.access.visible((row.source.partition("/")[0],)))
