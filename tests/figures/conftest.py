"""A small real hub, one for all tests of a file, and readers in front of its pages."""

import datetime as dt
from collections.abc import Iterator

import pytest

from hub.accounts import Role, Session
from hub.core import Hub, open_hub
from hub.model import Collection, CollectionAccess
from hub.settings import Settings
from hub.ui.reader import Reader
from tests.people import make_database, person
from tests.upkeep.making import made


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    root = tmp_path_factory.mktemp("figures")
    make_database(root / "data")
    (root / "collections").mkdir()
    hub = open_hub(Settings(collections=root / "collections", data=root / "data"))
    for id in ("park", "geheim"):
        access = CollectionAccess.RESTRICTED if id == "geheim" else CollectionAccess.MEMBERS
        hub.folder.save_collection(Collection(id=id, title={"de": id.title()}, access=access))
    hub.folder.save(
        made("laternen", title="Laternen im Park", collections=("park",), added="2026-02-03")
    )
    hub.folder.save(made("lampen", title="Lampen", collections=("geheim",), added="2025-02-03"))
    person(hub, email="kim.muster@example.org", name="Kim Muster")
    hub.refresh()
    yield hub
    hub.figures.recorder.wait()


def reader(hub: Hub, role: Role = Role.MEMBER, language: str = "de", *grants: str) -> Reader:
    """Somebody with a new browser tab."""
    session = Session(
        id="0" * 64,
        email="kim.muster@example.org",
        name="Kim Muster",
        role=role,
        grants=frozenset(grants),
        csrf="proof",
        expires=dt.datetime(2030, 1, 1, tzinfo=dt.UTC),
    )
    return Reader(hub, session, language, dt.date(2026, 3, 9))
