"""The newsletters: which there are, how their last issue stands, and a form for a new one."""

from hub.i18n.words import mark
from hub.model.newsletter import Newsletter
from hub.ui import newsdesk
from hub.ui.html import Html, el, join
from hub.ui.newsdesk import STATES, done_notice, field, form, issue_address, newsletter_address
from hub.ui.reader import Reader, View
from hub.ui.state import Params

_DONE = {"removed": mark("The newsletter is removed.")}


def view(reader: Reader, params: Params) -> View:
    """All newsletters, for curators."""
    newsdesk.curator(reader)
    words, store = reader.words, reader.hub.curation.desk.newsletters
    newsletters = store.all()
    return View(
        title=words.t("Newsletter"),
        body=join(
            el("h1", words.t("Newsletter"), tabindex=-1),
            done_notice(reader, params, _DONE),
            el("ul", [_item(reader, one) for one in newsletters], class_="shelves")
            if newsletters
            else el("p", words.t("There is no newsletter yet. Begin one below."), class_="lead"),
            _new(reader),
            el(
                "p",
                el("a", words.t("The archive, as members see it"), href="/archive"),
                class_="after",
            ),
        ),
        status=words.n("{n} newsletter", "{n} newsletters", len(newsletters)),
        current="newsletters",
    )


def _item(reader: Reader, newsletter: Newsletter) -> Html:
    words, desk = reader.words, reader.hub.curation.desk
    lines = desk.newsletters.issues(newsletter.id)
    people = desk.subscribers.counts(newsletter.id).get("subscribed", 0)
    latest = None
    if lines:
        text = words.t("Issue {number}", number=lines[0].number)
        to = issue_address(newsletter.id, lines[0].number)
        latest = el("li", el("a", text, href=to), " · ", words.t(STATES[lines[0].state]))
    return el(
        "li",
        el("h2", el("a", title(reader, newsletter), href=newsletter_address(newsletter.id))),
        el(
            "ul",
            latest or el("li", words.t("No issue yet")),
            el("li", words.n("{n} subscriber", "{n} subscribers", people)),
            class_="inline facts",
        ),
        class_="shelf",
    )


def title(reader: Reader, newsletter: Newsletter) -> str:
    """The title in the reader's language, or in the newsletter's own."""
    titles = newsletter.title
    return (
        titles.get(reader.language)
        or titles.get(newsletter.language)
        or next(iter(titles.values()), newsletter.id)
    )


def _new(reader: Reader) -> Html:
    words = reader.words
    languages = [("de", words.t("German")), ("en", words.t("English"))]
    return el(
        "details",
        el("summary", el("h2", words.t("New newsletter"))),
        form(
            reader,
            "/newsletters/begin",
            field(words.t("Title"), "called", "new-title", required=True, maxlength=200),
            newsdesk.select(words.t("Language"), "language", "new-language", languages, "de"),
            el("p", words.t("It begins with five sections that you can change."), class_="facts"),
            el("div", newsdesk.button(words.t("Begin"), plain=False), class_="actions"),
            fields={},
            class_="desk-form",
        ),
        id="new-newsletter",
        class_="boxed",
        open=not reader.hub.curation.desk.newsletters.all(),
    )
