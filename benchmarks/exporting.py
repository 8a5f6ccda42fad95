"""How long it takes to write long lists, and how much memory: python -m benchmarks.exporting

Made-up resources are written to nowhere, one format after the other; time is that of the
processor, memory what the format adds to the peak of Python's own allocations.
"""

import argparse
import datetime as dt
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from hub.catalogue import CatalogueFolder
from hub.exporting import FORMATS, Edition, leaving
from hub.labels import facet_label
from hub.model import Resource

ROOT = Path(__file__).parents[1]


def resources(known: tuple[Resource, ...], number: int) -> Iterator[Resource]:
    """So many, made of the shipped ones with ids and addresses of their own."""
    for at in range(number):
        one = known[at % len(known)]
        yield one.model_copy(update={"id": f"{one.id}-{at}", "url": f"https://example.org/{at}"})


def measure(name: str, known: tuple[Resource, ...], edition: Edition, number: int) -> int:
    """Bytes of the file."""
    return sum(map(len, FORMATS[name].write(map(leaving, resources(known, number)), edition)))


def peak(name: str, known: tuple[Resource, ...], edition: Edition, number: int) -> float:
    """Megabytes that writing so many needs at most."""
    tracemalloc.start()
    measure(name, known, edition, number)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6


def main() -> None:
    """Print a line for each format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--resources", type=int, default=100_000)
    number = parser.parse_args().resources
    catalogue = CatalogueFolder(ROOT / "collections").load()
    known = tuple(catalogue.resources.values())
    labels: dict[tuple[str, str], str] = {}

    def label(facet: str, value: str) -> str:
        key = (facet, value)
        return labels.get(key) or labels.setdefault(key, facet_label(catalogue, *key, "de"))

    edition = replace(Edition("de", dt.date.today(), label), title="Alles", total=number)
    print(f"{number} resources: format, seconds of processor time, megabytes written, of memory")
    for name in FORMATS:
        before = time.process_time()
        size = measure(name, known, edition, number)
        taken = time.process_time() - before
        memory = [peak(name, known, edition, many) for many in (number // 50, number // 10)]
        print(
            f"{name:9} {taken:6.1f} s {size / 1e6:7.1f} MB   {memory[0]:.1f} → {memory[1]:.1f} MB"
        )


if __name__ == "__main__":
    main()
