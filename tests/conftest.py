"""What tests of several parts share."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def eval_data() -> Path:
    """The evaluation data, which others wrote and which are no part of the project."""
    named = os.environ.get("HUB_EVAL_DATA")
    folder = Path(named) if named else ROOT.parent / "shared" / "eval"
    if not folder.is_dir():
        pytest.skip("no evaluation data: set HUB_EVAL_DATA to its folder")
    return folder
