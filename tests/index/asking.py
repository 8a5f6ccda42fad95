"""Short ways to ask an engine in tests."""

from hub.index.port import Engine
from hub.model import EVERYTHING, Access, Query, Results

#: Somebody who may see the collection "a" only.
A = Access(frozenset({"a"}))


def ids(results: Results) -> list[str]:
    return [hit.id for hit in results.hits]


def search(engine: Engine, text: str = "", access: Access = EVERYTHING, **more: object) -> Results:
    return engine.search(Query(text, **more), access)  # type: ignore[arg-type]


def counts(results: Results, facet: str) -> dict[str, int]:
    return {value.value: value.count for value in results.facet(facet).values}
