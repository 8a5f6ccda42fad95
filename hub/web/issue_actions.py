"""What curators do with an issue: compose, try out, send, archive."""

import datetime as dt
from collections.abc import Mapping
from threading import Thread
from typing import Any, cast, get_args
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from hub.accounts import Account, Accounts
from hub.curation import Curation
from hub.curation.newsletter.editing import (
    AddFree,
    AddNote,
    Choose,
    Edited,
    IssueChange,
    IssueProblem,
    Move,
    Remove,
    Rewrite,
    Settle,
    SettleText,
    WriteText,
)
from hub.curation.newsletter.placing import Way, before, into, shifted, standing
from hub.errors import HubError
from hub.i18n.words import Words, mark
from hub.model.newsletter import Issue, IssueText
from hub.settings import Settings
from hub.web.actions import Form
from hub.web.newsletter_actions import CuratorActions, number

PATIENCE = 8.0  #: seconds a page waits for a sending; it goes on behind it
NOT_TAKEN = (
    "The mail server did not take the test mail: {reason}. Nothing is lost; try again later."
)
CLASH = mark(
    "Somebody else changed this text while you were writing. Nothing is lost: what stands in the "
    "issue stays, and your version is kept beside it."
)
SAVED = mark("Saved at {time}")


class IssueActions(CuratorActions):
    """One method for each thing that can be done with an issue."""

    def __init__(self, settings: Settings, accounts: Accounts, curation: Curation) -> None:
        super().__init__(settings, accounts, curation)
        self._actions = {
            "new": self._new,
            "gather": self._gather,
            "discard": self._discard,
            "choose": self._choose,
            "shift": self._shift,
            "write": self._write,
            "settle": self._settle,
            "free": self._free,
            "add": self._add,
            "remove": self._remove,
            "note": self._note,
            "text": self._text,
            "settle-text": self._settle_text,
            "recopy": self._recopy,
            "test": self._test,
            "send": self._send,
            "archive": self._archive,
        }

    # The issue as a whole

    def _new(self, who: Account, form: Form, language: str) -> str:
        since = form.get("since", "")
        day = None
        if since:
            try:
                day = dt.datetime.combine(dt.date.fromisoformat(since), dt.time(), self._zone)
            except ValueError as error:
                raise IssueProblem("{text!r} is no date.", text=since[:40]) from error
        issue = self._desk.new_issue(who, form.get("newsletter", ""), day)
        return _at({"newsletter": issue.newsletter, "number": str(issue.number)}, done="new")

    def _gather(self, who: Account, form: Form, language: str) -> str:
        added = self._desk.gather_again(who, *_issue(form))
        return _at(form, done="gathered", n=str(len(added)))

    def _discard(self, who: Account, form: Form, language: str) -> str:
        newsletter, at = _issue(form)
        self._desk.newsletters.discard(newsletter, at)
        return f"/newsletter?{urlencode({'id': newsletter, 'done': 'discarded'})}"

    def _text(self, who: Account, form: Form, language: str) -> Mapping[str, Any]:
        name, revision = _text_name(form), number(form.get("revision", ""))
        done = self._edit(who, form, WriteText(name, revision, _lines(form.get("text", ""))))
        return self._written(done, done.issue.revisions.get(name, 0), form, language)

    def _settle_text(self, who: Account, form: Form, language: str) -> Mapping[str, Any]:
        name, take = _text_name(form), number(form.get("take", ""))
        self._edit(who, form, SettleText(name, take if take >= 0 else None))
        return {"next": _at(form), "focus": f"text-{name}"}

    # Entries

    def _choose(self, who: Account, form: Form, language: str) -> Mapping[str, Any]:
        chosen = form.get("chosen") == "1"
        self._edit(who, form, Choose(_entry(form), chosen))
        if chosen:
            issue = self._desk.newsletters.issue(*_issue(form))
            home = next(
                s.id for s in issue.sections if any(e.id == _entry(form) for e in s.entries)
            )
            self._edit(who, form, into(issue, _entry(form), home))
        return {"next": _at(form), "focus": f"choose-{_entry(form)}"}

    def _shift(self, who: Account, form: Form, language: str) -> Mapping[str, Any]:
        issue, way = self._desk.newsletters.issue(*_issue(form)), form.get("way", "")
        was = standing(issue, _entry(form))
        move: Move
        if form.get("into"):
            move = before(issue, _entry(form), form["into"], form.get("ahead-of", ""))
        elif way in get_args(Way):
            move = shifted(issue, _entry(form), way)  # type: ignore[arg-type]
        else:
            raise IssueProblem("This cannot be done with a newsletter. Load the page again.")
        now = self._edit(who, form, move).issue
        focus = form.get("then", "") or way or "into"
        return {
            "next": _at(form, **_back(form, was, standing(now, _entry(form)))),
            "focus": f"{focus}-{_entry(form)}",
            "said": _place(now, _entry(form), Words(language)),
        }

    def _write(self, who: Account, form: Form, language: str) -> Mapping[str, Any]:
        entry, revision = _entry(form), number(form.get("revision", ""))
        change = Rewrite(entry, revision, form.get("called", ""), _lines(form.get("blurb", "")))
        done = self._edit(who, form, change)
        now = done.issue.entry(entry)
        return self._written(done, now.revision if now else 0, form, language)

    def _settle(self, who: Account, form: Form, language: str) -> Mapping[str, Any]:
        take = number(form.get("take", ""))
        self._edit(who, form, Settle(_entry(form), take if take >= 0 else None))
        return {"next": _at(form), "focus": f"title-{_entry(form)}"}

    def _free(self, who: Account, form: Form, language: str) -> Mapping[str, Any]:
        change = AddFree(
            form.get("section", ""),
            form.get("called", ""),
            form.get("url", ""),
            _lines(form.get("blurb", "")),
        )
        self._edit(who, form, change)
        return {"next": _at(form, done="added")}

    def _add(self, who: Account, form: Form, language: str) -> Mapping[str, Any]:
        newsletter, at = _issue(form)
        section, resource = form.get("section", ""), form.get("resource", "")
        self._desk.add_resource(who, newsletter, at, section, resource)
        return {"next": _at(form, done="added")}

    def _remove(self, who: Account, form: Form, language: str) -> Mapping[str, Any]:
        self._edit(who, form, Remove(_entry(form)))
        return {"next": _at(form, done="removed")}

    def _note(self, who: Account, form: Form, language: str) -> Mapping[str, Any]:
        if form.get("text", "").strip():
            self._edit(who, form, AddNote(_entry(form), _lines(form["text"])))
        return {"next": _at(form), "focus": f"note-{_entry(form)}"}

    def _recopy(self, who: Account, form: Form, language: str) -> Mapping[str, Any]:
        texts = form.get("texts") == "1"
        self._desk.recopy(who, *_issue(form), _entry(form), texts=texts)
        return {"next": _at(form), "focus": f"title-{_entry(form)}"}

    # Sending

    def _test(self, who: Account, form: Form, language: str) -> str:
        done = self._desk.try_out(who, *_issue(form))
        for _, reason in (*done.refused, *done.later):
            raise IssueProblem(NOT_TAKEN, reason=reason)
        return _at(form, view=form.get("view", ""), done="tested")

    def _send(self, who: Account, form: Form, language: str) -> str:
        """Send in a thread of its own: it goes on while the page already says how far it is."""
        newsletter, at = _issue(form)
        self._desk.check_ready(who, newsletter, at)
        failed: list[HubError] = []

        def work() -> None:
            try:
                self._desk.send(who, newsletter, at)
            except HubError as error:  # nothing is lost: the page offers to go on
                failed.append(error)

        thread = Thread(target=work, name=f"send-{newsletter}-{at}", daemon=True)
        thread.start()
        thread.join(PATIENCE)
        if failed:
            raise failed[0]
        return _at(form, view="send", done="sending")

    def _archive(self, who: Account, form: Form, language: str) -> str:
        self._desk.archive(who, *_issue(form))
        return _at(form, view="send", done="archived")

    # Small things

    def _edit(self, who: Account, form: Form, change: IssueChange) -> Edited:
        return self._desk.edit(who, *_issue(form), change)

    def _written(self, done: Edited, revision: int, form: Form, language: str) -> Mapping[str, Any]:
        """What the page is told; after a clash it goes on from its old revision, beside."""
        words = Words(language)
        if done.clash is not None:
            return {"next": _at(form), "clash": words.t(CLASH)}
        now = dt.datetime.now(self._zone)
        saved = words.t(SAVED, time=f"{now:%H:%M}")
        return {"next": _at(form), "revision": revision, "saved": saved}

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self._settings.time_zone)


def _issue(form: Form) -> tuple[str, int]:
    return form.get("newsletter", ""), number(form.get("number", ""))


def _entry(form: Form) -> str:
    return form.get("entry", "")


def _back(form: Form, was: tuple[str, str], now: tuple[str, str]) -> dict[str, str]:
    """What the page needs to offer the way back; a step up or down has its own."""
    if was == now or form.get("way") in ("up", "down") or form.get("back"):
        return {}
    return {"moved": _entry(form), "was-in": was[0], "was-before": was[1]}


def _place(issue: Issue, entry: str, words: Words) -> str:
    """Where an entry stands now, for whoever does not see it."""
    for section in issue.sections:
        ids = [one.id for one in section.chosen]
        if entry in ids:
            return words.t(
                "Place {place} of {all} in {section}",
                place=ids.index(entry) + 1,
                all=len(ids),
                section=section.title,
            )
    return ""


def _text_name(form: Form) -> IssueText:
    name = form.get("which", "")
    if name not in get_args(IssueText):
        raise IssueProblem("This cannot be done with a newsletter. Load the page again.")
    return cast(IssueText, name)


def _at(form: Form, **more: str) -> str:
    """Back to where the form stood."""
    kept = {name: form.get(name, "") for name in ("newsletter", "number")}
    kept |= {name: form.get(f"at-{name}", "") for name in ("section", "page", "find")}
    return f"/issue?{urlencode({k: v for k, v in {**kept, **more}.items() if v})}"


def _lines(text: str) -> str:
    """Line ends as we keep them: browsers send their own."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
