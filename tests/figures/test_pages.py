"""The pages of figures and gaps: for editors only, in two languages, and what they do."""

from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx
import pytest
from bs4 import BeautifulSoup
from starlette.applications import Starlette

from hub.accounts import Role
from hub.figures import GapState
from hub.model import EVERYTHING, Filters, Query
from hub.ui.show import view_of
from hub.web import middleware, routes
from hub.web.figures import figure_routes
from tests.figures.conftest import reader
from tests.looping import run
from tests.people import person, session

PATHS = ("/figures/report", "/figures/table")


class Site:
    """The routes behind the gate; it follows no redirect."""

    def __init__(self, app):
        self.app = app

    def ask(self, method, path, token=None, **more):
        async def answer():
            transport = httpx.ASGITransport(self.app)
            cookies = {"hub_session": token} if token else {}
            async with httpx.AsyncClient(
                transport=transport, base_url="http://testserver", cookies=cookies
            ) as client:
                return await client.request(method, path, **more)

        return run(answer())


@pytest.fixture(scope="module")
def site(hub):
    app = Starlette(routes=[*routes(hub), *figure_routes(hub)], middleware=middleware(hub))
    return Site(app)


@pytest.fixture(scope="module")
def gap(hub):
    key = hub.figures.search(hub.search(Query("Sonnenuhrwerk"), reader(hub).access))
    hub.figures.recorder.wait()
    return key


def cookie(hub, role):
    return session(hub, person(hub, role, f"{role.value}-{uuid4().hex}@example.org"))


def send(site, hub, role, **fields):
    token = cookie(hub, role)
    proof = hub.accounts.session(token).csrf
    headers = {"Accept": "application/json"}
    return site.ask("POST", "/gaps/do", token, data={"csrf": proof, **fields}, headers=headers)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("role", [None, Role.MEMBER])
def test_nobody_but_editors_reads_figures(site, hub, path, role):
    answer = site.ask("GET", path, cookie(hub, role) if role else None)
    assert answer.status_code == (404 if role else 401)
    assert "Park" not in answer.text


@pytest.mark.parametrize("page", ["figures", "gaps"])
@pytest.mark.parametrize("role", [Role.GUEST, Role.MEMBER])
def test_the_pages_are_not_there_for_others(hub, gap, page, role):
    body = view_of(reader(hub, role), page, {}).body
    assert "Diese Seite gibt es nicht" in body
    assert "sonnenuhrwerk" not in body


def test_an_editor_prints_the_report_and_takes_the_table(site, hub):
    token = cookie(hub, Role.EDITOR)
    page, sheet = (site.ask("GET", f"{path}?year=2026", token) for path in PATHS)
    wrong = site.ask("GET", "/figures/report?year=1492", token)
    assert page.status_code == sheet.status_code == wrong.status_code == 200
    assert "Einträge nach Sammlung" in page.text
    assert "Geheim" not in page.text + sheet.text
    assert "unsafe-inline" not in page.headers["content-security-policy"]
    assert sheet.headers["content-disposition"] == 'attachment; filename="zahlen-2026.csv"'


@pytest.mark.parametrize(
    ("language", "title"), [("de", "Zahlen für 2026"), ("en", "Figures for 2026")]
)
def test_every_chart_is_a_table_with_a_name(hub, language, title):
    body = view_of(reader(hub, Role.EDITOR, language), "figures", {"year": ["2026"]}).body
    soup = BeautifulSoup(body, "html.parser")
    assert soup.h1.get_text() == title
    for table in soup.select("table"):
        assert soup.find(id=table["aria-labelledby"]).name == "h2"
        assert all(row.th["scope"] == "row" for row in table.select("tbody tr"))
    assert soup.select(".track[aria-hidden=true] > span[style]")


def test_a_filter_names_no_collection_that_is_not_open(hub):
    query = Query("Nebelhorn", Filters({"collection": ("geheim",)}))
    hub.figures.search(hub.search(query, EVERYTHING))
    hub.figures.recorder.wait()
    bodies = [view_of(reader(hub, role), "gaps", {}).body for role in (Role.EDITOR, Role.ADMIN)]
    assert ["nebelhorn" in body for body in bodies] == [False, True]
    assert "geheim" not in bodies[0]


def test_a_gap_is_closed_and_opened_again(site, hub, gap):
    soup = BeautifulSoup(view_of(reader(hub, Role.CURATOR), "gaps", {}).body, "html.parser")
    assert "sonnenuhrwerk" in soup.get_text()
    assert "Sie findet noch immer nichts." in soup.get_text()
    answer = send(site, hub, Role.EDITOR, gap=gap, state="open", do="done")
    assert answer.status_code == 200
    params = parse_qs(urlsplit(answer.json()["next"]).query)
    assert gap not in {g.key for g in hub.figures.gaps.list()}
    body = view_of(reader(hub, Role.EDITOR), "gaps", params).body
    undo = BeautifulSoup(body, "html.parser").select_one(".notice form")
    assert undo.select_one("button")["value"] == "open"
    assert send(site, hub, Role.EDITOR, gap=gap, state="open", do="open").status_code == 200
    assert gap in {g.key for g in hub.figures.gaps.list()}


@pytest.mark.parametrize(
    ("role", "fields", "status"),
    [
        (Role.MEMBER, {"do": "done"}, 404),
        (Role.EDITOR, {"do": "nonsense"}, 400),
        (Role.EDITOR, {"do": "done", "gap": "0" * 16}, 400),
    ],
)
def test_bad_forms_change_nothing(site, hub, gap, role, fields, status):
    before = hub.figures.gaps.list(GapState.OPEN)
    answer = send(site, hub, role, **{"gap": gap, "state": "open", **fields})
    assert answer.status_code == status
    assert hub.figures.gaps.list(GapState.OPEN) == before
