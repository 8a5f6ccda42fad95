"""The history for editors: every change, one in full, and the earlier states of a resource."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from zoneinfo import ZoneInfo

from hub.errors import HistoryConflict, NotFound
from hub.history import Change, Sight, State, What
from hub.history.differing import difference
from hub.i18n import translator
from hub.i18n.words import mark
from hub.ui import changes
from hub.ui.changes import GROUPS, HERE
from hub.ui.desk import button, done_notice, last, may_edit, posting
from hub.ui.html import Child, Html, el, join
from hub.ui.reader import Reader, View
from hub.ui.state import Params, address, resource_address

DO = "/history/do"
_SHOWN = 50  #: changes of a list
_FILES = 20  #: files of a change that are shown in full
_LOOKS = 20  #: how often we look further back where much is not open to the reader
_PLANNED = 300  #: files above which an undo is not tried out before it is asked for
_DONE = {
    "undone": mark("The change is undone. The search knows it now."),
    "back": mark("The earlier state is back. The search knows it now."),
}


def view(reader: Reader, params: Params) -> View:
    """All changes, one, or those of one resource. Members find no such page."""
    if not may_edit(reader):
        raise NotFound(mark("There is no such page."))
    reader.hub.history.follow()
    page = Page(reader, params)
    if last(params, "change"):
        title, body = page.change(_number(last(params, "change")))
    elif last(params, "resource"):
        title, body = page.resource(last(params, "resource"), _number(last(params, "state")))
    else:
        title, body = page.list()
    return View(
        title=title,
        body=el("div", done_notice(reader, params, _DONE), body, class_="history"),
        status=title,
        current="history",
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class Page:
    """One page of the history, as this reader may see it."""

    def __init__(self, reader: Reader, params: Params) -> None:
        self.reader = reader
        self.words = reader.words
        self.history = reader.hub.history
        self.sight = Sight(reader.hub.catalogue(), reader.access)
        self._group = last(params, "kind") if last(params, "kind") in GROUPS else ""
        self._before = _number(last(params, "before")) or None

    # All changes

    def list(self) -> tuple[str, Html]:
        """The newest changes, or those before a given one."""
        title = self.words.t("History")
        found, more = self._seen()
        lead = self.words.t("Who changed what in the catalogue, and how to take it back.")
        body = join(
            el("h1", title, tabindex=-1),
            el("p", lead, class_="lead"),
            self._narrow(),
            self._days(found) if found else el("p", self.words.t("There is nothing here.")),
            self._older(more),
        )
        return title, body

    def _seen(self) -> tuple[Sequence[Change], int | None]:
        """The changes this reader may see, and from where to look further back."""
        found: list[Change] = []
        before = self._before
        kinds = (f"{self._group}.",) if self._group else ()
        for _ in range(_LOOKS):
            some = self.history.changes(kinds=kinds, before=before, limit=_SHOWN)
            for change in some:
                seen = self.sight.change(change)
                before = change.id
                if seen is not None:
                    found.append(seen)
                if len(found) == _SHOWN:
                    return found, before
            if len(some) < _SHOWN:
                return found, None
        return found, before

    def _narrow(self) -> Html:
        options = [el("option", self.words.t("Everything"), value="")]
        options += [
            el("option", self.words.t(name), value=group, selected=group == self._group)
            for group, name in GROUPS.items()
        ]
        return el(
            "form",
            el("label", self.words.t("Show"), for_="h-kind"),
            el("select", options, id="h-kind", name="kind"),
            el("button", self.words.t("Show"), type="submit", class_="plain"),
            action=HERE,
            method="get",
            data_soft=True,
            class_="choice",
        )

    def _days(self, found: Sequence[Change]) -> Html:
        zone = ZoneInfo(self.reader.hub.settings.time_zone)
        return join(
            *(
                el("section", el("h2", day), el("ul", [self._entry(c) for c in own]))
                for day, own in groupby(found, lambda c: self.words.day(c.at.astimezone(zone)))
            )
        )

    def _entry(self, change: Change) -> Html:
        text = changes.sentence(self.reader, change)
        return el(
            "li",
            el("a", text, href=changes.change_address(change.id)),
            self._of_undo(change),
            changes.facts(self.reader, change, self._undo_link(change), day=False),
            class_="undone" if change.undone_by else None,
        )

    def _undo_link(self, change: Change) -> Html | None:
        """The way to the step that asks before it undoes."""
        if not _can_be_undone(change):
            return None
        return el("a", self.words.t("Undo …"), href=changes.change_address(change.id))

    def _of_undo(self, change: Change) -> Html | None:
        """What an undo took back, or that a change was undone."""
        if change.undone_by is not None:
            link = changes.change_address(change.undone_by)
            return el("a", self.words.t("undone"), href=link, class_="badge")
        undone = self._change(change.undoes) if change.undoes is not None else None
        if undone is None:
            return None
        return el("span", " (", changes.sentence(self.reader, undone), ")", class_="facts")

    def _change(self, id: int) -> Change | None:
        """A change as far as this reader may see it."""
        return self.sight.change(self.history.change(id))

    def _older(self, before: int | None) -> Html | None:
        if before is None:
            return None
        parts = [("kind", self._group), ("before", str(before))]
        link = address(HERE, [(name, value) for name, value in parts if value])
        return el("p", el("a", self.words.t("Older changes"), href=link, class_="button plain"))

    # One change

    def change(self, id: int) -> tuple[str, Html]:
        """Everything about a change, and the step that takes it back. Raises NotFound."""
        change = self._change(id)
        if change is None:
            raise NotFound("There is no change {id} in the history.", id=id)
        title = changes.sentence(self.reader, change)
        files = [*changes.shown_files(change.paths)]
        body = join(
            self._crumbs(),
            el("h1", title, tabindex=-1),
            self._of_undo(change),
            changes.facts(self.reader, change),
            self._undoing(change),
            el("h2", self.words.t("What differs")) if files else None,
            [self._file(change, path) for path in files[:_FILES]],
            self._rest(change, len(files)),
        )
        return title, body

    def _crumbs(self) -> Html:
        return self._way(el("a", self.words.t("All changes"), href=HERE))

    def _way(self, *steps: Child) -> Html:
        label = self.words.t("You are here")
        return el("nav", el("ul", [el("li", s) for s in steps]), class_="crumbs", aria_label=label)

    def _file(self, change: Change, path: str) -> Html:
        fields = self.sight.fields(path, self.history.difference(change.id, path))
        return changes.file_difference(self.reader, path, fields)

    def _rest(self, change: Change, files: int) -> Html | None:
        more = max(change.files - len(change.paths), 0) + files - _FILES
        if more <= 0:
            return None
        return el("p", self.words.n("And {n} more file.", "And {n} more files.", more))

    def _undoing(self, change: Change) -> Html | None:
        """The button that undoes, with what it will do; or why it cannot be undone."""
        if not _can_be_undone(change):
            return None
        try:
            self.sight.check(self.history.paths(change.id))
            number = change.files
            if number <= _PLANNED:
                number = len(self.history.undoing(change.id))
        except HistoryConflict as error:
            said = self.sight.conflict(error).text(translator(self.reader.language))
            return el("div", el("p", said), class_="notice")
        text = self.words.n(
            "Undoing writes {n} file. What was changed elsewhere since stays.",
            "Undoing writes {n} files as one. What was changed elsewhere since stays.",
            number,
        )
        return posting(
            self.reader,
            DO,
            el("p", text),
            el("input", type="hidden", name="change", value=str(change.id)),
            el("p", button(self.words.t("Undo this change"), "undo"), class_="actions"),
            busy=self.words.t("Saving …"),
            class_="undoing",
        )

    # One resource

    def resource(self, id: str, chosen: int) -> tuple[str, Html]:
        """The states of a resource, or one of them beside today's. Raises NotFound."""
        states = [s for s in self.history.states(id) if self.sight.path(s.path)]
        resource = self.reader.hub.catalogue().resources.get(id)
        if not states and (resource is None or not self.reader.access.sees(resource)):
            raise NotFound("There is no such resource, or it is not open to you.")
        name = resource.title if resource else id
        title = self.words.t("History of “{title}”", title=name)
        state = next((s for s in states if s.change.id == chosen and s.content), None)
        link = el("a", name, href=resource_address(id)) if resource else name
        body = join(
            self._way(link) if resource else self._crumbs(),
            el("h1", title, tabindex=-1),
            self._coming_back(id, state) if state else self._states(id, states),
        )
        return title, body

    def _states(self, id: str, states: Sequence[State]) -> Html:
        if not states:
            return el("p", self.words.t("Nothing has been changed since the history began."))
        return el("ul", [self._state(id, state) for state in states], class_="states")

    def _state(self, id: str, state: State) -> Html:
        # What else a change did may not be open to the reader; that it was one is.
        change = self.sight.change(state.change) or replace(state.change, what=What(""))
        fields = self.sight.fields(state.path, self.history.difference(change.id, state.path))
        back = address(HERE, [("resource", id), ("state", str(change.id))])
        link = el("a", self.words.t("Bring back this state …"), href=back, class_="button plain")
        now = el("span", self.words.t("as it is now"), class_="badge") if state.now else None
        return el(
            "li",
            el("h2", el("a", changes.sentence(self.reader, change), href=_link(change)), " ", now),
            changes.facts(self.reader, change),
            changes.differences(self.reader, fields),
            el("p", link, class_="actions") if state.content and not state.now else None,
        )

    def _coming_back(self, id: str, state: State) -> Html:
        """What would change, and the button that does it."""
        folder = self.reader.hub.folder
        now = next((folder.read(path) for path in folder.paths_of(id)), None)
        fields = self.sight.fields(state.path, difference(state.path, now, state.content))
        form = posting(
            self.reader,
            DO,
            el("input", type="hidden", name="resource", value=id),
            el("input", type="hidden", name="change", value=str(state.change.id)),
            el("p", button(self.words.t("Bring back this state"), "back"), class_="actions"),
            busy=self.words.t("Saving …"),
            class_="undoing",
        )
        return join(
            el("p", self.words.t("So the resource would change from how it is now:")),
            changes.differences(self.reader, fields),
            form if not state.now else None,
        )


def _can_be_undone(change: Change) -> bool:
    return change.done and change.undone_by is None and change.what.kind != "files.found"


def _link(change: Change) -> str:
    return changes.change_address(change.id)
