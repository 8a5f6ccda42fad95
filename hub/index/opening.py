"""Open the engine that this hub is run with. Nothing above this folder names it."""

from pathlib import Path

from hub.index.port import Engine
from hub.index.whoosh_engine import WhooshEngine


def open_engine(folder: Path, cache_mb: int = 128) -> Engine:
    """The engine on its folder, which need not exist yet, with so many MiB for its caches."""
    return WhooshEngine(folder, cache_mb * 2**20)
