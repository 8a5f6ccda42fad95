"""An editor's morning in a real browser: add a page, add a file, judge the inbox."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from hub.accounts import Role
from hub.core import open_hub
from hub.history import Doer, What
from hub.ingest.model import Item
from hub.ingest.options import Options
from hub.settings import Settings
from tests.browser.driving import PATIENCE, arrived, go, log_in, visit
from tests.browser.serving import PASSWORD, Site, serving
from tests.ingest.site import Site as Pages
from tests.ingest.site import article, pdf
from tests.ingest.site import serving as serving_pages

pytestmark = pytest.mark.browser
EDITOR = "erika@example.org"


@pytest.fixture(scope="module")
def pages() -> Iterator[Pages]:
    with serving_pages() as pages:
        yield pages


@pytest.fixture(scope="module")
def desk(browser: Browser, tmp_path_factory, pages: Pages) -> Iterator[tuple[Site, Settings]]:
    """A hub of its own with an editor, and three proposals in the inbox."""
    folder = tmp_path_factory.mktemp("desk")
    with serving(folder, fetch_open_hosts="127.0.0.1", fetch_pause_ms=0) as site:
        settings = Settings(
            collections=folder / "collections",
            data=folder / "data",
            fetch_open_hosts="127.0.0.1",
            fetch_pause_ms=0,
        )
        hub = open_hub(settings)
        hub.accounts.add(EDITOR, Role.EDITOR, name="Erika Muster", password=PASSWORD)
        titles = ("Nachtwege in Mannheim", "Lichtkonzept Altstadt", "Werbung für Schlösser")
        for number, title in enumerate(titles):
            pages.put(f"/{number}.html", article(title))
        items = [Item("probe", str(n), f"{pages.base}/{n}.html") for n in range(3)]
        assert hub.ingest.take(items, Options(name="probe")).ok
        hub.ingest.close()
        yield site, settings


@pytest.fixture(scope="module")
def state(browser: Browser, desk) -> Any:
    """The cookies of the editor who has logged in."""
    context = browser.new_context(locale="de-DE")
    log_in(context.new_page(), desk[0], EDITOR)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def editor(browser: Browser, desk, state, watch) -> Iterator[Page]:
    window = {"width": 1280, "height": 900}
    context = browser.new_context(viewport=window, locale="de-DE", storage_state=state)
    context.set_default_timeout(PATIENCE)
    context.on("page", watch.follow)
    page = context.new_page()
    go(page, desk[0], "/")
    yield page
    context.close()


def test_a_pasted_address_becomes_a_resource(editor: Page, desk, pages, watch):
    site, _ = desk
    address = pages.put("/neu.html", article("Waffenverbotszone am Neckartor"))
    editor.locator(".menu summary", has_text="Redaktion").click()
    editor.locator(".menu").get_by_role("link", name="Hinzufügen").click()
    expect(editor.locator("h1")).to_have_text("Ressource hinzufügen")
    editor.get_by_label("Webadresse").fill(address)
    editor.get_by_role("button", name="Einlesen").click()
    expect(editor.locator("h1")).to_have_text("Prüfen und speichern")
    expect(editor.get_by_label("Titel", exact=True)).to_have_value("Waffenverbotszone am Neckartor")
    expect(editor.locator(".foreign")).to_contain_text("Was andere darüber schreiben.")
    expect(editor.get_by_label("Zusammenfassung in eigenen Worten")).to_have_value("")
    expect(editor.locator(".extracted")).to_contain_text("Streetwork")
    editor.get_by_label("Zusammenfassung in eigenen Worten").fill("Was das Quarzuhrwerk lehrt.")
    editor.locator(".offers label", has_text="Waffenverbotszone").locator("input").check()
    editor.get_by_label("Sammlung", exact=True).select_option("messergewalt")
    editor.get_by_role("button", name="Speichern", exact=True).click()
    expect(editor.locator(".notice")).to_contain_text("Gespeichert")
    editor.locator(".saved a").click()
    expect(editor.locator("h1")).to_have_text("Waffenverbotszone am Neckartor")
    expect(editor.locator(".summary")).to_have_text("Was das Quarzuhrwerk lehrt.")
    expect(editor.locator(".fields")).to_contain_text("Text erfasst")
    go(editor, site, "/search?q=Quarzuhrwerk")
    expect(editor.locator(".hit")).to_have_count(1)
    assert watch.complaints == []


@pytest.mark.thorough
def test_a_wrong_date_is_said_beside_the_form_and_nothing_is_lost(editor: Page, desk, pages):
    site, _ = desk
    go(editor, site, "/add")
    editor.get_by_label("Webadresse").fill(pages.put("/d.html", article("Ein falsches Datum")))
    editor.get_by_role("button", name="Einlesen").click()
    editor.get_by_label("Veröffentlicht").fill("gestern")
    editor.get_by_role("button", name="Speichern", exact=True).click()
    expect(editor.get_by_role("alert").filter(has_text="gestern")).to_be_visible()
    expect(editor.get_by_label("Veröffentlicht")).to_have_value("gestern")
    editor.get_by_role("button", name="Verwerfen").click()
    expect(editor.locator(".notice")).to_contain_text("Verworfen")


@pytest.mark.thorough
def test_an_address_in_the_own_network_is_refused(editor: Page, desk):
    go(editor, desk[0], "/add")
    editor.get_by_label("Webadresse").fill("http://169.254.169.254/latest/meta-data/")
    editor.get_by_role("button", name="Einlesen").click()
    expect(editor.get_by_role("alert").filter(has_text="169.254.169.254")).to_be_visible()


def test_a_file_goes_into_the_inbox(editor: Page, desk):
    site, settings = desk
    go(editor, site, "/add")
    content = pdf("Handreichung Nachtbusse\nWie Busse in der Nacht sicherer werden.")
    editor.get_by_label("Datei").set_input_files(
        {"name": "nachtbusse.pdf", "mimeType": "application/pdf", "buffer": content}
    )
    editor.get_by_role("button", name="Einlesen").click()
    expect(editor.locator(".extracted")).to_contain_text("Wie Busse in der Nacht")
    editor.get_by_label("Titel", exact=True).fill("Handreichung Nachtbusse")
    editor.get_by_role("button", name="In den Eingang legen").click()
    expect(editor.locator(".notice")).to_contain_text("Eingang")
    assert (settings.data / "inbox" / "nachtbusse.json").is_file()


def test_the_inbox_is_judged_by_single_keys(editor: Page, desk, watch):
    site, settings = desk
    go(editor, site, "/inbox")
    before = editor.locator(".waiting li").count()
    expect(editor.locator(".inbox")).to_be_focused()
    first = editor.locator(".open h2").first.inner_text()
    editor.keyboard.press("n")
    expect(editor.locator(".open h2").first).not_to_have_text(first)
    editor.keyboard.press("p")
    expect(editor.locator(".open h2").first).to_have_text(first)
    expect(editor.locator(".inbox")).to_be_focused()
    editor.keyboard.press("a")
    expect(editor.locator(".notice[role=status]")).to_contain_text("Aufgenommen")
    expect(editor.locator(".waiting li")).to_have_count(before - 1)
    expect(editor.locator(".inbox")).to_be_focused()
    editor.keyboard.press("r")
    expect(editor.locator("#reason")).to_be_focused()
    editor.keyboard.type("Werbung")
    editor.keyboard.press("Enter")
    expect(editor.locator(".notice[role=status]")).to_contain_text("Abgelehnt")
    expect(editor.locator(".waiting li")).to_have_count(before - 2)
    decided = [d.action for d in open_hub(settings).ingest.decisions.latest()]
    assert decided[:2] == ["rejected", "accepted"]
    assert watch.complaints == []


@pytest.mark.thorough
def test_runs_say_what_became_of_each_thing(editor: Page, desk):
    go(editor, desk[0], "/runs")
    expect(editor.locator(".runs tbody tr")).to_have_count(1)
    editor.locator(".runs tbody a").click()
    expect(editor.locator(".outcomes li")).to_have_count(3)
    editor.get_by_role("link", name=re.compile("fehlgeschlagen")).click()
    expect(editor.locator(".outcomes li")).to_have_count(0)


@pytest.mark.thorough
def test_members_find_no_editors_pages(page: Page, desk):
    site, _ = desk
    log_in(page, site)
    assert page.get_by_role("link", name="Eingang").count() == 0
    for address in ("/add", "/inbox", "/runs", "/worklist", "/edit?id=x", "/history"):
        page.goto(site.address + address)
        arrived(page)
        expect(page.locator("h1")).to_have_text("Nicht gefunden")
    paths = ("/add/look", "/add/save", "/inbox/decide", "/inbox/several", "/worklist/do")
    for path in (*paths, "/edit/save", "/history/do"):
        answer = page.request.post(site.address + path, form={"id": "x", "do": "accept"})
        assert answer.status == 404
        assert answer.text() == ""


def test_a_round_of_reviews_by_single_keys(editor: Page, desk, watch):
    site, settings = desk
    go(editor, site, "/worklist?kind=not-assessed")
    expect(editor.locator(".worklist")).to_be_focused()
    title, notice = editor.locator(".open h2"), editor.locator(".with-undo > p")
    first, id = title.inner_text(), editor.locator(".open h2 a").get_attribute("href")
    before = editor.locator(".occasions [aria-current] .count").inner_text()
    editor.keyboard.press("j")
    expect(title).not_to_have_text(first)
    second = title.inner_text()
    editor.keyboard.press("k")
    expect(title).to_have_text(first)
    editor.keyboard.press("r")
    expect(notice).to_have_text(f"„{first}“: heute geprüft.")
    expect(title).to_have_text(second)
    editor.keyboard.press("u")
    expect(notice).to_have_text("Zurückgenommen. Alles ist wie zuvor.")

    visit(editor, f"/worklist?kind=not-assessed&{id.partition('?')[2]}")
    editor.keyboard.press("e")
    expect(editor.locator("h1")).to_have_text("Ressource bearbeiten")
    editor.get_by_label("Wirksamkeit einer Methode").select_option("theory")
    editor.get_by_label("Wirksamkeit: wer das sagt").fill("Grüne Liste Prävention")
    editor.get_by_role("button", name="Speichern", exact=True).click()
    expect(notice).to_contain_text("ist gespeichert")
    expect(title).to_have_text(second)
    expect(editor.locator(".occasions [aria-current] .count")).not_to_have_text(before)
    saved = open_hub(settings).catalogue().resources[id.partition("=")[2]]
    assert saved.evidence_step == "theory"

    editor.keyboard.press("s")
    editor.keyboard.type("Messergewalt")
    expect(editor.locator(".found-list li").first).to_be_visible()
    editor.keyboard.press("ArrowDown")
    chosen = editor.locator(".found-list [aria-selected=true]").inner_text()
    editor.keyboard.press("Enter")
    expect(editor.locator("#chooser")).not_to_have_value("Messergewalt")
    assert chosen.startswith(editor.locator("#chooser").input_value())
    editor.keyboard.press("Enter")
    expect(notice).to_contain_text(f"„{second}“ verweist auf den Nachfolger")
    editor.keyboard.press("u")
    expect(notice).to_have_text("Zurückgenommen. Alles ist wie zuvor.")
    told = [change.what.kind for change in open_hub(settings).history.changes(limit=5)]
    assert told == [
        *("undo.done", "resource.superseded", "resource.edited"),
        *("undo.done", "resource.reviewed"),
    ]
    assert watch.complaints == []


def test_many_hits_are_changed_at_once_and_changed_back(editor: Page, desk):
    site, settings = desk
    go(editor, site, "/search?q=Messergewalt&type=news")
    number = int(editor.locator("h1").inner_text().split()[0])
    editor.get_by_role("link", name="Mehrere ändern").click()
    expect(editor.locator("h1")).to_have_text("Mehrere Ressourcen ändern")
    editor.get_by_label(f"Alle {number} Treffer").check()
    editor.get_by_label("Als heute geprüft vermerken").check()
    editor.get_by_role("button", name="Vorschau").click()
    expect(editor.locator(".sums")).to_contain_text(f"{number} Ressourcen würden sich ändern")
    expect(editor.locator("button[value=apply]")).to_be_focused()
    editor.keyboard.press("Enter")
    expect(editor.locator(".notice")).to_contain_text(f"{number} Ressourcen sind geändert")
    assert reviewed_today(settings) == number
    editor.get_by_role("button", name="Rückgängig machen").click()
    expect(editor.locator(".notice")).to_have_text("Zurückgenommen. Alles ist wie zuvor.")
    assert reviewed_today(settings) == 0


def reviewed_today(settings: Settings) -> int:
    hub = open_hub(settings)
    today = hub.upkeep.today().isoformat()
    return sum(r.reviewed == today for r in hub.catalogue().resources.values())


@pytest.mark.thorough
def test_a_change_is_undone_and_an_earlier_state_comes_back(editor: Page, desk, watch):
    site, settings = desk
    hub = open_hub(settings)
    id = next(iter(hub.catalogue().resources))
    before = hub.catalogue().resources[id]
    new = before.model_copy(update={"title": "Ganz anders"})
    what = What("resource.edited", {"title": before.title})
    change = hub.history.apply(hub.folder.changes_of(new), by=Doer(), what=what)

    go(editor, site, "/history")
    link = editor.locator(f"a[href$='change={change.id}']")
    entry = editor.locator(".history li", has_text=f"„{before.title}“ bearbeitet", has=link)
    entry.get_by_role("link", name="Rückgängig machen …").click()
    expect(editor.locator(".differences ins")).to_contain_text("Ganz anders")
    editor.get_by_role("button", name="Diese Änderung rückgängig machen").click()
    expect(editor.locator(".notice")).to_contain_text("rückgängig gemacht")
    assert hub.reload().resources[id].title == before.title

    go(editor, site, "/history")
    expect(editor.locator(".history li").first).to_contain_text("Erika Muster")
    go(editor, site, f"/resource?id={id}")
    editor.locator(".editing").get_by_role("link", name="Verlauf").click()
    expect(editor.locator("h1")).to_have_text(f"Verlauf von „{before.title}“")
    state = editor.locator(".states > li", has=editor.locator(f"a[href$='change={change.id}']"))
    state.get_by_role("link", name="Diesen Stand wiederherstellen …").click()
    editor.get_by_role("button", name="Diesen Stand wiederherstellen").click()
    expect(editor.locator("h1")).to_have_text("Verlauf von „Ganz anders“")
    assert hub.reload().resources[id].title == "Ganz anders"
    assert watch.complaints == []
