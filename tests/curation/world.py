"""A small hub with people in it, and a clock that a test turns."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

from hub.accounts import Account, Role
from hub.core import Hub, open_hub
from hub.curation import Curation
from hub.model import Resource
from hub.settings import Settings
from tests import people

COLLECTIONS = {"park": "Sichere Parks", "nacht": "Nachtleben", "geheim": "Geheime Lage"}
THESAURUS = """\
concepts:
- id: lighting
  label: {de: Beleuchtung, en: lighting}
- id: knife-violence
  label: {de: Messergewalt, en: knife violence}
  synonyms: {de: [Messerangriff]}
"""


class World:
    """A hub whose catalogue, people and time are in the hands of a test."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.now = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)  #: a Monday
        self.folder = folder
        for id, title in COLLECTIONS.items():
            path = folder / "collections" / id / "collection.yaml"
            path.parent.mkdir(parents=True)
            access = "restricted" if id == "geheim" else "members"
            path.write_text(f"id: {id}\ntitle: {{de: {title}}}\naccess: {access}\n", "utf-8")
        self.tables(THESAURUS)
        plain = {
            "public_url": "https://hub.example.org",
            "mail_from": "Wissens-Hub <hub@example.org>",
            "smtp_host": "127.0.0.1",
            "smtp_tls": "none",
            "smtp_timeout_seconds": 2,
        }
        self.settings = Settings(
            collections=folder / "collections", data=folder / "data", **{**plain, **settings}
        )
        people.make_database(self.settings.data)
        self.hub: Hub = open_hub(self.settings)
        self.hub.refresh()
        self.curation = self.curation_with()

    def curation_with(self, **settings: Any) -> Curation:
        """The curation of the same hub under other settings."""
        own = replace(self.settings, **settings)
        return Curation(self.hub._database, own, self.hub.accounts, self.hub, lambda: self.now)

    def tables(self, thesaurus: str) -> None:
        (self.folder / "collections" / "thesaurus.yaml").write_text(thesaurus, "utf-8")

    def person(self, name: str, role: Role = Role.MEMBER) -> Account:
        """An account that nobody logs in to."""
        return people.person(self.hub, role, f"{name.lower()}@example.org", name)

    def session(self, who: Account) -> str:
        """The cookie of somebody who is in, as if by a password."""
        return people.session(self.hub, who)

    def again(self, who: Account) -> Account:
        """The account as it stands now."""
        return self.hub.accounts.account(who.email)

    def put(self, *ids: str, **fields: Any) -> None:
        """Resources with these ids, searchable at once."""
        plain = {"type": "document", "collections": ("park",), "language": "de"}
        for id in ids:
            own = {"title": f"Laternen {id}", "added": self.now, **plain, **fields}
            self.hub.folder.save(Resource(id=id, **own))
        self.hub.refresh()

    def drop(self, id: str) -> None:
        for path in (self.folder / "collections").rglob(f"{id}.yaml"):
            path.unlink()
        self.hub.refresh()

    def pass_by(self, **span: float) -> None:
        self.now += dt.timedelta(**span)
