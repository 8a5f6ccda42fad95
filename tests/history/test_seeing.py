"""Nothing of what is in collections shut to somebody is in the history they see (R5)."""

import datetime as dt

import pytest

from hub.errors import HistoryConflict
from hub.history import Change, Doer, FieldChange, Sight, What
from hub.history.conflicts import in_use
from hub.model import EVERYTHING, Access

SHUT = Access(collections=frozenset({"one"}), unpublished=True)


@pytest.fixture
def sight(place):
    """The resource c is in the shut collection two, all else in one."""
    c = place.folder.load().resources["c"]
    place.folder.save(c.model_copy(update={"collections": ("two",)}))
    return Sight(place.folder.load(), SHUT)


def change(kind, *paths, **values):
    at = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    return Change(1, at, Doer(), What(kind, values), paths, files=len(paths))


@pytest.mark.parametrize(
    ("path", "seen"),
    [
        *(("one/a.yaml", True), ("two/c.yaml", False), ("thesaurus.yaml", True)),
        ("one/c.yaml", False),  # it lay in an open collection before
        *(("two/gone.yaml", False), ("one/gone.yaml", True)),
        *(("two/collection.yaml", False), ("one/collection.yaml", True)),
    ],
)
def test_files_are_seen_as_what_they_hold(sight, place, path, seen):
    assert sight.path(path) == seen
    assert Sight(place.folder.load(), EVERYTHING).path(path)


def test_changes_lose_what_is_shut(sight):
    assert sight.change(change("resource.edited", "two/c.yaml", title="Titel c")) is None
    both = sight.change(change("bulk.edited", "one/a.yaml", "two/c.yaml", number=2))
    assert (both.paths, both.files) == (("one/a.yaml",), 1)
    merged = ("one/a.yaml", "two/collection.yaml", "renamed.yaml")
    assert sight.change(change("collection.renamed", *merged, old="x", new="Zwei")) is None


@pytest.mark.parametrize(
    ("kind", "values", "seen"),
    [
        ("bulk.add-collection", {"number": 1, "name": "two"}, {"number": 1, "name": "…"}),
        ("bulk.move-collection", {"old": "one", "new": "two"}, {"old": "one", "new": "…"}),
        ("resource.superseded", {"title": "A", "by": "Titel c"}, {"title": "A", "by": "…"}),
        ("resource.superseded", {"title": "A", "by": "Titel b"}, {"title": "A", "by": "Titel b"}),
    ],
)
def test_sentences_name_nothing_that_is_shut(sight, kind, values, seen):
    assert sight.change(change(kind, "one/a.yaml", **values)).what.values == seen


def test_fields_name_nothing_that_is_shut(sight):
    fields = [
        FieldChange("title", "A", "B"),
        FieldChange("collections", ("one",), ("one", "two")),
        FieldChange("superseded_by", None, "c"),
        FieldChange("superseded_by", "b", "c"),
    ]
    assert sight.fields("one/a.yaml", fields) == [
        FieldChange("title", "A", "B"),
        FieldChange("superseded_by", "b", None),
    ]
    rows = [FieldChange("new", None, n, row=f"collection/{n}") for n in ("one", "two")]
    assert sight.fields("renamed.yaml", rows) == rows[:1]


def test_conflicts_name_nothing_that_is_shut(sight, place):
    assert "Titel c" not in str(sight.conflict(in_use("knives", "Titel c")))
    assert "Titel b" in str(sight.conflict(in_use("knives", "Titel b")))
    with pytest.raises(HistoryConflict, match="not open to you"):
        sight.check(["one/a.yaml", "two/c.yaml"])
    Sight(place.folder.load(), EVERYTHING).check(["two/c.yaml"])
