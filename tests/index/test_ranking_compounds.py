"""What a compound of the query means, and what it only begins with."""

import pytest

from hub.index.port import Engine
from hub.model import Filters
from tests.index.asking import counts, ids, search
from tests.index.making import made

TAGGED = [made(f"lit{n}", f"Laternen {n}", tags=("lighting",)) for n in range(3)]
PLAN = made("plan", "Ein Beleuchtungskonzept", type="method")


def test_a_compound_is_widened_by_what_it_is_a_kind_of(engine: Engine) -> None:
    engine.apply([*TAGGED, made("none", "Tunnel")])
    assert set(ids(search(engine, "Tunnelbeleuchtung"))) == {"lit0", "lit1", "lit2"}


def test_what_a_compound_begins_with_makes_no_hit_beside_the_whole(engine: Engine) -> None:
    engine.apply([*TAGGED, PLAN])
    assert ids(search(engine, "Beleuchtungskonzept")) == ["plan"]


def test_what_a_compound_begins_with_lifts_hits(engine: Engine) -> None:
    engine.apply(
        [
            made("other", "Konzept ohne Beleuchtung", date="2025"),
            made("tagged", "Konzept ohne Beleuchtung", tags=("lighting",)),
        ]
    )
    assert ids(search(engine, "Beleuchtungskonzept")) == ["tagged", "other"]


@pytest.mark.parametrize("query", ["Beleuchtungskataster", "Beleuchtungskataster Wildschwein"])
def test_it_stands_for_a_compound_that_no_text_has(engine: Engine, query: str) -> None:
    engine.apply(TAGGED)
    results = search(engine, query)
    assert results.total == 3
    assert {advice.kind for advice in results.advice} == {"missing", "partial"}
    assert {why.word for why in results.hits[0].why} == {"Beleuchtungskataster"}


@pytest.mark.parametrize("query", ["Beleuchtungskonzept", "Beleuchtungskataster Laternen"])
@pytest.mark.parametrize("chosen", [{}, {"type": ("method",)}, {"type": ("document",)}])
def test_counts_hold_whichever_way_it_is_found(
    engine: Engine, query: str, chosen: dict[str, tuple[str, ...]]
) -> None:  # R6
    engine.apply([*TAGGED, PLAN])
    before = counts(search(engine, query, filters=Filters(chosen)), "type")
    for value, count in before.items():
        narrowed = Filters({"type": (value,)})
        assert search(engine, query, filters=narrowed).total == count
