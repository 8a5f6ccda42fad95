"""The result page side by side: ``python -m benchmarks.search [--resources N] [--long N]``.

All engines build the same corpus and answer the same queries in one process and one run, each
query once on cold caches and once on warm ones. Stock Whoosh takes minutes, so it takes part in
the first few queries only. Beginnings and misspelled words are asked of the hub alone: the
others have no answer to them. Times are those of the clock, or with ``--cpu`` of the processor,
which is the fairer one on a machine that others use too.
"""

import argparse
import math
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import corpus
from benchmarks.engines import CONTENDERS, Contender, Hub, StockWhoosh
from benchmarks.memory import resident
from hub.model import Document

Clock = Callable[[], float]

#: Queries for stock Whoosh, whose highlighter takes seconds for a page.
_FEW = 8


def times(engine: Contender, queries: Sequence[str], clock: Clock) -> list[float]:
    """Milliseconds for the page of each query."""
    taken = []
    for query in queries:
        start = clock()
        engine.page(query)
        taken.append((clock() - start) * 1000)
    return taken


def row(name: str, state: str, taken: Sequence[float], base: float | None) -> str:
    """A line of the table: median, 95th percentile, maximum, ratio of medians to the hub's."""
    ordered = sorted(taken)
    high = ordered[math.ceil(0.95 * len(ordered)) - 1]
    median = statistics.median(ordered)
    ratio = f"{median / base:7.2f}" if base else "      -"
    return f"{name:14} {state:5} {median:9.2f} {high:9.2f} {ordered[-1]:9.2f} {ratio}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--resources", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--words", type=int, default=400, help="words of each text")
    parser.add_argument("--long", type=int, default=0, help="texts of 20,000 words among them")
    parser.add_argument("--cpu", action="store_true", help="measure time of the processor")
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--without", nargs="*", default=[], help="names of engines to leave out")
    chosen = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"text: {corpus.origin()}, {chosen.words} words each, {chosen.queries} queries")
    for count in chosen.resources:
        documents = list(corpus.documents(count, chosen.words, chosen.long))
        print(f"\n{count} resources, {chosen.long} of them long; milliseconds a page")
        clock = time.process_time if chosen.cpu else time.perf_counter
        compare(documents, corpus.queries(chosen.queries), chosen.without, clock)


def compare(
    documents: Sequence[Document], queries: Sequence[str], without: Sequence[str], clock: Clock
) -> None:
    """Build and ask every engine over the same documents."""
    print(f"{'engine':14} {'cache':5} {'p50':>9} {'p95':>9} {'max':>9} {'x hub':>7}  build s")
    base: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind in CONTENDERS:
            if kind.name in without:
                continue
            engine = kind(Path(folder))
            before, start = resident("RssAnon"), clock()
            engine.build(documents)
            built = clock() - start
            asked = queries[:_FEW] if kind is StockWhoosh else queries
            for state in ("cold", "warm"):
                taken = times(engine, asked, clock)
                base.setdefault(state, statistics.median(taken))
                shown = f"  {built:7.1f}" if state == "cold" else ""
                print(row(kind.name, state, taken, base[state]) + shown, flush=True)
            if kind is Hub:
                for state, more in (
                    ("start", corpus.beginnings()),
                    ("typo", corpus.misspellings()),
                ):
                    print(row(kind.name, state, times(engine, more, clock), None))
            print(f"{'':14} own memory grew by {resident('RssAnon') - before:.0f} MiB")
    print(f"resident memory of the process: {resident():.0f} MiB")


if __name__ == "__main__":
    main()
