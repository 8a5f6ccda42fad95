"""Small documents for tests: what is not said is plain."""

from typing import Any

from hub.index.documents import document
from hub.model import (
    Catalogue,
    Collection,
    Concept,
    Document,
    Gazetteer,
    Place,
    Resource,
    Thesaurus,
)


def resource(id: str, title: str = "Titel", **fields: Any) -> Resource:
    """A published German document in the collection "a"."""
    plain = {"type": "document", "collections": ("a",), "language": "de"}
    return Resource(id=id, title=title, **{**plain, **fields})


def made(id: str, title: str = "Titel", *, text: str = "", **fields: Any) -> Document:
    """A document of a catalogue with the few concepts and places below."""
    return document(resource(id, title, **fields), CATALOGUE, text)


def _concept(id: str, de: str, en: str, *broader: str, **more: Any) -> Concept:
    return Concept(id=id, label={"de": de, "en": en}, broader=broader, **more)


THESAURUS = Thesaurus(
    [
        _concept("violence", "Gewalt", "violence"),
        _concept(
            "knife-violence",
            "Messergewalt",
            "knife violence",
            "violence",
            synonyms={"de": ["Messerangriff"], "en": ["knife crime"]},
        ),
        _concept("lighting", "Beleuchtung", "lighting"),
    ]
)

GAZETTEER = Gazetteer(
    [
        Place(id="deutschland", label={"de": "Deutschland", "en": "Germany"}, kind="country"),
        Place(
            id="bayern", label={"de": "Bayern", "en": "Bavaria"}, kind="state", within="deutschland"
        ),
        Place(id="muenchen", label={"de": "München", "en": "Munich"}, kind="city", within="bayern"),
    ]
)

COLLECTIONS = {
    id: Collection(id=id, title={"de": f"Sammlung {id.upper()}", "en": f"Collection {id.upper()}"})
    for id in ("a", "b", "c")
}

CATALOGUE = Catalogue(collections=COLLECTIONS, thesaurus=THESAURUS, gazetteer=GAZETTEER)
