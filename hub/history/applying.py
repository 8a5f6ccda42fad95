"""Many files changed as one: all of them or none, also when killed at any moment.

What is to be done goes into the database first, marked as under way; then the files are replaced
one by one; then the change is marked as done. A small file beside the database says that something
may be under way, so that everybody else need not ask. Whoever writes next finishes it.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from hub.catalogue import CatalogueFolder
from hub.catalogue.recording import FileChange
from hub.catalogue.tables import TABLES
from hub.errors import CatalogueError, HistoryConflict
from hub.history.log import UNDER_WAY, Log, digest_of
from hub.history.model import Doer, What

_PATH = re.compile(r"[^/.][^/\0]*/[^/.][^/\0]*\.yaml")
RENAMED = "renamed.yaml"


class Applier:
    """Changes files of a catalogue folder together. ``mark`` is the file that says so."""

    def __init__(self, folder: CatalogueFolder, log: Log, mark: Path) -> None:
        self._folder = folder
        self._log = log
        self._mark = mark

    def apply(
        self, files: Sequence[FileChange], by: Doer, what: What, undoes: int | None = None
    ) -> int:
        """The id of the change. Raises as ``History.apply``."""
        files = _wanted(files)
        with self._folder.alone([file.path for file in files]):
            self.finish()
            self._refuse_changed(files)
            self._mark.touch(0o600)
            with self._log.database.write() as session:
                change = self._log.begin(session, by, what, UNDER_WAY, undoes)
                self._log.append(session, change, files)
            self._put(files, change)
            self._done([change])
        return change

    def _refuse_changed(self, files: Sequence[FileChange]) -> None:
        for file in files:
            if self._folder.read(file.path) != file.before:
                raise HistoryConflict(
                    "{path} has been changed meanwhile. Nothing was saved: look at it again, "
                    "then repeat what you wanted to do.",
                    path=file.path,
                )

    def _put(self, files: Sequence[FileChange], change: int) -> None:
        try:
            self._folder.put({file.path: file.after for file in files})
        except CatalogueError:
            # Back to how it was. If that fails too, the change stays under way, and is finished
            # as soon as the folder can be written again.
            self._folder.put({file.path: file.before for file in files})
            self._log.forget(change)
            self._mark.unlink(missing_ok=True)
            raise

    def finish(self) -> None:
        """Finish what a killed writer left under way; nobody else may write meanwhile."""
        if not self._mark.exists():
            return
        with self._log.database.read() as session:
            changes = self._log.in_state(session, UNDER_WAY)
            steps = [step for change in changes for step in self._log.steps(session, change)]
            contents = self._log.contents(session, [step.after for step in steps])
        # A file that is neither as before nor as after was edited by hand since: that stays.
        left = [s for s in steps if digest_of(self._folder.read(s.path)) == s.before]
        self._folder.put({s.path: contents[s.after] if s.after else None for s in left})
        self._done(changes)

    def _done(self, changes: Sequence[int]) -> None:
        with self._log.database.write() as session:
            for change in changes:
                self._log.end(session, change)
                self._log.settle(session, change)
        self._mark.unlink(missing_ok=True)

    def left(self) -> list[str]:
        """The files of what may be left to finish."""
        if not self._mark.exists():
            return []
        with self._log.database.read() as session:
            changes = self._log.in_state(session, UNDER_WAY)
            return [step.path for id in changes for step in self._log.steps(session, id)]


def _wanted(files: Sequence[FileChange]) -> list[FileChange]:
    """What changes. Raises CatalogueError for paths that are none, and where nothing would."""
    for file in files:
        if not (_PATH.fullmatch(file.path) or file.path in TABLES or file.path == RENAMED):
            raise CatalogueError("{path} is no file of the catalogue.", path=file.path)
    if len({file.path for file in files}) < len(files):
        raise ValueError("a change names each file once")
    wanted = [file for file in files if file.before != file.after]
    if not wanted:
        raise CatalogueError("Nothing would change: everything is like that already.")
    return wanted
