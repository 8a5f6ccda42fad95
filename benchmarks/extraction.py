"""How well and how fast files are read: ``python -m benchmarks.extraction [--data FOLDER]``.

The folder holds web pages, PDFs and Office files that others wrote; by default it is
HUB_EVAL_DATA or ``../shared/eval``. What is not there, or not installed, is left out and said so.
"""

import argparse
import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import trafilatura
from bs4 import BeautifulSoup

from hub.errors import HubError
from hub.ingest.extract import ExtractFailed, Extractor, extract
from hub.ingest.extract.hyphens import Mender
from hub.ingest.model import Fetched

HYPHENS = ("broken", "suspended", "real")
ENGLISH = ("english broken", "english real")
_BETWEEN = {"broken": "", "suspended": "- ", "real": "-"}
_TEXTS = {
    "german": "Die Sicherheit in der Stadt und die Arbeit mit den Menschen, die hier leben.",
    "english": "The safety of a city, and the work with people who live here and what they need.",
}
_ROUNDS = 8  #: how often the 16 pages are read when time is taken


class Score(NamedTuple):
    """How well the pieces of gold pages are told apart."""

    precision: float
    recall: float
    f1: float
    by_page: dict[str, int]  #: mistakes by file


def fetched(path: Path, address: str = "http://localhost/") -> Fetched:
    """A file as a fetch would give it."""
    when = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    return Fetched(address, address, 200, "", path.read_bytes(), when, name=path.name)


def score(folder: Path, text_of: Callable[[Path, str], str]) -> Score:
    """Pieces that must and must not be in the main text, white space folded."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    right = missing = extra = 0
    mistakes: dict[str, int] = {}
    for address, page in gold.items():
        text = _fold(text_of(folder / "pages" / page["file"], address))
        lost = sum(_fold(piece) not in text for piece in page["with"])
        kept = sum(_fold(piece) in text for piece in page["without"])
        right, missing, extra = right + len(page["with"]) - lost, missing + lost, extra + kept
        mistakes[page["file"]] = lost + kept
    precision, recall = right / max(1, right + extra), right / max(1, right + missing)
    return Score(precision, recall, 2 * precision * recall / (precision + recall), mistakes)


def _fold(text: str) -> str:
    return " ".join(text.split())


def ours(path: Path, address: str) -> str:
    """The main text as the hub takes it."""
    return extract(fetched(path, address)).text


def alone(path: Path, _: str) -> str:
    """The main text by trafilatura with its own settings."""
    return trafilatura.extract(path.read_bytes()) or ""


def everything(path: Path, _: str) -> str:
    """All text of a page by BeautifulSoup."""
    return BeautifulSoup(path.read_bytes(), "lxml").get_text()


def share_mended(kind: str) -> tuple[float, list[str]]:
    """Share of line ends of one kind that are mended rightly, and the others."""
    lines = (Path(__file__).parent / "line_ends.tsv").read_text(encoding="utf-8").splitlines()
    listed = next(line.split("\t")[1] for line in lines if line.startswith(f"{kind}\t"))
    # a suspended case is two words: what follows the bar runs to the next bar's word
    cases = _cases(listed.split(" "))
    text = _TEXTS["english" if kind in ENGLISH else "german"]
    between = _BETWEEN[kind.rpartition(" ")[2]]
    wrong = []
    for before, after in cases:
        mended = Mender([text]).mend(f"{text} {before}-\n{after}")
        if mended != f"{text} {before}{between}{after}":
            wrong.append(mended.removeprefix(text).strip())
    return 1 - len(wrong) / len(cases), wrong


def _cases(words: list[str]) -> list[tuple[str, str]]:
    cases: list[tuple[str, str]] = []
    for word in words:
        before, bar, after = word.partition("|")
        if bar:
            cases.append((before, after))
        else:
            cases[-1] = (cases[-1][0], f"{cases[-1][1]} {word}")
    return cases


def verdicts(folder: Path, extractor: Extractor) -> Iterator[tuple[str, str, float]]:
    """Name, what came of it, and seconds, for each file of a folder."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if path.suffix in (".tsv", ".json"):
            continue
        start = time.perf_counter()
        try:
            found = extractor.extract(fetched(path))
            verdict = f"{len(found.text)} characters" if found.text else found.remarks[0]
        except ExtractFailed as error:
            verdict = str(error)
        yield str(path.relative_to(folder)), verdict, time.perf_counter() - start


def pages_a_second(pages: list[Path]) -> tuple[float, float]:
    """Web pages a second by our pool, and by the trafilatura command over the same files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(_ROUNDS):
            for page in pages:
                shutil.copy(page, folder / f"{number}-{page.name}")
        copies = sorted(folder.iterdir())
        start = time.perf_counter()
        with Extractor() as extractor, ThreadPoolExecutor(os.cpu_count()) as threads:
            list(threads.map(lambda page: extractor.extract(fetched(page)), copies))
        own = len(copies) / (time.perf_counter() - start)
        return own, len(copies) / _seconds_of_command(folder)


def _seconds_of_command(folder: Path) -> float:
    command = Path(sys.executable).with_name("trafilatura")
    with tempfile.TemporaryDirectory() as target:
        start = time.perf_counter()
        run = [str(command), "--input-dir", str(folder), "--output-dir", target, "--parallel", "2"]
        subprocess.run(run, check=True, capture_output=True)  # noqa: S603 - our own environment's
        return time.perf_counter() - start


class Speed(NamedTuple):
    """PDF pages a second of processor time, and characters read."""

    pages: float
    characters: int


def pdf_speed(path: Path, pages: int) -> Speed:
    """Our speed on one PDF, without the start of a process."""
    file = fetched(path)
    extract(file)
    start = time.process_time()
    found = extract(file)
    return Speed(pages / (time.process_time() - start), _shown(found.text))


def pdftotext_speed(path: Path, pages: int) -> Speed | None:
    """The same by poppler's pdftotext; None where it is not installed."""
    program = shutil.which("pdftotext")
    if program is None:
        return None
    before = os.times()
    run = subprocess.run([program, str(path), "-"], check=True, capture_output=True)  # noqa: S603
    after = os.times()
    used = after.children_user + after.children_system
    used -= before.children_user + before.children_system
    return Speed(pages / used, _shown(run.stdout.decode()))


def _shown(text: str) -> int:
    return len("".join(text.split()))


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("HUB_EVAL_DATA") or Path(__file__).parents[2] / "shared" / "eval"
    parser.add_argument("--data", type=Path, default=Path(default))
    data = parser.parse_args().data
    print_hyphens()
    if not data.is_dir():
        print(f"No evaluation data in {data}: set HUB_EVAL_DATA to its folder.")
        return
    print_web(data / "extraction")
    print_pdf(data / "pdf" / "samples" / "GeoTopo-komprimiert.pdf", 117)
    print_files(data)


def print_hyphens() -> None:
    """Line ends, by kind."""
    print("\nLine ends mended rightly (R11)")
    for kind in (*HYPHENS, *ENGLISH):
        share, wrong = share_mended(kind)
        print(f"  {kind:14} {share:7.1%}  {', '.join(wrong)}")


def print_web(folder: Path) -> None:
    """Main text and speed beside others."""
    print("\nMain text of web pages    precision  recall  F1")
    for name, text_of in (("ours", ours), ("trafilatura", alone), ("get_text", everything)):
        result = score(folder, text_of)
        print(f"  {name:22} {result.precision:8.3f} {result.recall:8.3f} {result.f1:6.3f}")
    own, theirs = pages_a_second(sorted((folder / "pages").iterdir()))
    print(f"  pages a second: ours {own:.0f}, trafilatura command {theirs:.0f}")


def print_pdf(path: Path, pages: int) -> None:
    """PDF pages a second beside pdftotext, by processor time."""
    own, theirs = pdf_speed(path, pages), pdftotext_speed(path, pages)
    print(f"\nPDF pages a second: ours {own.pages:.0f} ({own.characters} characters)")
    if theirs is None:
        print("  pdftotext is not installed: install poppler-utils to compare.")
    else:
        print(f"  pdftotext {theirs.pages:.0f} ({theirs.characters} characters)")


def print_files(data: Path) -> None:
    """What came of each odd file."""
    try:
        with Extractor(seconds=20) as extractor:
            for kind in ("pdf", "office"):
                print(f"\nFiles of {kind}/")
                for name, verdict, seconds in verdicts(data / kind, extractor):
                    print(f"  {seconds:6.2f} s  {name:48} {verdict[:90]}")
    except HubError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
