"""The thesaurus page: for those who care for it, and for nobody else."""

import pytest

from hub.accounts import Role
from hub.ui.frame import head
from hub.ui.show import view_of
from tests.ui.conftest import page, text


@pytest.mark.parametrize("role", [Role.GUEST, Role.MEMBER])
def test_others_find_neither_page_nor_its_name(reader, role):
    somebody = reader(role, "messergewalt")
    view = view_of(somebody, "thesaurus", {"concept": ["knives"]})
    assert "Es gibt keine solche Seite" in view.body or "Nicht gefunden" in view.body
    assert "Messer" not in view.body
    assert "hesaurus" not in head(somebody, view, "/")


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CURATOR, Role.ADMIN])
def test_those_who_care_find_it_in_the_menu(reader, role):
    somebody = reader(role)
    bar = head(somebody, view_of(somebody, "thesaurus", {}), "/thesaurus")
    assert 'href="/thesaurus" aria-current="page"' in bar


def test_the_list_is_narrowed_by_any_word(reader, hub):
    soup = page(reader(Role.EDITOR), "thesaurus")
    assert len(soup.select(".concepts li")) == len(hub.catalogue().thesaurus)
    soup = page(reader(Role.EDITOR), "thesaurus", words=["klappmesser"])
    (row,) = soup.select(".concepts li")
    assert row.a["href"] == "/thesaurus?concept=knives"
    assert "knife · couteau" in text(row)
    assert soup.select_one("#words")["value"] == "klappmesser"


def test_a_concept_shows_its_words_its_place_and_what_a_search_finds(reader):
    soup = page(reader(Role.EDITOR), "thesaurus", concept=["knife-violence"])
    assert soup.nav["aria-label"] == "Sie sind hier"
    said = text(soup)
    for words in ("knife crime", "Oberbegriffe", "Gewaltkriminalität", "Waffenverbotszone"):
        assert words in said
    assert len(soup.select(".hits li h3")) == 5
    assert soup.select_one(".button")["href"] == "/thesaurus/edit?concept=knife-violence"
    assert "/search?tag=knife-violence" in {a["href"] for a in soup.select("a[href]")}


def test_a_broken_file_is_said_with_its_line(reader, hub):
    file = hub.settings.collections / "thesaurus.yaml"
    before = file.read_text("utf-8")
    file.write_text(before + "- id: moon\n  label: {de: Mond}\n", "utf-8")
    try:
        hub.reload()
        said = text(page(reader(Role.EDITOR), "thesaurus"))
        assert "Der letzte fehlerfreie Thesaurus gilt weiter" in said
        assert f"Zeile {before.count(chr(10)) + 2}: Der Begriff „moon“" in said
        assert "fehlerhaft" not in text(page(reader(), "search"))
    finally:
        file.write_text(before, "utf-8")
        hub.reload()
