"""A real hub with the shipped collections and a few odd resources of our own."""

import datetime as dt
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from hub.accounts import Role, Session
from hub.core import Hub, open_hub
from hub.model import Resource
from hub.settings import Settings
from hub.ui.reader import Reader
from hub.ui.show import view_of
from tests.ui.texts_in_code import ROOT

MEMBER = "kim@example.org"
TODAY = dt.date(2026, 3, 9)
NASTY = "<img src=x onerror=alert(1)>\"'<script>alert(2)</script> & Gewitterwarnung"

OWN = [
    Resource(
        id="own-nasty",
        title=NASTY,
        type="method",
        collections=("nachtleben",),
        publisher=NASTY,
        authors=(NASTY,),
        keywords=(NASTY,),
        target_groups=(NASTY,),
        summary=NASTY,
        url='https://example.org/"><script>alert(3)</script>',
        date="2025-05",
        added="2026-01-02",
        reviewed="2026-02",
    ),
    Resource(
        id="own-event",
        title="Fachtag Nachtfalter",
        type="event",
        collections=("nachtleben", "messergewalt"),
        language="en",
        event={"start": "2026-06-01", "end": "2026-06-03", "place": "Alte Feuerwache"},
        places=("berlin",),
    ),
    Resource(
        id="own-call",
        title="Förderaufruf Nachtfalter",
        type="funding",
        collections=("messergewalt",),
        funding={"deadline": "2026-07", "funder": "Bundesstiftung"},
    ),
    Resource(
        id="own-old",
        title="Leitfaden Nachtfalter, erste Auflage",
        type="document",
        collections=("messergewalt",),
        superseded_by="own-event",
        notes="Nur für die Redaktion: Glühwürmchen",
    ),
    Resource(
        id="own-draft",
        title="Entwurf Nachtfalter",
        type="document",
        collections=("messergewalt",),
        status="draft",
    ),
    Resource(
        id="own-proven",
        title="Methode Nachtfalter",
        type="method",
        collections=("messergewalt",),
        evidence={"step": "proven", "source": "Grüne Liste Prävention"},
    ),
]


@pytest.fixture
def main_module() -> Iterator[None]:
    """Keeps what AppTest puts in the place of the main module from tests that start processes."""
    ours = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = ours


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Hub:
    root: Path = tmp_path_factory.mktemp("ui")
    shutil.copytree(ROOT / "collections", root / "collections")
    (root / "data").mkdir()
    hub = open_hub(Settings(collections=root / "collections", data=root / "data"))
    for resource in OWN:
        hub.folder.save(resource)
    hub.refresh()
    hub.accounts.add(MEMBER, name="Kim Muster", password="sieben Laternen am Platz")
    return hub


def session(role: Role, *grants: str, name: str = "Kim Muster") -> Session:
    return Session(
        id="0" * 64,
        email=None if role is Role.GUEST else MEMBER,
        name=name,
        role=role,
        grants=frozenset(grants),
        csrf="proof",
        expires=dt.datetime(2030, 1, 1, tzinfo=dt.UTC),
    )


Readers = Callable[..., Reader]


@pytest.fixture
def reader(hub: Hub) -> Readers:
    """Makes a reader: a member who reads German, unless said otherwise."""

    def make(role: Role = Role.MEMBER, *grants: str, language: str = "de") -> Reader:
        return Reader(hub, session(role, *grants), language, TODAY)

    return make


def page(reader: Reader, name: str = "", **params: str | list[str]) -> BeautifulSoup:
    """A page as it reaches the browser."""
    lists = {k: v if isinstance(v, list) else [v] for k, v in params.items()}
    return BeautifulSoup(view_of(reader, name, lists).body, "html.parser")


def text(soup: BeautifulSoup) -> str:
    return " ".join(soup.get_text(" ").split())
