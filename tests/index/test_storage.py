"""Builds beside each other, one writer, damage found, nothing lost by a kill."""

import fcntl
import json
import multiprocessing
import os
import random
import signal
import time
from pathlib import Path

import pytest

from hub.errors import IndexBusy, IndexProblem
from hub.index.tables import Tables
from hub.index.updating import update
from hub.index.whoosh_engine import WhooshEngine
from hub.model import EVERYTHING, Document, Query
from tests.index.making import CATALOGUE, made


def opened(folder: Path) -> WhooshEngine:
    engine = WhooshEngine(folder)
    engine.use_tables(Tables(CATALOGUE))
    return engine


def documents(count: int, word: str = "Licht") -> list[Document]:
    return [made(f"n{n}", f"{word} {n}", summary="Wege und Plätze im Park.") for n in range(count)]


def answer(engine: WhooshEngine, text: str) -> list[tuple[str, float]]:
    return [(h.id, h.score) for h in engine.search(Query(text, limit=100), EVERYTHING).hits]


def test_a_missing_index_says_what_to_do(tmp_path: Path) -> None:
    engine = opened(tmp_path / "index")
    assert engine.info().unusable == "missing"
    with pytest.raises(IndexProblem, match="hub index"):
        engine.search(Query("Licht"), EVERYTHING)


def test_an_update_builds_a_missing_index_and_says_so(tmp_path: Path) -> None:
    engine = opened(tmp_path / "index")
    report = update(engine, documents(3), ())
    assert (report.rebuilt, report.resources, report.added) == ("missing", 3, 3)
    again = update(engine, documents(4), ())
    assert (again.rebuilt, again.resources, again.added, again.changed) == ("", 4, 1, 0)


@pytest.mark.parametrize("damage", ["cut", "flip", "seal", "current"])
def test_a_damaged_index_is_found_and_rebuilt(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "index"
    update(opened(folder), documents(5), ())
    build = folder / (folder / "CURRENT").read_text()
    segment = next(build.glob("*.seg"))
    if damage == "cut":
        os.truncate(segment, segment.stat().st_size // 2)
    elif damage == "flip":
        content = bytearray(segment.read_bytes())
        content[len(content) // 2] ^= 0xFF
        segment.write_bytes(content)
    elif damage == "seal":
        (build / "seal.json").write_text("{")
    else:
        (folder / "CURRENT").write_text("build-gone")
    engine = opened(folder)
    assert engine.info().unusable == "damaged"
    assert update(engine, documents(5), ()).rebuilt == "damaged"
    assert len(answer(engine, "Licht")) == 5


def test_an_index_of_another_version_is_rebuilt(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    update(opened(folder), documents(2), ())
    seal = folder / (folder / "CURRENT").read_text() / "seal.json"
    seal.write_text(json.dumps({**json.loads(seal.read_text()), "version": "0/old"}))
    engine = opened(folder)
    with pytest.raises(IndexProblem, match="another version"):
        engine.search(Query("Licht"), EVERYTHING)
    assert update(engine, documents(2), ()).rebuilt == "version"
    assert len(answer(engine, "Licht")) == 2


def test_a_second_writer_is_told_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    engine = opened(folder)
    update(engine, documents(1), ())
    with (folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(IndexBusy, match="another command"):
            engine.apply(documents(2))
        assert len(answer(engine, "Licht")) == 1  # readers do not wait
    engine.apply(documents(2))
    assert len(answer(engine, "Licht")) == 2


def test_a_reader_sees_the_commits_and_rebuilds_of_another_process(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    reader, writer = opened(folder), opened(folder)
    update(writer, documents(1), ())
    assert len(answer(reader, "Licht")) == 1
    writer.apply(documents(3))
    assert len(answer(reader, "Licht")) == 3
    writer.rebuild(documents(2))
    assert len(answer(reader, "Licht")) == 2


def test_many_small_commits_rank_like_one(tmp_path: Path) -> None:
    one, many = opened(tmp_path / "one"), opened(tmp_path / "many")
    one.rebuild(documents(30))
    many.clear()
    for document in documents(30):
        many.apply([document])
    assert answer(many, "Licht Park") == answer(one, "Licht Park")


def _rewrite(folder: Path, *, rebuild: bool) -> None:
    update(opened(folder), documents(40, "Laterne"), (), rebuild=rebuild)


@pytest.mark.parametrize("rebuild", [True, False])
def test_a_kill_at_any_moment_leaves_old_or_new(tmp_path: Path, rebuild: bool) -> None:
    folder = tmp_path / "index"
    context = multiprocessing.get_context("fork")
    update(opened(folder), documents(40), (), rebuild=True)
    start = time.perf_counter()
    _rewrite(tmp_path / "undisturbed", rebuild=True)
    longest = (time.perf_counter() - start) * 1.5
    expected = answer(opened(tmp_path / "undisturbed"), "Laterne")
    chance = random.Random(7)
    for _ in range(12):
        process = context.Process(target=_rewrite, args=(folder,), kwargs={"rebuild": rebuild})
        process.start()
        time.sleep(chance.uniform(0, longest))
        if process.pid and process.is_alive():
            os.kill(process.pid, signal.SIGKILL)
        process.join()
        survivor = opened(folder)
        assert len(answer(survivor, "Laterne")) in (0, 40)
        assert len(answer(survivor, "Licht")) == 40 - len(answer(survivor, "Laterne"))
        update(survivor, documents(40, "Laterne"), ())
        assert answer(survivor, "Laterne") == expected
        update(survivor, documents(40), ())
        assert len(list(folder.glob("build-*"))) == 1
