"""Homes for runs of the command line."""

import shutil
from pathlib import Path

import pytest

from tests.cli.running import Home
from tests.cli.source import write_source


@pytest.fixture
def empty_home(tmp_path: Path) -> Home:
    """A folder with nothing in it."""
    return Home(tmp_path)


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to import."""
    return write_source(tmp_path_factory.mktemp("handed-in") / "source")


@pytest.fixture(scope="session")
def _filled(tmp_path_factory: pytest.TempPathFactory, source: Path) -> Path:
    home = Home(tmp_path_factory.mktemp("filled"))
    ended = home.run("import", str(source))
    assert ended.status == 0, ended.err
    return home.folder


@pytest.fixture
def home(_filled: Path, tmp_path: Path) -> Home:
    """A hub with 24 resources in three collections, indexed, with no account yet."""
    folder = tmp_path / "home"
    shutil.copytree(_filled, folder)
    return Home(folder)
