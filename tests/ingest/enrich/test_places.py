"""Places in texts: sure names, names that need context, and words that are no place."""

import pytest

from hub.catalogue import CatalogueFolder
from hub.ingest.enrich.places import PlaceFinder
from hub.model import Gazetteer, Place
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def finder() -> PlaceFinder:
    return PlaceFinder(CatalogueFolder(ROOT / "collections").load().gazetteer)


def ids(finder: PlaceFinder, title: str, text: str = "") -> list[str]:
    return [place.id for place in finder.find(title, text)]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Nachtleben in Mannheim", ["mannheim"]),
        ("Die Stadt Essen stellt Leuchten auf", ["essen"]),
        ("Essen für alle im Stadtteil", []),
        ("Gutes essen in der Nacht", []),
        ("Nightlife in Munich", ["muenchen"]),
        ("Ohne einen Ort", []),
    ],
)
def test_places_in_a_title(finder, title, expected):
    assert ids(finder, title) == expected


def test_the_larger_place_gives_way_to_the_smaller(finder):
    found = ids(finder, "Sicherheit in Stuttgart", "In Deutschland und Stuttgart. " * 5)
    assert found == ["stuttgart"]


def test_a_single_mention_late_in_a_text_is_not_what_it_is_about(finder):
    assert ids(finder, "Beleuchtung", "Licht hilft. " * 100 + "Auch Mannheim fragt an.") == []


def test_two_places_of_one_name_are_none():
    gazetteer = Gazetteer(
        Place(id=id, label={"de": "Neustadt"}, kind="city") for id in ("neustadt", "neustadt-2")
    )
    assert ids(PlaceFinder(gazetteer), "Neustadt, Neustadt") == []
