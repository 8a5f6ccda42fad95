"""Searches on the page count once, and what was in vain stands in the list without a person."""

import re
import sqlite3

import pytest
from bs4 import BeautifulSoup

from hub.accounts import Role
from hub.figures import GapState
from hub.ui.show import view_of
from tests.figures.conftest import reader


def search(who, **params):
    lists = {name: [value] for name, value in params.items()}
    return BeautifulSoup(view_of(who, "search", lists).body, "html.parser")


def months(hub):
    """Searches and empty ones, over all months."""
    hub.figures.recorder.wait()
    with sqlite3.connect(hub.settings.data / "hub.db") as database:
        rows = database.execute("SELECT searches, empty FROM search_months").fetchall()
    return tuple(map(sum, zip(*rows, strict=True))) if rows else (0, 0)


def gap(hub, words):
    hub.figures.recorder.wait()
    return next((g for g in hub.figures.gaps.list() if g.words == words), None)


def test_a_view_counts_once_however_often_it_is_made(hub):
    before = months(hub)
    tab = reader(hub)
    for params in ({}, {}, {"page": "2"}, {"type": "document"}, {"sort": "newest"}):
        search(tab, q="Laternen", **params)
    assert months(hub) == (before[0] + 1, before[1])
    search(reader(hub), q="laternen ")
    assert months(hub) == (before[0] + 2, before[1])


def test_browsing_is_no_search(hub):
    before = months(hub)
    search(reader(hub), type="document")
    search(reader(hub), q="  ")
    assert months(hub) == before


def test_a_search_in_vain_is_a_gap_and_counts_for_everybody(hub):
    before = months(hub)
    search(reader(hub), q="Quarzuhrwerk")
    search(reader(hub, Role.EDITOR), q="quarzuhrwerk")
    assert months(hub) == (before[0] + 2, before[1] + 2)
    found = gap(hub, "quarzuhrwerk")
    assert (found.times, found.partial, found.filters) == (2, False, {})


def test_the_filter_that_emptied_it_is_another_gap(hub):
    tab = reader(hub)
    search(tab, q="Laternen")
    before = months(hub)
    search(tab, q="Laternen", type="funding")
    search(tab, q="Laternen", type="funding")
    assert months(hub) == before
    found = gap(hub, "laternen")
    assert (found.times, found.filters) == (1, {"type": ["funding"]})
    assert {way.kind for way in found.ways} == {"without-filter"}


def test_a_way_out_that_leads_to_hits_helped_once(hub):
    tab = reader(hub)
    soup = search(tab, q="Park", type="event")
    link = soup.select_one(".ways-out a[href*='via=']")["href"]
    via = re.search(r"via=([0-9a-f-]+)", link)[1]
    view = view_of(tab, "search", {"q": ["Park"], "via": [via]})
    assert "via" not in view.address
    assert view.address
    search(tab, q="Park", via=via)
    found = gap(hub, "park")
    assert [way.taken for way in found.ways if way.taken] == [1]


@pytest.mark.parametrize("via", ["x", "0" * 16 + "-" + "0" * 8, "'; DROP TABLE gaps", "a" * 5000])
def test_a_made_up_way_changes_nothing(hub, via):
    before = hub.figures.gaps.list()
    search(reader(hub), q="Laternen", via=via)
    hub.figures.recorder.wait()
    assert hub.figures.gaps.list() == before


def test_nothing_of_whoever_searched_is_kept(hub):
    search(reader(hub), q="Nadelöhr kim.muster@example.org 030 12345678")
    hub.figures.recorder.wait()
    with sqlite3.connect(hub.settings.data / "hub.db") as database:
        tables = ("search_months", "gaps", "gap_ways")
        rows = [r for t in tables for r in database.execute(f"SELECT * FROM {t}")]
    told = repr(rows)
    assert "nadelöhr" in told
    assert not re.search(r"kim|muster|example\.org|12345678|0{64}|\d{4}-\d\d-\d\d|\d\d:\d\d", told)


def test_spellings_of_the_same_stems_are_one_gap(hub):
    for words in ("Kuckucksuhr", "kuckucksuhren", "Kuckucksuhren"):
        search(reader(hub), q=words)
    found = gap(hub, "kuckucksuhren")
    assert (found.times, found.spellings) == (3, ("kuckucksuhr",))
    assert hub.figures.gaps.set(found.key, GapState.DONE) is GapState.OPEN
    assert gap(hub, "kuckucksuhr") is None
    assert [g.times for g in hub.figures.gaps.list(GapState.DONE)] == [3]


def test_a_database_that_is_gone_does_not_disturb_a_search(hub, tmp_path, caplog):
    from hub.database import open_database
    from hub.figures.recording import Recorder, searched
    from hub.model import EVERYTHING, Query
    from hub.settings import Settings
    from tests.people import make_database

    make_database(tmp_path)
    database = open_database(Settings(data=tmp_path))
    recorder = Recorder(database)
    with sqlite3.connect(tmp_path / "hub.db") as other:
        other.execute("DROP TABLE search_months")
    recorder.note(searched(hub.search(Query("Geheimwort"), EVERYTHING), "2026-03"))
    recorder.wait()
    database.close()
    assert "could not be counted" in caplog.text
    assert "geheimwort" not in caplog.text.casefold()
