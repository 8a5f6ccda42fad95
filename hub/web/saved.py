"""What people do with saved searches, alerts and feeds: forms that the pages send."""

from hub.accounts import Account, Accounts
from hub.curation import Curation
from hub.curation.saved.coding import SavedProblem, checked
from hub.curation.saved.rows import NO_SEARCH
from hub.model.curation import FeedKind, Rhythm, Sharing
from hub.settings import Settings
from hub.web.actions import AccountActions, Form

NO_ACTION = "This cannot be done with a saved search. Load the page again."


class SavedActions(AccountActions):
    """One method for each thing that can be done; each returns where to go on."""

    def __init__(self, settings: Settings, accounts: Accounts, curation: Curation) -> None:
        super().__init__(settings, accounts)
        self._curation = curation
        self._unknown = NO_ACTION
        self._actions = {
            "add": self._add,
            "change": self._change,
            "settings": self._settle,
            "copy": self._copy,
            "delete": self._delete,
            "restore": self._restore,
            "replace": self._replace,
            "feed": self._feed,
            "renew": self._renew,
            "shut": self._shut,
        }

    # Saved searches

    def _add(self, who: Account, form: Form, language: str) -> str:
        rhythm = _rhythm(form)
        query, sharing = checked(form.get("query", "")), _sharing(form)
        search = self._curation.saved.add(who, form.get("called", ""), query, sharing)
        if rhythm:
            self._curation.alerts.switch(who, search.id, rhythm, language)
        return f"/search?saved={search.id}&done=add"

    def _change(self, who: Account, form: Form, language: str) -> str:
        id = _id(form)
        self._curation.alerts.change(who, id, checked(form.get("query", "")))
        return f"/search?saved={id}&done=change"

    def _settle(self, who: Account, form: Form, language: str) -> str:
        """Name, sharing and alert in one form; of another's search the alert alone."""
        id, rhythm = _id(form), _rhythm(form)
        if "called" in form:
            sharing = _sharing(form)
            self._curation.saved.rename(who, id, form["called"])
            self._curation.saved.share(who, id, sharing)
        self._curation.alerts.switch(who, id, rhythm, language)
        return f"/saved?done=settings&id={id}"

    def _copy(self, who: Account, form: Form, language: str) -> str:
        return f"/saved?done=copy&id={self._curation.saved.copy(who, _id(form)).id}"

    def _delete(self, who: Account, form: Form, language: str) -> str:
        return f"/saved?done=delete&id={self._curation.saved.delete(who, _id(form)).id}"

    def _restore(self, who: Account, form: Form, language: str) -> str:
        return f"/saved?done=restore&id={self._curation.saved.restore(who, _id(form)).id}"

    def _replace(self, who: Account, form: Form, language: str) -> str:
        id = _id(form)
        facet, value, new = (form.get(name, "") for name in ("facet", "value", "replacement"))
        self._curation.alerts.replace(who, id, facet, value, new)
        return f"/search?saved={id}&done=change"

    # Feeds

    def _feed(self, who: Account, form: Form, language: str) -> str:
        kind, subject = _about(form)
        self._curation.feeds.make(who, kind, subject)
        return _feeds(kind, subject, "feed")

    def _renew(self, who: Account, form: Form, language: str) -> str:
        kind, subject = _about(form)
        self._curation.feeds.renew(who, kind, subject)
        return _feeds(kind, subject, "renew")

    def _shut(self, who: Account, form: Form, language: str) -> str:
        kind, subject = _about(form)
        self._curation.feeds.shut(who, kind, subject)
        return _feeds(kind, subject, "shut")


def _feeds(kind: FeedKind, subject: str, done: str) -> str:
    id = subject if kind is FeedKind.SEARCH and subject.isdigit() else ""
    return f"/saved?done={done}&id={id}"


def _id(form: Form) -> int:
    text = form.get("search", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise SavedProblem(NO_SEARCH)
    return int(text)


def _rhythm(form: Form) -> Rhythm | None:
    text = form.get("rhythm", "none")
    if text == "none":
        return None
    if text not in {rhythm.value for rhythm in Rhythm}:
        raise SavedProblem(NO_ACTION)
    return Rhythm(text)


def _sharing(form: Form) -> Sharing:
    text = form.get("sharing", Sharing.PRIVATE.value)
    if text not in {sharing.value for sharing in Sharing}:
        raise SavedProblem(NO_ACTION)
    return Sharing(text)


def _about(form: Form) -> tuple[FeedKind, str]:
    kind = form.get("kind", "")
    if kind not in {known.value for known in FeedKind}:
        raise SavedProblem(NO_ACTION)
    return FeedKind(kind), form.get("subject", "")
