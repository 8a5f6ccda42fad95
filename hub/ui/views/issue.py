"""One issue: composing a draft, sending it, and what it looked like."""

from collections.abc import Sequence

from hub.curation.newsletter.checking import Lack, Remark
from hub.curation.newsletter.editing import IssueProblem
from hub.errors import NotFound
from hub.i18n.words import mark
from hub.model import Query
from hub.model.newsletter import Issue, IssueSection, IssueState, IssueText
from hub.ui import entries, newsdesk
from hub.ui.html import Child, Html, el, join
from hub.ui.issue_place import Place, drop_form, place_of
from hub.ui.newsdesk import LACKS, STATES, area, autosaved, button, field, form, select
from hub.ui.reader import Reader, View
from hub.ui.state import Params
from hub.ui.views import sending

_DONE = {
    "new": mark("The issue has begun. Choose what goes in, and write your texts."),
    "gathered": mark("Gathered again: {n} new."),
    "added": mark("The entry is added."),
    "removed": mark("The entry is removed."),
    "tested": mark("The test mail is on its way to you."),
}
_SHOWN = 12  #: remarks that are named one by one
_ROWS: dict[IssueText, int] = {"title": 1, "introduction": 4, "closing": 3, "imprint": 4}
_FOUND = 8  #: hits of the search for something to add


def view(reader: Reader, params: Params) -> View:
    """The issue of an address, for curators."""
    who = newsdesk.curator(reader)
    issue = _wanted(reader, params)
    if newsdesk.last(params, "view") == "send" or issue.state is not IssueState.DRAFT:
        return sending.view(reader, params, issue)
    place = place_of(issue, params)
    remarks = reader.hub.curation.desk.remarks(issue)
    lost = reader.hub.curation.desk.lost_searches(who, issue.newsletter)
    shown = [s for s in issue.sections if place.section in ("", s.id)]
    desk = entries.Desk(reader, issue, place, remarks)
    return View(
        title=f"{issue.title}, {issue.number}",
        body=join(
            _back(reader, issue, place),
            el(
                "h1",
                reader.words.t("{title}, issue {number}", title=issue.title, number=issue.number),
                tabindex=-1,
            ),
            newsdesk.done_notice(reader, params, _DONE, n=newsdesk.last(params, "n")[:6]),
            _bar(reader, issue, place),
            drop_form(reader, issue, place),
            _empty(reader, issue),
            _look_at(reader, issue, remarks, place),
            _lost(reader, issue, lost),
            _texts(reader, issue, place) if not place.section else None,
            _jumps(reader, shown) if len(shown) > 1 else None,
            [desk.section(section) for section in shown],
            _search(reader, issue, place, newsdesk.last(params, "find")),
            _left_out(reader, issue) if not place.section else None,
            _discard(reader, issue, place) if not place.section else None,
        ),
        current="newsletters",
    )


def _wanted(reader: Reader, params: Params) -> Issue:
    number = newsdesk.last(params, "number")
    named = int(number) if number.isascii() and number.isdigit() and len(number) < 8 else 0
    try:
        newsletter = newsdesk.last(params, "newsletter")
        return reader.hub.curation.desk.newsletters.issue(newsletter, named)
    except IssueProblem as error:
        raise NotFound(mark("There is no such page.")) from error


def _back(reader: Reader, issue: Issue, place: Place) -> Html:
    words = reader.words
    if place.section:
        to = newsdesk.issue_address(issue.newsletter, issue.number)
        return el("p", el("a", words.t("The whole issue"), href=to), class_="back")
    to = newsdesk.newsletter_address(issue.newsletter)
    return el("p", el("a", words.t("To the newsletter"), href=to), class_="back")


def _bar(reader: Reader, issue: Issue, place: Place) -> Html:
    """How it stands, and where to go from here."""
    words = reader.words
    chosen = sum(entry.chosen for entry in issue.entries())
    at = f"newsletter={issue.newsletter}&number={issue.number}"
    send = newsdesk.issue_address(issue.newsletter, issue.number, view="send")
    fields = place.fields(issue)
    return el(
        "div",
        el(
            "p",
            el("span", words.t(STATES[issue.state]), class_="badge"),
            " ",
            words.n("{n} entry chosen", "{n} entries chosen", chosen),
        ),
        el(
            "div",
            el(
                "a",
                words.t("Preview and files"),
                href=f"/issue/preview?{at}",
                class_="button quiet",
            ),
            form(
                reader, "/issue/test", button(words.t("Test mail to me"), id="test"), fields=fields
            ),
            form(
                reader, "/issue/gather", button(words.t("Gather again"), id="gather"), fields=fields
            ),
            el("a", words.t("Send …"), href=send, class_="button"),
            class_="actions",
        ),
        class_="issue-bar",
    )


def _empty(reader: Reader, issue: Issue) -> Html | None:
    """Says it plainly when nothing was gathered: what that means, and what can be done."""
    if any(True for _ in issue.entries()):
        return None
    words = reader.words
    text = words.t(
        "This issue has no entries: nothing new came into the hub that its sections gather. Gather "
        "again later, add something yourselves, or throw this draft away and begin further back."
    )
    if issue.left_out:
        text += " " + words.t("What was sent before stands at the end of this page.")
    return el("div", el("p", text), class_="notice strong", id="no-entries")


def _jumps(reader: Reader, sections: Sequence[IssueSection]) -> Html:
    """The way to each section: a draft is long."""
    words = reader.words
    items = [
        el(
            "li",
            el("a", section.title, href=f"#section-{section.id}"),
            f" ({words.number(len(section.chosen))})",
        )
        for section in sections
    ]
    return el(
        "nav", el("ul", items, class_="inline"), class_="jumps", aria_label=words.t("Sections")
    )


def _look_at(
    reader: Reader, issue: Issue, remarks: tuple[Remark, ...], place: Place
) -> Html | None:
    if not remarks:
        return None
    words = reader.words
    heading = words.n("{n} thing to look at", "{n} things to look at", len(remarks))
    items = [el("li", _remark(reader, issue, remark)) for remark in remarks[:_SHOWN]]
    rest = len(remarks) - len(items)
    more = el("li", words.n("and {n} more", "and {n} more", rest)) if rest else None
    return el(
        "details",
        el("summary", el("h2", heading)),
        el("ul", items, more, class_="lines"),
        id="look-at",
        class_="boxed",
    )


def _remark(reader: Reader, issue: Issue, remark: Remark) -> Child:
    text = reader.words.t(LACKS[remark.lack])
    entry = issue.entry(remark.entry) if remark.entry else None
    if remark.text:
        return [el("a", _texts_of(reader)[remark.text], href=f"#text-{remark.text}"), ": ", text]
    if entry is None:
        to = "#text-imprint" if remark.lack is Lack.NO_IMPRINT else ""
        return el("a", text, href=to) if to else text
    section = next(s for s in issue.sections if entry in s.entries)
    page = section.chosen.index(entry) // entries.PAGE + 1 if entry.chosen else 1
    where = {"section": section.id, "page": str(page)} if page > 1 else {}
    to = newsdesk.issue_address(issue.newsletter, issue.number, **where) if where else ""
    return [el("a", entry.title, href=to or f"#title-{entry.id}"), ": ", text]


def _lost(reader: Reader, issue: Issue, lost: tuple[tuple[str, int], ...]) -> Html | None:
    if not lost:
        return None
    titles = {section.id: section.title for section in issue.sections}
    names = ", ".join(dict.fromkeys(titles.get(section, section) for section, _ in lost))
    text = reader.words.t(
        "A saved search is gone or needs mending, so it gathers nothing: {sections}", sections=names
    )
    to = newsdesk.newsletter_address(issue.newsletter)
    link = el("a", reader.words.t("To the sections"), href=to)
    return el("div", el("p", text, " ", link), class_="notice strong")


def _texts_of(reader: Reader) -> dict[IssueText, str]:
    """The texts of an issue, by name, in page order."""
    words = reader.words
    return {
        "title": words.t("Title of the issue"),
        "introduction": words.t("Introduction"),
        "closing": words.t("Closing"),
        "imprint": words.t("Imprint"),
    }


def _texts(reader: Reader, issue: Issue, place: Place) -> Html:
    return el(
        "details",
        el("summary", el("h2", reader.words.t("Title, introduction, closing, imprint"))),
        [_text(reader, issue, place, *row) for row in _texts_of(reader).items()],
        id="issue-texts",
        class_="boxed",
        open=not issue.imprint.strip() or bool(issue.other_texts),
    )


def _text(reader: Reader, issue: Issue, place: Place, name: IssueText, label: str) -> Html:
    revision = str(issue.revisions.get(name, 0))
    fields = {**place.fields(issue), "which": name}
    saved = autosaved(
        reader,
        "/issue/text",
        area(label, "text", f"text-{name}", getattr(issue, name), _ROWS[name]),
        fields={**fields, "revision": revision},
        id=f"form-{name}",
    )
    return join(_both(reader, issue, name, fields), saved)


def _both(reader: Reader, issue: Issue, name: IssueText, fields: dict[str, str]) -> Html | None:
    """The versions of a text that were written at once, above the one that stands."""
    words, others = reader.words, issue.others_of(name)
    if not others:
        return None

    def settle(text: str, take: str) -> Html:
        settled = {**fields, "take": take}
        return form(reader, "/issue/settle-text", button(text), fields=settled, quick=True)

    written = [
        newsdesk.Version(
            other.by, None, other.text, settle(words.t("Take this version"), str(number))
        )
        for number, other in enumerate(others)
    ]
    keep = settle(words.t("Keep what stands below"), "")
    return newsdesk.versions(reader, written, keep)


# Adding


def _search(reader: Reader, issue: Issue, place: Place, typed: str) -> Html:
    words = reader.words
    kept = {"newsletter": issue.newsletter, "number": str(issue.number), "section": place.section}
    searching = el(
        "form",
        [el("input", type="hidden", name=k, value=v) for k, v in kept.items() if v],
        field(words.t("Words"), "find", "find", typed, type="search"),
        el("button", words.t("Find"), type="submit", class_="small plain", id="find-go"),
        action="/issue",
        method="get",
        data_soft=True,
        class_="desk-form one-line",
    )
    return el(
        "details",
        el("summary", el("h2", words.t("Add something from the hub"))),
        searching,
        _found(reader, issue, place, typed) if typed.strip() else None,
        id="add-found",
        class_="boxed",
        open=bool(typed.strip()),
    )


def _found(reader: Reader, issue: Issue, place: Place, typed: str) -> Html:
    words = reader.words
    results = reader.hub.search(Query(typed, limit=_FOUND), reader.access)
    sections = [(section.id, section.title) for section in issue.sections]
    there = {entry.resource for entry in issue.entries()}
    items = []
    for hit in results.hits:
        add: Child = el("p", words.t("In this issue already"), class_="facts")
        if hit.id not in there:
            label = words.t("Section for “{title}”", title=hit.title)
            add = form(
                reader,
                "/issue/add",
                select(label, "section", f"into-{hit.id}", sections, place.section, quiet=True),
                button(words.t("Add"), id=f"add-{hit.id}"),
                fields={**place.fields(issue), "resource": hit.id},
                class_="desk-form one-line",
                quick=True,
            )
        items.append(el("li", el("p", hit.title), add, class_="left-entry"))
    none = el("p", words.t("Nothing was found."))
    return el("ul", items, class_="left-entries") if items else none


def _left_out(reader: Reader, issue: Issue) -> Html | None:
    if not issue.left_out:
        return None
    words = reader.words
    items = [
        el(
            "li",
            left.title,
            " ",
            el(
                "span",
                words.t(
                    "sent in issue {number}, {day}", number=left.number, day=words.day(left.sent)
                ),
                class_="facts",
            ),
        )
        for left in issue.left_out[:200]
    ]
    heading = words.n("{n} left out, sent before", "{n} left out, sent before", len(issue.left_out))
    return el(
        "details",
        el("summary", el("h2", heading)),
        el("ul", items, class_="lines"),
        id="left-out",
        class_="boxed",
    )


def _discard(reader: Reader, issue: Issue, place: Place) -> Html:
    words = reader.words
    return el(
        "details",
        el("summary", el("h2", words.t("Throw this draft away"))),
        el("p", words.t("All that was written in it is lost. What it gathered is new again.")),
        form(
            reader,
            "/issue/discard",
            button(words.t("Throw away for good"), id="discard"),
            fields=place.fields(issue),
        ),
        id="throw-away",
        class_="boxed",
    )
