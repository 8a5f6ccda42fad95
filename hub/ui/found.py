"""What stands beside the form of a proposal: twins, remarks, the text that was found.

What others wrote is marked as such and never filled in.
"""

from hub.errors import HubError
from hub.i18n import translator
from hub.i18n.words import mark
from hub.ingest.model import Proposal
from hub.model import Resource
from hub.ui.html import Child, Html, el
from hub.ui.reader import Reader
from hub.ui.state import resource_address

_TEXT_SHOWN = 8000  #: characters of the extracted text
_BECAUSE = {
    "address": mark("the same address"),
    "content": mark("the very same file"),
    "text": mark("nearly the same text"),
    "title": mark("the same title and publisher"),
}


def beside(reader: Reader, proposal: Proposal) -> Html:
    """What helps to judge: twins, remarks, the foreign description, the text that was found."""
    words = reader.words
    return el(
        "aside",
        el("h2", words.t("What was found")),
        twins(reader, proposal),
        _remarks(reader, proposal),
        _foreign(reader, proposal),
        text_of(reader, proposal),
        class_="found-text",
        aria_label=words.t("What was found"),
    )


def twins(reader: Reader, proposal: Proposal) -> Html | None:
    """What the proposal may be the same as, as far as this person may see it."""
    rows = [row for twin in proposal.twins if (row := _twin(reader, twin.id, twin.because))]
    if not rows:
        return None
    text = reader.words.t("It may be the same as:")
    return el("div", el("p", text), el("ul", rows), class_="notice strong")


def _twin(reader: Reader, id: str, because: str) -> Html | None:
    words = reader.words
    try:
        title: Child = _link(reader.hub.resource(id, reader.access))
    except HubError:
        waiting = reader.hub.ingest.inbox.get(id)
        if waiting is None or not reader.access.sees(waiting.resource):
            return None
        title = [words.t("another proposal:"), " ", waiting.resource.title]
    return el("li", title, f" ({words.t(_BECAUSE.get(because, because))})")


def _link(resource: Resource) -> Html:
    return el("a", resource.title, href=resource_address(resource.id))


def _remarks(reader: Reader, proposal: Proposal) -> Html | None:
    say = translator(reader.language)
    rows = [el("li", say(remark)) for remark in proposal.remarks]
    return el("ul", rows, class_="remarks") if rows else None


def _foreign(reader: Reader, proposal: Proposal) -> Html | None:
    """The description of others: help for writing one's own, not to be copied."""
    fact = proposal.facts.first("description")
    if fact is None:
        return None
    words = reader.words
    return el(
        "figure",
        el("figcaption", words.t("Described by the source itself – foreign text, only as help")),
        el("blockquote", fact.value[:2000], lang=proposal.resource.language),
        class_="foreign",
    )


def text_of(reader: Reader, proposal: Proposal) -> Html:
    """The text that was found, as far as it is shown."""
    words = reader.words
    text = proposal.text or _kept_text(reader, proposal)
    if not text:
        said = words.t("No text was found. The resource will be found by its fields only.")
        return el("p", said, class_="facts")
    number = words.n("{n} word", "{n} words", len(text.split()))
    shown = text[:_TEXT_SHOWN] + ("…" if len(text) > _TEXT_SHOWN else "")
    paragraphs = [el("p", part) for part in shown.split("\n") if part.strip()]
    head = words.t("Extracted text, {number}: it is searched, not shown to members", number=number)
    return el(
        "section",
        el("h3", head, id="text-title"),
        el(
            "div",
            paragraphs,
            class_="extracted",
            lang=proposal.resource.language,
            tabindex=0,
            role="region",
            aria_labelledby="text-title",
        ),
    )


def _kept_text(reader: Reader, proposal: Proposal) -> str:
    return reader.hub.texts.read(proposal.resource.text or "") or ""
