"""Add: paste an address or drop a file, correct what was found, save it."""

from hub.errors import IngestError, NotFound
from hub.i18n import translator
from hub.i18n.words import mark
from hub.ingest.model import Proposal
from hub.ui import proposal as form
from hub.ui.desk import button, done_notice, last, may_edit, posting
from hub.ui.found import beside
from hub.ui.html import Html, el, join
from hub.ui.reader import Reader, View
from hub.ui.state import Params, resource_address

_LONGEST = 4000  #: characters of an address
_DONE = {
    "saved": mark("Saved. The search finds it now."),
    "inbox": mark("It waits in the inbox."),
    "discarded": mark("Discarded. Nothing was saved."),
}


def view(reader: Reader, params: Params) -> View:
    """The way in, or the form of what was found. Members find no such page."""
    if not may_edit(reader):
        raise NotFound(mark("There is no such page."))
    draft, gone = _draft(reader, last(params, "draft"))
    title = reader.words.t("Check and save") if draft else reader.words.t("Add a resource")
    body = _check(reader, draft) if draft else _start(reader, params, gone)
    return View(
        title=title, body=join(el("h1", title, tabindex=-1), body), status=title, current="add"
    )


def _draft(reader: Reader, id: str) -> tuple[Proposal | None, str]:
    if not id:
        return None, ""
    try:
        return reader.hub.ingest.drafts.get(id), ""
    except IngestError as error:
        return None, error.text(translator(reader.language))


def _start(reader: Reader, params: Params, gone: str) -> Html:
    words = reader.words
    lead = words.t("Paste an address or choose a file. The hub reads it and proposes the fields.")
    limit = words.t(
        "PDF, Office, web page, e-mail, text; at most {limit} MB",
        limit=reader.hub.settings.fetch_limit_mb,
    )
    return join(
        el("p", lead, class_="lead"),
        el("div", el("p", gone), class_="notice strong") if gone else None,
        done_notice(reader, params, _DONE),
        _saved(reader, last(params, "resource")),
        posting(
            reader,
            "/add/look",
            el("label", words.t("Web address"), for_="address"),
            el(
                "input",
                type="text",
                inputmode="url",
                autocapitalize="off",
                spellcheck="false",
                id="address",
                name="address",
                value=last(params, "address")[:_LONGEST],
                placeholder="https://…",
                autocomplete="off",
                maxlength=_LONGEST,
            ),
            el("p", words.t("or"), class_="or"),
            el("label", words.t("File"), for_="file"),
            el("input", type="file", id="file", name="file", aria_describedby="file-hint"),
            el("p", limit, id="file-hint", class_="origin"),
            el("p", button(words.t("Read it"), "look", strong=True), class_="actions"),
            busy=words.t("Fetching and reading …"),
            files=True,
            class_="add",
        ),
    )


def _saved(reader: Reader, id: str) -> Html | None:
    resource = reader.hub.catalogue().resources.get(id)
    if resource is None or not reader.access.sees(resource):
        return None
    return el("p", el("a", resource.title, href=resource_address(id)), class_="saved")


def _check(reader: Reader, draft: Proposal) -> Html:
    words = reader.words
    lead = words.t("What a source states is filled in. What nobody states stays empty.")
    left = posting(
        reader,
        "/add/save",
        el("input", type="hidden", name="proposal", value=draft.id),
        form.fields(reader, draft),
        el(
            "p",
            button(words.t("Save"), "save", strong=True),
            button(words.t("Put into the inbox"), "inbox"),
            button(words.t("Discard"), "discard", check=False),
            class_="actions sticky",
        ),
        busy=words.t("Saving …"),
    )
    columns = el("div", left, beside(reader, draft), class_="desk")
    return join(el("p", lead, class_="lead"), columns)
