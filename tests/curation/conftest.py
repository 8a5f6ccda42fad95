"""A world of its own for each test, and a mail server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.curation.mail.post_office import PostOffice, open_office
from tests.curation.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A hub with three collections, one of them restricted, and no people yet."""
    return World(tmp_path)


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """A mail server that takes everything."""
    with open_office() as office:
        yield office
