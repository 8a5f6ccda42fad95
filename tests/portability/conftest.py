"""A full hub, and exports of it, made once for all tests that only read them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.core import Hub, open_hub
from hub.portability.exporting import export_hub
from hub.portability.model import Choice
from hub.settings import Settings
from tests.people import make_database
from tests.portability.full import Full, full_hub


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Full]:
    """A hub with something of everything; nobody changes it."""
    with full_hub(tmp_path_factory.mktemp("full")) as full:
        yield full


@pytest.fixture(scope="session")
def whole(full: Full, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export with all that can be chosen."""
    folder = tmp_path_factory.mktemp("exports") / "whole"
    export_hub(full.hub.whole, folder, frozenset(Choice))
    return folder


@pytest.fixture(scope="session")
def modest(full: Full, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export as it is made without any option."""
    folder = tmp_path_factory.mktemp("exports") / "modest"
    export_hub(full.hub.whole, folder, {Choice.TEXTS})
    return folder


def fresh(folder: Path) -> Hub:
    """A hub with nothing in it."""
    make_database(folder / "data")
    return open_hub(
        Settings(
            collections=folder / "collections",
            data=folder / "data",
            public_url="https://hub.example.org",
            mail_from="Wissens-Hub <hub@example.org>",
            smtp_host="127.0.0.1",
        )
    )
