"""A real hub with three collections, served behind the gate; no password is hashed."""

import datetime as dt
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette

from hub.accounts import Role
from hub.core import Hub, open_hub
from hub.model import Collection, CollectionAccess, Concept, Resource
from hub.settings import Settings
from hub.web import middleware, routes
from hub.web.bulk import bulk_routes
from hub.web.upkeep import upkeep_routes
from tests.people import make_database, person, session
from tests.upkeep.making import made

SOFT = {"Accept": "application/json"}


@dataclass
class World:
    """The hub, its server, and the browsers that are open on it."""

    hub: Hub
    address: str = ""
    browsers: list[httpx.Client] = field(default_factory=list)

    def put(self, id: str, **values: Any) -> Resource:
        """A catalogued resource; the search finds it after the next ``refresh`` of the hub."""
        resource = made(id, **values)
        self.hub.folder.save(resource)
        self.hub.reload()
        return resource

    def now(self, id: str) -> Resource:
        """The resource as its file says."""
        return self.hub.folder.load().resources[id]

    def browser(self, role: Role | None = None, name: str = "") -> "Browser":
        """A browser of nobody, of a guest who may see the park, or of an account of its own."""
        browser = Browser(base_url=self.address, timeout=30)
        self.browsers.append(browser)
        if role is Role.GUEST:
            tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
            code = self.hub.accounts.add_code(["park"], tomorrow)
            browser.cookies.set("hub_session", self.hub.accounts.enter(code, ""))
        elif role is not None:
            email = f"{(name or role.value).lower()}-{len(self.browsers)}@example.org"
            account = person(self.hub, role, email, name)
            browser.cookies.set("hub_session", session(self.hub, account))
        if role is not None:
            cookie = browser.cookies["hub_session"]
            found = self.hub.accounts.session(cookie)
            assert found is not None
            browser.proof = found.csrf
        return browser


class Browser(httpx.Client):
    """Somebody's browser, which sends forms as the pages do."""

    proof = ""

    def soft(self, to: str, **fields: Any) -> httpx.Response:
        """A form, sent by the script of the pages."""
        return self.post(to, data={"csrf": self.proof, **fields}, headers=SOFT)

    def plain(self, to: str, **fields: Any) -> httpx.Response:
        """A form, sent by the browser itself."""
        return self.post(to, data={"csrf": self.proof, **fields})


@pytest.fixture(scope="package")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    root: Path = tmp_path_factory.mktemp("upkeep")
    make_database(root / "data")
    (root / "collections").mkdir()
    hub = open_hub(Settings(collections=root / "collections", data=root / "data"))
    for id in ("park", "bahnhof", "geheim"):
        access = CollectionAccess.RESTRICTED if id == "geheim" else CollectionAccess.MEMBERS
        hub.folder.save_collection(Collection(id=id, title={"de": id.title()}, access=access))
    concept = Concept(id="lighting", label={"de": "Beleuchtung", "en": "Lighting"})
    hub.thesaurus.save("lighting", {"id": "lighting", "label": dict(concept.label)}, "")
    world = World(hub)
    with Served(hub) as world.address:
        yield world
        for browser in world.browsers:
            browser.close()


class Served:
    """Serves our routes behind the gate; the value is their address."""

    def __init__(self, hub: Hub) -> None:
        every = [*routes(hub), *upkeep_routes(hub), *bulk_routes(hub)]
        app = Starlette(routes=every, middleware=middleware(hub))
        config = uvicorn.Config(app, port=0, log_level="error", lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join()
