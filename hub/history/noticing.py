"""Changes that nobody told of: made by hand in the files, by git, by a writer that was killed."""

from sqlalchemy.orm import Session

from hub.catalogue import CatalogueFolder
from hub.catalogue.recording import FileChange
from hub.history.blocks import Blocks
from hub.history.log import DONE, OPEN, Log
from hub.history.model import Doer, What

FOUND, EDITED = "files.found", "files.edited"


class Noticer:
    """Compares the files with what the history knows of them."""

    def __init__(self, folder: CatalogueFolder, log: Log, blocks: Blocks) -> None:
        self._folder = folder
        self._log = log
        self._blocks = blocks
        self._seen = ""  #: version of the catalogue that has been compared

    def notice(self) -> bool:
        """Note what has changed; whether that was possible, for nobody may be writing meanwhile.

        The first time, the files that are there are taken as the beginning.
        """
        with self._blocks.quiet() as quiet:
            if not quiet:
                return False
            version = self._folder.load().version
            if version != self._seen:
                self._compare()
                self._seen = version
        return True

    def _compare(self) -> None:
        now = self._folder.digests()
        with self._log.database.read() as session:
            begun = self._log.begun(session)
            left = self._log.in_state(session, OPEN)
            known = self._log.known(session)
            was = {path: digest for path, digest in known.items() if digest}
            strange = [p for p in (was.keys() | now.keys()) if was.get(p) != now.get(p)]
            before = self._log.contents(session, [was.get(path) for path in strange])
        files = [
            file
            for path in sorted(strange)
            if (file := self._change(path, before.get(was.get(path)))) is not None
        ]
        if files or left or not begun:
            self._note(files, left, begun=begun)

    def _change(self, path: str, before: bytes | None) -> FileChange | None:
        """None for a file that is there but cannot be read."""
        if not (self._folder.folder / path).exists():
            return FileChange(path, before, None)
        content = self._folder.readable(path)
        return None if content is None else FileChange(path, before, content)

    def _note(self, files: list[FileChange], left: list[int], *, begun: bool) -> None:
        """What a killed writer had not told yet is part of its change."""
        with self._log.database.write() as session:
            if not begun and not left:
                found = self._log.begin(session, Doer(), What(FOUND), DONE)
                self._log.append(session, found, [f for f in files if f.before is None])
                files = [file for file in files if file.before is not None]
            if files:
                change = left[-1] if left else self._by_hand(session)
                self._log.append(session, change, files)
            for change in left:
                self._log.end(session, change)

    def _by_hand(self, session: Session) -> int:
        return self._log.begin(session, Doer(), What(EDITED), DONE)
