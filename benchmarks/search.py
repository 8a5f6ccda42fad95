"""The result page side by side: ``python -m benchmarks.search [--resources N] [--long N]``.

All engines build the same corpus and answer the same queries in one process and one run. ``cold``
is the first time each query is asked. ``warm`` are the same words once more; the hub, which keeps
finished pages, is asked for another view of them, by turns the next page, the newest first and one
type only, so that it has to make a page. ``again`` is the very page of the first time, which the
hub only looks up. Stock Whoosh takes minutes, so it takes part in the first few queries only.

Beginnings, misspelled words, and the first page and suggestion after a start and after a commit
of one document are asked of the hub alone: the others have no answer to them. Times are those of
the clock, or with ``--cpu`` of the processor, which is the fairer one on a machine that others
use too.
"""

import argparse
import math
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from benchmarks import corpus
from benchmarks.engines import CONTENDERS, PAGE, Contender, Hub, StockWhoosh
from benchmarks.memory import resident
from hub.model import Document, Filters, Query, Sort

Clock = Callable[[], float]

#: Queries for stock Whoosh, whose highlighter takes seconds for a page.
_FEW = 8


#: Other views of words that were asked before, by turns.
_VIEWS = (
    Query(offset=PAGE),
    Query(sort=Sort.NEWEST),
    Query(filters=Filters({"type": ("document",)})),
)


def timed(ask: Callable[[], object], clock: Clock) -> float:
    """Milliseconds that something takes."""
    start = clock()
    ask()
    return (clock() - start) * 1000


def times(
    engine: Contender, queries: Sequence[str], clock: Clock, *, other: bool = False
) -> list[float]:
    """Milliseconds for the page of each query; for ``other`` views of them, where it has any."""
    taken = []
    for number, query in enumerate(queries):
        ask = partial(engine.page, query)
        if other and isinstance(engine, Hub):
            ask = partial(engine.page, query, _VIEWS[number % len(_VIEWS)])
        taken.append(timed(ask, clock))
    return taken


def firsts(engine: Hub, queries: Sequence[str], document: Document, clock: Clock) -> None:
    """Print how long the first page and the first suggestion take after a start and a commit."""
    engine = engine.reopened()
    for state in ("start", "commit"):
        page = timed(partial(engine.page, queries[0]), clock)
        first, second = (timed(partial(engine.suggest, t), clock) for t in ("be", "ver"))
        print(f"after a {state}: page {page:.1f}, suggestion {first:.1f}, another {second:.1f}")
        engine.add(document)


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
            for state in ("cold", "warm", "again"):
                taken = times(engine, asked, clock, other=state == "warm")
                base.setdefault(state, statistics.median(taken))
                shown = f"  {built:7.1f}" if state == "cold" else ""
                print(row(kind.name, state, taken, base[state]) + shown, flush=True)
            if isinstance(engine, Hub):
                for state, more in (
                    ("start", corpus.beginnings()),
                    ("typo", corpus.misspellings()),
                ):
                    print(row(kind.name, state, times(engine, more, clock), None))
                firsts(engine, queries, documents[0], clock)
            print(f"{'':14} own memory grew by {resident('RssAnon') - before:.0f} MiB")
    print(f"resident memory of the process: {resident():.0f} MiB")


if __name__ == "__main__":
    main()
