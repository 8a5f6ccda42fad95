"""From the catalogue to documents: a resource with all the words it is found by."""

import hashlib
import json
from collections.abc import Iterator
from typing import Protocol

from hub.labels import TARGET_GROUPS
from hub.model import Catalogue, Document, Resource


class HasTexts(Protocol):
    """Where full texts are kept."""

    def read(self, key: str) -> str | None:
        """The text of that SHA-256, or None when it is not there."""


def documents(catalogue: Catalogue, texts: HasTexts) -> Iterator[Document]:
    """A document for every resource of the catalogue."""
    for resource in catalogue.resources.values():
        full = (texts.read(resource.text) or "") if resource.text else ""
        yield document(resource, catalogue, full)


def document(resource: Resource, catalogue: Catalogue, text: str = "") -> Document:
    """The document of a resource: its labels in words, its tags and places with those above."""
    words = {
        "tags": _with_broader(catalogue.thesaurus.above, resource.tags),
        "places": _with_broader(catalogue.gazetteer.above, resource.places),
        "tag_labels": tuple(_tag_labels(resource, catalogue)),
        "place_labels": tuple(_place_labels(resource, catalogue)),
        "group_labels": tuple(_group_labels(resource, catalogue)),
        "publisher_names": tuple(_publisher_names(resource, catalogue)),
    }
    return Document(resource=resource, text=text, hash=_hash(resource, words, text), **words)


def _with_broader(above: "_Above", ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({broader for id in ids for broader in above(id) | {id}}))


class _Above(Protocol):
    def __call__(self, id: str, /) -> frozenset[str]: ...


def _tag_labels(resource: Resource, catalogue: Catalogue) -> Iterator[str]:
    """Labels in the resource's language only: other languages are the thesaurus's business."""
    for tag in resource.tags:
        concept = catalogue.thesaurus.get(tag)
        label = concept.label.get(resource.language or "de") if concept else tag
        if label:
            yield label


def _place_labels(resource: Resource, catalogue: Catalogue) -> Iterator[str]:
    for id in resource.places:
        place = catalogue.gazetteer.get(id)
        yield from dict.fromkeys((*place.label.values(), *place.variants)) if place else (id,)


def _group_labels(resource: Resource, catalogue: Catalogue) -> Iterator[str]:
    """Target groups in both languages, also by the words they had before."""
    for group in resource.target_groups:
        names = catalogue.renamed.names("target_group", group)
        labels = (label for name in names for label in TARGET_GROUPS.get(name, {}).values())
        yield from dict.fromkeys((*names, *labels))


def _publisher_names(resource: Resource, catalogue: Catalogue) -> Iterator[str]:
    if not resource.publisher:
        return
    known = catalogue.publishers.named(resource.publisher)
    yield from dict.fromkeys(
        (resource.publisher, *((known.label, *known.variants) if known else ()))
    )


def _hash(resource: Resource, words: dict[str, tuple[str, ...]], text: str) -> str:
    content = json.dumps([resource.model_dump(mode="json"), words], sort_keys=True)
    return hashlib.sha256(f"{content}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()
