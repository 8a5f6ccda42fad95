"""A small catalogue with its history."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from hub.catalogue import CatalogueFolder
from hub.database import open_database
from hub.history import Doer, History, What
from hub.settings import Settings
from tests.catalogue.files import COLLECTION, PLACES, PUBLISHERS, THESAURUS, write

EVA = Doer(7, "Eva")
EDITED = What("resource.edited", {"title": "Ein Titel"})
RESOURCE = """\
id: {id}
title: {title}
type: news
collections: [one]
tags: [crime]
summary: Kurz gesagt.
"""


@dataclass
class Place:
    """A catalogue folder and its history."""

    folder: CatalogueFolder
    history: History
    data: Path

    def read(self, path: str) -> bytes | None:
        """What a file holds."""
        return self.folder.read(path)

    def tree(self) -> dict[str, bytes]:
        """All files by path."""
        root = self.folder.folder
        return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*.yaml")}


def fill(root: Path) -> None:
    """A catalogue of two collections, three tables and three resources."""
    for name in ("one", "two"):
        write(root / name / "collection.yaml", COLLECTION)
    write(root / "thesaurus.yaml", THESAURUS)
    write(root / "places.yaml", PLACES)
    write(root / "publishers.yaml", PUBLISHERS)
    for id in ("a", "b", "c"):
        write(root / "one" / f"{id}.yaml", RESOURCE.format(id=id, title=f"Titel {id}"))


def opened(base: Path) -> Place:
    """The catalogue below ``base``, as one more process would open it."""
    settings = Settings(data=base / "var", collections=base / "collections")
    folder = CatalogueFolder(settings.collections, settings.data / "catalogue.cache")
    return Place(folder, History(open_database(settings), folder, settings.data), settings.data)


@pytest.fixture(scope="session")
def _database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One migrated database, to be copied: migrating takes longest."""
    base = tmp_path_factory.mktemp("history")
    open_database(Settings(data=base)).close()
    return base / "hub.db"


@pytest.fixture
def base(tmp_path: Path, _database: Path) -> Path:
    """A directory with a catalogue and an empty database."""
    fill(tmp_path / "collections")
    write(tmp_path / "var" / "hub.db", _database.read_bytes())
    return tmp_path


@pytest.fixture
def place(base: Path) -> Place:
    """That catalogue, opened."""
    return opened(base)
