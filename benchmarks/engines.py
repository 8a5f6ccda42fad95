"""The same result page by four engines: the hub's, stock Whoosh, SQLite FTS5, Tantivy.

A page is what a reader waits for: the query read, all hits ranked and counted, three facets,
the stored fields and marked snippets of twenty hits. Words are joined by OR everywhere, since
that is what the hub does. Each engine has the German stemming it comes with.
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import tantivy
from whoosh import fields, highlight, index, qparser, sorting
from whoosh.analysis import LanguageAnalyzer

from hub.index.whoosh_engine import WhooshEngine
from hub.model import EVERYTHING, Document, Query

PAGE = 20
FACETS = ("type", "collection", "year")


class Contender(Protocol):
    """An engine in the race."""

    name: str

    def build(self, documents: Iterable[Document]) -> None:
        """Index all documents and be ready to search."""

    def page(self, text: str) -> int:
        """Compute the whole result page; the value is the number of hits."""


def _values(document: Document) -> dict[str, str]:
    resource = document.resource
    return {
        "type": resource.type.value,
        "collection": resource.home,
        "year": (resource.date or "")[:4],
    }


class Hub:
    """The hub's own engine."""

    name = "hub"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._engine = WhooshEngine(folder / "hub")

    def reopened(self) -> "Hub":
        """The same index as it is after a start."""
        return Hub(self._folder)

    def build(self, documents: Iterable[Document]) -> None:
        """Compounds, gender forms and three grades included."""
        self._engine.rebuild(documents)

    def add(self, document: Document) -> None:
        """A commit of one document."""
        self._engine.apply([document])

    def page(self, text: str, view: Query | None = None) -> int:
        """All eight facets, reasons and advice included; in another view of the same words."""
        query = replace(view or Query(), text=text, synonyms=False, limit=PAGE)
        return self._engine.search(query, EVERYTHING).total

    def suggest(self, typed: str) -> int:
        """Suggestions for the beginning of a word."""
        return len(self._engine.suggest(typed, EVERYTHING))


class StockWhoosh:
    """Whoosh as it comes, with its German analyzer."""

    name = "stock Whoosh"

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "whoosh"
        self._folder.mkdir(parents=True, exist_ok=True)

    def build(self, documents: Iterable[Document]) -> None:
        """One segment, positions for snippets."""
        german = LanguageAnalyzer("de")
        schema = fields.Schema(
            id=fields.ID(stored=True),
            title=fields.TEXT(analyzer=german, stored=True),
            text=fields.TEXT(analyzer=german, stored=True),
            **{name: fields.ID(stored=True, sortable=True) for name in FACETS},
        )
        self._index = index.create_in(str(self._folder), schema)
        writer = self._index.writer(limitmb=256)
        for document in documents:
            resource = document.resource
            writer.add_document(
                id=resource.id, title=resource.title, text=document.text, **_values(document)
            )
        writer.commit()
        self._searcher = self._index.searcher()
        self._parser = qparser.MultifieldParser(
            ["title", "text"], schema, group=qparser.OrGroup, fieldboosts={"title": 3.0}
        )

    def page(self, text: str) -> int:
        """Facets by groupedby, snippets by its highlighter."""
        found = self._searcher.search(
            self._parser.parse(text),
            limit=PAGE,
            groupedby={name: sorting.FieldFacet(name, maptype=sorting.Count) for name in FACETS},
        )
        for name in FACETS:
            found.groups(name)
        found.fragmenter = highlight.ContextFragmenter(maxchars=260)
        for hit in found:
            hit.fields()
            hit.highlights("text", top=1)
        return len(found)


class Sqlite:
    """SQLite's FTS5 with its unicode61 tokenizer: it has no German stemmer."""

    name = "SQLite FTS5"

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._base = sqlite3.connect(folder / "fts.db")

    def build(self, documents: Iterable[Document]) -> None:
        """A full-text table, and a table of facet values beside it."""
        base = self._base
        base.execute("CREATE VIRTUAL TABLE page USING fts5(title, text, tokenize='unicode61')")
        base.execute("CREATE TABLE facet (id INTEGER PRIMARY KEY, type, collection, year)")
        for number, document in enumerate(documents, start=1):
            base.execute(
                "INSERT INTO page (rowid, title, text) VALUES (?, ?, ?)",
                (number, document.resource.title, document.text),
            )
            base.execute(
                "INSERT INTO facet VALUES (:id, :type, :collection, :year)",
                {"id": number, **_values(document)},
            )
        base.commit()

    def page(self, text: str) -> int:
        """One query for the hits, one for the total, one for each facet."""
        words = " OR ".join(json.dumps(word, ensure_ascii=False) for word in text.split())
        self._base.execute(
            "SELECT rowid, title, snippet(page, 1, '[', ']', '…', 40) FROM page "
            "WHERE page MATCH ? ORDER BY bm25(page, 3.0, 1.0) LIMIT ?",
            (words, PAGE),
        ).fetchall()
        for name in FACETS:
            self._base.execute(
                f"SELECT {name}, count(*) FROM page JOIN facet ON facet.id = page.rowid "  # noqa: S608
                f"WHERE page MATCH ? GROUP BY {name}",
                (words,),
            ).fetchall()
        total = "SELECT count(*) FROM page WHERE page MATCH ?"
        return int(self._base.execute(total, (words,)).fetchone()[0])


class Tantivy:
    """Tantivy, a search library in Rust, with its German stemmer."""

    name = "Tantivy"

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "tantivy"
        self._folder.mkdir(parents=True, exist_ok=True)

    def build(self, documents: Iterable[Document]) -> None:
        """Facets as fast fields."""
        builder = tantivy.SchemaBuilder()
        for name in ("title", "text"):
            builder.add_text_field(name, stored=True, tokenizer_name="german")
        for name in ("id", *FACETS):
            builder.add_text_field(name, stored=True, fast=True, tokenizer_name="raw")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(self._folder))
        self._index.register_tokenizer("german", _german())
        writer = self._index.writer(heap_size=256_000_000, num_threads=1)
        for document in documents:
            resource = document.resource
            writer.add_document(
                tantivy.Document(
                    id=resource.id, title=resource.title, text=document.text, **_values(document)
                )
            )
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def page(self, text: str) -> int:
        """Facets by aggregation, snippets by its generator."""
        query = self._index.parse_query(text, ["title", "text"], field_boosts={"title": 3.0})
        found = self._searcher.search(query, limit=PAGE, count=True)
        wanted = {name: {"terms": {"field": name, "size": 50}} for name in FACETS}
        self._searcher.aggregate(query, wanted)
        snippets = tantivy.SnippetGenerator.create(self._searcher, query, self._schema, "text")
        for _, address in found.hits:
            document: Any = self._searcher.doc(address)
            document.to_dict()
            snippets.snippet_from_doc(document).highlighted()
        return int(found.count)


def _german() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(40))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.stemmer("german"))
        .build()
    )


CONTENDERS = (Hub, Tantivy, Sqlite, StockWhoosh)
