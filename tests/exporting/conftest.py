"""A served hub to export from, with people who may see different things."""

import datetime as dt
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette

from hub.accounts import Role
from hub.web import middleware, routes
from hub.web.exporting import export_routes
from tests.cli.running import free_port
from tests.curation.world import World
from tests.exporting.making import PRESS


@dataclass
class Web:
    """A running server and the hub behind it."""

    address: str
    world: World
    people: dict[Role | None, httpx.Client]


def put_all(world: World) -> None:
    """What everybody may see, and what only some may."""
    world.put(
        "offen",
        title='=HYPERLINK("https://evil.example") Laternen „Ö“',
        summary="Ein Satz.",
        notes="Notiz GEHEIM",
        tags=("lighting",),
        url="https://example.org/offen",
    )
    world.put("auch", title="Laternen an Wegen", collections=("nacht", "geheim"))
    world.put("zu", title="Laternen GEHEIM", collections=("geheim",))
    world.put("entwurf", title="Laternen ENTWURF", status="draft")
    world.put("presse", **PRESS.model_dump(include={"title", "type", "summary", "authors", "url"}))


def open_for(role: Role | None, address: str, world: World) -> httpx.Client:
    """A browser: of nobody, of a guest with a code for the parks, or of an account."""
    browser = httpx.Client(base_url=address, timeout=30)
    if role is Role.GUEST:
        tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
        code = world.hub.accounts.add_code(("park",), tomorrow)
        browser.cookies.set("hub_session", world.hub.accounts.enter(code, ""))
    elif role is not None:
        browser.cookies.set("hub_session", world.session(world.person(role.value.title(), role)))
    return browser


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """A real server with the routes of exports behind the gate."""
    world = World(tmp_path_factory.mktemp("world"))
    put_all(world)
    app = Starlette(
        routes=[*routes(world.hub), *export_routes(world.hub)], middleware=middleware(world.hub)
    )
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    address = f"http://127.0.0.1:{port}"
    roles = (None, Role.GUEST, Role.MEMBER, Role.EDITOR, Role.ADMIN)
    people = {role: open_for(role, address, world) for role in roles}
    yield Web(address, world, people)
    for browser in people.values():
        browser.close()
    server.should_exit = True
    thread.join()
