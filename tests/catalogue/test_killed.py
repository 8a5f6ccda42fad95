"""A run that is killed leaves a catalogue that loads, and the next run completes it."""

import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest

from hub.catalogue import CatalogueFolder, import_folder
from hub.model import Catalogue

from .files import NOW, PLACES, PUBLISHERS, THESAURUS, write

KILLS = 15
ROW = """\
- id: resource-{n}
  title: Titel {n} {title}
  type: news
  collections: [{home}]
  url: https://example.org./{n}
  places: [München]
  tags: [crime]
"""


def make_source(folder: Path, title: str, shift: int) -> Path:
    homes = "".join(f"- slug: c{n}\n  title: {{de: Sammlung {n} {title}}}\n" for n in range(3))
    rows = [ROW.format(n=n, title=title, home=f"c{(n + shift) % 3}") for n in range(40)]
    write(folder / "collections.yaml", "collections:\n" + homes)
    write(folder / "resources.yaml", "resources:\n" + "".join(rows))
    write(folder / "thesaurus.yaml", THESAURUS + f"# {title}\n")
    write(folder / "places.yaml", PLACES)
    write(folder / "publishers.yaml", PUBLISHERS)
    return folder


def content(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*.yaml")}


def killed_import(source: Path, root: Path, after: float) -> bool:
    """Run the import in a process of its own and kill it; whether it was still running."""
    child = os.fork()
    if not child:
        import_folder(source, CatalogueFolder(root), NOW)
        os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def loaded(root: Path) -> Catalogue:
    return CatalogueFolder(root).load() if root.exists() else Catalogue()


@pytest.mark.parametrize("again", [False, True], ids=["first import", "changed import"])
def test_killed_at_any_moment(tmp_path, again):
    first = make_source(tmp_path / "first", "alt", 0)
    second = make_source(tmp_path / "second", "neu", 1)
    old, whole = tmp_path / "old", tmp_path / "whole"
    import_folder(first, CatalogueFolder(old), NOW)
    before = loaded(old).resources
    if again:
        shutil.copytree(old, whole)
    start = time.perf_counter()
    import_folder(second, CatalogueFolder(whole), NOW)
    duration = time.perf_counter() - start
    chance = random.Random(len(before) + again)
    hit = 0
    for n in range(4 * KILLS):  # a kill counts when the import was still at work
        if hit == KILLS:
            break
        root = tmp_path / f"killed-{n}"
        if again:
            shutil.copytree(old, root)
        hit += killed_import(second, root, chance.uniform(0, duration))
        after = loaded(root)
        assert not [p for p in after.problems if p.fatal]
        if again:  # each is there, old or new
            assert after.resources.keys() == before.keys()
        import_folder(second, CatalogueFolder(root), NOW)
        assert content(root) == content(whole)
        assert not loaded(root).problems
    assert hit == KILLS
