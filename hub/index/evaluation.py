"""Measure an engine against judged queries: nDCG@10, MRR@10, recall@20 and times.

nDCG uses the gain ``2**grade - 1`` and the discount ``1 / log2(rank + 1)`` (Burges et al. 2005).
Resources that nobody judged for a query are left out of its ranking before it is scored.
"""

import json
import math
import statistics
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hub.errors import CatalogueError
from hub.index.port import Engine
from hub.model import EVERYTHING, Document, Query, Resource

#: Hits that are asked for with each query, and written to a run file.
DEPTH = 100


@dataclass(frozen=True)
class JudgedQuery:
    """A query with the grades of the resources that answer it."""

    id: str
    query: str
    relevant: Mapping[str, int]
    language: str = "?"
    judged: frozenset[str] | None = None  #: None: every resource was judged


@dataclass(frozen=True)
class Measured:
    """The ranking of one query, best first, with scores, and how long the page took."""

    query: JudgedQuery
    ranking: Sequence[tuple[str, float]]
    milliseconds: float

    @property
    def ids(self) -> Sequence[str]:
        """The ranking without resources nobody judged."""
        judged = self.query.judged
        return [id for id, _ in self.ranking if judged is None or id in judged]


def read_queries(path: Path) -> list[JudgedQuery]:
    """Queries from a JSON lines file. Raises CatalogueError that names the line."""
    return list(_lines(path, _judged_query))


def read_documents(path: Path) -> list[Document]:
    """Documents from a JSON lines file. Raises CatalogueError that names the line."""
    return list(_lines(path, _document))


def run(engine: Engine, queries: Iterable[JudgedQuery], *, synonyms: bool = True) -> list[Measured]:
    """Search every query. The page of 20 hits is timed, the depth of the run is not."""
    measured = []
    for judged in queries:
        page = engine.search(Query(judged.query, synonyms=synonyms), EVERYTHING)
        deep = engine.search(replace(page.query, limit=DEPTH), EVERYTHING)
        ranking = [(hit.id, hit.score) for hit in deep.hits]
        measured.append(Measured(judged, ranking, page.took_ms))
    return measured


def figures(measured: Sequence[Measured]) -> dict[str, Any]:
    """The figures of a run, over all queries and by language."""
    languages = sorted({m.query.language for m in measured})
    times = sorted(m.milliseconds for m in measured)
    return {
        "queries": len(measured),
        **_quality(measured),
        "p50_ms": round(statistics.median(times), 3) if times else 0.0,
        "p95_ms": round(times[math.ceil(0.95 * len(times)) - 1], 3) if times else 0.0,
        "by_language": {
            language: _quality([m for m in measured if m.query.language == language])
            for language in languages
        },
    }


def write_run(measured: Iterable[Measured], path: Path) -> None:
    """Write a TREC run file: query id, Q0, id, rank, score, name of the run."""
    lines = [
        f"{m.query.id} Q0 {id} {rank} {score} hub\n"
        for m in measured
        for rank, (id, score) in enumerate(m.ranking, start=1)
    ]
    path.write_text("".join(lines), encoding="utf-8")


def _quality(measured: Sequence[Measured]) -> dict[str, float]:
    scores: Mapping[str, Callable[[Measured], float]] = {
        "ndcg@10": ndcg,
        "mrr@10": reciprocal_rank,
        "recall@20": recall,
    }
    return {
        name: round(statistics.fmean(map(score, measured)), 4) if measured else 0.0
        for name, score in scores.items()
    }


def ndcg(measured: Measured, depth: int = 10) -> float:
    """Normalised discounted cumulative gain, 0 to 1."""
    grades = measured.query.relevant
    ideal = _gain(sorted(grades.values(), reverse=True)[:depth])
    gain = _gain([grades.get(id, 0) for id in measured.ids[:depth]])
    return gain / ideal if ideal else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def reciprocal_rank(measured: Measured, depth: int = 10) -> float:
    """One over the rank of the first relevant hit, 0 when none is among the first."""
    ranks = (n for n, id in enumerate(measured.ids[:depth], 1) if measured.query.relevant.get(id))
    return 1 / next(ranks, math.inf)


def recall(measured: Measured, depth: int = 20) -> float:
    """Share of the relevant resources that are among the first hits."""
    relevant = {id for id, grade in measured.query.relevant.items() if grade}
    return len(relevant.intersection(measured.ids[:depth])) / len(relevant) if relevant else 0.0


def _lines(path: Path, convert: Callable[[dict[str, Any]], Any]) -> Iterator[Any]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(
            "The file {path} cannot be read: {reason}. Check its name.", path=path, reason=error
        ) from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield convert(json.loads(line))
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                raise CatalogueError(
                    "Line {line} of {path} is not as expected: {reason}. Mend it, then try again.",
                    line=number,
                    path=path,
                    reason=error,
                ) from error


def _judged_query(line: dict[str, Any]) -> JudgedQuery:
    relevant = line["relevant"]
    grades = relevant if isinstance(relevant, dict) else dict.fromkeys(relevant, 1)
    return JudgedQuery(
        id=str(line["id"]),
        query=str(line["query"]),
        relevant={str(id): int(grade) for id, grade in grades.items()},
        language=str(line.get("language", "?")),
        judged=frozenset(map(str, line["judged"])) if "judged" in line else None,
    )


def _document(line: dict[str, Any]) -> Document:
    """A document whose id may be any text: evaluation sets name their texts as they like."""
    text = str(line.pop("text"))
    id = str(line.pop("id"))
    given = {"title": id, "type": "document", "collections": ("evaluation",), **line}
    checked = Resource.model_validate({"id": "document", **given})
    resource = checked.model_copy(update={"id": id})
    return Document(
        resource=resource, tags=resource.tags, places=resource.places, text=text, hash=id
    )
