"""The columns of tables. `hub import` finds the fields by these names, in both languages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hub.exporting.cleaning import block, line
from hub.exporting.model import Edition
from hub.i18n.words import mark
from hub.model import Event, Evidence, Funding, Resource

#: Between several values of a cell.
BETWEEN = "; "
#: What `hub import` takes for the end of a value: a label that holds one stands as its id.
_ENDS = frozenset(";,|")
_NO_EVENT, _NO_FUNDING, _NO_EVIDENCE = Event(), Funding(), Evidence()


@dataclass(frozen=True)
class Column:
    """A column: its name, what stands in it, and how wide it is shown (in characters)."""

    title: str
    cell: Callable[[Resource, Edition], str]
    width: int = 16


def header(edition: Edition) -> list[str]:
    """The names of the columns in the reader's language."""
    return [edition.words.t(column.title) for column in COLUMNS]


def cells(resource: Resource, edition: Edition) -> list[str]:
    """What stands in the row of a resource."""
    return [column.cell(resource, edition) for column in COLUMNS]


def _labels(edition: Edition, facet: str, values: Sequence[str]) -> list[str]:
    labels = [(value, line(edition.label(facet, value))) for value in values]
    return [value if _ENDS & set(label) else label for value, label in labels]


def _joined(values: Sequence[str]) -> str:
    return BETWEEN.join(filter(None, map(line, values)))


def _topics(resource: Resource, edition: Edition) -> str:
    """Topics and free keywords in one column: reading it again tells them apart by the tables."""
    return _joined([*_labels(edition, "tag", resource.tags), *resource.keywords])


def _places(resource: Resource, edition: Edition) -> str:
    return _joined(_labels(edition, "place", resource.places))


def _collections(resource: Resource, edition: Edition) -> str:
    return _joined([edition.label("collection", id) for id in resource.collections])


def _language(resource: Resource, edition: Edition) -> str:
    return edition.label("language", resource.language) if resource.language else ""


def _evidence(resource: Resource, edition: Edition) -> str:
    step = resource.evidence_step
    return edition.label("evidence", step.value) if step else ""


def _event(resource: Resource) -> Event:
    return resource.event or _NO_EVENT


def _funding(resource: Resource) -> Funding:
    return resource.funding or _NO_FUNDING


def _status(resource: Resource, edition: Edition) -> str:
    return edition.words.t(STATUS[resource.status.value])


STATUS = {
    "published": mark("published"),
    "draft": mark("draft"),
    "withdrawn": mark("withdrawn"),
}

COLUMNS = (
    Column(mark("Title"), lambda r, _: line(r.title), 60),
    Column(mark("Type"), lambda r, e: e.label("type", r.type.value)),
    Column(mark("Authors"), lambda r, _: _joined(r.authors), 24),
    Column(mark("Publisher"), lambda r, _: line(r.publisher or ""), 24),
    Column(mark("Date"), lambda r, _: r.date or "", 12),
    Column(mark("Link"), lambda r, _: line(r.url or ""), 40),
    Column(mark("Summary"), lambda r, _: block(r.summary or ""), 80),
    Column(mark("Topics"), _topics, 32),
    Column(mark("Place"), _places, 20),
    Column(mark("Target group"), lambda r, _: _joined(r.target_groups), 20),
    Column(mark("Language"), _language, 12),
    Column(mark("Collections"), _collections, 32),
    Column(mark("Event start"), lambda r, _: _event(r).start or "", 12),
    Column(mark("Event end"), lambda r, _: _event(r).end or "", 12),
    Column(mark("Venue"), lambda r, _: line(_event(r).place or ""), 20),
    Column(mark("Apply by"), lambda r, _: _funding(r).deadline or "", 12),
    Column(mark("Funder"), lambda r, _: line(_funding(r).funder or ""), 20),
    Column(mark("Evidence"), _evidence, 18),
    Column(
        mark("Source of the evidence"),
        lambda r, _: line((r.evidence or _NO_EVIDENCE).source or ""),
        24,
    ),
    Column(
        mark("In the hub since"), lambda r, _: r.added.date().isoformat() if r.added else "", 12
    ),
    Column(mark("Last reviewed"), lambda r, _: r.reviewed or "", 12),
    Column(mark("Status"), _status, 12),
    Column(mark("Replaced by"), lambda r, _: r.superseded_by or "", 20),
    Column(mark("Key"), lambda r, _: r.id, 32),
)
