"""What was learnt of the catalogue is kept for the next run, and never believed of another one."""

import json
from dataclasses import replace

import pytest

from hub.catalogue import CatalogueFolder
from hub.ingest.enrich import Enricher
from hub.ingest.enrich.concepts import Name
from hub.ingest.enrich.features import Described, Features
from hub.ingest.enrich.kept import Kept
from hub.ingest.model import Fact, Facts
from hub.model import Catalogue, Publishers, Thesaurus
from tests.conftest import ROOT

TITLE = Facts((Fact("title", "Waffenverbotszone am Bahnhof", "og"),))
TEXT = "Die Stadt richtet am Bahnhof eine Waffenverbotszone ein. " * 5
ONE = Described("Ein Titel")
FOUND = Features({"titel": 2.0}, {}, {"language:de": 1.0}, {"question": 1.0})
NAMES = [Name("de", ("waffenverbotszon",), "weapon-free-zone")]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return CatalogueFolder(ROOT / "collections").load()


def test_suggestions_are_the_same_from_what_was_kept(catalogue, tmp_path):
    cache = tmp_path / "data" / "suggestions.cache"
    fresh = Enricher(catalogue).enrich(TITLE, TEXT, None)
    assert fresh.first("collections")
    assert Enricher(catalogue, cache).enrich(TITLE, TEXT, None) == fresh
    written = cache.stat().st_mtime_ns
    assert Enricher(catalogue, cache).enrich(TITLE, TEXT, None) == fresh
    assert cache.stat().st_mtime_ns == written, "nothing has changed"


def test_what_was_kept_is_taken(catalogue, tmp_path):
    Kept(catalogue, tmp_path / "cache").save(NAMES, {ONE: FOUND})
    again = Kept(catalogue, tmp_path / "cache")
    assert (again.of(ONE), again.names) == (FOUND, NAMES)
    assert again.of(replace(ONE, text="Ein anderer")) is None


@pytest.mark.parametrize("part", ["thesaurus", "publishers"])
def test_of_other_tables_nothing_is_known(catalogue, tmp_path, part):
    Kept(catalogue, tmp_path / "cache").save(NAMES, {ONE: FOUND})
    other = {"thesaurus": Thesaurus([]), "publishers": Publishers()}[part]
    again = Kept(replace(catalogue, **{part: other}), tmp_path / "cache")
    assert (again.of(ONE), again.names) == (None, None)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[1]", b'{"version": "old", "names": [1]}', b"\xff"]
)
def test_a_damaged_cache_is_made_anew(catalogue, tmp_path, content):
    cache = tmp_path / "cache"
    cache.write_bytes(content)
    assert Kept(catalogue, cache).of(ONE) is None
    Kept(catalogue, cache).save(NAMES, {ONE: FOUND})
    assert json.loads(cache.read_bytes())["features"]


def test_a_cache_that_cannot_be_written_stops_nobody(catalogue, tmp_path):
    (tmp_path / "file").touch()
    Kept(catalogue, tmp_path / "file" / "cache").save(NAMES, {ONE: FOUND})
    assert Kept(catalogue, tmp_path / "file" / "cache").of(ONE) is None
