"""What only a real browser shows: the policy lets Streamlit work, and an ended session leaves."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import PASSWORD

pytestmark = pytest.mark.browser


def watched(browser: Browser, site, **options) -> tuple[Page, list[str]]:
    """A page, and what it asked of others or the policy stopped."""
    page = browser.new_context(**options).new_page()
    wrong: list[str] = []
    own = (site.address, site.address.replace("http", "ws"), "data:", "blob:")
    page.on("request", lambda r: None if r.url.startswith(own) else wrong.append(r.url))
    page.on("console", lambda m: wrong.append(m.text) if "Content Security" in m.text else None)
    page.on("pageerror", lambda e: wrong.append(str(e)))
    return page, wrong


def log_in(page, site, email, path="/"):
    page.goto(site.address + path)
    assert page.evaluate("document.activeElement.id") == "email"
    page.keyboard.type(email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Treasure of the hub")).to_be_visible(timeout=30_000)


def test_streamlit_works_behind_the_gate_and_calls_nobody(browser, site, tmp_path):
    site.accounts.add("browser1@example.org", password=PASSWORD)
    page, wrong = watched(browser, site)
    log_in(page, site, "browser1@example.org", "/search?q=Messer%20A")
    assert page.url == f"{site.address}/search?q=Messer%20A"
    assert page.evaluate("document.documentElement.lang") == "de"
    expect(page.get_by_text("cookie", exact=True)).to_be_visible()
    page.get_by_role("button", name="Again").click()
    expect(page.get_by_text("once more")).to_be_visible()
    page.set_input_files(
        "input[type=file]", {"name": "note.txt", "mimeType": "text/plain", "buffer": b"x"}
    )
    expect(page.get_by_text("note.txt")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="File").first.click()
    assert download.value.path().read_bytes() == b"treasure in a file"
    for menu in ("Deploy", "Rerun", "Made with"):
        assert page.get_by_text(menu).count() == 0
    assert page.locator("[data-testid=stMainMenu]").count() == 0
    assert wrong == []


def test_an_open_page_goes_to_the_login_page_when_its_session_ends(browser, site):
    email = "browser2@example.org"
    site.accounts.add(email, password=PASSWORD)
    page, _ = watched(browser, site)
    log_in(page, site, email, "/search?q=Messer")
    site.accounts.set_password(email)
    expect(page.get_by_role("heading", name="Anmelden")).to_be_visible(timeout=15_000)
    assert page.url == f"{site.address}/login?next=/search%3Fq%3DMesser"
    assert page.get_by_text("Treasure").count() == 0


@pytest.mark.parametrize(("width", "scale"), [(360, 1), (1280, 4)])
def test_the_login_page_needs_no_sideways_scrolling(browser, site, width, scale):
    page, wrong = watched(browser, site, viewport={"width": width // scale, "height": 700})
    page.goto(site.address + "/login")
    page.get_by_text("Zugangscode").first.click()
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width // scale
    for field in ("email", "password", "code"):
        box = page.locator(f"#{field}").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width // scale
    assert wrong == []
