"""The thesaurus as SKOS (https://www.w3.org/TR/skos-reference/), and back.

Labels become ``prefLabel``, synonyms ``altLabel``, notes ``scopeNote``. What SKOS has no place for
(the order of things, further keys) stands under names of our own, so that nothing is lost.
Nothing is ever loaded from the network: files that ask for it are refused.
"""

import json
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node
from slugify import slugify

from hub.catalogue.loading import is_id
from hub.catalogue.reading import Unreadable, read_bytes
from hub.catalogue.tables import LARGEST_TABLE
from hub.catalogue.vocabulary.editing import row_of
from hub.errors import CatalogueError
from hub.model import Concept

FORMATS: Mapping[str, str] = {
    ".ttl": "turtle",
    ".rdf": "xml",
    ".xml": "xml",
    ".jsonld": "json-ld",
    ".json": "json-ld",
    ".nt": "nt",
}
#: The addresses of the concepts; an id behind it.
BASE = "urn:hub:thesaurus:"
_OWN = Namespace("urn:hub:skos:")
_TEXTS = (("label", SKOS.prefLabel), ("synonyms", SKOS.altLabel), ("note", SKOS.scopeNote))
_LINKS = (("broader", SKOS.broader), ("related", SKOS.related))
_KEYS = frozenset({"id", "label", "synonyms", "note", "broader", "related"})
#: What would make the parser of RDF/XML look for a file or an address.
_OUTSIDE = re.compile(rb"<!(?:DOCTYPE|ENTITY)[^>\[]*\s(?:SYSTEM|PUBLIC)\s", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")


def format_of(path: Path) -> str:
    """The format that the name of the file asks for. Raises CatalogueError for an unknown one."""
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        raise CatalogueError(
            "The name of {path} must end in one of {endings}, which says how it is written.",
            path=path,
            endings=", ".join(FORMATS),
        ) from None


def write_skos(concepts: Iterable[Concept], format: str, title: Mapping[str, str]) -> bytes:
    """The concepts as one concept scheme in the format, as rdflib names it."""
    graph = Graph()
    graph.bind("skos", SKOS)
    graph.bind("dct", DCTERMS)
    graph.bind("hub", _OWN)
    scheme = URIRef(BASE + "scheme")
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    for language, text in title.items():
        graph.add((scheme, DCTERMS.title, Literal(text, lang=language)))
    for position, concept in enumerate(concepts):
        _describe(graph, scheme, concept, position)
    return graph.serialize(format=format, encoding="utf-8")


def _describe(graph: Graph, scheme: URIRef, concept: Concept, position: int) -> None:
    node = URIRef(BASE + concept.id)
    row = row_of(concept)
    graph.add((node, RDF.type, SKOS.Concept))
    graph.add((node, SKOS.inScheme, scheme))
    graph.add((node, DCTERMS.identifier, Literal(concept.id)))
    graph.add((node, _OWN.position, Literal(position)))
    if not concept.broader:
        graph.add((node, SKOS.topConceptOf, scheme))
        graph.add((scheme, SKOS.hasTopConcept, node))
    ordered: list[Node] = []
    for key, name in _TEXTS:
        for language, texts in row.get(key, {}).items():
            for text in [texts] if isinstance(texts, str) else texts:
                literal = _literal(concept.id, text, language)
                graph.add((node, name, literal))
                ordered.append(literal)
    for key, name in _LINKS:
        for other in row.get(key, ()):
            graph.add((node, name, URIRef(BASE + other)))
            ordered.append(URIRef(BASE + other))
    head = URIRef(f"{BASE}{concept.id}:order")
    Collection(graph, head, ordered)
    graph.add((node, _OWN.order, head))
    more = {key: value for key, value in row.items() if key not in _KEYS}
    if more:
        graph.add((node, _OWN.more, Literal(json.dumps(more, ensure_ascii=False))))


def _literal(id: str, text: str, language: str) -> Literal:
    if not _LANGUAGE.fullmatch(language):
        raise CatalogueError(
            "The concept '{id}' has words in '{language}', which is no language code such as de, "
            "en or fr. Mend it in thesaurus.yaml.",
            id=id,
            language=language,
        )
    return Literal(text, lang=language)


def read_skos(path: Path) -> list[dict[str, Any]]:
    """The concepts of a file as rows of the thesaurus, whatever their addresses are.

    Raises CatalogueError for a file that cannot be read or holds no concept.
    """
    format = format_of(path)
    content = _content(path)
    _refuse_outside(path, content, format)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # rdflib warns of its own parts
            rows = _rows(Graph().parse(data=content, format=format, publicID=BASE))
    except Exception as error:  # rdflib and its parsers have no error in common
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise CatalogueError(
            "{path} cannot be read as {format}: {reason} Nothing was changed.",
            path=path,
            format=format,
            reason=reason.rstrip(".") + ".",
        ) from error
    if not rows:
        raise CatalogueError("{path} holds no skos:Concept. Is it the right file?", path=path)
    return rows


def _rows(graph: Graph) -> list[dict[str, Any]]:
    nodes = [node for node in graph.subjects(RDF.type, SKOS.Concept) if isinstance(node, URIRef)]
    nodes = list(dict.fromkeys(nodes))
    nodes.sort(key=lambda node: (_position(graph, node), str(node)))
    ids = {node: _id(graph, node) for node in nodes}
    return [_row(graph, node, ids) for node in nodes]


def _content(path: Path) -> bytes:
    try:
        return read_bytes(path, LARGEST_TABLE)
    except FileNotFoundError as error:
        raise CatalogueError("There is no file {path}. Check its name.", path=path) from error
    except Unreadable as error:
        raise CatalogueError(error.message, **error.values) from error


def _refuse_outside(path: Path, content: bytes, format: str) -> None:
    outside = format == "xml" and bool(_OUTSIDE.search(content))
    if format == "json-ld":
        try:
            outside = _names_context(json.loads(content))
        except (ValueError, RecursionError) as error:
            raise CatalogueError("{path} is no JSON. Nothing was changed.", path=path) from error
    if outside:
        raise CatalogueError(
            "{path} wants to load something from elsewhere, which the hub does not do. Put the "
            "whole content, also its context, into the file.",
            path=path,
        )


def _names_context(data: Any) -> bool:
    """Whether a context of JSON-LD is named by its address instead of written out."""
    waiting = [data]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            contexts = part.get("@context")
            contexts = contexts if isinstance(contexts, list) else [contexts]
            if "@import" in part or any(isinstance(context, str) for context in contexts):
                return True
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return False


def _position(graph: Graph, node: URIRef) -> int:
    value = graph.value(node, _OWN.position)
    return int(value) if isinstance(value, Literal) and str(value).isdigit() else 1 << 30


def _id(graph: Graph, node: URIRef) -> str:
    """Our id where the file tells it, else one from its English or first label, or its address."""
    known = str(graph.value(node, DCTERMS.identifier) or "")
    if is_id(known):
        return known
    tail = re.split(r"[/#:]", str(node).rstrip("/#:"))[-1]
    if is_id(tail) and not tail.isdigit():
        return tail
    labels = sorted(
        _literals(graph, node, SKOS.prefLabel),
        key=lambda x: (not str(x.language).startswith("en"), x),
    )
    return slugify(str(labels[0]) if labels else tail)[:120].strip("-") or "concept"


def _literals(graph: Graph, node: URIRef, name: URIRef) -> Iterator[Literal]:
    for value in graph.objects(node, name):
        if isinstance(value, Literal) and str(value).strip():
            yield value


def _row(graph: Graph, node: URIRef, ids: Mapping[URIRef, str]) -> dict[str, Any]:
    head = graph.value(node, _OWN.order)
    ordered = {item: n for n, item in enumerate(Collection(graph, head))} if head else {}

    def rank(item: Node) -> tuple[int, str]:
        return (ordered.get(item, len(ordered)), str(item))

    row: dict[str, Any] = {"id": ids[node], "label": {}, "synonyms": {}, "note": {}}
    for key, name in _TEXTS:
        for literal in sorted(_literals(graph, node, name), key=rank):
            language = (literal.language or "de").split("-")[0].lower()
            if key == "synonyms":
                row[key].setdefault(language, []).append(str(literal))
            else:
                row[key].setdefault(language, str(literal))
    for key, name in _LINKS:
        found = sorted(set(graph.objects(node, name)), key=rank)
        if key == "broader":
            narrower = sorted(set(graph.subjects(SKOS.narrower, node)), key=str)
            found += [other for other in narrower if other not in found]
        row[key] = [ids[other] for other in found if isinstance(other, URIRef) and other in ids]
    row |= _more(graph, node)
    return {key: value for key, value in row.items() if value}


def _more(graph: Graph, node: URIRef) -> dict[str, Any]:
    try:
        more = json.loads(str(graph.value(node, _OWN.more) or "{}"))
    except ValueError:
        return {}  # somebody else's, for we write JSON
    return {k: v for k, v in more.items() if k not in _KEYS} if isinstance(more, dict) else {}
