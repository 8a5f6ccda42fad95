"""The page of the vocabulary: lists, pairs, one value, and what an action would change."""

import pytest

from hub.accounts import Role
from hub.ui.frame import head
from hub.ui.show import view_of
from hub.vocabulary.asking import kind_of
from tests.ui.conftest import NASTY, page, text

KINDS = ["tag", "place", "target_group", "publisher", "collection"]


@pytest.mark.parametrize("role", [Role.GUEST, Role.MEMBER])
def test_others_find_neither_page_nor_its_name(reader, role):
    somebody = reader(role, "messergewalt")
    view = view_of(somebody, "vocabulary", {"kind": ["tag"], "value": ["knife-violence"]})
    assert "Messer" not in view.body
    assert "okabular" not in view.body + head(somebody, view, "/")


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CURATOR, Role.ADMIN])
def test_editors_find_it_in_the_menu(reader, role):
    somebody = reader(role)
    bar = head(somebody, view_of(somebody, "vocabulary", {}), "/vocabulary")
    assert 'href="/vocabulary" aria-current="page"' in bar


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_listed_with_its_use(reader, hub, kind):
    soup = page(reader(Role.EDITOR), "vocabulary", kind=kind)
    rows = soup.select(".concepts li")
    assert len(rows) == len(hub.vocabulary.entries(kind_of(kind), reader(Role.ADMIN).access, "de"))
    assert soup.select_one(".occasions [aria-current]")["href"] == f"/vocabulary?kind={kind}"
    assert all("Ressource" in text(row) for row in rows)


def test_the_list_is_narrowed_by_any_name(reader):
    soup = page(reader(Role.EDITOR), "vocabulary", kind="tag", words="messerstecherei")
    (row,) = soup.select(".concepts li")
    assert row.a["href"] == "/vocabulary?kind=tag&value=knife-violence"
    assert "knife violence · bei " in text(row)


def test_pairs_stand_side_by_side_with_both_ways_to_merge(reader):
    soup = page(reader(Role.EDITOR), "vocabulary", kind="tag", near="1")
    first = soup.select_one(".pairs > li")
    ways = [a["href"] for a in first.select(".sides a") if "do=merge" in a["href"]]
    assert len(ways) == 2


def test_one_value_offers_what_can_be_done_to_it(reader):
    soup = page(reader(Role.EDITOR), "vocabulary", kind="tag", value="knife-violence")
    assert soup.nav["aria-label"] == "Sie sind hier"
    assert soup.select_one("dd a")["href"] == "/search?tag=knife-violence"
    asked = [f.select_one("input[name=do]")["value"] for f in soup.select("form.deed")]
    assert asked == ["rename", "merge", "nest", "delete"]
    soup = page(reader(Role.EDITOR), "vocabulary", kind="target_group", value="frauen")
    asked = [f.select_one("input[name=do]")["value"] for f in soup.select("form.deed")]
    assert asked == ["rename", "merge", "delete"]


def test_no_field_has_a_name_that_the_pages_take_away(reader):
    """What a form or a document has itself is cleaned away by the browser's part of Streamlit."""
    soup = page(reader(Role.EDITOR), "vocabulary", kind="tag", value="knife-violence")
    names = {field["name"] for field in soup.select("form.deed [name]")}
    assert not names & {"name", "id", "title", "action", "method", "target", "lang", "dir"}


def test_a_preview_says_what_would_change_and_changes_nothing(reader, hub):
    before = hub.catalogue().version
    soup = page(
        reader(Role.EDITOR),
        "vocabulary",
        kind="tag",
        value="knife-violence",
        do="merge",
        to="weapon-carrying",
    )
    said = text(soup.select_one(".outlook"))
    assert "„Messergewalt“ in „" in said
    assert "Alte Namen und Adressen führen weiter." in said
    soup = page(reader(Role.EDITOR), "vocabulary", kind="tag", value="knife-violence", do="delete")
    said = text(soup.select_one(".outlook"))
    number = len([r for r in hub.catalogue().resources.values() if "knife-violence" in r.tags])
    assert f"{number} Ressourcen verlieren es" in said
    assert "Der Filter „Thema“ zieht mit." in said
    form = soup.select_one("form[action='/vocabulary/do']")
    sent = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    assert (sent["kind"], sent["do"], sent["value"]) == ("tag", "delete", "knife-violence")
    assert sent["csrf"] == "proof"
    assert len(sent["version"]) == 24
    assert hub.reload().version == before


def test_a_taken_name_offers_to_merge(reader):
    soup = page(
        reader(Role.EDITOR),
        "vocabulary",
        kind="tag",
        value="knife-violence",
        do="rename",
        called="Gewalt",
        language="de",
    )
    notice = soup.select_one(".notice[role=alert]")
    assert "„Gewalt“ gibt es schon" in text(notice)
    assert "do=merge&to=violence" in notice.a["href"]


@pytest.mark.parametrize(
    "asked",
    [
        {"do": "merge"},
        {"do": "merge", "to": "knife-violence"},
        {"do": "rename", "called": " "},
        {"do": "rename", "called": "x" * 5_000},
        {"do": "merge", "to": "<b>nirgends</b>"},
    ],
    ids=str,
)
def test_what_cannot_be_is_one_sentence(reader, asked):
    soup = page(reader(Role.EDITOR), "vocabulary", kind="tag", value="knife-violence", **asked)
    assert text(soup.select_one(".notice[role=alert]"))
    assert not soup.select(".outlook")
    assert not soup.select("b")


def test_words_of_others_are_text(reader):
    soup = page(reader(Role.EDITOR), "vocabulary", kind="target_group")
    assert any(NASTY in a.get_text() for a in soup.select(".concepts a"))
    soup = page(reader(Role.EDITOR), "vocabulary", kind="publisher", value=NASTY)
    assert soup.h1.get_text() == NASTY
    assert not soup.select("img, script")


def test_an_unknown_value_shows_the_list(reader):
    soup = page(reader(Role.EDITOR), "vocabulary", kind="moon", value="nirgends", do="delete")
    assert soup.select(".concepts li")
