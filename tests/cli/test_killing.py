"""A rebuild and an import are killed at many moments each: the hub serves, and the next run
makes everything as if nothing had happened.

The killed runs are the real command. Looking and mending in between is done by the same parts in
this process, which saves starting a hundred more; the last look is the command's again.
"""

import datetime as dt
import random
import re
import shutil
import time
from pathlib import Path

import pytest

from hub.catalogue import CatalogueFolder, Texts, import_folder
from hub.index.documents import documents
from hub.index.opening import open_engine
from hub.index.tables import Tables
from hub.index.updating import update
from hub.model import EVERYTHING, Query
from tests.cli.running import Home
from tests.cli.source import write_source
from tests.effort import tries

MOMENTS = tries(10, 50)


class Parts:
    """Catalogue and index of a home, as a server has them open."""

    def __init__(self, home: Home) -> None:
        self.folder = CatalogueFolder(home.collections, home.data / "catalogue.cache")
        self.texts = Texts(home.data / "texts")
        self.engine = open_engine(home.data / "index")

    def update(self) -> None:
        """The next run."""
        catalogue = self.folder.load()
        assert catalogue.problems == ()
        self.engine.use_tables(Tables(catalogue))
        update(self.engine, documents(catalogue, self.texts), catalogue.problems)

    def answer(self):
        """Hits, counts and snippets of two searches, less the time they took."""
        self.engine.use_tables(Tables(self.folder.load()))
        found = [self.engine.search(Query(q, limit=50), EVERYTHING) for q in ("Stadt", "Gewalt")]
        return [(r.total, r.hits, r.facets, r.advice) for r in found]


class Moments:
    """Random moments all over the time a run takes, until enough runs were killed at work."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.chance = random.Random(2026)
        self.killed = 0

    def __iter__(self):
        for _ in range(3 * MOMENTS):
            if self.killed == MOMENTS:
                return
            yield self.chance.uniform(0, self.seconds)
        raise AssertionError(f"only {self.killed} runs were killed at work")

    def note(self, *, at_work: bool) -> None:
        """A run that had ended already does not count, and the next ones are killed earlier."""
        self.killed += at_work
        self.seconds *= 1 if at_work else 0.9


def kill_after(seconds: float, home: Home, *arguments: str) -> bool:
    """Kill the command after so many seconds; whether it was still at work."""
    running = home.start(*arguments)
    time.sleep(seconds)
    return running.kill()


def duration(home: Home, *arguments: str) -> float:
    """How long an undisturbed run takes: the shorter of two, in seconds."""
    taken = []
    for _ in range(2):
        start = time.perf_counter()
        assert home.run(*arguments).status == 0
        taken.append(time.perf_counter() - start)
    return min(taken)


def test_a_killed_rebuild_leaves_the_old_index_serving(home):
    seconds = duration(home, "index", "--rebuild")
    expected = Parts(home).answer()
    before = shape(home.data / "index")
    server = Parts(home)  # stays open all the time, as a server does
    moments = Moments(seconds)
    for moment in moments:
        moments.note(at_work=kill_after(moment, home, "index", "--rebuild"))
        assert server.answer() == expected
        assert Parts(home).answer() == expected
        Parts(home).update()
        assert server.answer() == expected
    report = home.run("index", "--rebuild", "--json").json
    assert (report["resources"], report["added"]) == (24, 24)
    assert Parts(home).answer() == expected
    assert shape(home.data / "index") == before, "killed builds leave something behind"


def test_a_killed_import_is_completed_by_the_next(tmp_path, source):
    bare = new_home(tmp_path, "bare")
    assert bare.run("account", "list").status == 0  # so that all the time goes into the import
    undisturbed = like(bare, "undisturbed")
    assert undisturbed.run("import", str(source)).status == 0
    expected, files = Parts(undisturbed).answer(), tree(undisturbed)
    start = time.perf_counter()
    assert like(bare, "timed").run("import", str(source)).status == 0
    seconds = time.perf_counter() - start
    moments = Moments(seconds)
    for number, moment in enumerate(moments):
        home = like(bare, f"killed-{number}")
        moments.note(at_work=kill_after(moment, home, "import", str(source)))
        if home.collections.is_dir():  # what is there is whole, and can be served
            half = Parts(home)
            half.update()
            assert half.answer()[0][0] == len(half.folder.load().resources)
        if number % 5 == 0:
            assert home.run("import", str(source)).status == 0
        else:
            complete(home, source)
        assert tree(home) == files
        assert Parts(home).answer() == expected


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_an_import_killed_over_an_old_state_loses_nothing(home, tmp_path, share):
    more = write_source(tmp_path / "more", resources=60)
    kill_after(share, home, "import", str(more))
    assert Parts(home).answer()[0][0] >= 24
    assert home.run("import", str(more)).status == 0
    assert len(list(home.collections.glob("*/resource-*.yaml"))) == 60
    assert home.run("search", "Stadt", "--json").json["total"] == 60


def complete(home: Home, source) -> None:
    """The next run, in this process."""
    parts = Parts(home)
    report = import_folder(source, parts.folder, dt.datetime.now(dt.UTC))
    assert report.rejected == ()
    parts.update()


def new_home(folder, name: str) -> Home:
    (folder / name).mkdir()
    return Home(folder / name)


def like(home: Home, name: str) -> Home:
    """A copy of that home beside it."""
    return Home(Path(shutil.copytree(home.folder, home.folder.with_name(name))))


def tree(home: Home) -> dict[str, str]:
    """The catalogue: path and text of every file, less the moment of its entry."""
    return {
        str(path.relative_to(home.collections)): re.sub(r"(?m)^added: .*$", "", path.read_text())
        for path in sorted(home.collections.rglob("*"))
        if path.is_file()
    }


def shape(folder) -> list[str]:
    """Which kinds of files there are, and how many of each."""
    return sorted(
        re.sub(r"[0-9a-z]{12,}", "…", str(p.relative_to(folder))) for p in folder.rglob("*")
    )
