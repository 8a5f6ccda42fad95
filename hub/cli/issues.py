"""`hub issue`: the issues of the newsletters, from the first draft to the archive."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from hub.cli.asking import agrees
from hub.cli.curator import As, curator
from hub.cli.frame import Frame, frame_of
from hub.cli.help import UsageProblem
from hub.cli.options import AsJson

if TYPE_CHECKING:
    from hub.core import Hub
    from hub.curation.newsletter.sending import IssueSending
    from hub.model.newsletter import Entry, Issue

Name = Annotated[str, typer.Argument(metavar="NEWSLETTER", help="Id of the newsletter.")]
Number = Annotated[int, typer.Argument(metavar="NUMBER", min=1, help="Number of the issue.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]
FORMATS = ("html", "text", "markdown", "csv", "eml")

#: What a remark on an issue says.
SENTENCES = {
    "empty": "no entry is chosen",
    "no-imprint": "the imprint is missing",
    "no-blurb": "no text yet",
    "no-link": "no link",
    "dead-link": "the link leads nowhere any more",
    "past": "the event is over",
    "expired": "the deadline is over",
    "changed": "changed in the catalogue since it was copied",
    "gone": "no longer in the hub, or no longer open to all members",
    "clash": "two curators wrote at once: choose one version",
    "long-note": "longer than a note on a press article may be: it will be cut",
}


def new(
    context: typer.Context,
    newsletter: Name,
    since: Annotated[
        str,
        typer.Option(
            metavar="DATE", help="For the first issue: what entered the hub from this day on."
        ),
    ] = "",
    as_: As = "",
    as_json: AsJson = False,
) -> None:
    """Begin the next issue with what is new since the last one.

    The first issue of a newsletter takes what entered the hub in the last seven days, or since
    the day that is named.
    """
    frame = frame_of(context)
    start = _day(frame, since) if since else None
    hub = frame.hub()
    who, desk = curator(frame, hub, as_), hub.curation.desk
    for section, search in desk.lost_searches(who, newsletter):
        frame.note(
            "Section {section}: the saved search {search} is gone or needs mending.",
            section=section,
            search=search,
        )
    issue = desk.new_issue(who, newsletter, start)
    if as_json:
        frame.json(_as_data(hub, issue))
        return
    entries = sum(1 for _ in issue.entries())
    frame.say("Issue {number} has begun with {entries} entries.", number=issue.number,
              entries=entries)  # fmt: skip
    if issue.left_out:
        frame.say("Left out, because they were sent before: {n}.", n=len(issue.left_out))


def list_issues(
    context: typer.Context,
    newsletter: Annotated[
        str, typer.Argument(metavar="[NEWSLETTER]", help="Id of one newsletter; all otherwise.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """List the issues of all newsletters, or of one, newest first."""
    frame = frame_of(context)
    store = frame.hub().curation.desk.newsletters
    chosen = [store.get(newsletter)[0]] if newsletter else store.all()
    lines = [line for one in chosen for line in store.issues(one.id)]
    if as_json:
        frame.json(
            [
                {
                    "newsletter": line.newsletter,
                    "number": line.number,
                    "state": line.state.value,
                    "title": line.title,
                    "chosen": line.chosen,
                    "changed": line.changed.isoformat(),
                    "sent": line.sent.isoformat() if line.sent else None,
                }
                for line in lines
            ]
        )
        return
    headings = ("Newsletter", "Number", "State", "Title", "Entries", "Sent")
    table = Table(*(frame.text(h) for h in headings), box=None)
    for line in lines:
        table.add_row(
            line.newsletter,
            str(line.number),
            frame.text(STATES[line.state.value]),
            line.title,
            str(line.chosen),
            line.sent.date().isoformat() if line.sent else "",
        )
    frame.out.print(table)
    if not lines:
        frame.note("There is no issue yet. Begin one with 'hub issue new NEWSLETTER'.")


STATES = {"draft": "draft", "sending": "being sent", "sent": "sent"}


def show(context: typer.Context, newsletter: Name, number: Number, as_json: AsJson = False) -> None:
    """Show an issue: its sections, entries, and what to look at before it goes out."""
    frame = frame_of(context)
    hub = frame.hub()
    issue = hub.curation.desk.newsletters.issue(newsletter, number)
    if as_json:
        frame.json(_as_data(hub, issue))
        return
    frame.say("{title}, issue {number}: {state}", title=issue.title, number=number,
              state=frame.text(STATES[issue.state.value]))  # fmt: skip
    for section in issue.sections:
        frame.out.print(f"\n{section.title}")
        for entry in section.entries:
            frame.out.print(f"  [{'x' if entry.chosen else ' '}] {entry.title} ({entry.id})")
    _show_remarks(frame, hub, issue)
    for left in issue.left_out:
        frame.say("Left out: {title}, sent in issue {number}", title=left.title,
                  number=left.number)  # fmt: skip


def render(
    context: typer.Context,
    newsletter: Name,
    number: Number,
    format: Annotated[
        str,
        typer.Option("--format", metavar="FORMAT", help="html, text, markdown, csv or eml."),
    ] = "html",
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Write into this file.")
    ] = None,
) -> None:
    """Print an issue as it is read: a mail in HTML or plain text, Markdown, a table, a file.

    With eml it is a whole mail without recipients, to be opened and sent by a mail program.
    """
    frame = frame_of(context)
    if format not in FORMATS:
        raise UsageProblem("There is no format {format!r}. Use one of: {formats}.", format=format,
                           formats=", ".join(FORMATS))  # fmt: skip
    content = frame.hub().curation.desk.rendered(newsletter, number, format)
    if output is None:
        typer.echo(content, nl=not content.endswith(b"\n"))
        return
    _write(output, content)
    frame.note("Written: {path}", path=output)


def send(
    context: typer.Context,
    newsletter: Name,
    number: Number,
    test: Annotated[
        bool, typer.Option("--test", help="Send it to the acting curator alone.")
    ] = False,
    yes: Yes = False,
    as_: As = "",
    as_json: AsJson = False,
) -> int:
    """Send an issue to all subscribers, or go on where an earlier run was cut off.

    Nobody gets it twice. Afterwards the issue is frozen and archived. The exit status is 1 when a
    mail was refused or has to wait, or when the mail server broke off.
    """
    frame = frame_of(context)
    hub = frame.hub()
    who, desk = curator(frame, hub, as_), hub.curation.desk
    if test:
        done = desk.try_out(who, newsletter, number)
        if as_json:
            frame.json({"sent": done.sent, "refused": [reason for _, reason in done.refused]})
        elif done.sent:
            frame.say("A test mail is on its way to you.")
        for _, reason in (*done.refused, *done.later):
            frame.note(
                "The test mail was not taken: {reason}. Nothing is lost; try again later.",
                reason=reason,
            )
        return 0 if done.sent else 1
    people = desk.subscribers.counts(newsletter).get("subscribed", 0)
    desk.newsletters.issue(newsletter, number)
    question = frame.count(
        "Send it to {n} subscriber now?", "Send it to {n} subscribers now?", people
    )
    if not _sure(frame, yes, question):
        frame.note("Nothing was sent.")
        return 1
    report = desk.send(who, newsletter, number)
    _show_sending(frame, report, as_json)
    return 0 if report.finished and not report.delivery.refused and not report.waiting else 1


def archive(
    context: typer.Context, newsletter: Name, number: Number, yes: Yes = False, as_: As = ""
) -> int:
    """Note an issue as sent by the house's own mailer: it is frozen, and remembered as sent."""
    frame = frame_of(context)
    hub = frame.hub()
    who = curator(frame, hub, as_)
    question = frame.text("Note the issue as sent? It can no longer be changed then.")
    if not _sure(frame, yes, question):
        frame.note("Nothing was changed.")
        return 1
    hub.curation.desk.archive(who, newsletter, number)
    frame.say("Issue {number} stands in the archive.", number=number)
    return 0


def discard(
    context: typer.Context, newsletter: Name, number: Number, yes: Yes = False, as_: As = ""
) -> int:
    """Throw a draft away. What it had gathered is new again for the next one."""
    frame = frame_of(context)
    hub = frame.hub()
    curator(frame, hub, as_)
    store = hub.curation.desk.newsletters
    store.issue(newsletter, number)
    if not _sure(frame, yes, frame.text("Throw the draft away, with all that was written in it?")):
        frame.note("Nothing was changed.")
        return 1
    store.discard(newsletter, number)
    frame.say("The draft of issue {number} is gone.", number=number)
    return 0


def _sure(frame: Frame, yes: bool, question: str) -> bool:
    return yes or agrees(frame, question)


def _day(frame: Frame, text: str) -> dt.datetime:
    from zoneinfo import ZoneInfo

    try:
        day = dt.date.fromisoformat(text)
    except ValueError as error:
        raise UsageProblem("{text!r} is no date. Write it as 2026-03-01.", text=text) from error
    return dt.datetime.combine(day, dt.time(), ZoneInfo(frame.settings.time_zone))


def _write(path: Path, content: bytes) -> None:
    from hub.errors import HubError

    try:
        path.write_bytes(content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise HubError(
            "{path} cannot be written: {reason}. Choose another file with --output.",
            path=path,
            reason=reason,
        ) from error


def _show_sending(frame: Frame, report: "IssueSending", as_json: bool) -> None:
    delivery = report.delivery
    if as_json:
        frame.json(
            {
                "prepared": report.prepared,
                "sent": delivery.sent,
                "refused": [reason for _, reason in delivery.refused],
                "dropped": delivery.dropped,
                "waiting": report.waiting,
                "finished": report.finished,
            }
        )
        return
    frame.say(
        "Mails prepared: {prepared}, sent: {sent}, refused: {refused}, waiting: {waiting}.",
        prepared=report.prepared,
        sent=delivery.sent,
        refused=len(delivery.refused),
        waiting=report.waiting,
    )
    for number, reason in delivery.refused:
        frame.note("Mail {number}: {reason}", number=number, reason=reason)
    if delivery.stopped:
        frame.note(
            "The mail server broke off: {reason}. Run the command again: it goes on from there.",
            reason=delivery.stopped,
        )


def _show_remarks(frame: Frame, hub: "Hub", issue: "Issue") -> None:
    for remark in hub.curation.desk.remarks(issue):
        entry = issue.entry(remark.entry) if remark.entry else None
        what = frame.text(SENTENCES[remark.lack.value])
        frame.note("{what}: {title}", what=what, title=entry.title if entry else issue.title)


def _as_data(hub: "Hub", issue: "Issue") -> dict[str, Any]:
    remarks = hub.curation.desk.remarks(issue)
    return {
        "newsletter": issue.newsletter,
        "number": issue.number,
        "state": issue.state.value,
        "title": issue.title,
        "language": issue.language,
        "gathered": issue.gathered.isoformat(),
        "sent": issue.sent.isoformat() if issue.sent else None,
        "sections": [
            {"id": s.id, "title": s.title, "entries": [_entry(e) for e in s.entries]}
            for s in issue.sections
        ],
        "left_out": [left.model_dump(mode="json") for left in issue.left_out],
        "remarks": [{"lack": r.lack.value, "entry": r.entry} for r in remarks],
    }


def _entry(entry: "Entry") -> dict[str, Any]:
    shown = ("id", "resource", "title", "blurb", "url", "chosen", "type", "date")
    return entry.model_dump(mode="json", include=set(shown))
