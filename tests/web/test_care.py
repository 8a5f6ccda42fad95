"""Editors change the thesaurus by plain forms; nobody else finds the page."""

import re
import shutil
import time

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from hub.accounts import Role
from hub.core import open_hub
from hub.model import EVERYTHING, Query
from hub.settings import Settings
from hub.web import middleware
from hub.web.care import care_routes
from tests.looping import run
from tests.people import make_database, person, session
from tests.ui.texts_in_code import ROOT

EDIT = "/thesaurus/edit"
ORIGIN = "http://testserver"


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    root = tmp_path_factory.mktemp("care")
    shutil.copytree(ROOT / "collections", root / "collections")
    for folder in (root / "collections").iterdir():  # two of them suffice, and load sooner
        if folder.is_dir() and folder.name not in ("messergewalt", "nachtleben"):
            shutil.rmtree(folder)
    make_database(root / "data")
    hub = open_hub(Settings(collections=root / "collections", data=root / "data"))
    hub.refresh()
    for role in (Role.MEMBER, Role.EDITOR, Role.CURATOR, Role.ADMIN):
        person(hub, role)
    return hub


class Browser:
    """Somebody's browser before the app; it follows no redirect."""

    def __init__(self, app, token):
        self.app = app
        self.token = token

    def ask(self, method, path, **more):
        async def answer():
            transport = httpx.ASGITransport(self.app)
            cookies = {"hub_session": self.token} if self.token else {}
            async with httpx.AsyncClient(
                transport=transport, base_url=ORIGIN, cookies=cookies
            ) as client:
                return await client.request(method, path, **more)

        return run(answer())

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, **more):
        return self.ask("POST", path, **more)


@pytest.fixture
def browser(hub):
    """Makes the browser of somebody of a role, behind the real gate."""
    app = Starlette(
        routes=care_routes(hub),
        middleware=[Middleware(m.cls, *m.args, **m.kwargs) for m in middleware(hub)],
    )

    def make(role=Role.EDITOR):
        return Browser(app, session(hub, hub.accounts.account(f"{role.value}@example.org")))

    return make


@pytest.fixture
def file(hub):
    """The file of the thesaurus; it is as before after the test."""
    file = hub.settings.collections / "thesaurus.yaml"
    before = file.read_bytes()
    yield file
    file.write_bytes(before)
    hub.reload()


def fields(page):
    """What the form of a page holds."""
    form = page.text.split('<form method="post"', 1)[1].split("</form>", 1)[0]
    found = dict(re.findall(r'name="(\w+)"[^>]*? value="([^"]*)"', form))
    areas = re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>(.*?)</textarea>', form, re.DOTALL)
    return {k: v.replace("&#39;", "'") for k, v in {**found, **dict(areas)}.items()} | {
        "action": "save"
    }


def post(client, data, **headers):
    return client.post(EDIT, data=data, headers={"origin": ORIGIN, **headers})


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_member_finds_no_such_page(browser, method):
    answer = getattr(browser(Role.MEMBER), method)(f"{EDIT}?concept=knives")
    assert answer.status_code == 404
    assert "Messer" not in answer.text
    assert "Thesaurus" not in answer.text


def test_nobody_gets_in_without_a_session(hub, browser):
    client = browser()
    client.token = ""
    assert client.get(f"{EDIT}?concept=knives").status_code == 401
    assert client.post(EDIT).status_code == 401


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CURATOR, Role.ADMIN])
def test_those_who_care_see_the_concept(browser, role):
    page = browser(role).get(f"{EDIT}?concept=knives")
    assert page.status_code == 200
    shown = fields(page)
    assert (shown["label_de"], shown["label_en"], shown["label_fr"]) == (
        "Messer",
        "knife",
        "couteau",
    )
    assert "Klinge" in shown["synonyms_de"].split("\n")
    assert shown["broader"] == "Waffe"
    assert 'lang="de"' in page.text


def test_a_saved_word_counts_at_the_next_search(hub, browser, file):
    client = browser()
    assert hub.search(Query("Feitel"), EVERYTHING).complete == 0
    lines = file.read_text("utf-8").splitlines()
    data = fields(client.get(f"{EDIT}?concept=knife-violence"))
    data["synonyms_de"] += "\r\n Feitel "
    answer = post(client, data)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/thesaurus?concept=knife-violence&done=saved",
    )
    found = hub.search(Query("Feitel"), EVERYTHING)
    assert found.total > 0
    assert any(why.grade in ("synonym", "tag") for why in found.hits[0].why)
    after = file.read_text("utf-8").splitlines()
    (changed,) = [line for line in after if line not in lines]
    assert '"Feitel"' in changed
    assert len(after) == len(lines)


def test_a_preview_saves_nothing(browser, file):
    client = browser()
    before = file.read_bytes()
    data = fields(client.get(f"{EDIT}?concept=knives"))
    data |= {"action": "preview", "label_de": "Feitelmesserchen", "synonyms_de": "Messergewalt"}
    refused = post(client, data)
    assert refused.status_code == 400
    assert "„Messergewalt“ (de) steht in" in refused.text
    page = post(client, data | {"synonyms_de": "Klinge", "broader": "Waffe\nWaffenverbotszone"})
    assert page.status_code == 200
    assert "Das fände eine Suche nach „Feitelmesserchen“" in page.text
    assert fields(page)["label_de"] == "Feitelmesserchen"
    assert file.read_bytes() == before


def test_a_new_concept_comes_and_goes(hub, browser, file):
    client = browser()
    data = fields(client.get(EDIT)) | {
        "label_de": "Nebelkerze",
        "label_en": "Smoke Bomb",
        "related": "Silvester",
    }
    assert post(client, data).headers["location"] == "/thesaurus?concept=smoke-bomb&done=saved"
    assert hub.catalogue().thesaurus.get("smoke-bomb").related == ("new-years-eve",)
    again = post(client, data)
    assert again.status_code == 409
    assert "So steht er jetzt in der Datei" in again.text
    gone = fields(client.get(f"{EDIT}?concept=smoke-bomb")) | {"action": "delete"}
    assert post(client, gone).headers["location"] == "/thesaurus?done=deleted"
    assert "smoke-bomb" not in hub.catalogue().thesaurus


def test_what_goes_is_forgotten_by_others_and_what_is_used_stays(hub, browser, file):
    client = browser()
    used = fields(client.get(f"{EDIT}?concept=knife-violence")) | {"action": "delete"}
    refused = post(client, used)
    assert refused.status_code == 400
    assert "verschlagwortet" in refused.text
    unused = fields(client.get(f"{EDIT}?concept=weapons")) | {"action": "delete"}
    assert post(client, unused).status_code == 303
    concepts = hub.catalogue().thesaurus.by_id
    assert not [c.id for c in concepts.values() if "weapons" in (*c.broader, *c.related)]
    assert not hub.thesaurus.check().errors


def test_what_somebody_else_changed_is_shown_and_not_overwritten(browser, file):
    client = browser()
    mine = fields(client.get(f"{EDIT}?concept=knives")) | {"label_de": "Mein Messer"}
    file.write_text(
        file.read_text("utf-8").replace('{de: "Messer",', '{de: "Ihr Messer",'), "utf-8"
    )
    page = post(client, mine)
    assert page.status_code == 409
    assert "inzwischen geändert" in page.text
    assert "Ihr Messer" in page.text
    assert fields(page)["label_de"] == "Mein Messer"
    assert "Mein Messer" not in file.read_text("utf-8")
    assert post(client, fields(page)).status_code == 303
    assert "Mein Messer" in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"label_en": " "}, "deutsche und die englische Bezeichnung"),
        ({"label_de": "Messergewalt"}, "gehört schon zu „knife-violence“"),
        ({"broader": "Mondstaub"}, "keinen Begriff „Mondstaub“"),
        ({"broader": "Messer"}, "führen zu ihm selbst zurück"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_changes(browser, file, change, words):
    client = browser()
    before = file.read_bytes()
    data = fields(client.get(f"{EDIT}?concept=knives")) | change
    page = post(client, data)
    assert page.status_code == 400
    assert words in page.text
    assert fields(page)["synonyms_de"] == data["synonyms_de"]
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("data", "headers", "status"),
    [
        ({"csrf": "wrong"}, {}, 403),
        ({}, {"origin": "https://evil.example.org"}, 403),
        ({"note_de": "x" * 70_000}, {}, 413),
    ],
)
def test_foreign_and_huge_forms_change_nothing(browser, file, data, headers, status):
    client = browser()
    before = file.read_bytes()
    shown = fields(client.get(f"{EDIT}?concept=knives"))
    assert post(client, shown | {"label_de": "X"} | data, **headers).status_code == status
    assert file.read_bytes() == before


def test_a_broken_file_is_not_edited(hub, browser, file):
    client = browser()
    data = fields(client.get(f"{EDIT}?concept=knives"))
    file.write_text(file.read_text("utf-8") + "- id: [\n", "utf-8")
    time.sleep(0.1)
    assert client.get(f"{EDIT}?concept=knives").status_code == 409
    assert post(client, data).status_code == 400
    assert file.read_text("utf-8").endswith("- id: [\n")
