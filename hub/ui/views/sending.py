"""Sending an issue: what is still open, to how many it goes, how far it is, and the archive."""

from hub.errors import HubError
from hub.i18n.words import mark
from hub.model.newsletter import Issue, IssueState
from hub.ui import newsdesk
from hub.ui.html import Child, Html, el, join
from hub.ui.issue_place import Place
from hub.ui.newsdesk import LACKS, STATES, button, form
from hub.ui.reader import Reader, View
from hub.ui.state import Params

_DONE = {
    "tested": mark("The test mail is on its way to you."),
    "sending": mark("The sending has begun."),
    "archived": mark("The issue stands in the archive. It can no longer be changed."),
}


_NOBODY = mark("Nobody has subscribed yet: no mail goes out, and the issue comes into the archive.")


def view(reader: Reader, params: Params, issue: Issue) -> View:
    """The last look at a draft, or how far an issue is."""
    words = reader.words
    to = newsdesk.newsletter_address(issue.newsletter)
    shown = {IssueState.DRAFT: _ask, IssueState.SENDING: _progress, IssueState.SENT: _sent}
    back = (words.t("To the newsletter"), to)
    if issue.state is IssueState.DRAFT:
        at = newsdesk.issue_address(issue.newsletter, issue.number)
        back = (words.t("Back to the issue"), at)
    heading = words.t("{title}, issue {number}", title=issue.title, number=issue.number)
    return View(
        title=heading,
        body=join(
            el("p", el("a", back[0], href=back[1]), class_="back"),
            el("h1", heading, tabindex=-1),
            _notice(reader, params, issue),
            el("p", el("span", words.t(STATES[issue.state]), class_="badge")),
            shown[issue.state](reader, issue),
        ),
        current="newsletters",
    )


def _notice(reader: Reader, params: Params, issue: Issue) -> Html | None:
    """What was just done; a sending that is over already is no beginning any more."""
    if issue.state is IssueState.SENT and newsdesk.last(params, "done") == "sending":
        return None
    return newsdesk.done_notice(reader, params, _DONE)


def _ask(reader: Reader, issue: Issue) -> Html:
    words, desk = reader.words, reader.hub.curation.desk
    people = desk.subscribers.counts(issue.newsletter).get("subscribed", 0)
    remarks = [words.t(LACKS[remark.lack]) for remark in desk.remarks(issue)]
    counted = [(text, remarks.count(text)) for text in dict.fromkeys(remarks)]
    items = [el("li", f"{text} ({n})" if n > 1 else text) for text, n in counted]
    fields = {**Place().fields(issue), "view": "send"}
    question = words.n("Send to {n} subscriber", "Send to {n} subscribers", people)
    question = question if people else words.t("Put into the archive")
    hindrance = _hindrance(reader, issue)
    send: Child = el("p", hindrance, class_="warning") if hindrance else None
    if hindrance is None:
        send = form(reader, "/issue/send", button(question, id="send", plain=False), fields=fields)
    return join(
        el(
            "section",
            el("h2", words.t("To look at before"), class_="section"),
            el("ul", items, class_="remarks"),
        )
        if items
        else None,
        el("h2", words.t("Try it out"), class_="section"),
        form(reader, "/issue/test", button(words.t("Test mail to me"), id="test"), fields=fields),
        el("h2", words.t("Send"), class_="section"),
        el("p", words.t("Nobody gets it twice. From then on nothing in it can be changed.")),
        el("p", words.t(_NOBODY), class_="warning") if not people else None,
        send,
        el(
            "details",
            el("summary", el("h2", words.t("Sent by our own mailer"))),
            el(
                "p",
                words.t(
                    "Save the issue from the preview as a file and send it with your "
                    "mailer. Then note it as sent, so that the next issue knows."
                ),
            ),
            form(
                reader,
                "/issue/archive",
                button(words.t("Note as sent"), id="archive"),
                fields=fields,
            ),
            id="own-mailer",
            class_="boxed",
        ),
    )


def _hindrance(reader: Reader, issue: Issue) -> str | None:
    """Why the hub cannot send it, in a sentence."""
    who = newsdesk.curator(reader)
    try:
        reader.hub.curation.desk.check_ready(who, issue.newsletter, issue.number)
    except HubError as error:
        return error.text(reader.words.t)
    return None


def _progress(reader: Reader, issue: Issue) -> Html:
    words, desk = reader.words, reader.hub.curation.desk
    written, waiting = desk.sender.progress(issue)
    people = max(written, desk.subscribers.counts(issue.newsletter).get("subscribed", 0))
    done = words.t("{n} of {people} mails are out.", n=written - waiting, people=people)
    here = newsdesk.issue_address(issue.newsletter, issue.number, view="send")
    return join(
        el("p", done, role="status"),
        el("p", el("a", words.t("Look again"), href=here)),
        el(
            "p",
            words.t(
                "If it does not go on, the mail server broke off. Nothing is lost: go on "
                "from there, or the next run of the alerts does."
            ),
        ),
        form(
            reader,
            "/issue/send",
            button(words.t("Go on sending"), id="send", plain=False),
            fields=Place().fields(issue),
        ),
    )


def _sent(reader: Reader, issue: Issue) -> Html:
    words = reader.words
    at = f"newsletter={issue.newsletter}&number={issue.number}"
    day = words.day(issue.sent or issue.gathered)
    return join(
        el("p", words.t("Sent on {day}. It can no longer be changed.", day=day)),
        el(
            "ul",
            el(
                "li",
                el(
                    "a",
                    words.t("In the archive"),
                    href=f"/newsletter/{issue.newsletter}/{issue.number}",
                ),
            ),
            el("li", el("a", words.t("Preview and files"), href=f"/issue/preview?{at}")),
            class_="lines",
        ),
    )
