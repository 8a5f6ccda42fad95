"""The search page in a browser: why a hit was found, what was corrected, what can be switched."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import go
from tests.browser.serving import Site

SWITCH = "Auch gleichbedeutende Wörter finden"


def test_a_hit_says_which_word_of_the_same_meaning_found_it(member: Page, site: Site):
    go(member, site, "/search?q=Messergewalt")
    why = member.locator(".hit .why", has_text="knife violence").first
    expect(why).to_contain_text("Gefunden über:")
    expect(why).to_contain_text("gleichbedeutend mit „Messergewalt“")


def test_the_switch_turns_words_of_the_same_meaning_off_and_on(member: Page, site: Site):
    go(member, site, "/search?q=Messergewalt")
    before = member.locator("#main h1").inner_text()
    box = member.get_by_label(SWITCH)
    expect(box).to_be_checked()
    box.click()
    expect(member.locator("#main h1")).not_to_have_text(before)
    expect(member.get_by_label(SWITCH)).not_to_be_checked()
    assert "synonyms=0" in member.url
    for why in member.locator(".why").all_inner_texts():
        assert "knife" not in why
    member.reload()
    expect(member.get_by_label(SWITCH)).not_to_be_checked()
    member.get_by_label(SWITCH).click()
    expect(member.locator("#main h1")).to_have_text(before)


def test_a_box_ticked_before_the_script_is_at_work_counts(member: Page, site: Site):
    member.add_init_script(
        """new MutationObserver((_, watcher) => {
          const box = document.querySelector("#main .synonyms input");
          if (!box || document.documentElement.dataset.hub === "ready") return;
          watcher.disconnect();
          document.documentElement.dataset.early = "yes";
          box.click();
        }).observe(document, { childList: true, subtree: true });"""
    )
    member.goto(f"{site.address}/search?q=Messergewalt")
    expect(member).to_have_url(re.compile("synonyms=0"))
    expect(member.get_by_label(SWITCH)).not_to_be_checked()
    assert member.evaluate("document.documentElement.dataset.early") == "yes"


def test_a_misspelt_word_is_corrected_and_that_is_said(member: Page, site: Site):
    go(member, site, "/search?q=Messerangrife")
    expect(member.locator(".notice")).to_contain_text("Messerangriff")
    expect(member.locator(".hit").first).to_be_visible()
    expect(member.locator("#q")).to_have_value("Messerangrife")


@pytest.mark.thorough
def test_a_long_list_of_topics_is_narrowed_by_typing(member: Page, site: Site):
    go(member, site, "/search?q=Sicherheit")
    more = member.locator("#facet-tag-more")
    more.locator("summary").click()
    all_topics = more.locator("li:visible").count()
    field = member.get_by_label("Liste eingrenzen: Thema")
    field.fill("GEWALT")
    expect(more.locator("li:visible").first).to_contain_text("ewalt")
    fewer = more.locator("li:visible").count()
    assert 0 < fewer < all_topics
    for name in more.locator("li:visible").all_inner_texts():
        assert "gewalt" in name.casefold()
    field.fill("")
    expect(more.locator("li:visible")).to_have_count(all_topics)
    field.fill("gewalt")
    more.locator("li:visible input").first.click()
    expect(member.locator(".chips li").first).to_contain_text("ewalt")
