"""The pool: one bad file ends its child at most, never the run."""

import os
import signal
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import pytest

from benchmarks.extraction import verdicts
from hub.ingest.extract import ExtractFailed, Extractor, wire
from hub.ingest.extract import extract as extract_here
from hub.ingest.extract.parent import Child, UnreadError
from hub.ingest.extract.pool import MIB
from hub.ingest.extract.problems import IN_PART
from hub.ingest.model import Extracted, Fetched
from tests.ingest.extract.making import fetched, lines, pdf

PAGE = fetched(
    "<html><body><p>" + "Ein Satz über Sicherheit. " * 30 + "</p></body></html>",
    media_type="text/html",
)


@pytest.fixture(scope="module")
def extractor():
    with Extractor(children=2) as pool:
        yield pool


def children() -> set[int]:
    """The ids of the processes that this one started, in whichever thread."""
    found: set[int] = set()
    for file in Path("/proc/self/task").glob("*/children"):
        with suppress(FileNotFoundError):  # the thread has ended meanwhile
            found |= {int(word) for word in file.read_text().split()}
    return found


def test_a_child_reads_what_this_process_would(extractor):
    info = {"Title": "Sichere Plätze"}
    for file in (PAGE, fetched(pdf([lines("Die Stadt", "ist sicher")], info=info))):
        assert extractor.extract(file) == extract_here(file)


def test_a_bad_file_is_one_sentence_and_the_next_is_read(extractor):
    with pytest.raises(ExtractFailed, match="The file is empty"):
        extractor.extract(fetched(b""))
    assert "Sicherheit" in extractor.extract(PAGE).text


def test_many_threads_share_two_children(extractor):
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(extractor.extract, [PAGE] * 40))
    assert all("Sicherheit" in one.text for one in found)


def test_a_hang_ends_after_its_time_and_the_next_file_is_read():
    slow = fetched("Wort " * 4_000_000, media_type="text/plain")
    with Extractor(seconds=2.0, children=1) as pool:
        pool.extract(PAGE)
        with (
            Extractor(seconds=0.05, children=1) as hurried,
            pytest.raises(ExtractFailed, match="too long"),
        ):
            hurried.extract(slow)
        assert "Sicherheit" in pool.extract(PAGE).text


def test_a_hunger_for_memory_ends_the_child_at_most():
    hungry = fetched(b" Wort" * 32_000_000, media_type="text/plain")
    with Extractor(memory=350 * MIB, children=1) as pool:
        with pytest.raises(ExtractFailed, match=r"memory|damaged"):
            pool.extract(hungry)
        assert "Sicherheit" in pool.extract(PAGE).text


def test_a_child_that_was_killed_is_replaced():
    before = children()
    with Extractor(children=1) as pool:
        pool.extract(PAGE)
        (child,) = children() - before
        os.kill(child, signal.SIGKILL)
        os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
        assert "Sicherheit" in pool.extract(PAGE).text
    assert children() <= before


def stopped(pool: Extractor, before: set[int]) -> int:
    """The only child of the pool, ready and at rest until somebody ends it."""
    pool.extract(PAGE)
    (child,) = children() - before
    os.kill(child, signal.SIGSTOP)
    return child


def outcomes(*reading: Future[Extracted]) -> list[str]:
    """What became of each file: its text, or the sentence that says why not."""
    failures = [one.exception() for one in reading]
    texts = [
        one.result().text if failure is None else str(failure)
        for one, failure in zip(reading, failures, strict=True)
    ]
    return sorted(texts, key=len)


def test_who_waits_behind_a_file_that_ends_the_child_is_read_by_another():
    before = children()
    with Extractor(children=1) as pool, ThreadPoolExecutor(4) as threads:
        child = stopped(pool, before)
        reading = [threads.submit(pool.extract, PAGE) for _ in range(4)]
        time.sleep(0.3)  # two are on their way to the child, two wait for it
        os.kill(child, signal.SIGKILL)
        broken, *read = outcomes(*reading)
    assert "broke off" in broken
    assert all("Sicherheit" in text for text in read)
    assert children() <= before


def test_who_waits_behind_a_file_that_takes_too_long_is_read_by_another():
    before = children()
    with Extractor(seconds=1.0, children=1) as pool, ThreadPoolExecutor(2) as threads:
        stopped(pool, before)
        first = threads.submit(pool.extract, PAGE)
        time.sleep(0.5)
        second = threads.submit(pool.extract, PAGE)
        late, read = outcomes(first, second)
    assert "too long" in late
    assert "Sicherheit" in read


def test_whatever_ends_the_children_each_file_is_read_or_says_why_not():
    before, kills = children(), 12
    with Extractor(children=2) as pool, ThreadPoolExecutor(8) as threads:
        reading = [threads.submit(pool.extract, PAGE) for _ in range(200)]
        for _ in range(kills):
            time.sleep(0.05)
            for child in children() - before:
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
        failures = [failure for one in reading if (failure := one.exception())]
    assert all("broke off" in str(failure) for failure in failures)
    assert 0 < len(failures) <= 2 * kills
    assert children() <= before


class Unlucky(Child):
    """A child that others end three times before its turn; by chance this hardly ever comes."""

    left = 3

    def extract(self, fetched: Fetched) -> Extracted:
        if self.left:
            self.left -= 1
            raise UnreadError
        return super().extract(fetched)


class UnluckyPool(Extractor):
    def _start_one(self) -> Child:
        self._children.append(Unlucky(2048 * MIB, 60.0))
        return self._children[-1]


def test_a_page_is_tried_until_no_other_ends_its_child():
    with UnluckyPool(children=1) as pool:
        assert "Sicherheit" in pool.extract(PAGE).text


def test_only_a_small_page_waits_behind_a_small_page():
    report = fetched(pdf([lines("Ein Bericht")]))
    with closing(Child(2048 * MIB, 60.0)) as child:
        assert child.idle
        child.take(PAGE)
        assert child.has_room_behind(PAGE)
        assert not child.has_room_behind(report)
        child.take(PAGE)
        assert not child.has_room_behind(PAGE)
        child.give_back(PAGE)
        child.give_back(PAGE)
        child.take(report)
        assert not child.has_room_behind(PAGE)
        assert "Bericht" in child.extract(report).text


def test_a_closed_pool_reads_nothing_and_leaves_no_process():
    before = children()
    pool = Extractor(children=2)
    pool.extract(PAGE)
    pool.close()
    assert children() <= before
    with pytest.raises(ExtractFailed, match="shutting down"):
        pool.extract(PAGE)


def test_5000_pages_are_read_as_far_as_time_goes():
    endless = fetched(
        pdf([lines(f"Blatt {n}", *["Ein Satz zur Sicherheit"] * 5) for n in range(5000)])
    )
    with Extractor(seconds=8, children=1) as pool:
        found = pool.extract(endless)
    assert found.passages[0].page == 1
    assert len(found.passages) == 5000 or IN_PART in found.remarks


def test_no_odd_file_hangs_or_ends_the_run_and_each_says_what_it_is(eval_data):
    with Extractor(seconds=20) as pool:
        found = [row for kind in ("pdf", "office") for row in verdicts(eval_data / kind, pool)]
    assert len(found) >= 70
    assert all(verdict for _, verdict, _ in found)
    assert not [row for row in found if "too long" in row[1] or "broke off" in row[1]]


def test_what_goes_to_a_child_comes_back_whole(tmp_path):
    path = tmp_path / "request"
    with path.open("wb") as target:
        wire.write(target, *wire.request(PAGE))
    with path.open("rb") as source:
        assert wire.read_request(source) == PAGE
        assert wire.read_request(source) is None


def test_an_answer_comes_back_whole():
    found = extract_here(PAGE)
    assert wire.unpacked(wire.packed(found)) == found
