"""A desk for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ingest.desks import Desk, new_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with new_desk(tmp_path) as desk:
        yield desk
