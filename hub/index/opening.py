"""Open the engine that this hub is run with. Nothing above this folder names it."""

from pathlib import Path

from hub.index.port import Engine
from hub.index.whoosh_engine import WhooshEngine


def open_engine(folder: Path) -> Engine:
    """The engine on its folder, which need not exist yet."""
    return WhooshEngine(folder)
