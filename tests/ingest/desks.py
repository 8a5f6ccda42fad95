"""A desk of its own for a test: catalogue, data directory, and a site on loopback."""

import atexit
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hub.catalogue import CatalogueFolder, Texts
from hub.database import open_database
from hub.ingest.desk import Ingest
from hub.ingest.extract import Extractor
from hub.ingest.model import Fact, Facts, Item, Outcome
from hub.ingest.options import Options
from hub.ingest.runs import RunReport
from hub.model import Resource
from hub.settings import Settings
from tests.ingest.site import Site, serving

COLLECTIONS = ("plaetze", "naechte")


@dataclass
class Desk:
    """The parts of a hub that take things in."""

    settings: Settings
    folder: CatalogueFolder
    ingest: Ingest
    site: Site

    def take(self, *items: object, **options: object) -> RunReport:
        """Take these in."""
        return self.ingest.take(iter(items), Options(name="test", **options))

    @property
    def resources(self) -> dict[str, Resource]:
        """The catalogue as it stands."""
        return dict(self.folder.load().resources)

    def waiting(self) -> list[str]:
        """Ids in the inbox."""
        return sorted(self.ingest.inbox.ids())

    def source(self, collection: str, text: str) -> None:
        """Name the sources of a collection."""
        write_collection(self.settings.collections, collection, text)


def write_collection(folder: Path, name: str, more: str = "") -> None:
    """A collection file."""
    (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / name / "collection.yaml").write_text(
        f"title: {{de: Sammlung {name}}}\norder: 1\naccess: members\n{more}", encoding="utf-8"
    )


def settings_for(folder: Path, **more: object) -> Settings:
    """Settings of a hub below this folder that may fetch from loopback."""
    for name in COLLECTIONS:
        if not (folder / "collections" / name / "collection.yaml").exists():
            write_collection(folder / "collections", name)
    values = {"fetch_open_hosts": "127.0.0.1", "fetch_pause_ms": 0, "fetch_workers": 4, **more}
    return Settings(collections=folder / "collections", data=folder / "data", **values)


@cache
def _extractor() -> Extractor:
    """One for all tests of a process: its children take a second to start."""
    extractor = Extractor(children=2)
    atexit.register(extractor.close)
    return extractor


@contextmanager
def desk_in(folder: Path, site: Site, **more: object) -> Iterator[Desk]:
    """A desk below this folder."""
    settings = settings_for(folder, **more)
    database = open_database(settings)
    catalogue = CatalogueFolder(settings.collections, settings.data / "catalogue.cache")
    ingest = Ingest(settings, catalogue, Texts(settings.data / "texts"), database, _extractor())
    try:
        yield Desk(settings, catalogue, ingest, site)
    finally:
        ingest.close()
        database.close()


@contextmanager
def new_desk(folder: Path, **more: object) -> Iterator[Desk]:
    """A desk with a site of its own."""
    with serving() as site, desk_in(folder, site, **more) as desk:
        yield desk


def page_item(address: str, source: str = "probe", key: str = "", **facts: str) -> Item:
    """A page that a source names, with what the source says of it."""
    said = tuple(Fact(name.replace("__", "."), value, "source") for name, value in facts.items())
    return Item(source, key or address, address, facts=Facts(said))


def stated(address: str, collection: str = "plaetze", type: str = "news", key: str = "") -> Item:
    """A page whose type and collection its source states."""
    return page_item(address, key=key, type=type, collections=collection)


def counts(report: RunReport) -> dict[str, int]:
    """The outcomes there were."""
    return {outcome.value: n for outcome, n in report.counts.items() if n}


def only(report: RunReport, outcome: Outcome) -> list[str]:
    """The reasons of one outcome."""
    return [row.reason for row in report.rows(outcome)]
