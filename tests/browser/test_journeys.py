"""The main job from end to end, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import arrived, enter, go, log_in, search

pytestmark = pytest.mark.browser


def test_the_main_job(page: Page, context, site, watch):
    log_in(page, site)
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator(".card")).to_have_count(11)

    search(page, "Messer")
    all_hits = number_of_hits(page)
    page.get_by_role("checkbox", name="Sicherheit im Bahnhofsviertel").check()
    expect(page.locator(".chips li")).to_have_count(1)
    in_collection = number_of_hits(page)
    page.get_by_role("checkbox", name="Veranstaltung").check()
    expect(page.locator(".chips li")).to_have_count(2)
    assert 0 < number_of_hits(page) < in_collection < all_hits
    assert page.locator(".hit").count() == number_of_hits(page)
    narrowed = page.url

    title = page.locator(".hit h3 a").first.inner_text()
    page.locator(".hit h3 a").first.click()
    expect(page.locator("h1")).to_have_text(title)
    expect(page).to_have_title(re.compile(re.escape(title)))

    other = context.new_page()
    other.goto(page.url)
    arrived(other)
    expect(other.locator("h1")).to_have_text(title)
    other.close()

    page.go_back()
    expect(page.locator(".chips li")).to_have_count(2)
    assert page.url == narrowed

    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_contain_text("for “Messer”")
    assert page.url == narrowed
    expect(page.get_by_role("checkbox", name="Event", exact=False).first).to_be_visible()

    page.get_by_role("link", name="Log out").click()
    page.wait_for_url("**/login**")
    page.goto(narrowed)
    page.wait_for_url("**/login?next=**")
    assert title not in page.content()
    assert watch.complaints == []


def number_of_hits(page: Page) -> int:
    found = re.match(r"\d+", page.locator("h1").inner_text())
    return int(found.group()) if found else 0


@pytest.mark.thorough
def test_a_guest_sees_nothing_of_other_collections(page: Page, site):
    enter(page, site)
    expect(page.locator(".card")).to_have_count(1)
    expect(page.locator(".lead").first).to_contain_text("1 Sammlung")
    search(page, "Sicherheit")
    names = page.locator("#facet-collection label").all_inner_texts()
    assert [name.partition("\xa0(")[0] for name in names] == ["Messergewalt im öffentlichen Raum"]
    of_others = "Nächtliches Feiern"
    assert of_others not in page.locator("body").inner_text()

    page.locator("#q").press_sequentially(" Nachtb", delay=30)
    page.locator("#q").fill("")
    page.locator("#q").press_sequentially("Nachtbürgermeister", delay=20)
    page.wait_for_timeout(1500)
    assert page.locator("#q-list li").count() == 0

    for address in (
        "/collection?id=nachtleben",
        "/resource?id=bruessel-midi-aktionsplan",
        "/resource?id=no-such-thing",
    ):
        go(page, site, address)
        expect(page.locator("h1")).to_have_text("Nicht gefunden")
        assert of_others not in page.locator("body").inner_text()
    go(page, site, "/search?collection=nachtleben")
    expect(page.locator("h1")).to_contain_text("Keine Treffer")
    assert of_others not in page.locator("body").inner_text()

    go(page, site, "/collection?id=messergewalt")
    first = page.locator(".hit h3 a").first
    title = first.inner_text()
    first.click()
    expect(page.locator("h1")).to_have_text(title)
    for name in page.locator(".related .in").all_inner_texts():
        assert name == "Messergewalt im öffentlichen Raum"
    assert of_others not in page.locator("body").inner_text()


def test_with_the_keyboard_only(page: Page, site):
    page.goto(f"{site.address}/login")
    page.locator("input[name=email]").focus()
    page.keyboard.type("kim@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type("sieben Laternen am Platz")
    page.keyboard.press("Enter")
    arrived(page)
    expect(page.locator("#q")).to_be_focused()

    page.keyboard.type("Messer")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("für „Messer“")
    expect(page.locator("#q")).to_be_focused()

    tab_to(page, "Messergewalt im öffentlichen Raum (")
    page.keyboard.press("Space")
    expect(page.locator(".chips li")).to_have_count(1)
    assert "Messergewalt im öffentlichen Raum (" in spoken(page)  # the focus has stayed
    expect(page.get_by_role("status")).to_contain_text("Treffer")
    page.keyboard.press("Space")
    expect(page.locator(".chips")).to_have_count(0)

    jump = page.get_by_role("link", name="Zu den Treffern springen")
    jump.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_be_focused()
    title = page.locator(".hit h3 a").first.inner_text()
    tab_to(page, title)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("h1")).to_be_focused()

    page.locator("body").press("Control+Home")
    page.get_by_role("link", name="Zum Inhalt springen").focus()
    tab_to(page, "Abmelden")
    page.keyboard.press("Enter")
    page.wait_for_url("**/login**")


def spoken(page: Page) -> str:
    """What a screen reader would say of the focused element, roughly."""
    return page.evaluate(
        """() => {
          const e = document.activeElement;
          const name = e.labels?.length ? e.labels[0].innerText : e.innerText || "";
          return name.replace(/\\s+/g, " ");
        }"""
    )


def tab_to(page: Page, name: str) -> None:
    for _ in range(120):
        page.keyboard.press("Tab")
        if name in spoken(page):
            return
    raise AssertionError(f"{name!r} is not reached by the Tab key")


def test_suggestions_by_keyboard(member: Page, site):
    go(member, site, "/")
    member.locator("#q").press_sequentially("Bahnhofsv", delay=20)
    expect(member.locator("#q-list li").first).to_contain_text("Bahnhofsviertel")
    expect(member.locator("#q")).to_have_attribute("aria-expanded", "true")
    member.keyboard.press("ArrowDown")
    chosen = member.locator("#q").get_attribute("aria-activedescendant")
    expect(member.locator(f"#{chosen}")).to_have_attribute("aria-selected", "true")
    member.keyboard.press("Escape")
    expect(member.locator("#q-list")).to_be_hidden()
    member.locator("#q").press_sequentially("i", delay=20)
    expect(member.locator("#q-list")).to_be_visible()
    expect(member.locator("#q-list li").first).to_contain_text("Bahnhofsviertel")
    member.keyboard.press("ArrowDown")
    member.keyboard.press("Enter")
    expect(member.locator(".chips li, .resource").first).to_be_visible()


def test_a_view_survives_reload_and_history(member: Page, site):
    go(member, site, "/search?q=Gewalt&type=method&sort=newest")
    heading = member.locator("h1").inner_text()
    member.reload()
    arrived(member)
    expect(member.locator("h1")).to_have_text(heading)
    expect(member.locator("#q")).to_have_value("Gewalt")
    expect(member.get_by_role("checkbox", name="Methode")).to_be_checked()
    expect(member.locator(".sorting [aria-current]")).to_have_text("Neueste zuerst")

    member.get_by_role("link", name="Filter entfernen: Art: Methode").click()
    expect(member.locator(".chips")).to_have_count(0)
    wider = member.locator("h1").inner_text()
    member.get_by_role("link", name="Nächste Seite").click()
    expect(member.locator(".paging [aria-current=page]")).to_contain_text("2")
    member.go_back()
    expect(member.locator(".paging [aria-current=page]")).to_contain_text("1")
    member.go_back()
    expect(member.locator("h1")).to_have_text(heading)
    member.go_forward()
    expect(member.locator("h1")).to_have_text(wider)


@pytest.mark.thorough
def test_two_quick_clicks_both_count(member: Page, site):
    go(member, site, "/search?q=Sicherheit")
    member.evaluate(
        """() => {
          for (const value of ["method", "project"])
            document.querySelector(`input[name="type"][value="${value}"]`).click();
        }"""
    )
    expect(member.locator(".chips li")).to_have_count(2)
    assert "type=method&type=project" in member.url


@pytest.mark.thorough
def test_years_by_hand(member: Page, site):
    go(member, site, "/search?q=Sicherheit&type=news")
    member.locator("#facet-year summary").first.click()
    member.get_by_label("Von Jahr").fill("2019")
    member.get_by_label("Bis Jahr").fill("2021")
    member.get_by_role("button", name="Anwenden").click()
    expect(member.get_by_role("link", name="Filter entfernen: 2019 bis 2021")).to_be_visible()
    assert member.url.endswith("/search?q=Sicherheit&type=news&from=2019&to=2021")


def test_a_citation_is_copied_and_saved(member: Page, site):
    member.context.grant_permissions(["clipboard-read", "clipboard-write"])
    go(member, site, "/resource?id=messer-machen-moerder-berlin")
    member.get_by_text("Zitieren").click()
    member.get_by_role("button", name="Kopieren (BibTeX)").click()
    expect(member.get_by_role("status")).to_have_text("Kopiert")
    assert member.evaluate("navigator.clipboard.readText()").startswith("@techreport{messer-machen")
    with member.expect_download() as download:
        member.get_by_role("button", name="Speichern (RIS)").click()
    assert download.value.suggested_filename == "messer-machen-moerder-berlin.ris"
    saved = download.value.path().read_bytes()
    assert saved.startswith(b"TY  - RPRT\r\n")
    assert saved.endswith(b"ER  - \r\n")
