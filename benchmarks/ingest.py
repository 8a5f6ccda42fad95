"""Pages a second, beside trafilatura's command: ``python -m benchmarks.ingest [PAGES]``.

Made-up pages, or the files of a folder, are served on loopback and go through the whole pipeline:
fetch, identify, extract, enrich, compare, propose. Beside it trafilatura's own command reads the
same files from the disk with as many processes. Memory is that of the process that runs it, at
every tenth of the pages.
"""

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import lxml.html

from benchmarks.serving import serve_folder
from hub.core import open_hub
from hub.ingest.model import Item
from hub.ingest.options import Options
from hub.ingest.runs import Row
from hub.settings import Settings

ROOT = Path(__file__).parents[1]
WORDS = 400


def make_pages(folder: Path, number: int) -> None:
    """Pages of the words of the shipped summaries, each in an order of its own."""
    texts = [p.read_text("utf-8") for p in sorted((ROOT / "collections").glob("*/*.yaml"))]
    words = [w for text in texts for w in text.split() if w.isalpha() and len(w) > 2]
    chance = random.Random(2026)
    for n in range(number):
        parts = [" ".join(chance.choices(words, k=WORDS // 8)) for _ in range(8)]
        body = "".join(f"<p>{part}. {part[:40]}.</p>" for part in parts)
        title = " ".join(chance.choices(words, k=6)) + f" {n}"
        links = "".join(f"<li><a href='/x{i}'>Menü {i}</a></li>" for i in range(40))
        (folder / f"{n}.html").write_text(
            f"<!DOCTYPE html><html lang='de'><head><meta charset='utf-8'><title>{title}</title>"
            f"<meta name='description' content='Fremd'></head><body><nav><ul>{links}</ul></nav>"
            f"<main><article><h1>{title}</h1>{body}</article></main><footer>Impressum</footer>"
            "</body></html>",
            encoding="utf-8",
        )


def make_variants(source: Path, folder: Path, times: int) -> None:
    """Each page so many times, the words of its texts in ever another order: none is a twin."""
    for path in sorted(source.glob("*.html")):
        content = path.read_bytes()
        for n in range(times):
            chance = random.Random(n)
            tree = lxml.html.document_fromstring(content)
            for element in tree.iter("title", "h1", "h2", "p", "li", "td", "blockquote"):
                element.text = _shuffled(element.text, chance)
                element.tail = _shuffled(element.tail, chance)
            for element in tree.iter("title", "h1"):
                element.text = f"{element.text or ''} {n}"
            (folder / f"{n}-{path.name}").write_bytes(lxml.html.tostring(tree, encoding="utf-8"))


def _shuffled(text: str | None, chance: random.Random) -> str | None:
    words = (text or "").split()
    return " ".join(chance.sample(words, len(words))) if words else text


class Used(NamedTuple):
    """What some pages took: seconds, and those of processors, of this process and its children."""

    seconds: float
    own: float
    children: float


@contextmanager
def measured(used: list[Used]) -> Iterator[None]:
    """Add what the block uses, its ended children among it."""
    start, before = time.perf_counter(), os.times()
    yield
    after = os.times()
    own = after.user + after.system - before.user - before.system
    children = after.children_user + after.children_system
    children -= before.children_user + before.children_system
    used.append(Used(time.perf_counter() - start, own, children))


def command_line(folder: Path, out: Path) -> Used:
    """What trafilatura's command takes for the folder."""
    program = [sys.executable, "-m", "trafilatura.cli", "--input-dir", str(folder)]
    cores = str(os.cpu_count() or 1)
    used: list[Used] = []
    with measured(used):
        subprocess.run(  # noqa: S603 - our own Python
            [*program, "--output-dir", str(out), "--parallel", cores],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    return used[0]


def pipeline(folder: Path, home: Path) -> tuple[Used, list[int]]:
    """What the pipeline takes, and the memory in MB along the way."""
    shutil.copytree(ROOT / "collections", home / "collections")
    settings = Settings(
        collections=home / "collections",
        data=home / "data",
        fetch_open_hosts="127.0.0.1",
        fetch_pause_ms=0,
    )
    _used_before(settings)
    names = sorted(p.name for p in folder.iterdir())
    memory: list[int] = []
    used: list[Used] = []

    def note(row: Row) -> None:
        if row.number % max(1, len(names) // 10) == 0:
            memory.append(_memory())

    with serve_folder(folder) as base, measured(used):
        hub = open_hub(settings)
        report = hub.ingest.take(_items(base, names), Options(name="benchmark"), note)
        hub.ingest.close()
    if report.total != len(names) or not report.ok:
        raise SystemExit(f"{report.counts}")
    return used[0], memory


def _used_before(settings: Settings) -> None:
    """A hub has its database and its caches from the first start on."""
    hub = open_hub(settings)
    hub.ingest.state()
    hub.ingest.close()


def _items(base: str, names: list[str]) -> Iterator[Item]:
    for name in names:
        yield Item("benchmark", name, f"{base}/{name}")


def _memory() -> int:
    """Memory of this process now, in MB; where that is not told, the most it ever had."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * resource.getpagesize() // 1_000_000
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000


def told(name: str, used: Used, size: int) -> str:
    """A line of the result."""
    cpu = f"{1000 * used.own / size:5.1f} + {1000 * used.children / size:5.1f} ms"
    return f"{name:12}{size / used.seconds:8.1f} pages a second, processor {cpu} a page"


def compared(folder: Path, root: Path, rounds: int, *, alone: bool) -> None:
    """Print what both take, in turn: a machine may be slower from one minute to the next."""
    size, shares = len(list(folder.iterdir())), []
    print(f"{size} pages, {os.cpu_count()} cores")
    for number in range(rounds):
        home, out = root / f"home-{number}", root / f"out-{number}"
        home.mkdir()
        out.mkdir()
        used, memory = pipeline(folder, home)
        print(told("pipeline", used, size), flush=True)
        if not alone:
            command = command_line(folder, out)
            shares.append(command.seconds / used.seconds)
            print(told("trafilatura", command, size), flush=True)
    if shares:
        print(f"times as many pages a second: {', '.join(f'{share:.2f}' for share in shares)}")
    print(f"memory (MB) at every tenth: {memory}")


def main() -> None:
    """Print pages a second of both, the time of processors, and the memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="?", type=int, default=500, help="how many are made up")
    parser.add_argument("--folder", type=Path, help="pages to read instead of made-up ones")
    parser.add_argument("--times", type=int, default=1, help="variants of each page of the folder")
    parser.add_argument("--rounds", type=int, default=1, help="how often both are measured")
    parser.add_argument("--alone", action="store_true", help="without trafilatura beside it")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        folder = root / "pages"
        folder.mkdir()
        if given.folder:
            make_variants(given.folder, folder, given.times)
        else:
            make_pages(folder, given.pages)
        if not any(folder.iterdir()):
            parser.error(f"{given.folder} holds no .html files")
        compared(folder, root, max(1, given.rounds), alone=given.alone)


if __name__ == "__main__":
    main()
