"""A small hub with an open newsletter and a closed one, and the browsers of all kinds of people."""

import datetime as dt

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from hub.accounts import Role
from hub.core import open_hub
from hub.model import Collection
from hub.settings import Settings
from hub.web import curation_routes, middleware
from tests.curation.newsletter.making import resource
from tests.curation.newsletter.post_office import post_office
from tests.curation.newsletter.test_desk import NEWS, NOW
from tests.looping import run
from tests.people import make_database, person, session
from tests.web.newsletter.asking import ORIGIN


@pytest.fixture
def office():
    with post_office() as office:
        yield office


@pytest.fixture
def hub(tmp_path, office):
    settings = Settings(
        collections=tmp_path / "collections",
        data=tmp_path / "data",
        public_url=ORIGIN,
        smtp_host="127.0.0.1",
        smtp_port=office.port,
        smtp_tls="none",
        smtp_timeout_seconds=5,
        mail_from="Hub <hub@example.org>",
    )
    make_database(settings.data)
    hub = open_hub(settings)
    hub.folder.save_collection(Collection(id="messergewalt", title={"de": "Messergewalt"}))
    for id in ("a", "b", "c"):
        hub.folder.save(resource(id, added=NOW))
    hub.refresh()
    hub.curation.desk.newsletters.save(NEWS.model_copy(update={"archive_open": True}))
    hub.curation.desk.newsletters.save(NEWS.model_copy(update={"id": "intern"}))
    return hub


class Browser:
    """Somebody's browser before the app; it keeps cookies and follows no redirect."""

    def __init__(self, app, session=None):
        self.app = app
        self.csrf = session.csrf if session else ""
        self.cookies = httpx.Cookies()

    def ask(self, method, path, **more):
        async def answer():
            transport = httpx.ASGITransport(self.app, client=("192.0.2.7", 4711))
            async with httpx.AsyncClient(
                transport=transport, base_url=ORIGIN, cookies=self.cookies
            ) as client:
                given = await client.request(method, path, **more)
                self.cookies.update(client.cookies)
                return given

        return run(answer())

    def get(self, path):
        return self.ask("GET", path)

    def send(self, path, soft=True, **fields):
        headers = {"accept": "application/json"} if soft else {}
        return self.ask("POST", path, data={"csrf": self.csrf, **fields}, headers=headers)


@pytest.fixture
def browser(hub):
    """Makes the browser of somebody of a role; of an outsider without one."""
    app = Starlette(
        routes=curation_routes(hub),
        middleware=[Middleware(m.cls, *m.args, **m.kwargs) for m in middleware(hub)],
    )
    known = {}

    def make(role=None):
        if role is None:
            return Browser(app)
        if role is Role.GUEST:
            tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
            token = hub.accounts.enter(hub.accounts.add_code(["messergewalt"], tomorrow), "")
        else:
            if role not in known:
                known[role] = person(hub, role, name=role.value.title())
            token = session(hub, known[role])
        mine = Browser(app, hub.accounts.session(token))
        mine.cookies.set("hub_session", token)
        return mine

    return make


@pytest.fixture
def curator(browser):
    return browser(Role.CURATOR)


@pytest.fixture
def draft(hub, curator):
    """A draft of the first issue of the open newsletter; the account that began it."""
    kim = hub.accounts.account("curator@example.org")
    hub.curation.desk.new_issue(kim, "netzwerk")
    return kim
