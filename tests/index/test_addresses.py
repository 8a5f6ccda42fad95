"""A web address in the search box finds the resource that has it, and only for whom it is open."""

from dataclasses import replace

import pytest

from hub.index.port import Engine
from hub.index.tables import Tables
from hub.model import Filters
from tests.index.asking import A, counts, ids, search
from tests.index.making import CATALOGUE, made, resource

PAGE = "https://www.example.org/leitfaden/?id=7"
HERE = [
    resource("guide", url=PAGE, also_at=("http://alt.example.org/guide.html",)),
    resource("other", url="https://www.example.org/leitfaden/?id=8"),
    resource("front", url="https://beispiel.example"),
    resource("umlaut", url="https://münchen.example/plätze"),
    resource("closed", url="https://example.org/intern", collections=("b",)),
    resource("draft", url="https://example.org/entwurf", status="draft"),
]


@pytest.fixture
def filled(engine: Engine) -> Engine:
    tables = replace(CATALOGUE, resources={each.id: each for each in HERE})
    engine.use_tables(Tables(tables))
    engine.apply([made(each.id, url=each.url, collections=each.collections, status=each.status)
                  for each in HERE])  # fmt: skip
    return engine


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (PAGE, ["guide"]),
        ("http://example.org/leitfaden?ID=7", ["guide"]),
        ("  <https://WWW.Example.org/leitfaden/?utm_source=brief&id=7#oben> ", ["guide"]),
        ("www.example.org/leitfaden?id=7", ["guide"]),
        ("example.org/leitfaden/?id=7", ["guide"]),
        ("https://alt.example.org/guide.html", ["guide"]),
        ("https://example.org/leitfaden/?id=8", ["other"]),
        ("https://example.org/leitfaden/?id=9", []),
        ("beispiel.example", ["front"]),
        ("https://xn--mnchen-3ya.example/pl%C3%A4tze", ["umlaut"]),
        ("https://example.org/" + "lang/" * 300, []),
    ],
)
def test_every_form_of_an_address_finds_its_resource(filled, typed, found):
    results = search(filled, typed)
    assert (ids(results), results.total, results.complete) == (found, len(found), len(found))
    assert ["no-address"] * (not found) == [each.kind for each in results.advice]
    assert [why.grade for hit in results.hits for why in hit.why] == ["address"] * len(found)
    assert list(filled.matching(results.query, A)) == found


def test_an_address_that_may_not_be_seen_is_as_good_as_none(filled):
    for hidden in ("https://example.org/intern", "https://example.org/entwurf"):
        missed, nowhere = search(filled, hidden, A), search(filled, "https://example.org/nix", A)
        assert (missed.hits, missed.facets) == ((), nowhere.facets)
        assert [each.kind for each in missed.advice] == ["no-address"]
    assert ids(search(filled, "https://example.org/intern")) == ["closed"]
    assert ids(search(filled, PAGE, replace(A, hidden=frozenset({"guide"})))) == []


def test_filters_count_and_narrow_as_for_words(filled):
    assert counts(search(filled, PAGE), "type") == {"document": 1}
    elsewhere = search(filled, PAGE, filters=Filters({"type": ("news",)}))
    assert elsewhere.total == 0
    assert ("without-filter", 1) in [(each.kind, each.count) for each in elsewhere.advice]
    assert "no-address" not in [each.kind for each in elsewhere.advice]


@pytest.mark.parametrize(
    "words", ["Mitarbeiter.innen", "Bürger.innen/Gäste.innen", "z.B.", "Titel"]
)
def test_words_stay_words(filled, words):
    filled.apply([made("text", f"Handreichung für {words}")])
    assert "text" in ids(search(filled, words))


def test_an_address_among_words_is_words(filled):
    results = search(filled, f"Titel {PAGE}")
    assert results.total > 1
    assert "no-address" not in [each.kind for each in results.advice]
