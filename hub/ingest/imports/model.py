"""What an import is given: a file, and how its words are to be understood."""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from hub.errors import IngestError
from hub.ingest.extract.cleaning import clean_line
from hub.model import Catalogue

_LARGEST = 200_000_000  #: bytes of a file that must be read as a whole


@dataclass(frozen=True)
class ExportFile:
    """A file that another program wrote: on disk, or out of an archive."""

    name: str  #: file name, without its folder
    path: Path | None = None
    content: bytes | None = None
    archive: str = ""  #: name of the archive it lay in
    #: Gives the bytes of a file that lies beside this one in its archive, or None.
    beside: Callable[[str], bytes | None] = field(default=lambda name: None, repr=False)

    def open(self) -> BinaryIO:
        """The bytes as a stream. Raises IngestError if they cannot be read."""
        if self.content is not None or self.path is None:
            return io.BytesIO(self.content or b"")
        try:
            return self.path.open("rb")
        except OSError as error:
            raise IngestError(
                "{path} cannot be read: {reason}. Check the name and the rights.",
                path=self.path,
                reason=error.strerror or str(error),
            ) from error

    def head(self, size: int = 20_000) -> bytes:
        """The first bytes."""
        with self.open() as stream:
            return stream.read(size)

    def read(self) -> bytes:
        """All bytes. Raises IngestError if there are too many."""
        with self.open() as stream:
            content = stream.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise IngestError(
                "{name} is larger than {megabytes} MB. Split it, then try again.",
                name=self.name,
                megabytes=_LARGEST // 1_000_000,
            )
        return content

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return Path(self.name).stem


@dataclass(frozen=True, kw_only=True)
class ImportOptions:
    """How a file is to be understood, as whoever imports it says."""

    collections: tuple[str, ...] = ()  #: ids
    columns: Mapping[str, str] = field(default_factory=dict, hash=False)  #: field -> column
    section_as: str | None = None  #: tag, type or collection; None: as the tables know the word
    fetch: bool = False  #: also fetch what the records lead to
    catalogue: Catalogue = field(default_factory=Catalogue, hash=False)
    #: Told what concerns the file as a whole and is no failure.
    tell: Callable[[IngestError], None] = field(default=lambda notice: None, hash=False)


def decode(content: bytes) -> str:
    """The text of a file whose encoding nobody states, without what no text should hold."""
    return content.decode(encoding_of(content), "replace").replace("\0", "")


def encoding_of(content: bytes) -> str:
    """By its byte order mark, else UTF-16 by its zeros, else UTF-8, else that of old Windows."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return encoding
    begin = content[:2000]
    if begin.count(b"\0") * 3 > len(begin):
        return "utf-16-le" if begin[1:2] == b"\0" else "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(content) - 4:  # else only cut off in the middle of a letter
            return "cp1252"
    return "utf-8"


def lines_of(file: ExportFile) -> Iterator[str]:
    """The lines of a text file, decoded as a whole."""
    return iter(decode(file.read()).splitlines())


def source_name(file: ExportFile) -> str:
    """What the report calls the file."""
    return clean_line(file.name) or "?"
