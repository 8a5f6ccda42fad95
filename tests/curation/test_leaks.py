"""Feeds, links in mail and forms as everybody may ask for them, over the real routes and gate."""

import datetime as dt
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette

from hub.accounts import Role
from hub.curation.saved.coding import encode
from hub.model import Query
from hub.model.curation import FeedKind, Rhythm
from hub.web import curation_routes, middleware, routes
from tests.curation.mail.post_office import free_port
from tests.curation.world import World

SECRET = "Laternen GEHEIM"


@dataclass
class Web:
    """A running server, and the browsers that are open on it."""

    address: str
    browsers: list[httpx.Client] = field(default_factory=list)


@pytest.fixture
def web(world: World) -> Iterator[Web]:
    """A real server with our routes behind the gate."""
    world.put("offen", title="Laternen OFFEN")
    world.put("zu", title=SECRET, collections=("geheim",))
    world.put("entwurf", title="Laternen ENTWURF", status="draft")
    app = Starlette(
        routes=[*routes(world.hub), *curation_routes(world.hub)], middleware=middleware(world.hub)
    )
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    web = Web(f"http://127.0.0.1:{port}")
    yield web
    for browser in web.browsers:
        browser.close()
    server.should_exit = True
    thread.join()


def client(web: Web, world: World, role: Role | None = None, *grants: str) -> httpx.Client:
    """A browser: of nobody, of a guest with a code, or of an account."""
    browser = httpx.Client(base_url=web.address, timeout=30)
    web.browsers.append(browser)
    if role is Role.GUEST:
        tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
        code = world.hub.accounts.add_code(grants or ("park",), tomorrow)
        browser.cookies.set("hub_session", world.hub.accounts.enter(code, ""))
    elif role is not None:
        browser.cookies.set("hub_session", world.session(world.person(role.value.title(), role)))
    return browser


def proof(browser: httpx.Client, world: World) -> str:
    session = world.hub.accounts.session(browser.cookies["hub_session"])
    return session.csrf if session else ""


@pytest.mark.parametrize("role", [None, Role.GUEST, Role.MEMBER, Role.CURATOR])
def test_a_feed_shows_what_its_owner_may_see_whoever_asks(world: World, web, role):
    kim = world.person("Kim")
    browser = client(web, world, role)
    feed = world.hub.curation.feeds.make(kim, FeedKind.EVERYTHING)
    answer = browser.get(f"/feed/{feed.token}.atom")
    assert answer.status_code == 200
    assert "OFFEN" in answer.text
    assert "GEHEIM" not in answer.text
    assert "ENTWURF" not in answer.text
    assert "geheim" not in answer.text
    assert "kim" not in answer.text.lower()


@pytest.mark.parametrize("role", [None, Role.GUEST, Role.MEMBER, Role.CURATOR])
@pytest.mark.parametrize("path", ["/feed/{}.atom", "/feed/{}.ics", "/mail/leave/{}"])
def test_guessed_addresses_say_nothing(world: World, web, role, path):
    answer = client(web, world, role).get(path.format("a" * 43))
    assert answer.status_code == 404
    assert "OFFEN" not in answer.text
    assert "GEHEIM" not in answer.text


@pytest.mark.parametrize("action", ["add", "change", "settings", "copy", "delete", "restore",
                                    "replace", "feed", "renew", "shut", "no-such"])  # fmt: skip
def test_nobody_but_an_account_changes_anything(world: World, web, action):
    kim = world.person("Kim")
    search = world.hub.curation.saved.add(kim, "Parks", Query("Laternen"))
    before = world.hub.curation.shelves(kim)
    fields = {"search": str(search.id), "called": "Neu", "query": encode(Query("x")),
              "kind": "search", "subject": str(search.id), "rhythm": "daily"}  # fmt: skip
    assert client(web, world).post(f"/saved/{action}", data=fields).status_code == 401
    soft = {"Accept": "application/json"}
    for role in (Role.GUEST, Role.MEMBER, Role.ADMIN):
        browser = client(web, world, role)
        assert browser.post(f"/saved/{action}", data=fields, headers=soft).status_code == 403
        own = {**fields, "csrf": proof(browser, world)}
        foreign = {**soft, "Origin": "https://elsewhere.example"}
        assert browser.post(f"/saved/{action}", data=own, headers=foreign).status_code == 403
        if action not in ("add", "shut") or role is Role.GUEST:
            answer = browser.post(f"/saved/{action}", data=own, headers=soft)
            assert answer.status_code == 400
            assert answer.json()["error"]
            assert "Parks" not in answer.text
    assert world.hub.curation.shelves(kim) == before


def test_a_look_at_the_link_ends_nothing_and_one_click_does(world: World, web):
    kim = world.person("Kim")
    search = world.hub.curation.saved.add(kim, "Parks", Query("Laternen"))
    world.hub.curation.alerts.switch(kim, search.id, Rhythm.DAILY, "de")
    link = f"/mail/leave/{world.hub.curation.leaving.token('alert', kim.id, search.id)}"
    browser = client(web, world)
    for _ in range(2):
        page = browser.get(link)
        assert page.status_code == 200
        assert "Parks" not in page.text
        assert "kim" not in page.text.lower()
    assert browser.head(link).status_code == 200
    assert world.hub.curation.alerts.of(kim)
    mail_program = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = browser.post(link, content="List-Unsubscribe=One-Click", headers=mail_program)
    assert answer.status_code == 200
    assert not world.hub.curation.alerts.of(kim)
    assert browser.post(link).status_code == 200  # a second click says the same


def test_a_reader_is_spared_what_it_has(world: World, web):
    feed = world.hub.curation.feeds.make(world.person("Kim"), FeedKind.EVERYTHING)
    browser, path = client(web, world), f"/feed/{feed.token}.atom"
    first = browser.get(path)
    for headers in (
        {"If-None-Match": first.headers["etag"]},
        {"If-None-Match": f'"other", W/{first.headers["etag"]}'},
        {"If-Modified-Since": first.headers["last-modified"]},
    ):
        again = browser.get(path, headers=headers)
        assert (again.status_code, again.content) == (304, b"")
    other = {"If-None-Match": '"other"', "If-Modified-Since": first.headers["last-modified"]}
    assert browser.get(path, headers=other).status_code == 200
    assert browser.get(path, headers={"If-Modified-Since": "nonsense"}).status_code == 200
    assert browser.post(path).status_code == 401
