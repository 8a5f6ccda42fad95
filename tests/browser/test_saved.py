"""Saved searches in a real browser: from a search to a name, and all that is done with it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import arrived, go, search

pytestmark = pytest.mark.browser

NAME = "Messer und Veranstaltungen"


def test_a_member_saves_opens_renames_shares_deletes_and_undoes(member: Page, site, watch):
    go(member, site, "/search")
    search(member, "Messer")
    member.get_by_role("checkbox", name="Veranstaltung").check()
    expect(member.locator(".chips li")).to_have_count(1)
    heading = member.locator("h1").inner_text()

    member.get_by_text("Diese Suche speichern").click()
    field = member.get_by_label("Name der Suche")
    expect(field).to_have_value("Messer, Veranstaltung")
    field.fill(NAME)
    member.get_by_role("button", name="Speichern", exact=True).click()
    expect(member.locator(".saved-view")).to_contain_text("Die Suche ist gespeichert.")
    assert member.locator("h1").inner_text() == heading

    # Filters go on from the saved view, and the change can be kept or thrown away.
    member.get_by_role("checkbox", name="Veranstaltung").uncheck()
    expect(member.locator(".saved-view")).to_contain_text("Sie haben diese Ansicht verändert.")
    member.get_by_role("link", name="Änderungen verwerfen").click()
    expect(member.locator(".chips li")).to_have_count(1)
    assert member.locator("h1").inner_text() == heading

    member.get_by_role("link", name="Alle gespeicherten Suchen").click()
    expect(member.locator("h1")).to_have_text("Gespeicherte Suchen")
    item = member.locator(".shelf", has_text=NAME)
    number = re.match(r"\d+", heading).group()
    expect(item).to_contain_text(f"{number} Treffer")
    item.get_by_text("Bearbeiten").click()
    item.get_by_label("Name der Suche").fill("Messer, neu benannt")
    item.get_by_label("Wer sie öffnen darf").select_option("members")
    item.get_by_label("Mail, wenn es Neues gibt").select_option("weekly")
    item.get_by_role("button", name="Speichern").click()
    expect(member.get_by_role("status").first).to_contain_text("gespeichert")
    item = member.locator(".shelf", has_text="Messer, neu benannt")
    expect(item).to_contain_text("offen für: Alle Mitglieder")
    expect(item).to_contain_text("Mail: Wöchentlich")

    item.locator("h3 a").click()
    expect(member.locator("h1")).to_have_text(heading)
    member.reload()
    arrived(member)
    expect(member.locator("h1")).to_have_text(heading)

    go(member, site, "/saved")
    item.get_by_text("Bearbeiten").click()
    item.get_by_role("button", name="Löschen").click()
    expect(member.locator(".undo")).to_contain_text("ist gelöscht")
    expect(member.locator(".shelf")).to_have_count(0)
    member.get_by_role("button", name="Rückgängig machen").click()
    expect(member.locator(".shelf")).to_have_count(1)
    assert watch.complaints == []


@pytest.mark.thorough
def test_a_taken_name_is_said_where_it_was_typed(member: Page, site, watch):
    for _ in range(2):
        go(member, site, "/search?q=Laternen")
        member.get_by_text("Diese Suche speichern").click()
        member.get_by_label("Name der Suche").fill("Zweimal derselbe Name")
        member.get_by_role("button", name="Speichern", exact=True).click()
        expect(member.locator(".saved-view, .problem:not(:empty)").first).to_be_visible()
    expect(member.locator(".problem:not(:empty)")).to_contain_text("Sie haben schon eine")
    expect(member.get_by_label("Name der Suche")).to_be_focused()
    go(member, site, "/saved")
    expect(member.locator(".shelf", has_text="Zweimal derselbe Name")).to_have_count(1)


@pytest.mark.thorough
def test_a_feed_gets_an_address_that_answers_without_a_login(member: Page, page: Page, site):
    go(member, site, "/saved")
    member.get_by_text("Feeds und Kalender").click()
    row = member.locator(".feeds li", has_text="Messergewalt im öffentlichen Raum")
    row.get_by_role("button", name="Feed und Kalender anlegen").click()
    expect(row.locator("code").first).to_contain_text(".atom")
    shown = row.locator("code").first.inner_text()
    address = "/feed/" + shown.partition("/feed/")[2]
    answer = page.request.get(site.address + address)
    assert answer.status == 200
    assert "atom+xml" in answer.headers["content-type"]
    row.get_by_role("button", name="Adressen erneuern").click()
    expect(row.locator("code").first).not_to_have_text(shown)
    assert page.request.get(site.address + address).status == 404
