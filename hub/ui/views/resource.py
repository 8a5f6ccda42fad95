"""A resource at its permanent address: every field, related resources, how to cite it."""

from hub.accounts import EDITORS
from hub.model import Query, Resource, Status
from hub.ui import citing, results, upkeep
from hub.ui.desk import button, may_edit, posting
from hub.ui.evidence import evidence_of
from hub.ui.html import Child, Html, el, hidden, join
from hub.ui.link_words import STATES, reason_text, state_text
from hub.ui.reader import Reader, View
from hub.ui.state import (
    Params,
    address,
    collection_address,
    resource_address,
    search_address,
    toggled,
)
from hub.ui.views.parts import breadcrumb

_CHECKS = 12  #: of a link, shown to editors


def view(reader: Reader, params: Params) -> View:
    """Everything about a resource. Raises NotFound, the same for missing and not allowed."""
    resource = reader.hub.resource((params.get("id") or ("",))[-1], reader.access)
    return View(
        title=resource.title,
        body=join(
            breadcrumb(reader, *resource.collections),
            el(
                "article",
                upkeep.notice(reader, params, resource_address(resource.id))
                if may_edit(reader)
                else None,
                _head(reader, resource),
                _editing(reader, resource) if may_edit(reader) else None,
                _superseded(reader, resource),
                _unpublished(reader, resource),
                el("p", resource.summary, class_="summary") if resource.summary else None,
                _original(reader, resource),
                _dead(reader, resource),
                _fields(reader, resource),
                citing.section(reader, resource),
                citing.marks(reader, [resource]),
                class_="resource",
            ),
            _related(reader, resource),
        ),
        status=resource.title,
    )


def _head(reader: Reader, resource: Resource) -> Html:
    facts: list[Child] = [el("span", reader.label("type", resource.type.value), class_="kind")]
    if resource.publisher:
        facts.append(resource.publisher)
    if resource.when:
        facts.append(_when(reader, resource))
    language = results.foreign(resource.language, reader.language)
    return el(
        "header",
        el("p", results.separated(facts), class_="facts"),
        el("h1", resource.title, tabindex=-1, lang=language),
        evidence_of(reader, resource),
    )


def _when(reader: Reader, resource: Resource) -> str:
    if resource.event and resource.event.start:
        return reader.words.span(resource.event.start, resource.event.end)
    return reader.words.date(resource.when or "")


def _editing(reader: Reader, resource: Resource) -> Html:
    """What editors do here, each with its key; it works while no field has the focus."""
    words = reader.words
    form = posting(
        reader,
        upkeep.DO,
        el("input", type="hidden", name="resource", value=resource.id),
        el("input", type="hidden", name="here", value=resource_address(resource.id)),
        el(
            "p",
            el(
                "a",
                words.t("Edit"),
                el("kbd", "e", aria_hidden="true"),
                href=address("/edit", [("id", resource.id)]),
                class_="button plain",
                data_key="e",
                aria_keyshortcuts="e",
            ),
            button(words.t("Still right"), "reviewed", key="r"),
            el("a", words.t("History"), href=address("/history", [("resource", resource.id)])),
            el("span", upkeep.due_text(reader, resource), class_="facts"),
            class_="actions",
        ),
        busy=words.t("Saving …"),
    )
    return el("div", form, class_="editing", data_keys="quiet")


def _superseded(reader: Reader, resource: Resource) -> Html | None:
    if resource.superseded_by is None:
        return None
    successor = reader.hub.resource(resource.superseded_by, reader.access)
    return el(
        "div",
        el(
            "p",
            reader.words.t("This resource has been replaced by:"),
            " ",
            el("a", successor.title, href=resource_address(successor.id)),
        ),
        class_="notice strong",
    )


def _unpublished(reader: Reader, resource: Resource) -> Html | None:
    texts = {
        Status.DRAFT: reader.words.t("Draft: members do not see this resource yet."),
        Status.WITHDRAWN: reader.words.t("Withdrawn: members no longer see this resource."),
    }
    text = texts.get(resource.status)
    return el("div", el("p", text), class_="notice strong") if text else None


def _original(reader: Reader, resource: Resource) -> Html | None:
    """The way to the original. That it opens a new window is said, not only shown."""
    if not resource.url:
        return None
    host = resource.url.split("/")[2].rpartition("@")[2].removeprefix("www.")
    link = el(
        "a",
        reader.words.t("Open the original"),
        el("span", " ↗", aria_hidden="true"),
        hidden(f" ({reader.words.t('opens in a new window')})"),
        href=resource.url,
        target="_blank",
        rel="noopener noreferrer",
        class_="button",
    )
    return el("p", link, " ", el("span", host, class_="host"), class_="original")


def _dead(reader: Reader, resource: Resource) -> Html | None:
    """That the original is no longer there is said where one would go to it (R15)."""
    link = reader.hub.links.of(resource)
    if link is None or not link.dead or link.failing_since is None:
        return None
    day = reader.words.day(link.failing_since)
    text = reader.words.t("The original has not been found since {day}.", day=day)
    return el("div", el("p", text), class_="notice strong")


def _link(reader: Reader, resource: Resource) -> Child:
    """How the link stands; editors also see the checks before."""
    if resource.url is None:
        return None
    link = reader.hub.links.of(resource)
    if link is None:
        return reader.words.t("not checked yet")
    reason = reason_text(reader, link.last)
    said = el("span", state_text(reader, link), f": {reason}" if reason else None)
    return join(said, _checks(reader, resource) if reader.session.role in EDITORS else None)


def _checks(reader: Reader, resource: Resource) -> Html:
    words = reader.words
    checks = [
        el(
            "li",
            f"{words.day(check.at)}: {words.t(STATES[check.state.value])}",
            f" ({check.status})" if check.status else None,
        )
        for check in reader.hub.links.history(resource)[:_CHECKS]
    ]
    return el("details", el("summary", words.t("Last checks")), el("ul", checks, class_="lines"))


def _fields(reader: Reader, resource: Resource) -> Html:
    words = reader.words
    rows = [
        _row(words.t("Collections"), _collections(reader, resource)),
        _row(reader.title("tag"), _links(reader, "tag", resource.tags)),
        _row(reader.title("place"), _links(reader, "place", resource.places)),
        _row(reader.title("target_group"), _links(reader, "target_group", resource.target_groups)),
        _row(words.t("Keywords"), ", ".join(resource.keywords)),
        _row(words.t("Authors"), "; ".join(resource.authors)),
        _row(words.t("Publisher"), resource.publisher),
        _row(
            reader.title("language"),
            resource.language and reader.label("language", resource.language),
        ),
        *_event_rows(reader, resource),
        *_date_rows(reader, resource),
        _row(words.t("Link to the original"), _link(reader, resource)),
        _row(words.t("Notes for editors"), resource.notes),
        _row(words.t("Permanent address"), _permanent(reader, resource)),
    ]
    return join(el("h2", words.t("Details")), el("dl", rows, class_="fields"))


def _row(name: str, content: Child) -> Html | None:
    return el("div", el("dt", name), el("dd", content)) if content else None


def _collections(reader: Reader, resource: Resource) -> Html:
    links = [
        el("li", el("a", reader.label("collection", id), href=collection_address(id)))
        for id in resource.collections
    ]
    return el("ul", links, class_="lines")


def _links(reader: Reader, facet: str, values: tuple[str, ...]) -> Html | None:
    """Each value as a link to the search that has it chosen."""
    links = [
        el(
            "li",
            el("a", reader.label(facet, v), href=search_address(toggled(Query(), facet, v))),
        )
        for v in values
    ]
    return el("ul", links, class_="tags") if links else None


def _event_rows(reader: Reader, resource: Resource) -> list[Html | None]:
    words, event, funding = reader.words, resource.event, resource.funding
    rows: list[Html | None] = []
    if event:
        rows += [
            _row(words.t("Date of the event"), event.start and words.span(event.start, event.end)),
            _row(words.t("Venue"), event.place),
        ]
    if funding:
        rows += [
            _row(words.t("Apply by"), funding.deadline and words.date(funding.deadline)),
            _row(words.t("Funder"), funding.funder),
        ]
    return rows


def _date_rows(reader: Reader, resource: Resource) -> list[Html | None]:
    """When it was published, entered the hub and was last looked through (R18)."""
    words = reader.words
    return [
        _row(
            words.t("Published"), words.date(resource.date) if resource.date else words.t("unknown")
        ),
        _row(words.t("In the hub since"), words.day(resource.added) if resource.added else None),
        _row(words.t("Changed"), words.day(resource.updated) if resource.updated else None),
        _row(words.t("Text captured"), _captured(reader, resource)),
        _row(
            words.t("Last reviewed"),
            words.date(resource.reviewed) if resource.reviewed else words.t("not yet"),
        ),
    ]


def _captured(reader: Reader, resource: Resource) -> str | None:
    """The days on which the text that is searched stood there, the newest first (R15)."""
    if resource.text is None:
        return None
    days = [reader.words.day(capture.at) for capture in reader.hub.ingest.captures.of(resource.id)]
    return ", ".join(list(dict.fromkeys(days))[:5]) or None


def _permanent(reader: Reader, resource: Resource) -> Html:
    address = resource_address(resource.id)
    text = reader.hub.settings.public_url.rstrip("/") + address
    return el("a", text, href=address, class_="address")


def _related(reader: Reader, resource: Resource) -> Html | None:
    hits = reader.hub.similar(resource.id, reader.access)
    if not hits:
        return None
    title = reader.words.t("Related resources")
    return el(
        "section",
        el("h2", title, id="related-title"),
        el("ul", [results.hit_entry(reader, hit) for hit in hits], class_="hits"),
        class_="related",
        aria_labelledby="related-title",
    )
