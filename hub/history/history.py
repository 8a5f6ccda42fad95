"""History: what happened to the catalogue, and how it is taken back."""

import logging
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from hub.catalogue import CatalogueFolder
from hub.catalogue.recording import FileChange, Wrote
from hub.database import Database
from hub.errors import HistoryConflict, HubError, NotFound
from hub.history.applying import Applier
from hub.history.blocks import Block, Blocks
from hub.history.differing import difference, ends
from hub.history.kinds import KINDS
from hub.history.log import Log, resource_of
from hub.history.model import Change, Doer, FieldChange, State, What
from hub.history.noticing import Noticer
from hub.history.planning import Planner
from hub.history.states import back_to

_ATTEMPTS = 3
_log = logging.getLogger(__name__)


class History:
    """Every change of a catalogue folder. It is the recorder of that folder from now on."""

    def __init__(self, database: Database, folder: CatalogueFolder, data: Path) -> None:
        """``data`` is the data directory, for two small files that tell processes apart."""
        self._log = Log(database)
        self._folder = folder
        self._blocks = Blocks(self._log, data / "history.lock")
        self._applier = Applier(folder, self._log, data / "history.under-way")
        self._noticer = Noticer(folder, self._log, self._blocks)
        folder.recorder = _Recorder(self._blocks, self._applier)

    def by(self, doer: Doer, what: What) -> AbstractContextManager[Block]:
        """Everything written within, through the catalogue folder, is one change by ``doer``."""
        return self._blocks.by(doer, _known(what))

    def apply(self, changes: Sequence[FileChange], *, by: Doer, what: What) -> Change:
        """Change several files: all or none, also when killed.

        Raises HistoryConflict where a file is no longer as ``before`` says, CatalogueError where
        nothing would change or a file cannot be written; then nothing has changed.
        """
        return self._apply(changes, by, _known(what))

    def _apply(
        self, changes: Sequence[FileChange], by: Doer, what: What, undoes: int | None = None
    ) -> Change:
        self._blocks.flush()
        with self._blocks.shared():
            id = self._applier.apply(changes, by, what, undoes)
        return self._log.change(id)

    def undo(self, id: int, *, by: Doer) -> Change:
        """Take a change back as a whole; what was changed elsewhere since stays.

        Raises NotFound, and HistoryConflict naming what stands in the way; then nothing is undone.
        """
        for attempt in range(_ATTEMPTS):
            files = self.undoing(id)
            try:
                return self._apply(files, by, What("undo.done", {"id": id}), undoes=id)
            except HistoryConflict:
                if attempt == _ATTEMPTS - 1:
                    raise  # the files change faster than we can look
        raise AssertionError("unreachable")

    def undoing(self, id: int) -> list[FileChange]:
        """What ``undo`` would write. Raises as it does."""
        change = self._log.change(id)
        _refuse(change)
        self._blocks.flush()
        with self._log.database.read() as session:
            steps = self._log.steps(session, id)
            contents = self._log.contents(
                session, [digest for step in steps for digest in (step.before, step.after)]
            )
        files = Planner(self._folder, steps, contents).changes()
        if not files:
            raise HistoryConflict(
                "Nothing is left to undo: everything is as it was before already."
            )
        return files

    def states(self, resource: str) -> Sequence[State]:
        """How a resource stood after each of its changes, newest first."""
        with self._log.database.read() as session:
            steps = self._log.steps_of(session, resource)
            contents = self._log.contents(session, [step.after for step in steps])
        last = {(step.change, step.after is not None): step for step in steps}
        by_change = {change: last[change, there] for change, there in sorted(last)}
        now = {self._folder.read(path) for path in self._folder.paths_of(resource)} or {None}
        return [
            State(
                change=self._log.change(change),
                path=step.path,
                content=contents[step.after] if step.after else None,
                now=(contents[step.after] if step.after else None) in now,
            )
            for change, step in sorted(by_change.items(), reverse=True)
        ]

    def bring_back(self, resource: str, change: int, *, by: Doer) -> Change:
        """Let a resource be again as it was after that change; what it is now stays in the history.

        Raises NotFound, and CatalogueError where it is like that already or cannot be again.
        """
        state = next((s for s in self.states(resource) if s.change.id == change), None)
        if state is None or state.content is None:
            raise NotFound(
                "There is no state of '{id}' after change {change}.", id=resource, change=change
            )
        files, title = back_to(self._folder, resource, state.content)
        return self._apply(files, by, What("resource.brought-back", {"title": title}))

    def paths(self, id: int) -> Sequence[str]:
        """Every file that a change touched."""
        with self._log.database.read() as session:
            return list(dict.fromkeys(step.path for step in self._log.steps(session, id)))

    def finish(self) -> None:
        """Finish what a killed process left under way, if it left anything."""
        left = self._applier.left()
        if left:
            with self._blocks.shared(), self._folder.alone(left):
                self._applier.finish()

    def notice(self) -> bool:
        """Note changes that were made by hand in the files.

        False where somebody is writing at this moment: then a later look will find them. Quick
        where nothing has changed.
        """
        return self._noticer.notice()

    def follow(self) -> None:
        """``notice`` beside other work: what goes wrong is logged, and a later look finds it."""
        try:
            self.notice()
        except HubError as error:
            _log.error("Changes in the files could not be noted: %s", error)

    def difference(self, id: int, path: str) -> Sequence[FieldChange]:
        """What a change did to a file, by field; of a resource also where it moved.

        Raises NotFound where the change did not touch the file.
        """
        resource = resource_of(path)
        with self._log.database.read() as session:
            steps = self._log.steps(session, id, path=path)
            if steps and resource:
                steps = self._log.steps(session, id, resource=resource)
            wanted = [digest for step in steps for digest in (step.before, step.after)]
            contents = self._log.contents(session, wanted)
        if not steps:
            raise NotFound("Change {id} did not touch {path}.", id=id, path=path)
        before, after = ends(steps)
        return difference(path, contents.get(before), contents.get(after))

    def change(self, id: int) -> Change:
        """One change. Raises NotFound."""
        return self._log.change(id)

    def changes(
        self,
        *,
        path: str | None = None,
        resource: str | None = None,
        kinds: Collection[str] = (),
        before: int | None = None,
        limit: int = 50,
    ) -> Sequence[Change]:
        """Changes, newest first, ``limit`` of those with an id below ``before``.

        ``kinds`` are kinds, or groups of them such as ``tag.``.
        """
        return self._log.changes(
            path=path, resource=resource, kinds=kinds, before=before, limit=limit
        )


class _Recorder:
    """Stands between the folder and the history."""

    def __init__(self, blocks: Blocks, applier: Applier) -> None:
        self._blocks = blocks
        self._applier = applier

    @contextmanager
    def writing(self) -> Iterator[Wrote]:
        """Around every write."""
        with self._blocks.writing() as wrote:
            yield wrote

    def ready(self) -> None:
        """Nothing may be half done when something else is written."""
        self._applier.finish()


def _refuse(change: Change) -> None:
    """Changes that cannot be undone, whatever the files say."""
    if not change.done:
        raise HistoryConflict("This change is still being written. Try again in a moment.")
    if change.undone_by is not None:
        raise HistoryConflict(
            "Change {id} has been undone already, by change {by}.",
            id=change.id,
            by=change.undone_by,
        )
    if change.what.kind == "files.found":
        raise HistoryConflict("The history begins here. There is nothing before it to go back to.")


def _known(what: What) -> What:
    if what.kind not in KINDS:
        raise ValueError(f"{what.kind!r} has no sentence in hub.history.kinds.KINDS")
    return what
