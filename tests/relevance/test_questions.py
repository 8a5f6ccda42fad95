"""Questions on encyclopaedia paragraphs: search quality outside the field has a floor, too."""

from pathlib import Path

import pytest

from hub.index import evaluation
from hub.index.tables import Tables
from hub.index.whoosh_engine import WhooshEngine
from hub.model import Catalogue


@pytest.mark.parametrize(("language", "floor"), [("de", 0.944), ("en", 0.955)])
def test_questions_find_their_paragraph(
    eval_data: Path, tmp_path: Path, language: str, floor: float
) -> None:
    folder = eval_data / "xquad"
    engine = WhooshEngine(tmp_path / "index")
    engine.use_tables(Tables(Catalogue()))
    engine.rebuild(evaluation.read_documents(folder / f"corpus.{language}.jsonl"))
    queries = evaluation.read_queries(folder / f"queries.{language}.jsonl")
    figures = evaluation.figures(evaluation.run(engine, queries, synonyms=False))
    assert figures["queries"] == 612
    assert figures["mrr@10"] >= floor
