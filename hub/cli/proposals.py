"""A proposal at the terminal: its values, and where each of them comes from."""

from collections.abc import Iterable
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from rich.table import Table

from hub.cli.frame import Frame

if TYPE_CHECKING:
    from hub.core import Hub
    from hub.ingest.model import Fact, Proposal

#: Fields as the proposal shows them, in this order.
LABELS = {
    "title": "Title",
    "url": "Address",
    "type": "Type",
    "collections": "Collections",
    "language": "Language",
    "date": "Date",
    "event": "Event",
    "funding": "Funding",
    "publisher": "Publisher",
    "authors": "Authors",
    "places": "Places",
    "tags": "Topics",
    "keywords": "Keywords",
}
_DESCRIBED = 300  #: letters of a foreign description that help enough
#: Fields whose values have names, and the facets that know them.
_NAMED = {"type": "type", "language": "language", "places": "place", "tags": "tag"}


def show_proposal(frame: Frame, hub: "Hub", proposal: "Proposal") -> None:
    """The values of a proposal and where each comes from, then what an editor should know."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(overflow="fold")  # an address is shown whole
    table.add_column()
    for field, label in LABELS.items():
        value = _shown(frame, hub, field, getattr(proposal.resource, field))
        if value:
            table.add_row(frame.text(label), value, _origin(frame, proposal, field))
    frame.out.print(table)
    _offer(frame, hub, proposal)
    _advise(frame, proposal)


def _offer(frame: Frame, hub: "Hub", proposal: "Proposal") -> None:
    """Topics and places that wait for a yes."""

    def offer(fact: "Fact") -> str:
        return f"{named(frame, hub, fact.field, [fact.value])} ({fact.confidence:.0%})"

    for field in ("tags", "places"):
        offered = [offer(fact) for fact in proposal.facts.every(field) if fact.confidence < 1]
        if offered:
            label = frame.text(LABELS[field])
            frame.note("Suggested {label}: {values}", label=label, values=", ".join(offered))


def _advise(frame: Frame, proposal: "Proposal") -> None:
    description = proposal.facts.first("description")
    if description:
        text = shorten(description.value, _DESCRIBED, placeholder=" …")
        frame.note("Described elsewhere, for your help only: “{words}”", words=text)
    for twin in proposal.twins:
        frame.note(
            "It may be the same as: {id} ({likeness})", id=twin.id, likeness=f"{twin.likeness:.0%}"
        )
    for remark in proposal.remarks:
        frame.note("Note: {remark}", remark=frame.text(remark))
    words = len(proposal.text.split())
    frame.note("Text that was found and will be searched: {words} words", words=words)


def labels(frame: Frame, fields: Iterable[str]) -> str:
    """The names of fields in the reader's language."""
    return ", ".join(frame.text(LABELS[field]) for field in fields)


def named(frame: Frame, hub: "Hub", field: str, values: Iterable[object]) -> str:
    """The values of a field by their names in the reader's language, where they have names."""
    from hub.model import EVERYTHING

    if field not in _NAMED:
        return ", ".join(map(str, values))
    facet = _NAMED[field]
    return ", ".join(hub.label(facet, str(v), frame.language, EVERYTHING) for v in values)


def _origin(frame: Frame, proposal: "Proposal", field: str) -> str:
    from hub.ingest.origins import origin_in_words

    facts = [f for f in proposal.facts if f.field == field or f.field.startswith(f"{field}.")]
    if not facts:
        return ""
    best = facts[0]
    words = frame.text(origin_in_words(best.origin), origin=best.origin)
    return f"{words}, {best.confidence:.0%}" if best.confidence < 1 else words


def _shown(frame: Frame, hub: "Hub", field: str, value: Any) -> str:
    if value is None or value == ():
        return ""
    if hasattr(value, "model_dump"):
        return ", ".join(str(v) for v in value.model_dump().values() if v)
    return named(frame, hub, field, value if isinstance(value, tuple) else (value,))
