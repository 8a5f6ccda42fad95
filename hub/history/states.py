"""An earlier state of a resource, made today's."""

from pydantic import ValidationError

from hub.catalogue import CatalogueFolder
from hub.catalogue.entries import read_resource
from hub.catalogue.problems import explain
from hub.catalogue.reading import Unreadable, decode, parse
from hub.catalogue.recording import FileChange
from hub.catalogue.renamed import with_todays_names
from hub.catalogue.scan import COLLECTION_FILE
from hub.errors import HistoryConflict
from hub.history.conflicts import made_wrong
from hub.model import Resource


def back_to(folder: CatalogueFolder, id: str, content: bytes) -> tuple[list[FileChange], str]:
    """What is to be written so that the resource is as in ``content`` again, and its title.

    It lies where it belonged then; a collection that has got another name since keeps that.
    Raises HistoryConflict where it cannot be.
    """
    resource = _read(id, content)
    home = with_todays_names(resource, folder.load().renamed).home
    if folder.read(f"{home}/{COLLECTION_FILE}") is None:
        raise HistoryConflict(
            "The collection “{id}” is no longer there. Nothing was undone: bring it back first.",
            id=home,
        )
    target = f"{home}/{id}.yaml"
    others = [path for path in folder.paths_of(id) if path != target]
    files = [FileChange(path, folder.read(path), None) for path in others]
    return [FileChange(target, folder.read(target), content), *files], resource.title


def _read(id: str, content: bytes) -> Resource:
    try:
        document = parse(decode(content))
    except Unreadable as error:
        raise HistoryConflict(
            "This state of “{id}” cannot be read, so it cannot be brought back.", id=id
        ) from error
    try:
        return read_resource(document.data)
    except ValidationError as error:
        raise made_wrong(id, explain(id, error, document)) from error
