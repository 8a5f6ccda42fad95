"""How good the suggestions of collection and type are: ``python -m benchmarks.enrich [FOLDER]``.

Leave-one-out on the catalogue: each resource is taken as a new page with its title, summary,
address, publisher, language and date alone, and the suggestions are learnt from all others.
"""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from hub.catalogue import CatalogueFolder
from hub.ingest.enrich import Enricher


def share(right: Sequence[bool]) -> float:
    """The share of right ones."""
    return round(sum(right) / len(right), 3)


def measure(folder: Path) -> dict[str, float]:
    """Shares of right first suggestions, and how they follow the lead over the second."""
    enricher = Enricher(CatalogueFolder(folder).load())
    resources = enricher.resources
    collections = [answer for answer, _ in enricher.collections.answers]
    types = [answer for answer, _ in enricher.types.answers]
    return {
        "resources": len(resources),
        "home collection": share(
            [c == r.home for c, r in zip(collections, resources, strict=True)]
        ),
        "any collection": share(
            [c in r.collections for c, r in zip(collections, resources, strict=True)]
        ),
        "type": share([t == r.type.value for t, r in zip(types, resources, strict=True)]),
    }


def main() -> None:
    """Print the figures."""
    start = time.process_time()
    for name, value in measure(Path(sys.argv[1] if sys.argv[1:] else "collections")).items():
        print(f"{name:<20}{value:>8}")
    print(f"{'processor time':<20}{time.process_time() - start:>6.1f} s")
    print(f"numpy {np.__version__}, Python {sys.version.split()[0]}")


if __name__ == "__main__":
    main()
