"""What an import makes of a file."""

from pathlib import Path
from typing import Any

from hub.ingest.imports import ExportFile, ImportOptions, read_export
from hub.ingest.model import Item, Rejected
from hub.model import Catalogue, Collection, Concept, Thesaurus

DATA = Path(__file__).parents[2] / "data"

CATALOGUE = Catalogue(
    collections={
        "bahnhofsviertel": Collection(
            id="bahnhofsviertel", title={"de": "Sicherheit im Bahnhofsviertel"}
        ),
        "nachtleben": Collection(id="nachtleben", title={"de": "Nächtliches Feiern"}),
    },
    thesaurus=Thesaurus([Concept(id="planning", label={"de": "Planung", "en": "planning"})]),
)


def read(content: bytes | str, name: str = "export.txt", **options: Any) -> list[Item | Rejected]:
    data = content.encode() if isinstance(content, str) else content
    return list(
        read_export(ExportFile(name, content=data), ImportOptions(catalogue=CATALOGUE, **options))
    )


def one(content: bytes | str, name: str = "export.txt", **options: Any) -> Item:
    (item,) = read(content, name, **options)
    assert isinstance(item, Item), item
    return item


def said(item: Item | Rejected) -> dict[str, str]:
    """Each field with its values, joined by a bar."""
    assert isinstance(item, Item), item
    fields = dict.fromkeys(fact.field for fact in item.facts)
    return {field: " | ".join(f.value for f in item.facts.every(field)) for field in fields}
