"""A small catalogue with something of every kind in it, and its use cases."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from hub.accounts import Accounts, Role
from hub.accounts.tables import AccountRow
from hub.catalogue import CatalogueFolder
from hub.database import Database, open_database
from hub.history import Doer, History
from hub.settings import Settings
from hub.vocabulary import Vocabulary
from tests.catalogue.files import write
from tests.people import make_database

EVA = Doer(1, "Eva")
THESAURUS = """\
# Begriffe
concepts:
# Gewalt
- id: violence
  label: {de: "Gewalt", en: "violence"}
- id: knives
  label: {de: "Messergewalt", en: "knife violence"}
  synonyms:
    de: ["Messerangriff"]
  broader: [violence]
  related: [nights]
- id: stabbing
  label: {de: "Messerstecherei", en: "stabbing"}
  synonyms:
    de: ["Stecherei"]
  note: {de: "Hinweis"}
  broader: [violence]
# Ende
- id: nights
  label: {de: "Nacht", en: "night"}
"""
PLACES = """\
places:
- id: land
  label: {de: "Landkreis", en: "county"}
  kind: county
- id: stadt
  label: {de: "Stadt", en: "town"}
  kind: city
  within: land
  variants: ["Kreisstadt"]
- id: dorf
  label: {de: "Dorf"}
  kind: city
  within: land
  member: true
"""
PUBLISHERS = """\
publishers:
- id: rathaus
  label: "Rathaus"
  variants: ["Amt im Rathaus"]
  hosts: ["rathaus.example"]
- id: polizei
  label: "Polizei"
  hosts: ["polizei.example"]
mirrors: [docplayer.org]
"""
RESOURCES = {
    "r1": ("one", ["knives"], ["stadt"], ["frauen"], "Rathaus"),
    "r2": ("one, two", ["knives", "stabbing"], ["dorf"], ["frauen", "kinder"], "Amt im Rathaus"),
    "r3": ("two", ["stabbing", "nights"], ["stadt", "land"], ["senioren"], "Polizei"),
    "r4": ("two", ["nights"], [], ["kinder"], "Ein Verein"),
    "r5": ("one", ["violence"], ["land"], [], "Rathaus"),
}
SOURCES = """\
title: {de: Sammlung zwei, en: Collection two}
order: 2
sources:
- kind: feed
  name: neu
  url: https://rathaus.example/feed
  publisher: Rathaus
  tags: [stabbing]
  rules:
  - when: {title: "Messer*"}
    tag: [Messergewalt, stabbing]
  - when: {title: "Nacht"}
    tag: nights
    collection: one
"""


@dataclass
class Small:
    """The catalogue, its history, and what editors do with its words."""

    folder: CatalogueFolder
    history: History
    accounts: Accounts
    vocabulary: Vocabulary
    database: Database
    saved: dict[tuple[str, str], int]  #: saved searches that name a value, by (facet, value)

    def read(self, path: str) -> str:
        return (self.folder.read(path) or b"").decode()

    def person(self, email: str) -> None:
        """An account that nobody logs in to: hashing a password takes long."""
        row = AccountRow(
            email=email,
            name="",
            role=Role.MEMBER.value,
            password="-",
            enabled=True,
            created=dt.datetime.now(dt.UTC),
        )
        with self.database.write() as transaction:
            transaction.add(row)

    def tree(self) -> dict[str, bytes]:
        root = self.folder.folder
        return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*.yaml")}


def small(base: Path) -> Small:
    """A fresh one below ``base``."""
    root = base / "collections"
    write(root / "thesaurus.yaml", THESAURUS)
    write(root / "places.yaml", PLACES)
    write(root / "publishers.yaml", PUBLISHERS)
    write(root / "one" / "collection.yaml", "title: {de: Sammlung eins, en: Collection one}\n")
    write(root / "two" / "collection.yaml", SOURCES)
    for id, (homes, tags, places, groups, publisher) in RESOURCES.items():
        text = (
            f"id: {id}\ntitle: Titel {id}\ntype: news\ncollections: [{homes}]\n"
            f"publisher: {publisher}\n"
        )
        for key, values in (("places", places), ("tags", tags), ("target_groups", groups)):
            text += f"{key}: [{', '.join(values)}]\n" if values else ""
        write(root / homes.partition(",")[0] / f"{id}.yaml", text)
    settings = Settings(data=base / "var", collections=root)
    make_database(settings.data)
    database = open_database(settings)
    folder = CatalogueFolder(root, settings.data / "catalogue.cache")
    history = History(database, folder, settings.data)
    accounts = Accounts(database, settings)
    saved: dict[tuple[str, str], int] = {}

    def uses(facet: str, values: tuple[str, ...]) -> int:
        return sum(saved.get((facet, value), 0) for value in values)

    return Small(
        folder, history, accounts, Vocabulary(folder, history, accounts, uses), database, saved
    )
