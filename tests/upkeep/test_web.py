"""The forms of upkeep over the real routes and the gate: what they do, and who may not."""

from urllib.parse import parse_qs, urlsplit

import pytest

from hub.accounts import Role
from hub.model import Status
from tests.upkeep.conftest import SOFT, Browser, World

SECRET = "Laternen STRENG VERTRAULICH"


def parts(answer) -> dict[str, str]:
    """The address that an answer goes on to, as names and values."""
    assert answer.status_code == 200, answer.text
    return {k: v[-1] for k, v in parse_qs(urlsplit(answer.json()["next"]).query).items()}


def form(world: World, id: str, **typed: str) -> dict[str, str]:
    """The form of a resource as it is opened, with what is typed over it."""
    resource = world.hub.catalogue().resources[id]
    return {
        "resource": id,
        "version": world.hub.upkeep.version(resource),
        "f-title": resource.title,
        "f-type": resource.type.value,
        "f-home": resource.home,
        "f-tags": "\n".join(resource.tags),
        "f-summary": resource.summary or "",
        "f-status": resource.status.value,
        "f-successor": "",
        "do": "save",
        **typed,
    }


# Who may not


@pytest.mark.parametrize("role", [None, Role.GUEST, Role.MEMBER])
def test_nobody_but_editors_finds_anything(world: World, role):
    world.put("offen", title="Laternen OFFEN")
    world.hub.refresh()
    browser = world.browser(role)
    answers = [
        browser.get("/bulk?q=Laternen"),
        browser.get("/edit/find?words=Laternen"),
        browser.plain("/bulk?q=Laternen", do="preview", which="all", deed="reviewed"),
        browser.soft("/worklist/do", do="reviewed", resource="offen"),
        browser.soft("/edit/save", **form(world, "offen", **{"f-title": "Anders"})),
    ]
    for answer in answers:
        assert answer.status_code == 404 if role else answer.status_code in (303, 401)
        assert "OFFEN" not in answer.text
    assert world.now("offen").title == "Laternen OFFEN"
    assert world.now("offen").reviewed is None


def test_an_editor_reaches_nothing_that_is_not_open_to_them(world: World):
    world.put("zu", title=SECRET, collections=("geheim",))
    world.put("auf", title="Laternen AUF")
    world.hub.refresh()
    editor = world.browser(Role.EDITOR)
    hidden = [
        editor.soft("/worklist/do", do="reviewed", resource="zu"),
        editor.soft("/worklist/do", do="supersede", resource="auf", successor="zu"),
        editor.soft("/worklist/do", do="supersede", resource="auf", successor=SECRET),
        editor.soft("/edit/save", **form(world, "zu")),
        editor.soft("/edit/save", **form(world, "auf", **{"f-home": "geheim"})),
        editor.get("/edit/find?words=Laternen"),
        editor.get("/bulk?q=Laternen"),
        editor.plain("/bulk?q=Laternen", do="preview", which="all", deed="reviewed"),
        editor.plain("/bulk", do="preview", chosen="zu", deed="reviewed"),
    ]
    for answer in hidden:
        assert "VERTRAULICH" not in answer.text.replace("„Laternen STRENG VERTRAULICH“ bez", "")
    assert [a.status_code for a in hidden] == [400, 400, 400, 400, 400, 200, 200, 200, 400]
    assert world.now("zu").reviewed is None
    assert world.now("auf").superseded_by is None


def test_a_form_without_its_proof_does_nothing(world: World):
    world.put("a")
    editor = world.browser(Role.EDITOR)
    for to in ("/worklist/do", "/edit/save"):
        answer = editor.post(to, data={"do": "reviewed", "resource": "a"}, headers=SOFT)
        assert answer.status_code == 403
    elsewhere = {**SOFT, "Origin": "https://elsewhere.example"}
    data = {"csrf": editor.proof, "do": "reviewed", "resource": "a"}
    assert editor.post("/worklist/do", data=data, headers=elsewhere).status_code == 403
    assert editor.post("/bulk", data={**data, "deed": "reviewed"}).status_code in (400, 403)
    assert world.now("a").reviewed is None


# The next step


def test_a_review_is_one_change_and_is_taken_back_by_whoever_made_it(world: World):
    before = world.put("a", title="Leitfaden A")
    erika, otto = world.browser(Role.EDITOR, "Erika"), world.browser(Role.CURATOR, "Otto")
    here = "/worklist?kind=due&id=b"
    told = parts(erika.soft("/worklist/do", do="reviewed", resource="a", here=here))
    assert (told["done"], told["of"], told["kind"], told["id"]) == ("reviewed", "a", "due", "b")
    assert world.now("a").reviewed == world.hub.upkeep.today().isoformat()
    change = world.hub.history.change(int(told["change"]))
    assert (change.by.name, change.what.kind) == ("Erika", "resource.reviewed")
    assert change.what.values == {"title": "Leitfaden A"}
    stranger = otto.soft("/worklist/do", do="undo", change=told["change"], here=here)
    assert stranger.status_code == 400
    assert world.now("a").reviewed is not None
    undone = parts(erika.soft("/worklist/do", do="undo", change=told["change"], here=here))
    assert undone["done"] == "undone"
    assert world.now("a") == before
    again = erika.soft("/worklist/do", do="undo", change=told["change"])
    assert again.status_code == 400
    for nonsense in ("", "x", "99999999999999999999", "-1"):
        assert erika.soft("/worklist/do", do="undo", change=nonsense).status_code == 400


def test_where_to_go_on_is_always_one_of_our_pages(world: World):
    world.put("a")
    editor = world.browser(Role.EDITOR)
    for here in ("https://elsewhere.example/", "//elsewhere.example", "/logout", "/worklist/../x"):
        answer = editor.soft("/worklist/do", do="withdraw", resource="a", here=here)
        assert urlsplit(answer.json()["next"]).netloc == ""
        assert urlsplit(answer.json()["next"]).path in ("/worklist", "/")
        world.put("a")


def test_withdrawing_and_replacing(world: World):
    world.put("alt", title="Leitfaden, erste Auflage")
    world.put("neu", title="Leitfaden, zweite Auflage")
    editor = world.browser(Role.EDITOR)
    done = editor.soft(
        "/worklist/do", do="supersede", resource="alt", successor="leitfaden, ZWEITE auflage"
    )
    assert parts(done)["done"] == "superseded"
    assert world.now("alt").superseded_by == "neu"
    circle = editor.soft("/worklist/do", do="supersede", resource="neu", successor="alt")
    assert circle.status_code == 400
    assert "im Kreis" in circle.json()["error"]
    nothing = editor.soft("/worklist/do", do="supersede", resource="neu", successor=" ")
    assert nothing.status_code == 400
    assert editor.soft("/worklist/do", do="withdraw", resource="neu").status_code == 200
    assert world.now("neu").status is Status.WITHDRAWN
    assert editor.soft("/worklist/do", do="nonsense", resource="neu").status_code == 400


def test_typing_finds_resources_by_their_titles(world: World):
    world.put("nachtbus", title="Nachtbusse im Umland", publisher="Stadt Ulm", date="2024")
    world.put("nachtlicht", title="Licht in der Nacht", keywords=("Nachtbusse",))
    world.hub.refresh()
    editor = world.browser(Role.EDITOR)
    found = editor.get("/edit/find", params={"words": "Nachtbu", "but": "x"}).json()["found"]
    assert found[0] == {
        "id": "nachtbus",
        "title": "Nachtbusse im Umland",
        "facts": "Stadt Ulm · 2024",
    }
    found = editor.get("/edit/find", params={"words": "Nachtbusse", "but": "nachtbus"}).json()
    assert [each["id"] for each in found["found"]] == ["nachtlicht"]
    for words in ("", " ", "\0", '"', "x" * 5000):
        assert editor.get("/edit/find", params={"words": words}).status_code == 200


# One resource


def test_every_field_of_the_form_reaches_the_file(world: World):
    world.put("m", type="method", collections=("park",), notes="bleibt")
    editor = world.browser(Role.EDITOR)
    typed = {
        "f-title": "Methode M",
        "f-tags": "Beleuchtung\nQuarzuhrwerk",
        "f-home": "bahnhof",
        "f-summary": "Zwei Zeilen,\r\nmit Umbruch.",
        "f-evidence.step": "proven",
        "f-evidence.source": "Grüne Liste Prävention",
        "f-evidence.economic_cost": "120 Euro je Klasse",
        "f-status": "draft",
    }
    told = parts(editor.soft("/edit/save", **form(world, "m", **typed)))
    assert told["done"] == "edited"
    now = world.now("m")
    assert (now.title, now.tags, now.keywords) == ("Methode M", ("lighting",), ("Quarzuhrwerk",))
    assert (now.home, now.summary) == ("bahnhof", "Zwei Zeilen,\nmit Umbruch.")
    assert now.evidence is not None
    assert now.evidence.economic_cost == "120 Euro je Klasse"
    assert (now.status, now.notes) == (Status.DRAFT, "bleibt")
    assert now.updated is not None
    file = world.hub.folder.folder / "bahnhof" / "m.yaml"
    assert "economic_cost: 120 Euro je Klasse" in file.read_text("utf-8")
    undo = editor.soft("/worklist/do", do="undo", change=told["change"])
    assert undo.status_code == 200
    assert world.now("m").home == "park"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"f-evidence.step": "proven"}, "braucht ihre Quelle"),
        ({"f-evidence.step": "miracle", "f-evidence.source": "x"}, "„Wirksamkeit einer Methode“"),
        ({"f-title": " "}, "„Titel“"),
        ({"f-date": "gestern"}, "„gestern“ passt nicht in das Feld „Veröffentlicht“"),
        ({"f-event.start": "2026-05-02", "f-event.end": "2026-05-01"}, "bevor sie beginnt"),
        ({"f-home": "atlantis"}, "nicht aus diesem Formular"),
        ({"f-successor": "gibt es nicht"}, "keine einzelne Ressource"),
        ({"f-successor.id": "m"}, "nicht sich selbst"),
        ({}, "nichts geändert"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_changes(world: World, typed, said):
    before = world.put("m", type="method")
    answer = world.browser(Role.EDITOR).soft("/edit/save", **form(world, "m", **typed))
    assert answer.status_code == 400
    assert said in answer.json()["error"]
    assert world.now("m") == before


def test_saving_as_reviewed_counts_as_a_review(world: World):
    world.put("m")
    told = parts(world.browser(Role.EDITOR).soft("/edit/save", **form(world, "m", do="reviewed")))
    assert world.now("m").reviewed == world.hub.upkeep.today().isoformat()
    assert world.hub.history.change(int(told["change"])).what.kind == "resource.reviewed"


def test_what_one_may_not_see_stays(world: World):
    world.put("zu", title=SECRET, collections=("geheim",))
    world.put("halb", collections=("geheim", "park"), superseded_by="zu")
    editor = world.browser(Role.EDITOR)
    fields = form(world, "halb", **{"f-home": "park", "f-title": "Halb offen"})
    assert editor.soft("/edit/save", **fields).status_code == 200
    now = world.now("halb")
    assert (now.title, now.collections, now.superseded_by) == (
        "Halb offen",
        ("geheim", "park"),
        "zu",
    )


def both(world: World, one: dict[str, str], other: dict[str, str]) -> tuple[Browser, dict]:
    """Two editors open the same form; ``one`` saves first. What the other one is led to."""
    world.put("c", title="Alt", summary="Alt.", tags=())
    erika, otto = world.browser(Role.EDITOR, "Erika"), world.browser(Role.EDITOR, "Otto")
    first, second = form(world, "c", **one), form(world, "c", **other)
    assert erika.soft("/edit/save", **first).status_code == 200
    return otto, parts(otto.soft("/edit/save", **second))


def test_two_editors_lose_nothing(world: World):
    otto, told = both(
        world,
        {"f-title": "Von Erika", "f-tags": "Beleuchtung"},
        {"f-title": "Von Otto", "f-summary": "Von Otto."},
    )
    assert (told["taken"], told["clashes"]) == ("tags", "title")
    assert world.now("c").title == "Von Erika"
    draft = world.hub.ingest.drafts.get(told["draft"]).resource
    assert (draft.title, draft.summary, draft.tags) == ("Von Otto", "Von Otto.", ("lighting",))
    again = form(world, "c", version=told["version"], draft=told["draft"])
    again |= {"f-title": draft.title, "f-summary": draft.summary or ""}
    assert otto.soft("/edit/save", **again).status_code == 200
    now = world.now("c")
    assert (now.title, now.summary, now.tags) == ("Von Otto", "Von Otto.", ("lighting",))
    assert told["draft"] not in world.hub.ingest.drafts._files.ids()


def test_a_hand_in_the_file_is_another_editor(world: World):
    world.put("c", title="Alt")
    fields = form(world, "c", **{"f-title": "Im Formular"})
    file = world.hub.folder.folder / "park" / "c.yaml"
    file.write_text(file.read_text("utf-8").replace("Alt", "Mit der Hand"), "utf-8")
    told = parts(world.browser(Role.EDITOR).soft("/edit/save", **fields))
    assert "title" in told["clashes"]
    assert world.now("c").title == "Mit der Hand"
