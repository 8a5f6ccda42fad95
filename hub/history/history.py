"""History: what happened to the catalogue, and how it is taken back."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from hub.catalogue import CatalogueFolder
from hub.catalogue.recording import FileChange, Wrote
from hub.database import Database
from hub.history.applying import Applier
from hub.history.blocks import Block, Blocks
from hub.history.kinds import KINDS
from hub.history.log import Log
from hub.history.model import Change, Doer, What


class History:
    """Every change of a catalogue folder. It is the recorder of that folder from now on."""

    def __init__(self, database: Database, folder: CatalogueFolder, data: Path) -> None:
        """``data`` is the data directory, for two small files that tell processes apart."""
        self._log = Log(database)
        self._folder = folder
        self._blocks = Blocks(self._log, data / "history.lock")
        self._applier = Applier(folder, self._log, data / "history.under-way")
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

    def finish(self) -> None:
        """Finish what a killed process left under way, if it left anything."""
        left = self._applier.left()
        if left:
            with self._blocks.shared(), self._folder.alone(left):
                self._applier.finish()

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


def _known(what: What) -> What:
    if what.kind not in KINDS:
        raise ValueError(f"{what.kind!r} has no sentence in hub.history.kinds.KINDS")
    return what
