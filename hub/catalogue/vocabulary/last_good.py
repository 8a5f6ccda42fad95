"""The last thesaurus that was in order: it stays in force while the file is broken."""

import hashlib
from pathlib import Path

from hub.catalogue.problems import notice
from hub.catalogue.writing import replace_file
from hub.errors import CatalogueError
from hub.model import Problem

_STAYS = (
    "Until this is mended, the last thesaurus that was in order stays in force: "
    "nothing that was changed since counts yet."
)


class LastGood:
    """A copy of the last thesaurus that was in order.

    It lies beside the cache of the catalogue, so that it outlives a restart; without a cache it
    is kept in memory. Each catalogue folder has its own.
    """

    def __init__(self, root: Path, cache: Path | None) -> None:
        name = hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:16]
        self._path = cache.with_name(f"thesaurus-{name}.last-good") if cache else None
        self._content: bytes | None = None

    def read(self) -> bytes | None:
        """The file as it was; None where there was none in order yet."""
        if self._content is None and self._path is not None:
            try:
                self._content = self._path.read_bytes()
            except OSError:
                return None  # none was kept yet, or it was lost: then what can be read counts
        return self._content

    def keep(self, content: bytes) -> bool:
        """Remember a file that is in order; whether it will also outlive a restart."""
        if content == self.read():
            return True
        self._content = content
        if self._path is None:
            return False
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._path, content, 0o600)
        except (OSError, CatalogueError):
            return False  # a full or read-only data directory must not stop the hub
        return True


def stays(path: str) -> Problem:
    """What to say of a broken file beside what is wrong with it."""
    return notice(path, _STAYS)
