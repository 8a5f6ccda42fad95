"""The page for many resources, as a browser without a script uses it."""

import re

import httpx
import pytest
from bs4 import BeautifulSoup

from hub.accounts import Role
from tests.upkeep.conftest import Browser, World


def soup(answer: httpx.Response) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html.parser")


def fields_of(page: BeautifulSoup) -> dict[str, list[str]]:
    """What the form of the preview sends."""
    found: dict[str, list[str]] = {}
    for field in page.select("form input[type=hidden]"):
        found.setdefault(field["name"], []).append(field["value"])
    return found


@pytest.fixture
def editor(world: World) -> Browser:
    for number in range(3):
        world.put(f"bank-{number}", title=f"Parkbank {number}", tags=())
    world.put("bank-3", title="Parkbank 3", tags=("lighting",))
    world.hub.refresh()
    return world.browser(Role.EDITOR, "Erika")


HERE = "/bulk?q=Parkbank"


def preview(editor: Browser, **fields: object) -> httpx.Response:
    return editor.plain(HERE, do="preview", **fields)


def test_the_hits_of_the_search_can_be_ticked(editor, world):
    world.put("bank-0", title="Parkbank 0", tags=(), date="2024-05")
    page = soup(editor.get(HERE))
    assert "Mai 2024" in page.select_one(".ticks").get_text()
    assert "4 Treffer" in page.get_text()
    assert {box["value"] for box in page.select("input[name=chosen]")} == {
        f"bank-{number}" for number in range(4)
    }
    assert page.select_one("main a")["href"] == "/search?q=Parkbank"
    for field in page.select("form.bulk :is(input:not([type=hidden]), select)"):
        named = page.select_one(f"label[for='{field.get('id')}']") or field.find_parent("label")
        assert named, field
    options = {option["value"] for option in page.select("#add-collection option")}
    assert options == {"", "park", "bahnhof"}


def test_a_preview_changes_nothing_and_the_click_does_it_as_one_change(editor, world):
    shown = preview(editor, which="all", deed="add-tag", **{"add-tag": "beleuchtung"})
    page = soup(shown)
    assert shown.status_code == 200
    assert page.h1.get_text() == "Thema „Beleuchtung“ hinzufügen"
    sums = [li.get_text(strip=True) for li in page.select(".sums li")]
    assert sums == ["3 Ressourcen würden sich ändern", "1 ist schon so"]
    assert world.now("bank-0").tags == ()
    done = editor.plain(HERE, do="apply", **fields_of(page))
    assert done.status_code == 303
    assert all(world.now(f"bank-{n}").tags == ("lighting",) for n in range(4))
    told = soup(editor.get(done.headers["location"]))
    assert "Erledigt: 3 Ressourcen sind geändert." in told.get_text()
    (latest,) = world.hub.history.changes(limit=1)
    assert (latest.by.name, latest.what.kind, latest.files) == ("Erika", "bulk.add-tag", 3)
    assert latest.what.values == {"number": 3, "name": "Beleuchtung"}
    undone = editor.plain(HERE, do="undo", change=told.select_one("input[name=change]")["value"])
    assert "Zurückgenommen" in editor.get(undone.headers["location"]).text
    assert [world.now(f"bank-{n}").tags for n in (0, 3)] == [(), ("lighting",)]


def test_only_what_is_ticked_is_changed(editor, world):
    fields = {"which": "ticked", "chosen": ["bank-1", "bank-2"], "deed": "move-collection"}
    page = soup(preview(editor, **fields, source="park", **{"move-collection": "bahnhof"}))
    assert len(page.select("table.rows tbody tr")) == 2
    assert editor.plain(HERE, do="apply", **fields_of(page)).status_code == 303
    homes = [world.now(f"bank-{n}").home for n in range(4)]
    assert homes == ["park", "bahnhof", "bahnhof", "park"]
    assert (world.hub.folder.folder / "bahnhof" / "bank-1.yaml").is_file()
    assert not (world.hub.folder.folder / "park" / "bank-1.yaml").exists()


def test_what_cannot_be_changed_is_named_with_its_reason(editor, world):
    world.put("bank-0", title="Parkbank 0", collections=("park", "bahnhof"))
    fields = {"which": "all", "deed": "remove-collection", "remove-collection": "park"}
    page = soup(preview(editor, **fields))
    refused = page.select("section[aria-labelledby=refused-title] li")
    assert len(refused) == 3
    assert "in keiner Sammlung mehr" in refused[0].get_text()
    assert editor.plain(HERE, do="apply", **fields_of(page)).status_code == 303
    assert [world.now(f"bank-{n}").collections for n in (0, 1)] == [("bahnhof",), ("park",)]


def test_what_changed_since_the_preview_is_shown_anew(editor, world):
    page = soup(preview(editor, which="all", deed="set-type", **{"set-type": "project"}))
    world.put("bank-1", title="Parkbank 1, neu")
    again = editor.plain(HERE, do="apply", **fields_of(page))
    assert again.status_code == 409
    assert "Seit der Vorschau" in again.text
    assert world.now("bank-0").type.value == "document"
    done = editor.plain(HERE, do="apply", **fields_of(soup(again)))
    assert done.status_code == 303
    assert world.now("bank-1").type.value == "project"
    assert world.now("bank-1").title == "Parkbank 1, neu"


def test_what_makes_no_sense_is_said_and_what_was_chosen_stays(editor, world):
    chosen = {"which": "ticked", "chosen": ["bank-2"], "deed": "add-tag", "add-tag": "Unfug"}
    answer = preview(editor, **chosen)
    page = soup(answer)
    assert answer.status_code == 400
    assert "„Unfug“" in page.select_one(".error").get_text().replace("'", "„", 1).replace("'", "“")
    assert [box["value"] for box in page.select("input[name=chosen][checked]")] == ["bank-2"]
    assert page.select_one("#add-tag")["value"] == "Unfug"
    nothing = preview(editor, which="ticked", deed="reviewed")
    assert "Haken Sie zuerst" in nothing.text
    assert preview(editor, which="all", deed="poem").status_code == 400
    assert editor.plain(HERE, do="poem", which="all", deed="reviewed").status_code == 400
    assert editor.plain(HERE, do="apply", which="all", deed="reviewed").status_code == 409
    assert world.now("bank-2").reviewed is None


def test_going_back_keeps_what_was_chosen(editor):
    page = soup(preview(editor, which="all", deed="set-status", **{"set-status": "withdrawn"}))
    back = soup(editor.plain(HERE, do="back", **fields_of(page)))
    assert back.select_one("input[name=which][checked]")["value"] == "all"
    assert back.select_one("#set-status [selected]")["value"] == "withdrawn"


def test_titles_are_only_text(editor, world):
    world.put("bank-0", title='Parkbank <script>alert(1)</script> "')
    for answer in (editor.get(HERE), preview(editor, which="all", deed="reviewed")):
        assert "<script>" not in answer.text
        assert re.search("Parkbank &lt;script&gt;", answer.text)


def test_a_search_without_hits_offers_nothing(editor):
    page = soup(editor.get("/bulk?q=Quarzuhrwerk"))
    assert "nichts zu ändern" in page.get_text()
    assert not page.select("form")
