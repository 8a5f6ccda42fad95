"""Edit one catalogued resource: every field, its status, its successor."""

from dataclasses import dataclass

from hub.errors import IngestError, NotFound
from hub.i18n.words import mark
from hub.ingest.correcting import catalogued
from hub.model import Resource, Status
from hub.ui import proposal as form
from hub.ui import upkeep
from hub.ui.desk import button, last, may_edit, posting
from hub.ui.found import text_of
from hub.ui.html import Child, Html, el, join
from hub.ui.reader import Reader, View
from hub.ui.state import Params, resource_address
from hub.ui.views.parts import breadcrumb
from hub.upkeep.merging import FIELDS

_STATUS = {
    Status.PUBLISHED: mark("Published"),
    Status.DRAFT: mark("Draft: members do not see it yet"),
    Status.WITHDRAWN: mark("Withdrawn: members no longer see it"),
}
_PARTS = {
    "collections": mark("Collections"),
    "event": mark("Event"),
    "funding": mark("Funding"),
    "evidence": mark("Evidence of a method"),
    "status": mark("Visibility"),
    "superseded_by": mark("Replaced by"),
    "reviewed": mark("Last reviewed"),
    "text": mark("Captured text"),
}


@dataclass(frozen=True)
class _Opened:
    """What the form shows: the resource as it is, or as somebody typed it who was overtaken."""

    now: Resource  #: as it stands in the file
    shown: Resource
    version: str  #: of the file that whoever saves has seen
    draft: str = ""
    taken: tuple[str, ...] = ()  #: fields that were changed meanwhile, and are taken over
    clashes: tuple[str, ...] = ()  #: fields that both changed


def view(reader: Reader, params: Params) -> View:
    """The form. Members find no such page; nobody finds a resource that is not open to them."""
    if not may_edit(reader):
        raise NotFound(mark("There is no such page."))
    seen = reader.hub.resource(last(params, "id"), reader.access)
    opened = _opened(reader, reader.hub.catalogue().resources[seen.id], params)
    title = reader.words.t("Edit: {title}", title=seen.title)
    return View(
        title=title,
        body=join(
            breadcrumb(reader, *seen.collections),
            el("h1", reader.words.t("Edit a resource"), tabindex=-1),
            el("p", upkeep.link(seen), class_="lead"),
            _conflict(reader, opened),
            el("div", _form(reader, opened, params), _beside(reader, opened), class_="desk"),
        ),
        status=title,
    )


def _opened(reader: Reader, now: Resource, params: Params) -> _Opened:
    draft, version = last(params, "draft"), last(params, "version")
    if draft and version:
        try:
            kept = reader.hub.ingest.drafts.get(draft).resource
        except IngestError:
            kept = now
        if kept.id == now.id and kept is not now:
            taken, clashes = (
                tuple(f for f in last(params, name).split(",") if f in FIELDS)
                for name in ("taken", "clashes")
            )
            return _Opened(now, kept, version, draft, taken, clashes)
    return _Opened(now, now, reader.hub.upkeep.version(now))


# What was changed meanwhile


def _conflict(reader: Reader, opened: _Opened) -> Html | None:
    """What another editor did while this one was typing; nothing that was typed is lost."""
    if not opened.draft:
        return None
    words = reader.words
    said = words.t(
        "Somebody else has saved this resource while you were editing it. Nothing is lost: the "
        "form holds what you typed. Look at it, then save again."
    )
    taken = ", ".join(_name(reader, field) for field in opened.taken)
    return el(
        "div",
        el("p", said),
        el("p", words.t("Taken over from the other version: {fields}", fields=taken))
        if taken
        else None,
        _clashes(reader, opened) if opened.clashes else None,
        class_="notice strong",
        role="alert",
    )


def _clashes(reader: Reader, opened: _Opened) -> Html:
    """Fields that both changed, side by side: one's own version is what the form holds."""
    words = reader.words
    head = [words.t("Field"), words.t("In the hub now"), words.t("Yours")]
    rows = [
        el(
            "tr",
            el("th", _name(reader, field), scope="row"),
            el("td", _value(reader, opened.now, field)),
            el("td", _value(reader, opened.shown, field)),
        )
        for field in opened.clashes
    ]
    return el(
        "table",
        el("caption", words.t("Both of you changed this. Your version wins if you save it.")),
        el("thead", el("tr", [el("th", text, scope="col") for text in head])),
        el("tbody", rows),
        class_="twins",
    )


def _name(reader: Reader, field: str) -> str:
    text = _PARTS.get(field) or form.LABELS.get(field)
    return reader.words.t(text) if text else field


def _value(reader: Reader, resource: Resource, field: str) -> str:
    value = getattr(resource, field)
    if field == "collections":
        return ", ".join(reader.label("collection", c) for c in reader.access.visible(value))
    if field == "superseded_by":
        return _successor(reader, resource) or "–"
    if field in ("tags", "places"):
        return ", ".join(reader.label(field[:-1], id) for id in value) or "–"
    if field in ("type", "language") and value:
        return reader.label(field, str(value))
    if field == "date" and value:
        return reader.words.date(value)
    if isinstance(value, tuple):
        return ", ".join(value) or "–"
    if hasattr(value, "model_dump"):
        return "; ".join(str(part) for part in value.model_dump().values() if part) or "–"
    return str(value) if value else "–"


# The form


def _form(reader: Reader, opened: _Opened, params: Params) -> Html:
    words, resource = reader.words, opened.shown
    back = last(params, "back")
    fields: dict[str, str] = {
        "resource": resource.id,
        "version": opened.version,
        "draft": opened.draft,
        "here": back,
    }
    return posting(
        reader,
        "/edit/save",
        [el("input", type="hidden", name=name, value=value) for name, value in fields.items()],
        form.fields(reader, catalogued(resource)),
        _standing(reader, resource),
        el(
            "p",
            button(words.t("Save"), "save", strong=True),
            button(words.t("Save and mark as reviewed"), "reviewed"),
            el("a", words.t("Cancel"), href=_way_back(resource.id, back), class_="cancel"),
            class_="actions sticky",
        ),
        busy=words.t("Saving …"),
    )


def _way_back(id: str, back: str) -> str:
    return back if back.startswith("/worklist") else resource_address(id)


def _standing(reader: Reader, resource: Resource) -> Html:
    """Status and successor."""
    words = reader.words
    options = [
        el("option", words.t(text), value=status.value, selected=status is resource.status)
        for status, text in _STATUS.items()
    ]
    return el(
        "div",
        el(
            "div",
            el("label", words.t("Visibility"), for_="f-status"),
            el("select", options, id="f-status", name="f-status"),
            class_="entry",
        ),
        upkeep.chooser(
            reader,
            resource.id,
            "f-successor",
            words.t("Replaced by"),
            _successor(reader, resource),
        ),
        class_="standing",
    )


def _successor(reader: Reader, resource: Resource) -> str:
    """Title of the successor; nothing where there is none, or none this editor may see."""
    new = reader.hub.catalogue().resources.get(resource.superseded_by or "")
    return new.title if new and reader.access.sees(new) else ""


# Beside the form


def _beside(reader: Reader, opened: _Opened) -> Html:
    words, resource = reader.words, opened.now
    return el(
        "aside",
        el("h2", words.t("What is there")),
        upkeep.dates(reader, resource),
        _original(reader, resource),
        text_of(reader, catalogued(resource)),
        class_="found-text",
        aria_label=words.t("What is there"),
    )


def _original(reader: Reader, resource: Resource) -> Child:
    if not resource.url:
        return None
    link = el("a", resource.url, href=resource.url, target="_blank", rel="noopener noreferrer")
    return el("p", link, class_="host")
