"""Small catalogues on disk."""

import os
from pathlib import Path

import pytest

from hub.catalogue import CatalogueFolder

from .files import COLLECTION, PLACES, PUBLISHERS, RESOURCE, THESAURUS, write


@pytest.fixture
def root(tmp_path):
    """A catalogue folder with the collections a and b, the tables, and the resource a/one."""
    root = tmp_path / "collections"
    for id in "ab":
        write(root / id / "collection.yaml", COLLECTION)
    write(root / "thesaurus.yaml", THESAURUS)
    write(root / "places.yaml", PLACES)
    write(root / "publishers.yaml", PUBLISHERS)
    write(root / "a" / "one.yaml", RESOURCE.format(id="one", home="a"))
    return root


@pytest.fixture
def folder(root):
    return CatalogueFolder(root)


@pytest.fixture(scope="session")
def eval_data():
    """Texts of others that are not part of the project."""
    named = os.environ.get("HUB_EVAL_DATA")
    path = Path(named) if named else Path(__file__).parents[3] / "shared" / "eval"
    if not path.is_dir():
        pytest.skip(f"{path} is not here: set HUB_EVAL_DATA")
    return path
