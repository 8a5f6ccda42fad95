"""What we export as a table, `hub import` makes the same resources of."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.exporting import FORMATS, leaving
from hub.ingest import imports
from hub.ingest.options import Options
from hub.model import EVERYTHING, Resource
from tests.curation.world import World
from tests.exporting.making import PRESS

ODD = {
    "gleich": {"title": "=SUMME(A1)", "keywords": ("@wort", "+eins")},
    "apostroph": {"title": "'=schon geschützt", "publisher": "-Verlag"},
    "trenner": {"title": 'Ein "Titel"; mit, allem|und', "summary": "a;=1+1 und ,@b"},
    "namen": {"authors": ("Jana Weiß", "Ministerium für Inneres, Bau und Sport")},
    "tag": {"tags": ("lighting", "knife-violence"), "keywords": ("Lampe",)},
    "termin": {
        "type": "event",
        "event": {"start": "2026-11-22", "end": "2026-11-24", "place": "Alte Feuerwache"},
    },
    "aufruf": {"type": "funding", "funding": {"deadline": "2027-01", "funder": "Bund & Länder"}},
    "methode": {"type": "method", "date": "2024-05", "target_groups": ("frauen", "kinder")},
    "projekt": {"type": "project", "date": "2024", "language": "en"},
    "artikel": {"type": "article", "collections": ("nacht", "park"), "language": "fr"},
    "presse": PRESS.model_dump(include={"type", "summary", "publisher", "date"}),
    "ohne": {"url": None, "title": "Ohne Adresse"},
    "lang": {"title": "Lang " * 99, "summary": "Wort " * 900 + "."},
}
FIELDS = {
    *("title", "url", "type", "collections", "language", "date", "event", "funding", "publisher"),
    *("authors", "places", "tags", "keywords", "target_groups", "summary"),
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World(tmp_path_factory.mktemp("world"))
    yield world
    world.hub.ingest.close()


def fill(world: World) -> None:
    """The odd resources and no others."""
    empty(world)
    for id, fields in ODD.items():
        own = {"title": f"Laternen {id}", "type": "document", "collections": ("park",)}
        own |= {"language": "de", "url": f"https://example.org/{id}", "added": world.now}
        world.hub.folder.save(Resource(id=id, **{**own, **fields}))
    world.hub.refresh()


def empty(world: World) -> None:
    for file in (world.folder / "collections").glob("*/*.yaml"):
        if file.name != "collection.yaml":
            file.unlink()
    world.hub.refresh()


def take(world: World, path: Path) -> None:
    files, strange = imports.sorted_out(path)
    assert not strange
    settings = imports.ImportOptions(catalogue=world.hub.catalogue())
    options = Options(name=path.name, publish=True, keep_unreachable=True)
    world.hub.ingest.take(imports.read_all(files, settings), options)


def said(resources) -> dict[str, dict]:
    return {r.title: r.model_dump(include=FIELDS) for r in resources}


@pytest.mark.parametrize(("name", "language"), [("csv", "de"), ("xlsx", "en")])
def test_the_same_resources_come_back(world: World, tmp_path, name, language):
    fill(world)
    exporter, hub = world.hub.exporter, world.hub
    before = [leaving(resource) for resource in hub.catalogue().resources.values()]
    edition = exporter.edition(EVERYTHING, language, dt.date(2026, 11, 22))
    ids = [resource.id for resource in before]
    path = tmp_path / f"list.{name}"
    path.write_bytes(b"".join(exporter.write(FORMATS[name], ids, EVERYTHING, edition)))

    # into the same hub: nothing new
    take(world, path)
    assert set(hub.reload().resources) == set(ids)

    # into one that holds nothing yet
    empty(world)
    take(world, path)
    assert said(hub.reload().resources.values()) == said(before)
