"""What the pages of upkeep share: reasons and evidence in words, notices with undo, the chooser."""

from collections.abc import Mapping

from hub.errors import NotFound
from hub.i18n.words import mark
from hub.model import Resource
from hub.ui.desk import button, last, posting
from hub.ui.html import Child, Html, el
from hub.ui.reader import Reader
from hub.ui.results import separated
from hub.ui.state import Params, resource_address
from hub.upkeep.model import Kind, Reason

DO = "/worklist/do"  #: where the forms of upkeep go

KINDS: Mapping[Kind, str] = {
    Kind.DEAD: mark("Dead link"),
    Kind.EXPIRED: mark("Call is over"),
    Kind.PAST: mark("Event is over"),
    Kind.TWIN: mark("Perhaps twice"),
    Kind.DUE: mark("Review is due"),
    Kind.UNASSESSED: mark("Method not assessed"),
    Kind.NO_DATE: mark("No date"),
    Kind.NO_SUMMARY: mark("No summary"),
    Kind.KEYWORD: mark("Unknown keywords"),
}
_SENTENCES: Mapping[Kind, str] = {
    Kind.DEAD: mark("The original has not been found since {day}: look for a new address, name a "
                    "successor, or withdraw the resource."),
    Kind.EXPIRED: mark("One could apply until {end}: withdraw it, or keep it as still right."),
    Kind.PAST: mark("The event ended on {end}: withdraw it, or keep it as still right."),
    Kind.TWIN: mark("It may be the same as: (two different ones? Then “Still right” says so.)"),
    Kind.DUE: mark("Nobody has looked at it since {day}."),
    Kind.UNASSESSED: mark("Nobody has said how well the effect of this method is shown. Look it up "
                          "in a register, and enter the step with its source."),
    Kind.NO_DATE: mark("Nobody has said when it was published."),
    Kind.NO_SUMMARY: mark("It has no summary in your own words."),
    Kind.KEYWORD: mark("No table knows these words: {words}"),
}  # fmt: skip
_NEVER = mark("Nobody has looked at it yet, and nobody knows since when it is here.")
_DONE = {
    "reviewed": mark("“{title}”: reviewed today."),
    "withdrawn": mark("“{title}” is withdrawn: members no longer see it."),
    "superseded": mark("“{title}” points to its successor and ranks below it."),
    "edited": mark("“{title}” is saved. The search finds it now."),
    "undone": mark("Taken back. Everything is as it was."),
}


def sentence(reader: Reader, resource: Resource, reason: Reason) -> str:
    """A reason as a sentence, with the next step in it."""
    words = reader.words
    if reason.kind is Kind.DUE and reason.since is None:
        return words.t(_NEVER)
    return words.t(
        _SENTENCES[reason.kind],
        day=words.date(reason.since.isoformat()) if reason.since else "",
        end=_end(reader, resource, reason.kind),
        words=", ".join(reason.details),
    )


def _end(reader: Reader, resource: Resource, kind: Kind) -> str:
    date = None
    if kind is Kind.EXPIRED and resource.funding:
        date = resource.funding.deadline
    if kind is Kind.PAST and resource.event:
        date = resource.event.end or resource.event.start
    return reader.words.date(date) if date else ""


def notice(reader: Reader, params: Params, here: str) -> Html | None:
    """What was just done, with a way to take it back. ``here`` is where undo comes back to."""
    text = _DONE.get(last(params, "done"))
    if text is None:
        return None
    said = reader.words.t(text, title=_title(reader, last(params, "of")))
    number = last(params, "change")
    undo = undo_form(reader, number, here) if number.isascii() and number.isdigit() else None
    return el("div", el("p", said), undo, class_="notice with-undo", role="status")


def _title(reader: Reader, id: str) -> str:
    """The title of what was changed; the notice of somebody who may not see it names nothing."""
    try:
        title = reader.hub.resource(id, reader.access).title
    except NotFound:
        return "…"
    return title if len(title) <= 80 else f"{title[:79]}…"


def undo_form(reader: Reader, number: str, here: str) -> Html:
    """One button that takes a change back."""
    return posting(
        reader,
        DO,
        el("input", type="hidden", name="change", value=number),
        el("input", type="hidden", name="here", value=here),
        button(reader.words.t("Undo"), "undo", key="u"),
        busy=reader.words.t("Saving …"),
        class_="undo",
    )


def chooser(reader: Reader, id: str, name: str, label: str, value: str = "", **more: str) -> Html:
    """A field in which typing finds resources; without the script it takes an id or a title.

    ``id`` is the resource that cannot be chosen: the one whose successor is looked for.
    """
    return el(
        "div",
        el("label", label, for_="chooser"),
        el(
            "input",
            type="text",
            id="chooser",
            name=name,
            value=value,
            autocomplete="off",
            spellcheck="false",
            maxlength=4000,
            data_find="/edit/find",
            data_but=id,
            data_none=reader.words.t("Nothing found. Try other words."),
            placeholder=reader.words.t("Words of the title, id or address"),
            **more,
        ),
        el("input", type="hidden", name=f"{name}.id", value="", data_chosen=True),
        class_="entry chooser",
    )


def dates(reader: Reader, resource: Resource) -> Html:
    """Published, entered, last reviewed, due: in a row."""
    words = reader.words
    due = reader.hub.upkeep.rhythm.due(resource)
    looked = words.date(resource.reviewed) if resource.reviewed else words.t("not yet")
    shown: list[Child] = [
        words.t(
            "Published: {day}",
            day=words.date(resource.date) if resource.date else words.t("unknown"),
        ),
        words.t("in the hub since {day}", day=words.day(resource.added))
        if resource.added
        else None,
        words.t("last reviewed: {day}", day=looked),
        words.t("due from {day}", day=words.date(due.isoformat()))
        if due and due.year > 1
        else None,
    ]
    return el("p", separated([part for part in shown if part]), class_="facts")


def due_text(reader: Reader, resource: Resource) -> str:
    """When it is due for a look, for those who look."""
    words, due = reader.words, reader.hub.upkeep.rhythm.due(resource)
    if due is None:
        return words.t("It is not on the list of reviews.")
    if due <= reader.today:
        return words.t("Its review is due.")
    return words.t("Next review from {day}", day=words.date(due.isoformat()))


def link(resource: Resource) -> Html:
    """A link to a resource by its title."""
    return el("a", resource.title, href=resource_address(resource.id), lang=resource.language)
