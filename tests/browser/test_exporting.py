"""A list is taken along by keyboard, and the button of Zotero is told what a page shows."""

import csv
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.driving import go, visit
from tests.browser.serving import Site


def test_a_list_is_taken_along_by_keyboard(member: Page, site: Site, watch: Watch):
    go(member, site, "/search?q=Messergewalt")
    total = int(re.match(r"\d+", member.locator("h1").inner_text())[0])
    member.locator("#export > summary").focus()
    member.keyboard.press("Enter")
    expect(member.locator("#export .formats")).to_be_visible()
    with member.expect_download() as download:
        member.keyboard.press("Tab")
        member.keyboard.press("Enter")
    assert download.value.suggested_filename.startswith("suche-messergewalt-")
    lines = Path(download.value.path()).read_text("utf-8-sig").splitlines()
    assert len(list(csv.reader(lines, delimiter=";"))) == 1 + total
    expect(member.locator("#export .formats")).to_be_visible()

    # what Zotero reads is there, also on the next page, which is not loaded anew
    assert member.locator("span.Z3988").count() == min(total, 20)
    member.evaluate("document.addEventListener('ZoteroItemUpdated', () => (window.told = 1))")
    visit(member, member.locator(".hits h3 a").first.get_attribute("href"))
    member.wait_for_function("window.told")
    assert "rft.title=" in member.locator("span.Z3988").get_attribute("title")

    with member.expect_popup() as popup:
        go(member, site, "/collection?id=nachtleben")
        member.locator("#export > summary").click()
        member.locator("#export a[target=_blank]").click()
    expect(popup.value.locator("#print")).to_be_visible()
    assert popup.value.locator("article").count() > 20
    assert not watch.complaints
