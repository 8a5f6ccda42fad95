"""What a run has learnt of the catalogue, for the next run: a cache, a second's work."""

import contextlib
import hashlib
import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from hub.catalogue.writing import replace_file
from hub.errors import HubError
from hub.ingest.enrich.concepts import Name
from hub.ingest.enrich.features import Described, Features
from hub.language import ANALYSIS_VERSION
from hub.model import Catalogue


class Kept:
    """Names of concepts and features of resources, as they were analysed the last time.

    They hold for one state of thesaurus and publishers, and for one state of our rules: of any
    other nothing is known. Without a file, or when it is lost or damaged, nothing is known either.
    """

    def __init__(self, catalogue: Catalogue, file: Path | None) -> None:
        self._file = file
        self._version = _version(catalogue)
        values = _read(file, self._version) if file else {}
        self._features: dict[str, list[dict[str, float]]] = values.get("features", {})
        self._names = values.get("names")

    @property
    def names(self) -> list[Name] | None:
        """The names of all concepts; None when they are not known."""
        if self._names is None:
            return None
        return [Name(language, tuple(stems), concept) for language, stems, concept in self._names]

    def of(self, one: Described) -> Features | None:
        """The features of a thing; None when they are not known."""
        known = self._features.get(_digest(one))
        return Features(*known) if known else None

    def save(self, names: list[Name], features: Mapping[Described, Features]) -> None:
        """Keep these and nothing else. A cache that cannot be written is none."""
        wanted = {_digest(one): list(found.by_kind()) for one, found in features.items()}
        known = self._names is not None and wanted.keys() == self._features.keys()
        if self._file is None or known:
            return
        values = {"version": self._version, "names": names, "features": wanted}
        with contextlib.suppress(OSError, HubError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._file, json.dumps(values).encode(), 0o600)


def _version(catalogue: Catalogue) -> str:
    """A hash of all but the resources themselves: our rules, the concepts, the publishers."""
    own = [p for p in files("hub.ingest.enrich").iterdir() if p.name.endswith(".py")]
    sources = [p.name.encode() + p.read_bytes() for p in sorted(own, key=lambda p: p.name)]
    concepts = repr(list(catalogue.thesaurus.by_id.values()))
    publishers = repr(list(catalogue.publishers.by_id.values()))
    parts = (ANALYSIS_VERSION.encode(), *sources, concepts.encode(), publishers.encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _digest(one: Described) -> str:
    return hashlib.sha256(repr(one).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _read(file: Path, version: str) -> dict[str, Any]:
    try:
        values = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    good = isinstance(values, dict) and values.get("version") == version
    return values if good else {}
