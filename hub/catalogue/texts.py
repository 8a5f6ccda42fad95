"""Full texts of resources, each under the SHA-256 of its content. They are never exported."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from hub.catalogue.writing import replace_files, unwritable

_KEY = re.compile(r"[0-9a-f]{64}")


class Texts:
    """The folder ``texts/`` of the data directory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def store(self, text: str) -> str:
        """Keep the text; the value is its key, as ``Resource.text`` holds it.

        Raises CatalogueError where the folder cannot be written.
        """
        self.store_all([text])
        return self.key(text)

    @staticmethod
    def key(text: str) -> str:
        """The key that a text has, here or not."""
        return hashlib.sha256(_encoded(text)).hexdigest()

    def store_all(self, texts: Iterable[str]) -> None:
        """Keep several texts, as ``store`` does. Raises CatalogueError."""
        by_key = {self.key(text): text for text in texts}
        new = {self._path(k): _encoded(t) for k, t in by_key.items() if self.read(k) is None}
        if not new:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(self._folder, error) from error
        replace_files(new, 0o600)

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


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")  # what is no character at all becomes '?'
