"""A run is killed at random moments and begun again: nothing comes in twice, nothing is lost."""

import multiprocessing
import random
import time

import pytest

from hub.ingest.model import Fact, Facts, Item
from hub.ingest.options import Options
from hub.ingest.runs import RunState
from tests.ingest.desks import counts, desk_in, stated
from tests.ingest.site import article, serving

PAGES, KILLS = 24, 8


def items(base: str) -> list[Item]:
    """Pages to publish, pages to propose, and things without an address."""
    pages = [stated(f"{base}/{n}.html") for n in range(0, PAGES, 2)]
    waiting = [Item("probe", str(n), f"{base}/{n}.html") for n in range(1, PAGES, 2)]
    notes = [
        Item(
            "board",
            str(n),
            facts=Facts((Fact("title", f"Notiz {n}", "t"), Fact("type", "document", "t"))),
            collections=("plaetze",),
            complete=True,
        )
        for n in range(4)
    ]
    return [*pages, *waiting, *notes]


def _take(folder, site) -> None:
    with desk_in(folder, site) as desk:
        desk.ingest.take(items(site.base), Options(name="killed", publish=True))


def test_a_killed_run_is_completed_by_the_next(tmp_path):
    chance = random.Random(2026)
    with serving() as site, desk_in(tmp_path, site) as desk:
        for n in range(PAGES):
            site.put(f"/{n}.html", article(f"Bericht {n * 7919}"))
        fork = multiprocessing.get_context("forkserver")
        for _ in range(KILLS):
            process = fork.Process(target=_take, args=(tmp_path, site))
            process.start()
            asked, end = site.asked.total(), time.monotonic() + 60
            while process.is_alive() and site.asked.total() <= asked and time.monotonic() < end:
                time.sleep(0.005)
            process.join(chance.uniform(0, 0.8))
            process.kill()
            process.join()
        report = desk.take(*items(site.base), publish=True)
        assert report.ok
        assert report.total == PAGES + 4
        found = [*desk.resources.values(), *(p.resource for p in desk.ingest.inbox.all())]
        assert len(found) == PAGES + 4
        assert len({r.title for r in found}) == PAGES + 4
        assert counts(desk.take(*items(site.base), publish=True)) == {"unchanged": PAGES + 4}
        assert list((tmp_path / "data" / "inbox").glob(".*tmp")) == []


def test_a_stopped_run_says_so(tmp_path):
    with serving() as site, desk_in(tmp_path, site) as desk:
        site.put("/0.html", article("Bericht"))

        def interrupted():
            yield stated(f"{site.base}/0.html")
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            desk.ingest.take(interrupted(), Options(name="stopped"))
        [run] = desk.ingest.runs.latest()
        assert run.state is RunState.STOPPED
        assert not run.ok
