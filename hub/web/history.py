"""What editors send from the history: take a change back, let an earlier state come back."""

from starlette.routing import Route

from hub.accounts import Session
from hub.core import Hub
from hub.errors import HistoryConflict, NotFound
from hub.history import Change, Sight
from hub.web.addresses import with_parts
from hub.web.desk import DeskActions, Form
from hub.web.forms import NOT_A_FORM, FormError


class HistoryActions(DeskActions):
    """The routes of the history. To all but editors there is nothing here."""

    def routes(self) -> list[Route]:
        """One form."""
        return [Route("/history/do", self._answer(self._do), methods=["POST"])]

    def _do(self, session: Session, form: Form) -> str:
        if form.one("do") == "undo":
            change = self._undo(session, _number(form.one("change")))
            next = with_parts("/history", change=str(change.id), done="undone")
        elif form.one("do") == "back":
            resource = form.one("resource")
            self._back(session, resource, _number(form.one("change")))
            next = with_parts("/history", resource=resource, done="back")
        else:
            raise FormError(400, NOT_A_FORM)
        self._searchable()
        return next

    def _undo(self, session: Session, id: int) -> Change:
        sight, history = self._sight(session), self._hub.history
        if sight.change(history.change(id)) is None:
            raise NotFound("There is no change {id} in the history.", id=id)
        sight.check(history.paths(id))
        try:
            return history.undo(id, by=self._doer(session))
        except HistoryConflict as error:
            raise sight.conflict(error) from error

    def _back(self, session: Session, resource: str, change: int) -> None:
        sight, history = self._sight(session), self._hub.history
        for state in history.states(resource):
            if state.change.id == change and not sight.path(state.path):
                raise NotFound("There is no change {id} in the history.", id=change)
        history.bring_back(resource, change, by=self._doer(session))

    def _sight(self, session: Session) -> Sight:
        return Sight(self._hub.reload(), self._access(session))


def _number(text: str) -> int:
    """The number of a change; 0, which none has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def history_routes(hub: Hub) -> list[Route]:
    """The routes of the history."""
    return HistoryActions(hub).routes()
