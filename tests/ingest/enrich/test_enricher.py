"""What the enricher states, what it only suggests, and how often its suggestions are right."""

import pytest

from benchmarks.enrich import measure
from hub.catalogue import CatalogueFolder
from hub.ingest.enrich import Enricher
from hub.ingest.model import Fact, Facts
from tests.conftest import ROOT

GERMAN = (
    "Die Stadt richtet am Bahnhof eine Waffenverbotszone ein, weil die Zahl der Messerangriffe "
    "gestiegen ist. Streetwork und Polizei arbeiten dabei zusammen und sprechen mit Jugendlichen "
    "über die Gefahren des Messertragens. Auch Schulen werden einbezogen. "
) * 3


@pytest.fixture(scope="module")
def enricher() -> Enricher:
    return Enricher(CatalogueFolder(ROOT / "collections").load())


def test_the_suggestions_are_right_often_enough():
    """Issue 4: home collection 75 %, type 60 %."""
    found = measure(ROOT / "collections")
    assert found["resources"] >= 300
    assert found["home collection"] >= 0.78
    assert found["type"] >= 0.60


def test_what_is_stated_is_never_suggested_against(enricher):
    stated = Facts((Fact("collections", "frauen", "form"), Fact("type", "news", "feed")))
    facts = enricher.enrich(stated.with_more([Fact("title", "Messer", "og")]), GERMAN, None)
    assert [f.value for f in facts.every("collections")] == ["frauen"]
    assert [f.value for f in facts.every("type")] == ["news"]


def test_suggestions_say_that_they_are_ours(enricher):
    facts = enricher.enrich(Facts((Fact("title", "Waffenverbotszone", "og"),)), GERMAN, None)
    collection = facts.first("collections")
    assert collection.value == "messergewalt"
    assert 0.7 < collection.confidence < 1
    assert {f.value for f in facts.every("tags")} & {"knife-violence", "weapon-free-zone"}
    assert all(f.confidence < 1 for f in facts if f.field not in ("title",))


def test_the_publisher_follows_from_its_host(enricher):
    facts = enricher.enrich(Facts(), GERMAN, "https://www.luebeck.de/de/messer")
    publisher = facts.first("publisher")
    assert (publisher.value, publisher.confidence) == ("Hansestadt Lübeck", 1.0)
    own = enricher.enrich(Facts((Fact("publisher", "Amt", "og"),)), GERMAN, "https://luebeck.de/")
    assert [f.value for f in own.every("publisher")] == ["Amt"]


def test_a_language_that_the_text_denies_is_not_believed(enricher):
    facts = enricher.enrich(Facts((Fact("language", "en", "html"),)), GERMAN, None)
    assert [(f.value, f.confidence) for f in facts.every("language")] == [("de", 0.9), ("en", 1.0)]
    agreed = enricher.enrich(Facts((Fact("language", "de", "html"),)), GERMAN, None)
    assert agreed.first("language") == Fact("language", "de", "html", 1.0)


def test_nothing_comes_of_nothing(enricher):
    assert list(enricher.enrich(Facts(), "", None)) == []
