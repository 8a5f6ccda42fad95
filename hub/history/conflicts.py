"""Why a change cannot be undone, each in a sentence that says what to do."""

from collections.abc import Callable

from hub.errors import HistoryConflict
from hub.history.fields import name_of
from hub.model import Problem


class FieldConflict(HistoryConflict):
    """A conflict in one field, whose name is said in the reader's language."""

    def text(self, translate: Callable[[str], str]) -> str:
        """The sentence in the language that ``translate`` speaks."""
        field = translate(name_of(str(self.values["field"])))
        return translate(self.message).format(**{**self.values, "field": field})


class ReasonConflict(HistoryConflict):
    """A conflict whose reason is what would be wrong in a file."""

    def __init__(self, message: str, problem: Problem, **values: object) -> None:
        super().__init__(message, reason=problem.reason, **values)
        self._problem = problem

    def text(self, translate: Callable[[str], str]) -> str:
        """The sentence and its reason in the language that ``translate`` speaks."""
        problem = self._problem
        reason = translate(problem.message).format(**problem.values)
        return translate(self.message).format(**{**self.values, "reason": reason})


def changed_since(what: str, *place: str) -> HistoryConflict:
    """``what`` is a file, resource or row; ``place`` the keys in it, where one is to blame."""
    if not place:
        return HistoryConflict(
            "“{what}” has been changed since, and the two changes cannot be told apart. "
            "Undo the later change first, or mend it by hand.",
            what=what,
        )
    return FieldConflict(
        "“{field}” of “{what}” has been changed since. Nothing was undone: undo the later change "
        "first, or mend it by hand.",
        what=what,
        field=".".join(place),
    )


def gone_since(what: str) -> HistoryConflict:
    """Something that the change touched is no longer there."""
    return HistoryConflict(
        "“{what}” has been removed since. Nothing was undone: undo its removal first.", what=what
    )


def renamed_since(what: str) -> HistoryConflict:
    """A value that got its name by the change has another one by now."""
    return HistoryConflict(
        "“{what}” has been renamed, merged or removed since. Nothing was undone: undo that first.",
        what=what,
    )


def in_use(what: str, by: str) -> HistoryConflict:
    """A value that came by the change is used by something that came later."""
    return HistoryConflict(
        "“{what}” is in use since, by “{by}”. Nothing was undone: take it away there first.",
        what=what,
        by=by,
    )


def made_wrong(what: str, problem: Problem) -> HistoryConflict:
    """What would come out is not in order."""
    return ReasonConflict(
        "With later changes “{what}” would be wrong: {reason} Nothing was undone; mend it by hand.",
        problem,
        what=what,
    )
