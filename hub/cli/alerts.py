"""`hub alerts send`: tell people what is new in their saved searches. For cron and timers."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hub.cli.frame import Frame, frame_of
from hub.cli.options import AsJson

if TYPE_CHECKING:
    from hub.core import Hub
    from hub.curation.alerts.sending import Sending

LOCK = "alerts.lock"

DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Only say what would be sent; nothing is changed.")
]


def send(context: typer.Context, dry_run: DryRun = False, as_json: AsJson = False) -> int:
    """Send the mails of all alerts that are due, each with what is new since the last one.

    May be run as often as one likes, also twice at once: nothing is sent twice and nothing is
    lost. The exit status is 1 when a mail was refused or has to wait.
    """
    frame = frame_of(context)
    hub = frame.hub()
    if dry_run:
        return _plan(frame, hub, as_json)
    with _alone(frame.settings.data) as alone:
        if not alone:
            frame.note("Another run is sending the alerts at this moment. Nothing to do.")
            if as_json:
                frame.json({"running": True})
            return 0
        # Only on the data directory's own database does the lock say that nobody else sends.
        report = hub.curation.sender.send(alone=not frame.settings.database_url)
        rest = hub.curation.desk.deliver_rest()
    _show(frame, report, as_json)
    if rest.sent and not as_json:
        frame.note("Letters of newsletters that were left over and went out now: {n}.", n=rest.sent)
    done = (report.delivery, rest)
    return 1 if any(d.refused or d.later or d.given_up for d in done) else 0


@contextmanager
def _alone(data: Path) -> Iterator[bool]:
    """Whether no other run is at work; the lock ends with the process that holds it."""
    file = os.open(data / LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(file)


def _plan(frame: Frame, hub: "Hub", as_json: bool) -> int:
    from hub.curation.alerts.sending import Sending

    report = Sending()
    plans = [plan for plan in hub.curation.sender.plan(report) if plan.letter]
    if as_json:
        frame.json({"due": report.due, "letters": [{"new": list(plan.news.new)} for plan in plans]})
        return 0
    frame.say("Alerts due: {due}. Mails that would be sent: {n}.", due=report.due, n=len(plans))
    for plan in plans:
        frame.say("  {n} new: {ids}", n=len(plan.news.new), ids=", ".join(plan.news.new[:10]))
    return 0


def _show(frame: Frame, report: "Sending", as_json: bool) -> None:
    delivery = report.delivery
    if as_json:
        frame.json(
            {
                "due": report.due,
                "prepared": report.prepared,
                "resting": report.resting,
                "sent": delivery.sent,
                "refused": [reason for _, reason in delivery.refused],
                "later": [reason for _, reason in delivery.later],
                "dropped": delivery.dropped,
                "given_up": delivery.given_up,
            }
        )
        return
    frame.say(
        "Alerts due: {due}. Mails prepared: {prepared}, sent: {sent}, refused: {refused}, "
        "waiting for the next run: {later}.",
        due=report.due,
        prepared=report.prepared,
        sent=delivery.sent,
        refused=len(delivery.refused),
        later=len(delivery.later),
    )
    for number, reason in (*delivery.refused, *delivery.later):
        frame.note("Mail {number}: {reason}", number=number, reason=reason)
    if delivery.stopped:
        frame.note(
            "The mail server broke off: {reason}. The rest waits for the next run.",
            reason=delivery.stopped,
        )
    if report.resting:
        frame.note(
            "Alerts that rest because a part of their saved search is gone: {n}.", n=report.resting
        )
