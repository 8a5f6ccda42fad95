"""Export of the whole catalogue to plain files, which import_folder reads again."""

from pathlib import Path
from typing import Any

from hub.catalogue.batch import COLLECTIONS, EXACT, RESOURCES
from hub.catalogue.entries import collection_data, resource_data
from hub.catalogue.folder import CatalogueFolder
from hub.catalogue.renamed import RENAMED
from hub.catalogue.report import ExportReport
from hub.catalogue.tables import TABLES, THESAURUS
from hub.catalogue.vocabulary.last_good import stays
from hub.catalogue.writing import dump, replace_file, unwritable
from hub.errors import CatalogueError
from hub.model import Catalogue, Problem

SET_ASIDE = "set-aside"
_HEADER = "# The catalogue of a hub, as plain files. `hub import` restores it from this folder.\n"


def export_folder(folder: CatalogueFolder, target: Path) -> ExportReport:
    """Write the catalogue to ``target``: nothing is lost when it is imported again.

    Tables are copied as they are. Files that cannot be read are copied to ``set-aside``.
    Raises CatalogueError if ``target`` holds anything already or cannot be written.
    """
    catalogue = folder.load()
    good = folder.last_good.read() if _is_replaced(catalogue) else None
    broken = _broken(folder, catalogue)
    _make_empty(target)
    for problem in broken:
        _copy(folder.folder / problem.path, target / SET_ASIDE / problem.path)
    for name in (*TABLES, RENAMED):
        if (folder.folder / name).is_file() and name not in {p.path for p in broken}:
            _copy(folder.folder / name, target / name)
    if good is not None:
        replace_file(target / THESAURUS, good)
    _write(target / COLLECTIONS, {"collections": _collections(catalogue)})
    rows = [resource_data(resource) for resource in catalogue.resources.values()]
    _write(target / RESOURCES, {EXACT: True, "resources": rows})
    return ExportReport(target, len(rows), len(catalogue.collections), broken)


def _broken(folder: CatalogueFolder, catalogue: Catalogue) -> tuple[Problem, ...]:
    """The files that are set aside whole; a table of which single rows are bad is not."""
    first = {p.path: p for p in reversed(catalogue.problems) if p.fatal}
    return tuple(
        problem
        for path, problem in sorted(first.items())
        if (folder.folder / path).is_file() and not (path in TABLES and _has_rows(path, catalogue))
    )


def _is_replaced(catalogue: Catalogue) -> bool:
    """Whether the last good thesaurus is in force instead of the file."""
    return stays(THESAURUS) in catalogue.problems


def _has_rows(path: str, catalogue: Catalogue) -> bool:
    tables: dict[str, Any] = {
        THESAURUS: {} if _is_replaced(catalogue) else catalogue.thesaurus.by_id,
        "places.yaml": catalogue.gazetteer.by_id,
        "publishers.yaml": catalogue.publishers.by_id,
    }
    return bool(tables[path])


def _make_empty(target: Path) -> None:
    try:
        target.mkdir(parents=True, exist_ok=True)
        if any(target.iterdir()):
            raise CatalogueError(
                "{path} is not empty. Name a new folder, so that nothing is overwritten.",
                path=target,
            )
    except FileExistsError as error:
        raise CatalogueError(
            "{path} is a file. Name a new folder for the export.", path=target
        ) from error
    except OSError as error:
        raise unwritable(target, error) from error


def _collections(catalogue: Catalogue) -> list[dict[str, Any]]:
    return [{"slug": c.id, **collection_data(c)} for c in catalogue.collections.values()]


def _write(path: Path, data: dict[str, Any]) -> None:
    replace_file(path, (_HEADER + dump(data)).encode())


def _copy(old: Path, new: Path) -> None:
    try:
        new.parent.mkdir(parents=True, exist_ok=True)
        content = old.read_bytes()
    except OSError as error:
        raise unwritable(new, error) from error
    replace_file(new, content)
