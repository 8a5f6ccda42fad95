"""What tests of several parts share."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.driving import browsing, chromium
from tests.effort import THOROUGH

ROOT = Path(__file__).parents[1]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave tests marked as thorough to ``make thorough``; pytest says how many it left."""
    left = [] if THOROUGH else [item for item in items if item.get_closest_marker("thorough")]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]


@pytest.fixture(scope="session")
def eval_data() -> Path:
    """The evaluation data, which others wrote and which are no part of the project."""
    named = os.environ.get("HUB_EVAL_DATA")
    folder = Path(named) if named else ROOT.parent / "shared" / "eval"
    if not folder.is_dir():
        pytest.skip("no evaluation data: set HUB_EVAL_DATA to its folder")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The one browser of all tests: Playwright runs once in a process."""
    if chromium() is None:
        reason = "no Chromium found: install chromium, or name it in HUB_CHROMIUM"
        if os.environ.get("HUB_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with browsing() as browser:
        yield browser
