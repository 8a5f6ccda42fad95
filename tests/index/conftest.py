"""An empty engine of every kind, ready to be filled."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hub.index.port import Engine
from hub.index.tables import Tables
from hub.index.whoosh_engine import WhooshEngine
from tests.index.making import CATALOGUE

#: Every engine that serves the port. A second one joins the contract by a line here.
ENGINES: dict[str, Callable[[Path], Engine]] = {"whoosh": WhooshEngine}


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    """An engine with tables and no document."""
    engine = ENGINES[request.param](tmp_path / "index")
    engine.use_tables(Tables(CATALOGUE))
    engine.clear()
    return engine
