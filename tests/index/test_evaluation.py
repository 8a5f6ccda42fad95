"""The measures against values worked out by hand."""

import math
from pathlib import Path

import pytest

from hub.errors import CatalogueError
from hub.index import evaluation
from hub.index.evaluation import JudgedQuery, Measured
from hub.index.port import Engine
from tests.index.making import made

JUDGED = JudgedQuery("q", "Licht", {"a": 2, "b": 1, "c": 0}, "de", frozenset("abcd"))


def ranked(*ids: str) -> Measured:
    return Measured(JUDGED, [(id, 1.0) for id in ids], 5.0)


def test_ndcg() -> None:
    ideal = 3 + 1 / math.log2(3)
    assert evaluation.ndcg(ranked("a", "b")) == 1
    assert evaluation.ndcg(ranked("d", "b", "a")) == pytest.approx(
        (1 / math.log2(3) + 3 / math.log2(4)) / ideal
    )


def test_unjudged_resources_are_left_out() -> None:
    assert evaluation.ndcg(ranked("unjudged", "a", "b")) == 1


def test_reciprocal_rank_and_recall() -> None:
    assert evaluation.reciprocal_rank(ranked("c", "d", "b")) == pytest.approx(1 / 3)
    assert evaluation.reciprocal_rank(ranked("c")) == 0
    assert evaluation.recall(ranked("c", "b")) == 0.5


def test_a_run_over_an_engine(engine: Engine, tmp_path: Path) -> None:
    engine.apply([made("a", "Licht"), made("d", "Weg")])
    measured = evaluation.run(engine, [JUDGED])
    figures = evaluation.figures(measured)
    assert figures["queries"] == 1
    assert figures["mrr@10"] == 1
    assert figures["by_language"]["de"]["recall@20"] == 0.5
    assert figures["p95_ms"] >= figures["p50_ms"] > 0
    evaluation.write_run(measured, tmp_path / "run.trec")
    (line,) = (tmp_path / "run.trec").read_text().splitlines()
    assert line.split()[:4] == ["q", "Q0", "a", "1"]


def test_documents_may_have_any_id(tmp_path: Path) -> None:
    path = tmp_path / "documents.jsonl"
    path.write_text('{"id": "Abs. 1_b", "text": "Licht", "language": "de"}\n\n')
    (document,) = evaluation.read_documents(path)
    assert (document.resource.id, document.text) == ("Abs. 1_b", "Licht")


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}', '{"id": 1, "query": "x", "relevant": 3}'])
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_text(f'{{"id": 0, "query": "x", "relevant": []}}\n{line}\n')
    with pytest.raises(CatalogueError, match="Line 2"):
        evaluation.read_queries(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"nothing\.jsonl"):
        evaluation.read_queries(tmp_path / "nothing.jsonl")
