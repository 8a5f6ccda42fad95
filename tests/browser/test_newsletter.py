"""A curator in a real browser: from a search to a sent mail, and what that mail looks like."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from hub.accounts import Account, Role
from hub.core import Hub, open_hub
from hub.curation.newsletter.editing import AddFree
from hub.curation.newsletter.templating import begin
from hub.settings import Settings
from tests.browser.driving import PATIENCE, arrived, go, log_in, search
from tests.browser.serving import PASSWORD, Site, serving
from tests.browser.test_pages import check, settled
from tests.curation.newsletter.post_office import PostOffice, post_office
from tests.people import person, session

pytestmark = pytest.mark.browser
CURATOR = "kora@example.org"
#: A mail has no menu and no foot of its own.
PAGES_ONLY = ("no main", "no banner", "no navigation", "no contentinfo", "no search", "more than")
#: Where pictures are kept, for those who want to look at them.
PICTURES = os.environ.get("HUB_TEST_PICTURES", "")


@pytest.fixture(scope="module")
def office() -> Iterator[PostOffice]:
    with post_office() as office:
        yield office


@pytest.fixture(scope="module")
def served(
    browser: Browser, tmp_path_factory, office: PostOffice
) -> Iterator[tuple[Site, Hub, list[Account]]]:
    """A hub of its own with two curators and a mail server, and the same hub in this process."""
    folder = tmp_path_factory.mktemp("newsletter")
    mail = {
        "smtp_host": "127.0.0.1",
        "smtp_port": office.port,
        "smtp_tls": "none",
        "smtp_timeout_seconds": 5,
        "mail_from": "Hub <hub@example.org>",
        "public_url": "http://hub.example",  # with https, cookies would not come here
    }
    with serving(folder, **mail) as site:
        hub = open_hub(Settings(collections=folder / "collections", data=folder / "data"))
        hub.accounts.add(CURATOR, Role.CURATOR, name="Kora Muster", password=PASSWORD)
        people = [hub.accounts.account(CURATOR)]
        people.append(person(hub, Role.CURATOR, "bo@example.org", "Bo Beispiel"))
        yield site, hub, people


@pytest.fixture(scope="module")
def desk(served) -> Site:
    return served[0]


@pytest.fixture
def curator(browser: Browser, desk: Site, watch) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE")
    context.set_default_timeout(PATIENCE)
    context.on("page", watch.follow)
    page = context.new_page()
    log_in(page, desk, CURATOR)
    yield page
    context.close()


@pytest.fixture
def second(browser: Browser, served) -> Iterator[Page]:
    """The window of the second curator."""
    site, hub, people = served
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE")
    context.set_default_timeout(PATIENCE)
    token = session(hub, people[1])
    context.add_cookies([{"name": "hub_session", "value": token, "url": site.address}])
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def draft(served) -> str:
    """The address of a draft with two free entries, beside an issue that everybody may read."""
    _, hub, (kora, _) = served
    desk = hub.curation.desk
    template = begin("Offen für alle", "de").model_copy(
        update={"archive_open": True, "imprint": "Netzwerk, Musterstadt"}
    )
    desk.newsletters.save(template)
    for number in (1, 2):
        desk.new_issue(kora, template.id)
        for title in ("Ein erster Beitrag", "Ein zweiter Beitrag"):
            entry = AddFree("praxis", title, "https://example.org/x", "Zwei Sätze dazu.")
            desk.edit(kora, template.id, number, entry)
        if number == 1:
            desk.archive(kora, template.id, 1)
    return f"/issue?newsletter={template.id}&number=2"


def picture(page: Page, name: str) -> None:
    """The page at the widths of a desk and of a telephone, and that it fits in."""
    arrived(page)  # before, Streamlit's own landmarks stand there, too
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, f"{name} is wider than {width}"
        if PICTURES:
            main = page.locator('[data-testid="stMain"]')
            height = main.evaluate("e => e.scrollHeight") if main.count() else 900
            page.set_viewport_size({"width": width, "height": max(900, min(height, 4000))})
            page.wait_for_timeout(400)
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})
    for rule in ("rules", "contrast"):
        assert page.evaluate(check(rule)) == [], f"{name}: {rule}"


def test_from_a_search_to_a_sent_mail(curator: Page, desk: Site, office, browser, watch):
    page = curator
    go(page, desk, "/search")
    search(page, "Messer")
    page.get_by_text("Diese Suche speichern").click()
    page.get_by_label("Name der Suche").fill("Messer im Blick")
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.locator(".saved-view")).to_contain_text("Die Suche ist gespeichert.")

    page.get_by_role("link", name="Newsletter", exact=True).click()
    expect(page.locator("h1")).to_have_text("Newsletter")
    page.get_by_label("Titel").fill("Stadt & Sicherheit")
    picture(page, "1-newsletters")
    page.get_by_role("button", name="Beginnen", exact=True).click()
    expect(page.locator("h1")).to_have_text("Stadt & Sicherheit")

    # the saved search feeds a section
    section = page.locator(".shelf", has_text="Praxis und Projekte")
    section.get_by_text("Bearbeiten").click()
    section.get_by_label("Gespeicherte Suche hinzufügen").select_option("Messer im Blick")
    section.get_by_role("button", name="Rubrik speichern").click()
    expect(page.locator(".notice")).to_contain_text("Die Rubrik ist gespeichert.")
    expect(page.locator(".shelf", has_text="Praxis und Projekte")).to_contain_text(
        "Messer im Blick"
    )
    page.get_by_label("Impressum").fill("Netzwerk Stadt & Sicherheit\nMusterstraße 1, Musterstadt")
    page.get_by_role("button", name="Texte speichern").click()
    expect(page.locator(".notice")).to_contain_text("Die Texte sind gespeichert.")
    picture(page, "2-newsletter")

    page.get_by_label("Sammeln, was in den Hub kam seit").fill("2000-01-01")
    page.get_by_role("button", name="Nächste Ausgabe beginnen").click()
    expect(page.locator(".notice")).to_contain_text("Die Ausgabe ist begonnen.")
    practice = page.locator("section", has=page.get_by_role("heading", name="Praxis und Projekte"))
    for _ in range(3):
        before = practice.locator(".entry-card").count()
        rest = practice.locator("details[id^=rest-]")
        if rest.get_attribute("open") is None:
            rest.locator("summary").click()
        practice.get_by_role("button", name=re.compile("^Aufnehmen")).first.click()
        expect(practice.locator(".entry-card")).to_have_count(before + 1)

    # reordered by the keyboard: the focus stays with the entry that moves, and nothing is lost that
    # was typed into another form
    practice.get_by_text("Freien Eintrag hinzufügen").click()
    page.locator("#free-praxis-title").fill("Noch nicht hinzugefügt")
    titles = [box.input_value() for box in practice.get_by_label("Titel", exact=True).all()[:3]]
    up = practice.get_by_role("button", name=f"Nach oben: {titles[2]}", exact=True)
    up.press("Enter")
    expect(practice.get_by_label("Titel", exact=True).nth(1)).to_have_value(titles[2])
    expect(up).to_be_focused()
    expect(page.locator("#free-praxis-title")).to_have_value("Noch nicht hinzugefügt")

    # own words, saved while they are written
    card = practice.locator(".entry-card").first
    card.get_by_label("Ihr Text").fill("Unser eigener Satz über dieses Projekt.")
    expect(card.locator(".saving")).to_have_text(re.compile(r"Gespeichert um \d\d:\d\d"))
    last = practice.locator(".entry-card").nth(1)
    last.get_by_label("Ihr Text").press_sequentially("Getippt ")
    # typed a moment ago, and not lost by a button elsewhere
    practice.get_by_role("button", name=f"Weglassen: {titles[1]}", exact=True).click()
    expect(practice.locator(".entry-card")).to_have_count(2)
    expect(practice.locator(".entry-card").nth(1).get_by_label("Ihr Text")).to_have_value(
        re.compile("Getippt")
    )
    page.get_by_text("Titel, Einleitung, Schluss, Impressum").click()
    page.locator("#text-introduction").fill("Guten Tag,\n\ndas ist neu.")
    expect(page.locator("#form-introduction .saving")).to_contain_text("Gespeichert um")
    page.reload()
    expect(practice.locator(".entry-card")).to_have_count(2)
    expect(practice.locator(".entry-card").first.get_by_label("Ihr Text")).to_have_value(
        "Unser eigener Satz über dieses Projekt."
    )
    picture(page, "3-issue")

    # a free entry, and one found by search
    events = page.locator("section", has=page.get_by_role("heading", name=re.compile("^Termine")))
    events.get_by_text("Freien Eintrag hinzufügen").click()
    events.get_by_label("Titel", exact=True).last.fill("Jahrestagung <b>2027</b>")
    events.get_by_role("button", name="Eintrag hinzufügen", exact=True).click()
    expect(events.locator(".entry-card")).to_have_count(1)
    page.get_by_text("Etwas aus dem Hub hinzufügen").click()
    page.locator("#find").fill("Nachtleben")
    page.locator("#find").press("Enter")
    expect(page.locator("#add-found .left-entry").first).to_be_visible()

    with page.expect_navigation():
        page.get_by_role("link", name="Vorschau und Dateien").click()
    frame = page.frame_locator(".narrow-frame")
    expect(frame.locator("h1")).to_have_text("Stadt & Sicherheit")
    expect(frame.get_by_text("Unser eigener Satz")).to_be_visible()
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / "4-preview.png", full_page=True)
    page.get_by_role("link", name="Zurück zur Ausgabe").click()

    page.get_by_role("link", name="Verschicken …").click()
    expect(page.get_by_role("button", name="Ins Archiv stellen")).to_be_visible()
    picture(page, "5-send")
    page.get_by_role("button", name="Testmail an mich").click()
    expect(page.locator(".notice")).to_contain_text("Die Testmail ist zu Ihnen unterwegs.")
    ((recipient, message),) = office.envelopes
    assert recipient == CURATOR
    page.get_by_role("button", name="Ins Archiv stellen").click()
    expect(page.locator("#main")).to_contain_text("Sie lässt sich nicht mehr ändern.")
    expect(page.locator("#main")).not_to_contain_text("Der Versand hat begonnen.")
    go(page, desk, "/archive")
    expect(page.get_by_role("link", name="Ausgabe 1: Stadt & Sicherheit")).to_be_visible()
    picture(page, "6-archive")
    assert watch.complaints == []
    look_at_mail(browser, message.get_body(("html",)).get_content())


@pytest.mark.thorough
def test_two_curators_at_once_lose_nothing(curator: Page, second: Page, desk: Site, draft: str):
    for page in (curator, second):
        go(page, desk, draft)
        page.get_by_text("Titel, Einleitung, Schluss, Impressum").click()
    for name, card in (("introduction", "#form-introduction"), ("blurb-free-1", "#write-free-1")):
        field = f"#text-{name}" if name == "introduction" else f"#{name}"
        curator.locator(field).fill("Koras Worte")
        expect(curator.locator(f"{card} .saving")).to_contain_text("Gespeichert um")
        second.locator(field).fill("Bos Worte")
        late = second.locator(f"{card} .saving")
        expect(late).to_contain_text("Jemand anders hat diesen Text geändert")
        second.locator(field).press_sequentially(" und mehr")
        with second.expect_response("**/issue/*"):
            second.locator(field).blur()
    late.get_by_role("link", name="Beide Fassungen zeigen").click()
    both = second.locator("#issue-texts .notice")
    expect(both).to_contain_text("Bos Worte und mehr")
    expect(second.locator("#text-introduction")).to_have_value("Koras Worte")
    both.get_by_role("button", name="Diese Fassung nehmen").click()
    expect(second.locator("#text-introduction")).to_have_value("Bos Worte und mehr")
    expect(second.locator("#text-introduction")).to_be_focused()
    entry = second.locator("#entry-free-1")
    expect(entry.locator(".notice")).to_contain_text("Fassung von Bo Beispiel")
    entry.get_by_role("button", name="Behalten, was unten steht").click()
    expect(entry.locator(".notice")).to_have_count(0)
    expect(second.locator("#blurb-free-1")).to_have_value("Koras Worte")


@pytest.mark.thorough
def test_a_text_that_does_not_fit_is_not_lost(curator: Page, desk: Site, draft: str):
    go(curator, desk, draft)
    card = curator.locator("#entry-free-2")
    card.get_by_label("Ihr Text").fill("zu viel " * 500)
    expect(card.locator(".saving")).to_contain_text("zu lang")
    up = curator.get_by_role("button", name="Nach oben: Ein zweiter Beitrag", exact=True)
    up.click()
    expect(card.get_by_label("Titel", exact=True)).to_be_focused()  # held until it is settled
    expect(curator.locator(".entry-card").nth(1)).to_have_id("entry-free-2")
    expect(card.get_by_label("Ihr Text")).to_have_value("zu viel " * 500)
    card.get_by_label("Ihr Text").fill("Kurz.")
    up.click()
    expect(curator.locator(".entry-card").first).to_have_id("entry-free-2")
    expect(card.get_by_label("Ihr Text")).to_have_value("Kurz.")


#: What no page of the desk says in German.
ENGLISH = re.compile(
    r"\b(the|and|is|are|of|to|your|issues?|sections?|entry|entries|draft|sent|choose|save[ds]?"
    r"|searches|subscribers?|closing|imprint|archive|preview|mail as|plain text)\b",
    re.IGNORECASE,
)


def test_pages_around_an_issue_are_sound_and_german(curator: Page, desk: Site, draft: str):
    for address in (draft, f"{draft}&view=send", "/newsletter?id=offen-fur-alle", "/archive"):
        go(curator, desk, address)
        words = curator.evaluate(check("own_words"))
        assert ENGLISH.findall(words) == [], address
        for scheme in ("light", "dark"):
            curator.emulate_media(color_scheme=scheme)
            assert [curator.evaluate(check("rules")), settled(curator, "contrast")] == [[], []]
    for address in (
        "/newsletter/offen-fur-alle",
        "/newsletter/offen-fur-alle?asked=1",
        "/newsletter/offen-fur-alle/1",
        "/newsletter/keiner",
        "/mail/confirm/abgeschnitten",
        "/mail/leave/abgeschnitten",
        draft.replace("/issue", "/issue/preview"),
    ):
        curator.goto(desk.address + address)
        assert ENGLISH.findall(curator.inner_text("body")) == [], address
        for scheme in ("light", "dark"):
            curator.emulate_media(color_scheme=scheme)
            for width in (1280, 390):
                curator.set_viewport_size({"width": width, "height": 900})
                assert curator.evaluate("document.documentElement.scrollWidth") <= width, address
                assert unsound(curator) == [], (address, scheme)


def unsound(page: Page) -> list[str]:
    """What is wrong with a page or mail that is not made by Streamlit."""
    found = []
    for rule in ("rules", "contrast"):
        # the pages of the hub stand in #root and .hub, these in the body alone
        source = check(rule).replace('document.getElementById("root")', "document.body")
        source = source.replace('e.closest(".hub")', "e.closest('body')")
        found += [w for w in page.evaluate(source) if not w.startswith(PAGES_ONLY)]
    return found


def look_at_mail(browser: Browser, html: str) -> None:
    """The mail at the widths of a desk and of a telephone, light and dark: it fits and is legible,
    and asks for nothing."""
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        for width in (600, 360):
            page.set_viewport_size({"width": width, "height": 900})
            page.set_content(html)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert unsound(page) == [], f"{scheme}, {width}"
            if PICTURES:
                page.screenshot(path=Path(PICTURES) / f"mail-{scheme}-{width}.png", full_page=True)
        assert [url for url in asked if not url.startswith("data:")] == []
        context.close()
