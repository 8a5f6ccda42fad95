"""A site on loopback, a clock that the test turns, and a fetcher."""

from collections.abc import Iterator

import pytest

from hub.ingest.fetching import Fetcher
from tests.ingest.fetching import serving


@pytest.fixture
def clock() -> serving.Clock:
    return serving.Clock()


@pytest.fixture
def site(clock: serving.Clock) -> Iterator[serving.Site]:
    with serving.site(clock) as made:
        yield made


@pytest.fixture
def fetcher(clock: serving.Clock) -> Iterator[Fetcher]:
    made = serving.fetcher(clock)
    yield made
    made.close()
