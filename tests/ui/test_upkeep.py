"""The work list and the form of one resource: what they show, to whom, and in which words."""

import pytest

from hub.accounts import Role
from hub.catalogue.names import place_names
from hub.ingest.fetching import as_fetched
from hub.ui.show import names_for, view_of
from tests.ui.conftest import NASTY, page, text

EDITORS = [Role.EDITOR, Role.CURATOR, Role.ADMIN]


@pytest.mark.parametrize("role", EDITORS)
def test_the_list_names_what_is_to_be_done(reader, role):
    soup = page(reader(role), "worklist")
    assert text(soup.h1) == "Arbeitsliste"
    kinds = {
        a.contents[0]: int(a.span.get_text().replace(".", "")) for a in soup.select(".occasions a")
    }
    assert kinds["Alles"] >= kinds["Methode nicht bewertet"] >= 1
    assert 1 <= len(soup.select(".waiting li")) <= 30
    keys = {e["data-key"] for e in soup.select("[data-key]")}
    assert {"r", "e", "s", "w", "j"} <= keys


@pytest.mark.parametrize("name", ["worklist", "edit"])
@pytest.mark.parametrize("role", [Role.GUEST, Role.MEMBER])
def test_members_and_guests_find_no_such_page(reader, name, role):
    person = reader(role, "messergewalt")
    shut = view_of(person, name, {"id": ["own-nasty"]})
    assert shut == view_of(person, "no-such-page", {})
    assert name not in names_for(person)


def test_one_kind_is_chosen_and_names_its_reason(reader):
    soup = page(reader(Role.EDITOR), "worklist", kind="past", id="own-event")
    assert text(soup.select_one(".occasions [aria-current]")).startswith("Veranstaltung vorbei")
    assert not page(reader(Role.EDITOR), "worklist", kind="poem").select(
        ".occasions [aria-current] + a"
    )


def test_what_others_wrote_is_only_text(reader):
    editor = reader(Role.EDITOR)
    for name, params in (("worklist", {"id": "own-nasty"}), ("edit", {"id": "own-nasty"})):
        soup = page(editor, name, **params)
        assert not soup.find_all(["script", "img"])
        assert "Gewitterwarnung" in str(soup)


def test_the_form_has_every_field_filled(reader):
    soup = page(reader(Role.EDITOR), "edit", id="own-proven")
    assert soup.select_one("#f-title")["value"] == "Methode Nachtfalter"
    assert soup.select_one("#f-home [selected]")["value"] == "messergewalt"
    assert text(soup.select_one("[id='f-evidence.step'] [selected]")) == "Wirkung nachgewiesen"
    assert soup.select_one("[id='f-evidence.source']")["value"] == "Grüne Liste Prävention"
    assert len(soup.select("#emmie textarea")) == 5
    assert text(soup.select_one("#f-status [selected]")) == "Veröffentlicht"
    assert soup.select_one(".origin.ours") is None
    assert "keine Quelle" not in text(soup)
    assert page(reader(Role.EDITOR), "edit", id="own-old").select_one("#chooser")["value"] == (
        "Fachtag Nachtfalter"
    )


def test_what_is_not_there_cannot_be_edited(reader):
    editor = reader(Role.EDITOR)
    assert "nicht" in text(page(editor, "edit", id="atlantis"))
    assert view_of(editor, "edit", {}) == view_of(editor, "edit", {"id": ["atlantis"]})


def test_editors_see_when_the_next_review_is_due_and_members_do_not(reader):
    seen = page(reader(Role.EDITOR), "resource", id="own-nasty")
    assert "Nächste Prüfung ab 28. Februar 2028" in text(seen)
    assert {e["data-key"] for e in seen.select(".editing [data-key]")} == {"e", "r"}
    member = page(reader(), "resource", id="own-nasty")
    assert not member.select(".editing, [data-key], form")


def test_a_notice_names_nothing_that_is_hidden(reader, hub):
    params = {"id": "own-nasty", "done": "reviewed", "of": "own-nasty", "change": "1"}
    assert not page(reader(), "resource", **params).select(".notice")
    seen = page(reader(Role.EDITOR), "resource", **params)
    assert "heute geprüft" in text(seen.select_one(".notice"))
    assert seen.select_one(".undo input[name=change]")["value"] == "1"
    assert NASTY[:30] in seen.select_one(".notice").get_text()


def test_a_method_wears_its_badge_with_an_explanation(reader):
    soup = page(reader(), "search", q="Nachtfalter", type="method")
    badge = soup.select_one(".hit .badge")
    assert text(badge) == "Wirksamkeit: Wirkung nachgewiesen"
    assert badge["title"].startswith("Stufe 3 der Grünen Liste")
    shown = page(reader(), "resource", id="own-proven")
    assert "Stufe 3 der Grünen Liste" in text(shown.select_one(".evidence"))
    open = page(reader(), "resource", id="own-nasty").select_one(".evidence")
    assert "Nicht bewertet" in text(open)
    assert "spricht nicht gegen die Methode" in text(open)
    assert not page(reader(), "search", q="Nachtfalter", type="event").select(".hit .badge")


def test_places_are_named_in_the_words_of_the_reader(reader, hub):
    def typed(language: str) -> list[str]:
        soup = page(reader(Role.EDITOR, language=language), "edit", id="besserohnemesser-nrw")
        return soup.select_one("#f-places").get_text().split("\n")

    places = hub.catalogue().gazetteer
    assert typed("de") == ["Köln", "Nordrhein-Westfalen"]
    assert [place_names(places.by_id.values()).find(name) for name in typed("en")] == [
        ("koeln",),
        ("nordrhein-westfalen",),
    ]


def test_a_proposal_says_in_words_where_its_fields_come_from(reader, hub):
    content = (
        b'<html lang="de"><head><title>Laternenumzug</title><meta property="og:title" '
        b'content="Laternenumzug"></head><body><h1>Laternenumzug</h1><p>Ein Umzug.</p></body>'
    )
    found = hub.ingest.look_at_fetched(as_fetched(content, "umzug.html"))
    kept = hub.ingest.judging.put(found, found.resource)
    try:
        said = text(page(reader(Role.EDITOR), "inbox", id=kept.id))
    finally:
        hub.ingest.inbox.remove(kept.id)
        hub.ingest.close()
    assert "Von Hand hinzugefügt" in said
    assert "steht so auf der Seite" in said
    assert not any(word in said for word in ("by hand", "(og)", "(html)"))
