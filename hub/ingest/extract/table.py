"""The table of extractors, and the one way through it."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from hub.errors import HubError
from hub.ingest.extract import media_types as kinds
from hub.ingest.extract.cleaning import cleaned
from hub.ingest.extract.problems import REFUSED, ExtractFailed
from hub.ingest.model import Extracted, Fetched

Extract = Callable[[Fetched], Extracted]


@dataclass(frozen=True)
class _Late:
    """``extract`` of a module that is imported at its first file: a child reads few kinds."""

    module: str

    def load(self) -> Extract:
        function: Extract = import_module(f"hub.ingest.extract.{self.module}").extract
        return function

    def __call__(self, fetched: Fetched) -> Extracted:
        return self.load()(fetched)


#: By media type: a function from what was fetched to text and facts.
EXTRACTORS: dict[str, _Late] = {
    kinds.HTML: _Late("web"),
    kinds.PDF: _Late("pdf"),
    kinds.DOCX: _Late("word"),
    kinds.PPTX: _Late("slides"),
    kinds.XLSX: _Late("sheets"),
    kinds.ODT: _Late("opendocument"),
    kinds.ODS: _Late("opendocument"),
    kinds.ODP: _Late("opendocument"),
    kinds.EPUB: _Late("epub"),
    kinds.EML: _Late("mail"),
    kinds.ICS: _Late("calendars"),
    kinds.RTF: _Late("rich_text"),
    kinds.PLAIN: _Late("plain"),
    kinds.MARKDOWN: _Late("plain"),
    kinds.CSV: _Late("tables"),
    kinds.TSV: _Late("tables"),
    kinds.JSON: _Late("json_data"),
    kinds.XML: _Late("plain_xml"),
}


def load(kind: str) -> None:
    """Import what reads files of this kind."""
    EXTRACTORS[kind].load()


def extract(fetched: Fetched) -> Extracted:
    """Text and facts of one file, in this process and without limits.

    Raises:
        ExtractFailed: the file is empty, damaged, locked or of a kind that cannot be read.
    """
    kind = kinds.media_type_of(fetched.content, fetched.media_type, fetched.name)
    if not fetched.content.strip(b"\0 \t\r\n"):
        raise ExtractFailed("The file is empty. Fetch or save it again, then try once more.")
    if kind not in EXTRACTORS:
        raise _refused(kind)
    try:
        return cleaned(EXTRACTORS[kind](fetched))
    except HubError:
        raise
    except MemoryError as error:
        raise ExtractFailed(
            "Reading the file takes more memory than is allowed. Add the resource by hand."
        ) from error
    except Exception as error:
        # Libraries answer a damaged file with any error there is; each means the same to a person.
        raise ExtractFailed(
            "The file is damaged and cannot be read. Open it in its program, save it anew and"
            " try again."
        ) from error


def _refused(kind: str) -> ExtractFailed:
    """The sentence for a kind of file that nobody reads here."""
    for begin, refusal in REFUSED.items():
        if kind.startswith(begin):
            return ExtractFailed(refusal.message)  # a new one: each carries its own trace
    return ExtractFailed(
        "Files of the kind {kind} cannot be read. Save it as PDF, or add the resource by hand.",
        kind=kind,
    )
