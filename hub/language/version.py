"""The version of the analysis: an index built with another one has to be built anew."""

import hashlib
from importlib.resources import files


def _version() -> str:
    """A hash of the rules and the lexicon: any change of either may change the terms."""
    digest = hashlib.sha256()
    folder = files("hub.language")
    sources = [*folder.iterdir(), *(folder / "data").iterdir()]
    for source in sorted(sources, key=lambda s: s.name):
        if source.name.endswith((".py", ".gz")):
            digest.update(source.name.encode() + source.read_bytes())
    return digest.hexdigest()[:16]


ANALYSIS_VERSION: str = _version()
