"""How long 10,000 resource files take to load: cold, from the cache, and without a change.

Run: python -m benchmarks.catalogue [number of files]
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from hub.catalogue import CatalogueFolder
from hub.model import Catalogue

_TEXT = """\
id: resource-{n}
title: >-
  Sicherheit im Bahnhofsviertel {n}: Bericht über die Zusammenarbeit von Stadt, Polizei und
  Verkehrsbetrieben
url: https://www.example.org/berichte/{n}?id={n}&xa=details
type: article
collections: [collection-{home}, collection-{other}]
language: de
date: 2024-05-31
publisher: Stadt Beispielstadt
authors: [Erika Beispiel, Max Beispiel]
places: [beispielstadt]
tags: [station-district, cooperation, police]
keywords: [Bahnhofsvorplatz, Ordnungspartnerschaft]
target_groups: [Fachkräfte]
summary: >-
  Was Stadt, Polizei und Verkehrsbetriebe rund um den Hauptbahnhof vereinbart haben: gemeinsame
  Streifen, kürzere Wege zur Hilfe und eine Anlaufstelle. Der Bericht nennt Kosten und Zuständige
  und hilft Städten, die eine eigene Vereinbarung vorbereiten.
added: 2026-01-31
"""
_TABLES = {
    "thesaurus.yaml": "concepts:\n"
    + "".join(
        f"- id: {id}\n  label: {{de: {id}, en: {id}}}\n"
        for id in ("station-district", "cooperation", "police")
    ),
    "places.yaml": "places:\n- id: beispielstadt\n  label: {de: Beispielstadt}\n  kind: city\n",
}


def make_catalogue(folder: Path, number: int) -> None:
    """A catalogue of so many resources in eleven collections."""
    for n in range(11):
        (folder / f"collection-{n}").mkdir(parents=True)
        text = f"title: {{de: Sammlung {n}}}\norder: {n}\n"
        (folder / f"collection-{n}" / "collection.yaml").write_text(text, encoding="utf-8")
    for name, text in _TABLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    for n in range(number):
        path = folder / f"collection-{n % 11}" / f"resource-{n}.yaml"
        path.write_text(_TEXT.format(n=n, home=n % 11, other=(n + 1) % 11), encoding="utf-8")


def timed(what: str, load: Callable[[], Catalogue], number: int) -> None:
    """Print how long a load took. Fails if it did not find everything in order."""
    start, busy = time.perf_counter(), time.process_time()
    catalogue = load()
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    if len(catalogue.resources) != number or catalogue.problems:
        raise SystemExit(f"{what}: {len(catalogue.resources)} read, {catalogue.problems[:3]}")
    print(f"{what:<34}{seconds:8.3f} s{busy:8.3f} s of processor time")


def main(number: int = 10_000) -> None:
    """Print the times."""
    with tempfile.TemporaryDirectory() as name:
        root, cache = Path(name) / "collections", Path(name) / "cache.json"
        make_catalogue(root, number)
        time.sleep(0.1)  # what was written this very moment is read again, to be safe
        print(f"{number} resources, {os.cpu_count()} cores, Python {sys.version.split()[0]}")
        first = CatalogueFolder(root, cache)
        timed("cold, cache written", first.load, number)
        print(f"{'cache':<34}{cache.stat().st_size / 1e6:8.1f} MB")
        timed("same process, nothing changed", first.load, number)
        timed("new process, nothing changed", CatalogueFolder(root, cache).load, number)
        for n in range(20):
            path = root / f"collection-{n % 11}" / f"resource-{n}.yaml"
            path.write_text(path.read_text(encoding="utf-8") + "status: draft\n", encoding="utf-8")
        time.sleep(0.1)
        timed("same process, 20 changed", first.load, number)
        cache.unlink()
        timed("without any cache", CatalogueFolder(root).load, number)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
