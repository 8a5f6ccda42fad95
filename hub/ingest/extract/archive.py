"""Files that are archives (Office, OpenDocument, EPUB): opened with limits, so none can explode."""

import io
import posixpath
import zipfile
import zlib
from urllib.parse import unquote

from lxml import etree

from hub.ingest.extract.problems import ExtractFailed
from hub.ingest.extract.tree import local, xml_tree

_MOST_FILES = 20_000
_LARGEST_PART = 100_000_000  #: bytes of one unpacked file
_LARGEST = 500_000_000  #: bytes of all of them, as the archive says
_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships"


class Archive:
    """The parts of one file by their names."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise _damaged() from error
        infos = self._zip.infolist()
        if len(infos) > _MOST_FILES or sum(info.file_size for info in infos) > _LARGEST:
            raise _bomb()
        self._infos = {info.filename: info for info in infos}
        self._left = _LARGEST

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, in their order."""
        return tuple(self._infos)

    def read(self, name: str) -> bytes:
        """One part. Raises ExtractFailed when it is missing, locked, damaged or far too large."""
        info = self._infos.get(name)
        if info is None:
            raise _damaged()
        if info.flag_bits & 1:
            raise ExtractFailed(
                "The file is locked by a password. Save it without one, then try again."
            )
        if info.file_size > min(_LARGEST_PART, self._left):
            raise _bomb()
        try:
            with self._zip.open(info) as part:
                content = part.read(info.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError) as error:
            raise _damaged() from error
        self._left -= len(content)
        return content

    def tree(self, name: str) -> etree._Element:
        """One part as XML."""
        return xml_tree(self.read(name))

    def tree_if_any(self, name: str | None) -> etree._Element | None:
        """One part as XML; None when there is none, or it is broken: a part one can do without."""
        if name not in self._infos:
            return None
        try:
            return self.tree(name)
        except ExtractFailed:
            return None

    def related(self, name: str) -> list[tuple[str, str, str]]:
        """Id, kind and name of each part that an Office part points to."""
        folder, file = posixpath.split(name)
        tree = self.tree_if_any(posixpath.join(folder, "_rels", f"{file}.rels"))
        found = []
        for relation in tree if tree is not None else ():
            if local(relation) == "Relationship" and relation.get("TargetMode") != "External":
                kind = (relation.get("Type") or "").rpartition("/")[2]
                target = self.resolved(folder, relation.get("Target") or "")
                found.append((relation.get("Id") or "", kind, target))
        return found

    @staticmethod
    def resolved(folder: str, target: str) -> str:
        """The name of a part as another one in a folder points to it."""
        target = unquote(target)
        joined = target if target.startswith("/") else posixpath.join("/", folder, target)
        return posixpath.normpath(joined).lstrip("/")


def _damaged() -> ExtractFailed:
    return ExtractFailed(
        "The file is damaged and cannot be read. Open it in its program, save it anew and try"
        " again."
    )


def _bomb() -> ExtractFailed:
    return ExtractFailed(
        "The file unpacks to far more than its size and was not read. Check where it comes from."
    )
