"""RDF/XML of Zotero and its kin: Zotero RDF, Bibliontology, schema.org and Dublin Core."""

from collections.abc import Iterator

from lxml import etree
from rdflib import RDF, Graph, Literal
from rdflib.exceptions import ParserError
from rdflib.term import Node

from hub.errors import IngestError
from hub.ingest.imports.model import ExportFile, ImportOptions, source_name
from hub.ingest.imports.references import Reference, as_items, page_range
from hub.ingest.model import Item, Rejected
from hub.ingest.safe_xml import parse_xml

_TITLES = ("title", "name", "shortTitle")
#: Things with a title that are no publication of their own.
_PARTS = (
    *("attachment", "memo", "collection", "journal", "series", "periodical", "issue", "person"),
    *("publicationissue", "publicationvolume", "organization", "document", "useritem", "website"),
)


def read(file: ExportFile, options: ImportOptions) -> Iterator[Item | Rejected]:
    """Every publication the file describes. Raises IngestError if it is no RDF."""
    found = _Described(_graph(file))
    return as_items(found.references(), source_name(file), "rdf", options)


def _graph(file: ExportFile) -> Graph:
    root = parse_xml(file.read(), file.name)
    etree.strip_elements(root, etree.Entity, with_tail=False)
    graph = Graph()
    try:  # without a DOCTYPE there is no entity left that could be expanded
        graph.parse(data=etree.tostring(root), format="xml")
    except (ParserError, ValueError, AssertionError) as error:
        raise IngestError(
            "{name} is no RDF that can be read. Export it again.", name=file.name
        ) from error
    return graph


class _Described:
    """The graph, asked by the names of properties, whatever their vocabulary."""

    def __init__(self, graph: Graph) -> None:
        self._by_subject: dict[Node, dict[str, list[Node]]] = {}
        self._graph = graph
        for subject, predicate, value in graph:
            name = _local(predicate)
            self._by_subject.setdefault(subject, {}).setdefault(name, []).append(value)

    def references(self) -> Iterator[Reference]:
        """In the order of their identifiers, so that each run gives the same."""
        wholes = {v for said in self._by_subject.values() for v in said.get("isPartOf", ())}
        for subject in sorted(self._by_subject, key=str):
            if subject not in wholes and self._is_publication(subject):
                yield self._reference(subject)

    def _is_publication(self, subject: Node) -> bool:
        said = self._by_subject[subject]
        kinds = {_local(kind).casefold() for kind in said.get("type", ()) if kind != RDF.Seq}
        stated = any(name in said for name in ("itemType", *_TITLES[:2]))
        return stated and bool(kinds or "itemType" in said) and not kinds & set(_PARTS)

    def _texts(self, subject: Node, *names: str) -> list[str]:
        """Literals, and what stands under rdf:value or a label of a node."""
        found: list[str] = []
        for name in names:
            for value in self._values(subject, name):
                if isinstance(value, Literal):
                    found.append(str(value))
                else:
                    inner = self._by_subject.get(value, {})
                    labels = [
                        *inner.get("value", ()),
                        *inner.get("label", ()),
                        *inner.get("name", ()),
                    ]
                    found += [str(label) for label in labels] or [str(value)]
        return found

    def _values(self, subject: Node, name: str) -> list[Node]:
        values = self._by_subject.get(subject, {}).get(name, [])
        return sorted(values, key=str) if len(values) > 1 else values

    def _reference(self, subject: Node) -> Reference:
        wholes = list(self._wholes(subject))

        def anywhere(*names: str) -> list[str]:
            return [t for node in (subject, *wholes) for t in self._texts(node, *names)]

        containers = [t for whole in wholes for t in self._texts(whole, "title", "name")]
        kinds = [_local(k) for k in self._values(subject, "type")]
        pages = page_range(
            *(next(iter(self._texts(subject, n)), None) for n in ("pageStart", "pageEnd"))
        )
        identifiers = anywhere("identifier", "sameAs", "doi", "DOI")
        return Reference(
            title=next(iter(self._texts(subject, *_TITLES)), None),
            authors=tuple(self._people(subject)),
            dates=tuple(anywhere("date", "issued", "datePublished")),
            addresses=(*self._texts(subject, "uri", "url", "URL", "identifier", "sameAs"),
                       *(str(subject) for _ in (0,) if str(subject).startswith("http"))),
            doi=tuple(i.removeprefix("DOI ") for i in identifiers),
            abstract=next(iter(self._texts(subject, "abstract", "description")), None),
            container=next(iter(containers), None),
            publisher=next(iter(anywhere("publisher", "distributor")), None),
            language=tuple(self._texts(subject, "language", "inLanguage")),
            keywords=tuple(self._texts(subject, "subject", "about", "keywords")),
            pages=pages or next(iter(self._texts(subject, "pages")), None),
            kind=next(iter(self._texts(subject, "itemType")), next(iter(kinds), None)),
            key=str(subject) if not str(subject).startswith(("N", "n")) else None,
        )  # fmt: skip

    def _wholes(self, subject: Node) -> Iterator[Node]:
        """What the thing is part of, and what that is part of; a circle does no harm."""
        seen, waiting = {subject}, list(self._values(subject, "isPartOf"))
        while waiting:
            whole = waiting.pop(0)
            if whole not in seen:
                seen.add(whole)
                yield whole
                waiting += self._values(whole, "isPartOf")

    def _people(self, subject: Node) -> Iterator[str]:
        said = self._by_subject.get(subject, {})
        lists = [v for name in ("authors", "authorList", "editors", "editorList", "contributors")
                 for v in said.get(name, ())]  # fmt: skip
        listed = [person for found in lists for person in self._members(found)]
        direct = [
            v for name in ("creator", "author", "editor") for v in self._values(subject, name)
        ]
        for person in listed or direct:
            yield self._name(person)

    def _members(self, listed: Node) -> list[Node]:
        said = self._by_subject.get(listed, {})
        numbered = [(int(n[1:]), v) for n, vs in said.items() if n[:1] == "_" and n[1:].isdigit()
                    for v in vs]  # fmt: skip
        return [value for _, value in sorted(numbered, key=lambda pair: pair[0])] or [listed]

    def _name(self, person: Node) -> str:
        if isinstance(person, Literal):
            return str(person)
        said = self._by_subject.get(person, {})

        def first(*names: str) -> str:
            return next((str(said[name][0]) for name in names if name in said), "")

        last = first("surname", "familyName", "family_name", "lastName")
        given = first("givenName", "givenname", "firstName")
        return f"{last}, {given}".strip(", ") if last else first("name", "label") or given


def _local(node: Node) -> str:
    text = str(node)
    return text.rpartition("#")[2] if "#" in text else text.rpartition("/")[2]
