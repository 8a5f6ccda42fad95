"""The folder of an import as it was handed in: read whole before anything is written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hub.catalogue.loading import collection_of, is_id
from hub.catalogue.problems import problem
from hub.catalogue.reading import MEGABYTE, Document, Unreadable, read_yaml
from hub.catalogue.renamed import RENAMED, read_renamed
from hub.catalogue.tables import LARGEST_TABLE, TABLES
from hub.errors import CatalogueError
from hub.model import Collection, Problem, Renamed

COLLECTIONS, RESOURCES = "collections.yaml", "resources.yaml"
FILES = (COLLECTIONS, RESOURCES, *TABLES, RENAMED)
#: Marks a hub's own export: its values are taken exactly as they are.
EXACT = "exact"
_LARGEST = 500 * MEGABYTE
_KEYS = {RENAMED: "renames"}


class UnusableFile(CatalogueError):
    """A file that stands in the way of an import as a whole."""

    def __init__(self, path: Path, error: Unreadable) -> None:
        super().__init__(
            "Nothing was imported, because {path} cannot be used (line {line}): {reason}",
            path=path,
            line=error.line or 1,
            reason=error.message.format(**error.values),
        )
        self._reason = error

    def text(self, translate: Callable[[str], str]) -> str:
        """The sentence and its reason in the language that ``translate`` speaks."""
        reason = translate(self._reason.message).format(**self._reason.values)
        return translate(self.message).format(**{**self.values, "reason": reason})


@dataclass(frozen=True)
class Batch:
    """What an import holds. Tables are kept with their text, for its comments."""

    resources: Document | None = None
    tables: dict[str, tuple[Document, bytes]] = field(default_factory=dict)
    collections: tuple[Collection, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def rows(self) -> list[Any]:
        """The resources as they stand in their file."""
        return self.resources.data["resources"] if self.resources else []

    @property
    def exact(self) -> bool:
        """Whether the values are ours already."""
        return bool(self.resources and self.resources.data.get(EXACT) is True)


def read_batch(source: Path) -> Batch:
    """The files of an import. Raises CatalogueError if one cannot be read as a whole."""
    if not source.is_dir():
        raise CatalogueError("{path} is no folder. Name the folder to import.", path=source)
    present = [name for name in FILES if (source / name).exists()]
    if not present:
        raise CatalogueError(
            "{path} holds nothing to import: it has none of the files {names}.",
            path=source,
            names=", ".join(FILES),
        )
    read = {name: _read(source, name) for name in present}
    collections, problems = _collections(read[COLLECTIONS][0] if COLLECTIONS in read else None)
    renamed, wrong = read_renamed(read[RENAMED][0]) if RENAMED in read else ((), [])
    return Batch(
        read[RESOURCES][0] if RESOURCES in read else None,
        {name: read[name] for name in TABLES if name in read},
        collections,
        renamed,
        (*problems, *wrong),
    )


def _read(source: Path, name: str) -> tuple[Document, bytes]:
    try:
        document, content = read_yaml(source / name, _LARGEST)
        key = TABLES[name][0] if name in TABLES else _KEYS.get(name, name.removesuffix(".yaml"))
        rows = document.data.get(key) if isinstance(document.data, dict) else None
        if not isinstance(rows, list):
            message = "The file must hold a list under the key '{key}'."
            raise Unreadable(message, document.line((key,)), key=key)
        if name in TABLES and len(content) > LARGEST_TABLE:
            raise Unreadable("The table is too large for the catalogue.")
    except Unreadable as error:
        raise UnusableFile(source / name, error) from error
    return document, content


def _collections(document: Document | None) -> tuple[tuple[Collection, ...], tuple[Problem, ...]]:
    found: dict[str, Collection] = {}
    problems: list[Problem] = []
    rows = document.data["collections"] if document else []
    for position, row in enumerate(rows):
        result = _collection(document, position, row)
        if isinstance(result, Collection) and result.id in found:
            message = "The collection '{id}' stands twice in this file; the first one counts."
            place = ("collections", position)
            line = document.line(place) if document else None
            result = problem(COLLECTIONS, message, line, id=result.id)
        if isinstance(result, Problem):
            problems.append(result)
        else:
            found[result.id] = result
    return tuple(found.values()), tuple(problems)


def _collection(document: Document | None, position: int, row: Any) -> Collection | Problem:
    place = ("collections", position)
    line = document.line(place) if document else None
    id = str(row.get("slug", row.get("id", ""))) if isinstance(row, dict) else ""
    if not is_id(id):
        message = "A collection needs a 'slug' of small letters, digits and single hyphens."
        return problem(COLLECTIONS, message, line)
    data = {k: v for k, v in row.items() if k not in ("slug", "id")}
    data.setdefault("order", position + 1)
    shown = Document({"collections": {position: data}}, document.root if document else None)
    return collection_of(COLLECTIONS, id, shown, place)
