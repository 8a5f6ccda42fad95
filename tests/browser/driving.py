"""A real Chromium, and the steps that tests and pictures share."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.serving import EMAIL, PASSWORD, Site

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 30_000  #: milliseconds for anything to appear on a busy machine


def chromium() -> str | None:
    """The path of the system's Chromium, if there is one."""
    named = os.environ.get("HUB_CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def browsing() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def log_in(page: Page, site: Site, email: str = EMAIL) -> None:
    """Come in, as a member unless another is named; the start page shows."""
    page.goto(f"{site.address}/login")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    arrived(page)


def enter(page: Page, site: Site) -> None:
    """Come in as a guest with an access code."""
    page.goto(f"{site.address}/login")
    page.locator("summary").click()
    page.locator("input[name=code]").fill(site.code)
    page.locator("input[name=code]").press("Enter")
    arrived(page)


def arrived(page: Page) -> None:
    """Wait until the page is there and its script at work."""
    page.wait_for_selector("#main h1", timeout=PATIENCE)
    page.wait_for_selector("html[data-hub=ready]", state="attached", timeout=PATIENCE)


def go(page: Page, site: Site, address: str) -> None:
    """Open an address as typed by hand."""
    page.goto(site.address + address)
    arrived(page)


def visit(page: Page, address: str) -> None:
    """Go on to another page as a click on a link does, without loading everything anew."""
    page.evaluate("document.getElementById('main').classList.add('left')")
    page.evaluate("address => hubPage.go(new URL(address, location.href))", address)
    page.wait_for_selector("#main:not(.left) h1", timeout=PATIENCE)


def search(page: Page, words: str) -> None:
    """Type words and press Enter."""
    page.locator("#q").fill(words)
    page.locator("#q").press("Enter")
    expect(page.locator("h1")).to_contain_text(words)
