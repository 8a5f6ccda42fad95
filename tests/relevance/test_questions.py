"""Questions on encyclopaedia paragraphs: search quality outside the field has a floor, too."""

from pathlib import Path

import pytest

from hub.index import evaluation
from hub.index.tables import Tables
from hub.index.whoosh_engine import WhooshEngine
from hub.model import Catalogue
from tests.effort import THOROUGH

#: Every so many-th question is asked, and no language may fall below its floor, which depends on
#: which questions are asked.
STEP = 1 if THOROUGH else 4
FLOORS = {1: {"de": 0.944, "en": 0.955}, 4: {"de": 0.931, "en": 0.954}}[STEP]


@pytest.mark.parametrize("language", FLOORS)
def test_questions_find_their_paragraph(eval_data: Path, tmp_path: Path, language: str) -> None:
    folder = eval_data / "xquad"
    engine = WhooshEngine(tmp_path / "index")
    engine.use_tables(Tables(Catalogue()))
    engine.rebuild(evaluation.read_documents(folder / f"corpus.{language}.jsonl"))
    queries = evaluation.read_queries(folder / f"queries.{language}.jsonl")[::STEP]
    figures = evaluation.figures(evaluation.run(engine, queries, synonyms=False))
    assert figures["queries"] == 612 // STEP
    assert figures["mrr@10"] >= FLOORS[language]
