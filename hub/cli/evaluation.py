"""`hub eval`: measure the search against judged queries."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.cli.frame import Frame, frame_of
from hub.cli.options import AsJson
from hub.errors import CatalogueError

if TYPE_CHECKING:
    from hub.index.port import Engine
    from hub.index.tables import Tables


def evaluate(
    context: typer.Context,
    queries: Annotated[
        Path, typer.Option(metavar="FILE", help="Queries with their right answers, JSON lines.")
    ],
    documents: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Texts to search instead of the hub's own index, JSON lines."
        ),
    ] = None,
    run: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the rankings there, as a TREC run file."),
    ] = None,
    no_synonyms: Annotated[
        bool, typer.Option("--no-synonyms", help="Do not widen queries by the thesaurus.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Measure the search against judged queries.

    Prints nDCG@10, MRR@10, recall@20 and the times of a result page in milliseconds.
    """
    from hub.index import evaluation

    frame = frame_of(context)
    judged = evaluation.read_queries(queries)
    with _engine(frame, documents) as engine, frame.working("Searching …"):
        measured = evaluation.run(engine, judged, synonyms=not no_synonyms)
    if run is not None:
        _write(run, measured)
    figures = evaluation.figures(measured)
    if as_json:
        frame.json(figures)
    else:
        _show(frame, figures)


@contextmanager
def _engine(frame: Frame, documents: Path | None) -> "Iterator[Engine]":
    """The engine of the hub, or one that holds just these documents for a while."""
    if documents is None:
        hub = frame.hub()
        hub.catalogue()  # so that the engine knows the thesaurus
        yield hub.engine
        return
    from hub.index.evaluation import read_documents
    from hub.index.opening import open_engine

    texts = read_documents(documents)
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(Path(folder) / "index")
        engine.use_tables(_tables(frame.settings.collections, frame.settings.dictionary))
        with frame.working("Indexing …"):
            engine.rebuild(texts)
        yield engine


def _tables(collections: Path, dictionary: str) -> "Tables":
    """Thesaurus and gazetteer of the catalogue, empty ones where there is no catalogue."""
    from hub.catalogue import CatalogueFolder
    from hub.index.tables import Tables
    from hub.language.bilingual import find_dictionary
    from hub.model import Catalogue

    catalogue = CatalogueFolder(collections).load() if collections.is_dir() else Catalogue()
    return Tables(catalogue, find_dictionary(dictionary))


def _write(path: Path, measured: Any) -> None:
    from hub.index.evaluation import write_run

    try:
        write_run(measured, path)
    except OSError as error:
        raise CatalogueError(
            "The file {path} cannot be written: {reason}. Choose another place.",
            path=path,
            reason=error.strerror or error,
        ) from error


def _show(frame: Frame, figures: dict[str, Any]) -> None:
    by_language = figures.pop("by_language")
    for name, value in figures.items():
        frame.out.print(f"{name:10} {value}")
    for language, values in by_language.items():
        listed = ", ".join(f"{name} {value}" for name, value in values.items())
        frame.out.print(f"{language:10} {listed}")
