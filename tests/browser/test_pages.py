"""Every page: nothing from elsewhere, no complaint, no overflow, sound for assistive tools."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import arrived, go, visit

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/search",
    "/search?q=Messer&collection=messergewalt",
    "/search?q=Quarzuhrwerk&type=news",
    "/collection?id=messergewalt",
    "/resource?id=messer-machen-moerder-berlin",
    "/resource?id=no-such-thing",
    "/no-such-page",
]


CHECKS = Path(__file__).parent / "checks"


def check(name: str) -> str:
    """A check that runs in the page; its value is a list of what is wrong."""
    lines = (CHECKS / f"{name}.js").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("//"))


#: English words of Streamlit and of our English pages that have no business on German ones.
ENGLISH = re.compile(
    r"\b(search|hits?|filters|skip|content|deploy|rerun|stop|running|connecting|settings|print"
    r"|log (in|out)|collections|resources|page|topic|found by|press enter)\b",
    re.IGNORECASE,
)
GERMAN = re.compile(
    r"\b(suche|treffer|sammlung(en)?|einträge|abmelden|gefunden über|thema|zielgruppe|springen)\b",
    re.IGNORECASE,
)


def test_nothing_comes_from_elsewhere_and_nobody_complains(member: Page, site, watch):
    for address in PAGES:
        go(member, site, address)
    member.locator("#q").press_sequentially("Messer", delay=20)
    expect(member.locator("#q-list li").first).to_be_visible()
    own = urlsplit(site.address).netloc
    elsewhere = {
        url
        for url in watch.requests
        if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).netloc != own
    }
    assert len(watch.requests) > 50
    assert elsewhere == set()
    assert watch.complaints == []


def test_no_page_is_wider_than_its_window(member: Page, site):
    go(member, site, "/search?q=Gewalt")
    for address in PAGES:
        visit(member, address)
        for width in (1440, 768, 390, 320):
            member.set_viewport_size({"width": width, "height": 800})
            widths = member.evaluate(
                """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
                    .map((e) => e.scrollWidth)"""
            )
            assert max(widths) <= width, (address, width)


def settled(page: Page, name: str) -> list[str]:
    """What a check finds once the page has taken on its colours; a slow machine needs a while."""
    found: list[str] = page.evaluate(check(name))
    for _ in range(50):
        if not found:
            break
        page.wait_for_timeout(200)
        found = page.evaluate(check(name))
    return found


def test_pages_are_sound_for_assistive_tools(member: Page, site):
    go(member, site, "/search?q=Gewalt")
    for address in PAGES:
        visit(member, address)
        assert member.evaluate(check("rules")) == [], address
        for scheme in ("light", "dark"):
            member.emulate_media(color_scheme=scheme)
            assert settled(member, "contrast") == [], (address, scheme)


@pytest.mark.parametrize(
    ("language", "foreign"), [("de", ENGLISH), ("en", GERMAN)], ids=["de", "en"]
)
def test_each_language_is_whole(member: Page, site, language, foreign):
    member.goto(f"{site.address}/language?to={language}&next=/search?q=Gewalt")
    arrived(member)
    for address in PAGES:
        visit(member, address)
        expect(member.locator("html")).to_have_attribute("lang", language)
        words = member.evaluate(check("own_words"))
        assert len(words) > 60
        assert foreign.findall(words) == [], address


@pytest.mark.thorough
def test_filters_of_a_narrow_window_wait_behind_a_button(member: Page, site):
    member.set_viewport_size({"width": 390, "height": 800})
    go(member, site, "/search?q=Messer")
    box = member.get_by_role("checkbox", name="Methode")
    expect(box).to_be_hidden()
    button = member.get_by_role("button", name="Filter", exact=True)
    expect(button).to_have_attribute("aria-expanded", "false")
    button.click()
    box.check()
    expect(member.locator(".chips li")).to_have_count(1)
    expect(member.get_by_role("checkbox", name="Methode")).to_be_checked()  # still unfolded
    expect(button).to_have_attribute("aria-expanded", "true")


def test_streamlits_own_trimmings_are_gone(member: Page, site):
    go(member, site, "/")
    for words in ("Deploy", "Made with Streamlit", "Skip to main content"):
        expect(member.get_by_text(words)).to_be_hidden()
    expect(member.get_by_test_id("stToolbar")).to_be_hidden()
