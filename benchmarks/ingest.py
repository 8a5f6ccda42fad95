"""The pipeline beside trafilatura's command line: ``python -m benchmarks.ingest [PAGES] [FOLDER]``.

Made-up pages, or the files of a folder, are served on loopback and go through the whole pipeline:
fetch, identify, extract, enrich, compare, propose. Beside it trafilatura's own command reads the
same files from the disk with as many processes. Memory is that of the process that runs it, at
every tenth of the pages.
"""

import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

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


def command_line(folder: Path, out: Path) -> float:
    """Seconds that trafilatura's command takes for the folder."""
    program = [sys.executable, "-m", "trafilatura.cli", "--input-dir", str(folder)]
    cores = str(os.cpu_count() or 1)
    start = time.perf_counter()
    subprocess.run(  # noqa: S603 - our own Python
        [*program, "--output-dir", str(out), "--parallel", cores],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - start


def pipeline(folder: Path, home: Path) -> tuple[float, list[int]]:
    """Seconds that the pipeline takes, and the memory in MB along the way."""
    shutil.copytree(ROOT / "collections", home / "collections")
    settings = Settings(
        collections=home / "collections",
        data=home / "data",
        fetch_open_hosts="127.0.0.1",
        fetch_pause_ms=0,
        fetch_workers=4,
    )
    names = sorted(p.name for p in folder.iterdir())
    memory: list[int] = []

    def note(row: Row) -> None:
        if row.number % max(1, len(names) // 10) == 0:
            memory.append(_memory())

    with serve_folder(folder) as base:
        hub = open_hub(settings)
        start = time.perf_counter()
        report = hub.ingest.take(_items(base, names), Options(name="benchmark"), note)
        seconds = time.perf_counter() - start
        hub.ingest.close()
    if report.total != len(names) or not report.ok:
        raise SystemExit(f"{report.counts}")
    return seconds, memory


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


def main() -> None:
    """Print pages a second of both, and the memory."""
    number = int(sys.argv[1]) if sys.argv[1:] else 500
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        folder = Path(sys.argv[2]) if sys.argv[2:] else root / "pages"
        if not sys.argv[2:]:
            folder.mkdir()
            make_pages(folder, number)
        (root / "out").mkdir()
        size = len(list(folder.iterdir()))
        own, memory = pipeline(folder, root / "home")
        theirs = command_line(folder, root / "out")
        print(f"{size} pages, {os.cpu_count()} cores")
        print(f"pipeline     {size / own:8.1f} pages a second ({own:.1f} s)")
        print(f"trafilatura  {size / theirs:8.1f} pages a second ({theirs:.1f} s)")
        print(f"memory (MB) at every tenth: {memory}")


if __name__ == "__main__":
    main()
