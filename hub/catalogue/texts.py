"""Full texts of resources, each under the SHA-256 of its content. They are never exported."""

import hashlib
import re
from pathlib import Path

from hub.catalogue.writing import replace_file, unwritable

_KEY = re.compile(r"[0-9a-f]{64}")


class Texts:
    """The folder ``texts/`` of the data directory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def store(self, text: str) -> str:
        """Keep the text; the value is its key, as ``Resource.text`` holds it.

        Raises CatalogueError where the folder cannot be written.
        """
        content = text.encode("utf-8", "replace")  # what is no character at all becomes '?'
        key = hashlib.sha256(content).hexdigest()
        if self.read(key) is None:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise unwritable(self._folder, error) from error
            replace_file(self._path(key), content, 0o600)
        return key

    def read(self, key: str) -> str | None:
        """The text of that key; None if it is not here or no longer what it was."""
        if not _KEY.fullmatch(key):
            return None
        try:
            content = self._path(key).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        if hashlib.sha256(content).hexdigest() != key:
            return None  # damaged: better no text than a wrong one
        return content.decode()

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.txt"
