"""Building the index side by side: ``python -m benchmarks.indexing [--resources N]``.

Every engine builds the same corpus in one process and one run, on one core. The hub's engine
begins with cold caches, as a fresh process does: no word is known to its analysis yet. The
time is that of the processor, so that what else runs on the machine counts as little as can be.
"""

import argparse
import os
import platform
import tempfile
import time
from pathlib import Path

from benchmarks import corpus
from benchmarks.engines import CONTENDERS, Contender, StockWhoosh
from benchmarks.memory import resident


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--resources", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--words", type=int, default=400, help="words of each text")
    parser.add_argument("--without", nargs="*", default=[], help="names of engines to leave out")
    chosen = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"text: {corpus.origin()}, {chosen.words} words each")
    for count in chosen.resources:
        compare(count, chosen.words, chosen.without)


def compare(count: int, words: int, without: list[str]) -> None:
    """Build every engine over so many resources."""
    documents = list(corpus.documents(count, words))
    print(f"\n{count} resources, resident memory before: {resident():.0f} MiB")
    print(f"{'engine':14} {'cpu s':>8} {'wall s':>8} {'MiB':>7} {'whoosh / it':>12}")
    base = 0.0
    kinds = [kind for kind in reversed(CONTENDERS) if kind.name not in without]
    with tempfile.TemporaryDirectory() as folder:
        for kind in kinds:  # stock Whoosh first: it is what the others are compared with
            engine: Contender = kind(Path(folder))
            cpu, wall = time.process_time(), time.perf_counter()
            engine.build(documents)
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
            base = cpu if kind is StockWhoosh else base
            size = sum(p.stat().st_size for p in Path(folder).rglob("*") if p.is_file()) / 2**20
            ratio = f"{base / cpu:12.2f}" if base else "           -"
            print(f"{kind.name:14} {cpu:8.2f} {wall:8.2f} {size:7.0f} {ratio}", flush=True)
            for path in Path(folder).rglob("*"):
                if path.is_file():
                    path.unlink()


if __name__ == "__main__":
    main()
