"""What editors send from the page of the vocabulary: an action that they have seen a preview of."""

from starlette.routing import Route

from hub.accounts import Session
from hub.core import Hub
from hub.history import Change
from hub.vocabulary.asking import action_of
from hub.web.addresses import with_parts
from hub.web.desk import DeskActions, Form
from hub.web.forms import NOT_A_FORM, FormError
from hub.web.upkeep import doer, undo_own

HERE = "/vocabulary"


class VocabularyActions(DeskActions):
    """The routes of the vocabulary. To all but editors there is nothing here."""

    def routes(self) -> list[Route]:
        """Both take forms only."""
        return [
            Route("/vocabulary/do", self._answer(self._do), methods=["POST"]),
            Route("/vocabulary/undo", self._answer(self._undo), methods=["POST"]),
        ]

    def _do(self, session: Session, form: Form) -> str:
        access, vocabulary = self._access(session), self._hub.vocabulary
        action = action_of(vocabulary, form.one, access)
        if action is None:
            raise FormError(400, NOT_A_FORM)
        by = doer(self._hub, session)
        change = vocabulary.do(action, access, by, form.one("version") or "none")
        self._searchable()
        return _after(change, form)

    def _undo(self, session: Session, form: Form) -> str:
        undo_own(self._hub, form.one("change"), doer(self._hub, session))
        self._searchable()
        return with_parts(HERE, kind=form.one("kind"), done="undone")


def _after(change: Change, form: Form) -> str:
    """The value that there is now, with what was done and how to take it back."""
    values = change.what.values
    at = str(values.get("to", "")) or ("" if form.one("do") == "delete" else form.one("value"))
    if form.one("do") in ("nest", "top"):
        at = form.one("value")
    parts = {"kind": form.one("kind"), "value": at, "done": "changed", "change": str(change.id)}
    return with_parts(HERE, **parts)


def vocabulary_routes(hub: Hub) -> list[Route]:
    """The routes of the vocabulary."""
    return VocabularyActions(hub).routes()
