"""From a document to weighted terms: how much each word says about it.

The weight of a term is the sum over the fields of boost * frequency / length norm, the inner
part of BM25F (Robertson, Zaragoza, Taylor 2004). The length norm uses a fixed usual length per
field instead of the average of the collection, so that a document weighs the same in every
index, in one segment or in twenty.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from hub.index.terms import text_terms
from hub.language import Analyzer, Token, WordTerms, detect, passages
from hub.model import Document


@dataclass(frozen=True)
class Field:
    """How a field counts: its boost, its usual length in words and how much length matters."""

    name: str
    boost: float
    usual: int = 10
    norm: float = 0.0  #: 0: length does not matter, 1: it matters fully (the b of BM25)


TITLE = Field("title", 3.0, usual=9, norm=0.3)
TAGS = Field("tags", 1.6)
KEYWORDS = Field("keywords", 1.6)
PLACES = Field("places", 1.5)
GROUPS = Field("target_groups", 1.2)
PUBLISHER = Field("publisher", 0.8)
AUTHORS = Field("authors", 1.5)
SUMMARY = Field("summary", 1.4, usual=40, norm=0.4)
TEXT = Field("text", 1.0, usual=400, norm=0.6)

FIELDS = (TITLE, TAGS, KEYWORDS, PLACES, GROUPS, PUBLISHER, AUTHORS, SUMMARY, TEXT)

#: Positions from here on lie outside the body (summary and text), where no snippet is taken.
OUTSIDE = 1 << 24
#: Between two values, so that no phrase reaches from one into the next.
_GAP = 16


@dataclass
class Weighed:
    """The terms of a document with weights and positions, and the body for snippets."""

    weights: dict[str, float] = field(default_factory=dict)
    positions: dict[str, list[int]] = field(default_factory=dict)
    by_field: dict[str, set[str]] = field(default_factory=dict)  #: for ``title:word``
    languages: set[str] = field(default_factory=set)  #: whose rules were used
    body: str = ""
    starts: array[int] = field(default_factory=lambda: array("I"))  #: by position in the body
    ends: array[int] = field(default_factory=lambda: array("I"))
    title: list[tuple[int, int]] = field(default_factory=list)  #: where its words begin and end


def weigh(document: Document, analyzer: Analyzer) -> Weighed:
    """The weighted terms of a document, each field analysed in its own language."""
    weighed = Weighed()
    language = language_of(document)
    _add_body(weighed, document, language, analyzer)
    position = OUTSIDE
    for kind, values in _values(document):  # the title is first: it begins at OUTSIDE
        runs = [analyzer.analyze(value, language) for value in values]
        if kind is TITLE:
            weighed.title = [(token.start, token.end) for token in runs[0]]
        position = _add(weighed, kind, [(run, language) for run in runs], position)
    return weighed


def language_of(document: Document) -> str:
    """The language of a resource; where no source says it, the one its words show."""
    resource = document.resource
    return resource.language or detect(f"{resource.title}. {resource.summary or document.text}")


def _values(document: Document) -> Iterator[tuple[Field, Iterable[str]]]:
    resource = document.resource
    yield TITLE, (resource.title,)
    yield TAGS, document.tag_labels
    yield KEYWORDS, resource.keywords
    yield PLACES, document.place_labels
    yield GROUPS, document.group_labels
    yield PUBLISHER, document.publisher_names
    yield AUTHORS, resource.authors


def _add_body(weighed: Weighed, document: Document, language: str, analyzer: Analyzer) -> None:
    """Summary and text as one run of positions, with the offsets a snippet is cut by."""
    for kind, text in ((SUMMARY, document.resource.summary), (TEXT, document.text)):
        if not text:
            continue
        begin = len(weighed.body)
        weighed.body += text + "\n\n"
        runs = [
            (_shift(analyzer.analyze(text[start:end], found), begin + start), found)
            for start, end, found in passages(text, language)
        ]
        _add(weighed, kind, runs, len(weighed.starts))


def _shift(tokens: list[Token], by: int) -> list[Token]:
    return [t._replace(start=t.start + by, end=t.end + by) for t in tokens] if by else tokens


def _add(weighed: Weighed, kind: Field, runs: list[tuple[list[Token], str]], position: int) -> int:
    length = sum(len(tokens) for tokens, _ in runs)
    share = kind.boost / (1 - kind.norm + kind.norm * length / kind.usual)
    in_body = position < OUTSIDE
    for tokens, language in runs:
        weighed.languages.add(language)
        _add_run(weighed, kind, tokens, language, position, share)
        position += len(tokens)
        if in_body:
            weighed.starts.extend([token.start for token in tokens])
            weighed.ends.extend([token.end for token in tokens])
        position = _gap(weighed, position, in_body)
    return position


def _add_run(
    weighed: Weighed, kind: Field, tokens: list[Token], language: str, first: int, share: float
) -> None:
    """Texts repeat their words: each is turned into terms once, for all its places."""
    places: dict[str, list[int]] = {}
    words: dict[str, WordTerms] = {}
    for position, token in enumerate(tokens, first):
        if token.surface in places:
            places[token.surface].append(position)
        else:
            places[token.surface] = [position]
            words[token.surface] = token.word
    named = weighed.by_field.setdefault(kind.name, set())
    for surface, where in places.items():
        for term in _terms(words[surface], language):
            weighed.weights[term] = weighed.weights.get(term, 0.0) + share * len(where)
            if term in weighed.positions:
                weighed.positions[term].extend(where)
            else:
                weighed.positions[term] = list(where)
            named.add(term)


@lru_cache(maxsize=1 << 17)
def _terms(word: WordTerms, language: str) -> tuple[str, ...]:
    return tuple(text_terms(word, language))


def _gap(weighed: Weighed, position: int, in_body: bool) -> int:
    if in_body:
        weighed.starts.extend([0] * _GAP)
        weighed.ends.extend([0] * _GAP)
    return position + _GAP
