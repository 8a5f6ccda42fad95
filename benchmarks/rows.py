"""How long tables take that hold many rows: ``python -m benchmarks.rows [ROWS]``.

A table of made-up reports is taken in by the command, twice, each time by a process of its own. The
seconds are those of the processor, the memory is the peak of that process and of its children. The
second run must add nothing, and what came in is the sum of what became of it.
"""

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_COLLECTION = "id: probe\ntitle: {de: Probe, en: Sample}\naccess: members\n"
_HEADINGS = ("Titel", "Link", "Zusammenfassung", "Datum", "Herausgeber")


def write_table(path: Path, rows: int) -> None:
    """A table as a German Excel writes it; no two rows have the same address."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(_HEADINGS)
        for n in range(rows):
            table.writerow(
                (
                    f"Bericht {n} zur Sicherheit",
                    f"https://www.example.org/berichte/{n}",
                    f"Was in der Lage {n} am Ort {n % 977} gegen Gewalt unternommen wurde.",
                    f"{2000 + n % 25}-01-{n % 28 + 1:02}",
                    f"Stadt {n % 50}",
                )
            )


def take_in(table: Path, home: Path) -> str:
    """Run the command; what it took and what became of the rows, on one line."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    command = [sys.executable, "-m", "hub", "import", str(table), "--type", "document", "--json"]
    done = subprocess.run(  # noqa: S603 - our own Python
        command, cwd=home, capture_output=True, text=True, env=_environment(home)
    )
    after, ended = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    report = json.loads(done.stdout)
    counts = {name: number for name, number in report["counts"].items() if number}
    assert report["total"] == sum(counts.values()), report["counts"]
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return (
        f"{seconds:.0f} s of the processor, {ended - begun:.0f} s of the clock, "
        f"{after.ru_maxrss / 1024:.0f} MB, status {done.returncode}: {counts}"
    )


def _environment(home: Path) -> dict[str, str]:
    own = {"HUB_COLLECTIONS": str(home / "collections"), "HUB_DATA": str(home / "var")}
    return {**os.environ, **own, "PYTHONPATH": str(Path(__file__).parents[1])}


def main() -> None:
    """Print both runs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int, nargs="?", default=100_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        (home / "collections" / "probe").mkdir(parents=True)
        (home / "collections" / "probe" / "collection.yaml").write_text(_COLLECTION, "utf-8")
        write_table(home / "probe.csv", rows)
        for run in ("first", "second"):
            print(f"{rows} rows, {run} run: {take_in(home / 'probe.csv', home)}", flush=True)


if __name__ == "__main__":
    main()
