"""Many at once: each result counts, no host is pressed, memory does not grow."""

import threading
import time

import pytest

from hub.ingest.fetching import Cause, Fetcher, Want
from hub.settings import Settings
from tests.ingest.fetching.serving import Page
from tests.ingest.fetching.serving import fetcher as make


def test_all_come_and_failures_are_results(site, fetcher):
    site.pages |= {f"/{n}": Page(b"<p>%d</p>" % n) for n in range(20)}
    wanted = [f"{site.address}/{n}" for n in range(25)] + ["nonsense", "http://10.0.0.1/"]
    got = {result.want.address: result for result in fetcher.fetch_many(wanted)}
    assert set(got) == set(wanted)
    assert sum(result.fetched is not None for result in got.values()) == 20
    assert got[f"{site.address}/22"].failure.cause is Cause.GONE
    assert got["nonsense"].failure.cause is Cause.BAD_ADDRESS
    assert got[f"{site.address}/3"].fetched.content == b"<p>3</p>"


def test_what_the_caller_says_comes_back(site, fetcher):
    site.pages["/a"] = Page(b"x" * 100_000)
    (result,) = fetcher.fetch_many([Want(f"{site.address}/a", probe=True, key="row 7")])
    assert result.want.key == "row 7"
    assert len(result.fetched.content) == 65_536


def test_one_host_is_asked_by_one_worker(site, clock):
    at_once, most = 0, 0
    lock = threading.Lock()

    def answer(_):
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        time.sleep(0.01)
        with lock:
            at_once -= 1
        return Page()

    site.pages |= {f"/{n}": answer for n in range(12)}
    fetcher = make(clock, fetch_pause_ms=500)
    assert len(list(fetcher.fetch_many(f"{site.address}/{n}" for n in range(12)))) == 12
    assert most == 1
    assert clock.seconds == 12 * 0.5  # robots.txt is the first of 13 requests
    fetcher.close()


def test_hosts_are_asked_side_by_side(site, clock):
    """Two hosts that both wait for the other to be asked: one after the other would never end."""
    meeting = threading.Barrier(2, timeout=20)

    def answer(_):
        meeting.wait()
        return Page()

    site.pages["/a"] = answer
    port = site.address.rpartition(":")[2]
    settings = Settings(fetch_open_hosts="one.test, two.test", fetch_pause_ms=1000)
    fetcher = Fetcher(settings, resolver=lambda host, port: ["127.0.0.1"], clock=clock)
    results = list(fetcher.fetch_many(f"http://{h}.test:{port}/a" for h in ("one", "two")))
    assert [r.fetched is not None for r in results] == [True, True]
    fetcher.close()


def test_whoever_stops_listening_stops_the_work(site, fetcher):
    site.pages |= {f"/{n}": Page() for n in range(500)}
    results = fetcher.fetch_many((f"{site.address}/{n}" for n in range(500)), workers=2)
    next(results)
    results.close()
    asked = len(site.asked)
    time.sleep(0.1)
    assert len(site.asked) == asked < 50


def test_results_wait_until_somebody_takes_them(site, fetcher):
    """However many are wanted, few are held at a time."""
    site.pages |= {f"/{n}": Page(b"x" * 1000) for n in range(200)}
    results = fetcher.fetch_many((f"{site.address}/{n}" for n in range(200)), workers=2)
    next(results)
    time.sleep(0.3)
    assert len(site.asked) < 20
    results.close()


def test_nothing_wanted_is_nothing_done(fetcher):
    assert list(fetcher.fetch_many([])) == []


def test_a_bug_in_a_worker_is_not_swallowed(site, fetcher):
    def wanted():
        yield Want(f"{site.address}/a", known=object())  # nothing that was ever fetched

    with pytest.raises(AttributeError):
        list(fetcher.fetch_many(wanted()))
