"""One newsletter: its issues, its sections with what feeds them, its texts, its subscribers."""

from hub.curation.newsletter.editing import IssueProblem
from hub.curation.newsletter.store import IssueLine
from hub.errors import NotFound
from hub.i18n.words import mark
from hub.model import ResourceType
from hub.model.curation import SavedSearch
from hub.model.newsletter import IssueState, Newsletter, Section
from hub.ui import newsdesk
from hub.ui.html import Child, Html, el, hidden, join
from hub.ui.newsdesk import STATES, area, button, done_notice, field, form, issue_address, select
from hub.ui.reader import Reader, View
from hub.ui.state import Params
from hub.ui.views.newsletters import title

_DONE = {
    "begun": mark("The newsletter is there. Look at its sections and write the imprint."),
    "saved": mark("The texts are saved."),
    "section": mark("The section is saved."),
    "moved": mark("The section is moved."),
    "left": mark("The section is gone. Issues that are there keep it."),
    "discarded": mark("The draft is thrown away. What it had gathered is new again."),
}


def view(reader: Reader, params: Params) -> View:
    """The newsletter of an address, for curators."""
    who = newsdesk.curator(reader)
    desk, words = reader.hub.curation.desk, reader.words
    try:
        newsletter, revision = desk.newsletters.get(newsdesk.last(params, "id"))
    except IssueProblem as error:
        raise NotFound(mark("There is no such page.")) from error
    own = {"newsletter": newsletter.id, "revision": str(revision)}
    lines = desk.newsletters.issues(newsletter.id)
    searches = reader.hub.curation.saved.list(who)
    lost = {search for _, search in desk.lost_searches(who, newsletter.id)}
    return View(
        title=title(reader, newsletter),
        body=join(
            el("p", el("a", words.t("All newsletters"), href="/newsletters"), class_="back"),
            el("h1", title(reader, newsletter), tabindex=-1),
            done_notice(reader, params, _DONE),
            _issues(reader, newsletter, lines),
            _sections(reader, newsletter, own, searches, lost),
            _texts(reader, newsletter, own),
            _people(reader, newsletter),
            _remove(reader, own) if not any(line.sent for line in lines) else None,
        ),
        current="newsletters",
    )


def _issues(reader: Reader, newsletter: Newsletter, lines: tuple[IssueLine, ...]) -> Html:
    words = reader.words
    waiting = lines and lines[0].state is not IssueState.SENT
    return el(
        "section",
        el("h2", words.t("Issues"), id="issues", class_="section"),
        el("ul", [_line(reader, line) for line in lines], class_="lines issues") if lines else None,
        None if waiting else _begin(reader, newsletter, first=not lines),
        aria_labelledby="issues",
    )


def _line(reader: Reader, line: IssueLine) -> Html:
    words = reader.words
    to = issue_address(line.newsletter, line.number)
    when = words.day(line.sent) if line.sent else ""
    facts = [
        words.t(STATES[line.state]),
        when,
        words.n("{n} entry", "{n} entries", line.chosen),
    ]
    name = f"{words.t('Issue {number}', number=line.number)}: {line.title}"
    shown = " · ".join(filter(None, facts))
    return el("li", el("a", name, href=to), " ", el("span", shown, class_="facts"))


def _begin(reader: Reader, newsletter: Newsletter, *, first: bool) -> Html:
    words = reader.words
    since = field(
        words.t("Gather what entered the hub since"),
        "since",
        "since",
        type="date",
        hint=words.t("Without a day: in the last seven days."),
    )
    again = words.t("It gathers what is new since the last issue.")
    return form(
        reader,
        "/issue/new",
        since if first else el("p", again, class_="facts"),
        el("div", button(words.t("Begin the next issue"), plain=False, id="begin")),
        fields={"newsletter": newsletter.id},
        class_="desk-form begin",
    )


def _sections(
    reader: Reader,
    newsletter: Newsletter,
    own: dict[str, str],
    searches: tuple[SavedSearch, ...],
    lost: set[int],
) -> Html:
    words = reader.words
    return el(
        "section",
        el("h2", words.t("Sections"), id="sections", class_="section"),
        el("p", words.t("Each section gathers what is new of its types and saved searches.")),
        el(
            "ol",
            [_section(reader, newsletter, own, s, searches, lost) for s in newsletter.sections],
            class_="shelves",
        ),
        form(
            reader,
            "/newsletters/add",
            field(words.t("New section"), "called", "new-section", required=True, maxlength=200),
            button(words.t("Add")),
            fields=own,
            class_="desk-form one-line",
        ),
        aria_labelledby="sections",
    )


def _section(
    reader: Reader,
    newsletter: Newsletter,
    own: dict[str, str],
    section: Section,
    searches: tuple[SavedSearch, ...],
    lost: set[int],
) -> Html:
    words, names = reader.words, {search.id: search.name for search in searches}
    heading = section.title.get(newsletter.language) or next(iter(section.title.values()))
    fed = [reader.label("type", type.value) for type in section.types]
    fed += [names.get(id, words.t("a saved search that is gone")) for id in section.searches]
    gone = [id for id in section.searches if id in lost]
    fields = {**own, "section": section.id}
    moves = [
        form(
            reader,
            f"/newsletters/{way}",
            button(text, id=f"{way}-{section.id}", sign=sign, idle=section.id == there.id),
            fields=fields,
        )
        for way, text, sign, there in (
            ("up", words.t("Move up: {title}", title=heading), "↑", newsletter.sections[0]),
            ("down", words.t("Move down: {title}", title=heading), "↓", newsletter.sections[-1]),
        )
    ]
    warning = words.t("A saved search is gone or needs mending: nothing is gathered by it.")
    return el(
        "li",
        el("div", el("h3", heading), el("div", moves, class_="moves"), class_="row-head"),
        el("p", ", ".join(fed) or words.t("Filled by hand only"), class_="facts"),
        el("p", warning, class_="warning") if gone else None,
        el(
            "details",
            el("summary", words.t("Edit"), hidden(f": {heading}")),
            _feeding(reader, heading, fields, section, searches, names),
            form(
                reader,
                "/newsletters/leave",
                button(words.t("Remove the section"), about=heading),
                fields=fields,
            ),
            id=f"section-{section.id}",
            class_="edit",
        ),
        class_="shelf",
    )


def _feeding(
    reader: Reader,
    heading: str,
    fields: dict[str, str],
    section: Section,
    searches: tuple[SavedSearch, ...],
    names: dict[int, str],
) -> Html:
    words, key = reader.words, f"s-{section.id}"
    types = [
        _box(f"type-{t.value}", reader.label("type", t.value), t in section.types)
        for t in ResourceType
    ]
    fed = [
        _box(f"search-{id}", names.get(id, words.t("a saved search that is gone")), True)
        for id in section.searches
    ]
    options = [("", words.t("choose …"))]
    options += [(str(s.id), s.name) for s in searches if s.id not in section.searches]
    more: Child = select(words.t("Add a saved search"), "search", f"{key}-search", options)
    hint = words.t("A search of your own is shared with the curators when you choose it.")
    none = words.t("You have no saved search yet: search, then save the search.")
    return form(
        reader,
        "/newsletters/section",
        field(words.t("Title"), "called", f"{key}-title", heading, required=True),
        el(
            "fieldset",
            el("legend", words.t("Everything new of these types")),
            types,
            class_="boxes",
        ),
        el("fieldset", el("legend", words.t("Saved searches")), fed, class_="boxes")
        if fed
        else None,
        [more, el("p", hint, class_="facts")] if len(options) > 1 else None,
        None
        if searches
        else el("p", none, " ", el("a", words.t("To the search"), href="/search"), class_="facts"),
        el("div", button(words.t("Save the section"), plain=False), class_="actions"),
        fields=fields,
        class_="desk-form",
    )


def _box(name: str, label: str, checked: bool) -> Html:
    box = el("input", type="checkbox", name=name, value="1", checked=checked, data_plain=True)
    return el("label", box, el("span", label))


def _texts(reader: Reader, newsletter: Newsletter, own: dict[str, str]) -> Html:
    words, language = reader.words, newsletter.language
    languages = [("de", words.t("German")), ("en", words.t("English"))]
    name = newsletter.title.get(language) or next(iter(newsletter.title.values()))
    missing = None if newsletter.imprint.strip() else words.t("Needed before an issue can be sent.")
    return el(
        "section",
        el("h2", words.t("Texts and sender"), id="texts", class_="section"),
        el("p", words.t("Every new issue begins with these texts.")),
        form(
            reader,
            "/newsletters/texts",
            field(words.t("Title"), "called", "t-title", name, required=True, maxlength=300),
            select(words.t("Language"), "language", "t-language", languages, language),
            area(words.t("Introduction"), "introduction", "t-intro", newsletter.introduction, 3),
            area(words.t("Closing"), "closing", "t-closing", newsletter.closing, 3),
            area(
                words.t("Imprint"),
                "imprint",
                "t-imprint",
                newsletter.imprint,
                4,
                hint=missing or words.t("Who is responsible, and where to write to."),
            ),
            field(words.t("Name of the sender"), "sender_name", "t-sender", newsletter.sender_name),
            field(
                words.t("Address for replies"),
                "reply_to",
                "t-reply",
                newsletter.reply_to,
                type="email",
            ),
            el(
                "div",
                _box(
                    "archive_open",
                    words.t("Archive and subscription are open to everybody, without a login"),
                    newsletter.archive_open,
                ),
                class_="boxes",
            ),
            el("div", button(words.t("Save the texts"), plain=False), class_="actions"),
            fields=own,
            class_="desk-form texts",
        ),
        aria_labelledby="texts",
    )


def _people(reader: Reader, newsletter: Newsletter) -> Html:
    words, counts = reader.words, reader.hub.curation.desk.subscribers.counts(newsletter.id)
    shown = [
        words.n("{n} subscriber", "{n} subscribers", counts.get("subscribed", 0)),
        words.t("{n} have not confirmed yet", n=counts.get("asked", 0)),
        words.t("{n} have left", n=counts.get("left", 0)),
        words.t("{n} cannot be reached", n=counts.get("bounced", 0)),
    ]
    page = f"/newsletter/{newsletter.id}"
    link = el("a", words.t("Page to subscribe, and archive"), href=page)
    return el(
        "section",
        el("h2", words.t("Subscribers"), id="people", class_="section"),
        el("ul", [el("li", text) for text in shown], class_="inline"),
        el("p", link) if newsletter.archive_open else None,
        el(
            "p",
            words.t(
                "Addresses are shown to nobody here. Lists are imported and exported by "
                "whoever runs the hub: hub subscriber."
            ),
            class_="facts",
        ),
        aria_labelledby="people",
    )


def _remove(reader: Reader, own: dict[str, str]) -> Html:
    words = reader.words
    return el(
        "details",
        el("summary", words.t("Remove this newsletter")),
        el("p", words.t("Its drafts and its sections go with it. This cannot be undone.")),
        form(reader, "/newsletters/remove", button(words.t("Remove for good")), fields=own),
        id="remove-it",
        class_="edit",
    )
