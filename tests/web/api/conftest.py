"""One server for all tests of the API, of OpenSearch and of OAI-PMH, and everybody's programs."""

import datetime as dt
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette

from hub.accounts import Account, Role
from hub.web import curation_routes, middleware, routes
from hub.web.api import api_routes
from hub.web.oai import oai_routes
from hub.web.opensearch import opensearch_routes
from tests.curation.mail.post_office import free_port
from tests.curation.world import World

OPEN, SECRET, DRAFT, PRESS = (
    "Laternen OFFEN",
    "Laternen GEHEIM",
    "Laternen ENTWURF",
    "Laternen BLATT",
)
ALL = (OPEN, SECRET, DRAFT, PRESS)
#: Whoever is no member: the server is one for all tests, so nobody's role hangs on who asks first.
ROLES = {
    "Ada": Role.EDITOR,
    "Edda": Role.EDITOR,
    "Editor": Role.EDITOR,
    "Tessa": Role.CURATOR,
    "Admin": Role.ADMIN,
}


@dataclass
class Site:
    """A running server with a small hub, and the programs that speak with it."""

    address: str
    world: World
    programs: list[httpx.Client] = field(default_factory=list)
    people: dict[str, Account] = field(default_factory=dict)

    def program(self, token: str = "", **headers: str) -> httpx.Client:
        """A program that shows a token, or nothing."""
        shown = {"Authorization": f"Bearer {token}"} if token else {}
        self.programs.append(
            httpx.Client(
                base_url=self.address, headers={**shown, **headers}, timeout=30, verify=False
            )
        )
        return self.programs[-1]

    def person(self, name: str) -> Account:
        if name not in self.people:
            self.people[name] = self.world.person(name, ROLES.get(name, Role.MEMBER))
        return self.people[name]

    def token(self, name: str) -> str:
        """A fresh token of somebody; those there were are revoked."""
        tokens, who = self.world.hub.accounts.tokens, self.person(name)
        for old in tokens.of(who.id):
            tokens.revoke(old.id)
        return tokens.add(who.id, "test")

    def member(self) -> httpx.Client:
        return self.program(self.token("Mo"))

    def guest(self, *collections: str) -> httpx.Client:
        """The browser of somebody with an access code."""
        tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
        code = self.world.hub.accounts.add_code(collections or ("nacht",), tomorrow)
        browser = self.program()
        browser.cookies.set("hub_session", self.world.hub.accounts.enter(code, ""))
        return browser

    def browser(self, name: str) -> httpx.Client:
        """The browser of somebody who is logged in."""
        browser = self.program()
        browser.cookies.set("hub_session", self.world.session(self.person(name)))
        return browser


def filled(world: World) -> None:
    world.put(
        "offen", title=OPEN, summary="Mehr Licht.", tags=("lighting",), url="https://example.org/o"
    )
    world.put("nachts", title="Laternen NACHTS", collections=("nacht", "geheim"))
    world.put("abends", title="Laternen ABENDS", collections=("nacht", "park"))
    world.put("zu", title=SECRET, collections=("geheim",), tags=("knife-violence",))
    world.put("entwurf", title=DRAFT, status="draft", notes="NOTIZ")
    world.put(
        "blatt", title=PRESS, type="news", summary="Unser Satz. " * 90, authors=("Ida Zeile",),
        keywords=("Zeitung",), publisher="Tagblatt", date="2024-05-02", url="https://example.org/b",
    )  # fmt: skip


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The server. Whoever changes the hub behind it puts it back."""
    world = World(tmp_path_factory.mktemp("api"), public_url="", api_calls=100_000)
    filled(world)
    hub = world.hub
    app = Starlette(
        routes=[
            *routes(hub), *curation_routes(hub),
            *api_routes(hub), *opensearch_routes(hub), *oai_routes(hub),
        ],
        middleware=middleware(hub),
    )  # fmt: skip
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    site = Site(f"http://127.0.0.1:{port}", world)
    yield site
    for program in site.programs:
        program.close()
    server.should_exit = True
    thread.join()
