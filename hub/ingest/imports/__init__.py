"""One-off imports: what another program exported, as items for the pipeline.

``IMPORTS`` is the table: a further format is one function in one file, one line here, and its sign
in ``recognising.py``.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from hub.errors import HubError, IngestError
from hub.ingest.imports import (
    bibtex,
    bookmarks,
    calendars,
    csl,
    library_xml,
    opml,
    padlet,
    padlet_markdown,
    rdf,
    table,
    tagged,
)
from hub.ingest.imports.model import ExportFile, ImportOptions
from hub.ingest.imports.naming import collection_named
from hub.ingest.imports.recognising import recognise
from hub.ingest.imports.unpacking import exports_in, hub_export
from hub.ingest.model import Item, Rejected
from hub.model import Catalogue

Read = Callable[[ExportFile, ImportOptions], Iterator[Item | Rejected]]

IMPORTS: Mapping[str, Read] = {
    "padlet-csv": padlet.read_csv,
    "padlet-xlsx": padlet.read_xlsx,
    "padlet-markdown": padlet_markdown.read,
    "csv": table.read_csv,
    "xlsx": table.read_xlsx,
    "ris": tagged.read_ris,
    "wos": tagged.read_wos,
    "pubmed": tagged.read_medline,
    "refer": tagged.read_refer,
    "bibtex": bibtex.read,
    "csl": csl.read,
    "rdf": rdf.read,
    "endnote": library_xml.read_endnote,
    "mods": library_xml.read_mods,
    "marc": library_xml.read_marc,
    "opml": opml.read,
    "bookmarks": bookmarks.read,
    "calendar": calendars.read,
}


def read_export(file: ExportFile, options: ImportOptions) -> Iterator[Item | Rejected]:
    """Everything one export holds. Raises IngestError if it cannot be read as a whole."""
    return IMPORTS[recognise(file)](file, options)


def sorted_out(path: Path) -> tuple[list[ExportFile], list[HubError]]:
    """The exports of a file, folder or archive, and what is wrong with the other files there.

    Raises IngestError where there is no export at all.
    """
    good: list[ExportFile] = []
    wrong: list[HubError] = []
    for file in exports_in(path):
        try:
            recognise(file)
            good.append(file)
        except IngestError as error:
            wrong.append(error)
    if not good:
        raise wrong[0]
    return good, wrong


def read_all(files: Iterable[ExportFile], options: ImportOptions) -> Iterator[Item | Rejected]:
    """Everything the exports hold, one after the other. Raises IngestError."""
    for file in files:
        yield from read_export(file, options)


def columns_of(texts: Iterable[str]) -> dict[str, str]:
    """``FIELD=COLUMN`` as pairs. Raises IngestError for anything else."""
    pairs = [text.partition("=") for text in texts]
    for (field, _, column), text in zip(pairs, texts, strict=True):
        if not field.strip() or not column.strip():
            raise IngestError(
                "'{text}' names no column. Write it such as --column title=Titel.", text=text
            )
    return {field.strip(): column.strip() for field, _, column in pairs}


def collections_of(names: Iterable[str], catalogue: Catalogue) -> Iterator[str]:
    """Collections by id or title. Raises IngestError for what is none."""
    for name in names:
        found = collection_named(name, catalogue)
        if found is None:
            raise IngestError(
                "There is no collection '{name}'. Choose one of {known}.",
                name=name,
                known=", ".join(catalogue.collections),
            )
        yield found


__all__ = [
    "IMPORTS",
    "ExportFile",
    "ImportOptions",
    "collections_of",
    "columns_of",
    "exports_in",
    "hub_export",
    "read_all",
    "read_export",
    "recognise",
    "sorted_out",
]
