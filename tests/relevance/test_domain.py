"""Search quality has a floor: it may rise freely and fall only by an edit here."""

from pathlib import Path

import pytest

from hub.catalogue import CatalogueFolder
from hub.index import evaluation
from hub.index.documents import documents
from hub.index.evaluation import Measured
from hub.index.tables import Tables
from hub.index.whoosh_engine import WhooshEngine
from hub.model import EVERYTHING, Query

ROOT = Path(__file__).parents[2]
QUERIES = evaluation.read_queries(Path(__file__).parent / "domain-queries.jsonl")


class NoTexts:
    """The shipped catalogue has no full texts."""

    def read(self, key: str) -> str | None:
        return None


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    """The shipped catalogue, indexed."""
    catalogue = CatalogueFolder(ROOT / "collections").load()
    engine = WhooshEngine(tmp_path_factory.mktemp("relevance") / "index")
    engine.use_tables(Tables(catalogue))
    engine.rebuild(documents(catalogue, NoTexts()))
    return engine


@pytest.fixture(scope="module")
def measured(engine: WhooshEngine) -> list[Measured]:
    return evaluation.run(engine, QUERIES)


def test_the_domain_queries_keep_their_floor(measured: list[Measured]) -> None:
    figures = evaluation.figures(measured)
    assert figures["queries"] == 72
    assert figures["ndcg@10"] >= 0.82
    assert figures["recall@20"] >= 0.895
    assert figures["by_language"]["de"]["ndcg@10"] >= 0.81
    assert figures["by_language"]["en"]["ndcg@10"] >= 0.85


def test_the_thesaurus_earns_its_place(engine: WhooshEngine, measured: list[Measured]) -> None:
    without = evaluation.figures(evaluation.run(engine, QUERIES, synonyms=False))
    assert evaluation.figures(measured)["ndcg@10"] > without["ndcg@10"] + 0.05


@pytest.mark.parametrize(
    ("query", "id"),
    [
        ("Bürgermeister Bedrohung", "stark-im-amt"),
        ("knife crime education", "yef-knife-crime-education"),
        ("Nachtbürgermeister", "stuttgart-nachtbuergermeister-modell"),
    ],
)
def test_what_everybody_would_expect(engine: WhooshEngine, query: str, id: str) -> None:
    assert id in [hit.id for hit in engine.search(Query(query, limit=5), EVERYTHING).hits]
