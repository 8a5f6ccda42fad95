"""The pages over a real hub: what they show, to whom, and in which words."""

from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup

from hub.accounts import Role
from hub.errors import HubError
from hub.model import FACETS
from hub.ui.frame import head
from hub.ui.html import el
from hub.ui.show import view_of
from hub.ui.state import query_from
from hub.ui.views import missing
from tests.ui.conftest import NASTY, page, text
from tests.ui.injections import INJECTIONS


def boxes(soup: BeautifulSoup, facet: str) -> dict[str, tuple[int, bool]]:
    """Spoken name of each checkbox of a facet, without its count: (count, checked)."""
    found = {}
    for box in soup.select(f'input[type=checkbox][name="{facet}"]'):
        name, _, count = " ".join(box.parent.get_text().split()).rpartition(" (")
        found[name] = (int(count.rstrip(")").replace(".", "")), box.has_attr("checked"))
    return found


def links(soup: BeautifulSoup) -> list[str]:
    return [a["href"] for a in soup.select("a[href]")]


# Start


def test_start_shows_every_collection_with_count_and_newest(reader, hub):
    soup = page(reader())
    cards = soup.select(".card")
    assert len(cards) == 11
    for card, overview in zip(cards, hub.collections(reader().access), strict=True):
        assert card.h3.a["href"] == f"/collection?id={overview.collection.id}"
        assert f"{overview.count} Eintr" in text(card)
        assert len(card.select(".newest li")) == min(3, overview.count)


def test_start_of_a_guest_names_no_other_collection(reader):
    soup = page(reader(Role.GUEST, "messergewalt"))
    assert [card.h3.get_text() for card in soup.select(".card")] == [
        "Messergewalt im öffentlichen Raum"
    ]
    assert "Nachtleben" not in text(soup)
    assert "Nächtliches Feiern" not in text(soup)


# Search


def test_hits_are_links_with_facts_snippet_and_reason(reader):
    soup = page(reader(), "search", q="Messergewalt")
    first = soup.select_one(".hit")
    assert first.h3.a["href"].startswith("/resource?id=")
    assert first.select(".snippet mark, h3 mark")
    assert "Messergewalt im öffentlichen Raum" in first.select_one(".facts").get_text()
    assert first.select_one(".why").get_text().startswith("Gefunden über: ")


def test_a_reason_by_topic_names_the_topic_in_words(reader):
    soup = page(reader(), "search", q="knife violence")
    reasons = " ".join(why.get_text() for why in soup.select(".why"))
    assert "Thema „Messergewalt“" in reasons
    assert "knife-violence" not in reasons


def test_a_snippet_that_breaks_off_shows_it(reader):
    snippets = [text(p) for p in page(reader(), "search", q="Messer").select(".snippet")]
    assert any(snippet.endswith(" …") for snippet in snippets)
    assert all(snippet.endswith((".", "!", "?", "…", ":", ")", "“", '"')) for snippet in snippets)


def test_the_heading_says_number_and_words(reader):
    assert text(page(reader(), "search", q="Nachtfalter").h1) == "4 Treffer für „Nachtfalter“"
    english = page(reader(language="en"), "search", q="Nachtfalter")
    assert text(english.h1) == "4 hits for “Nachtfalter”"


def test_facets_have_spoken_names_with_counts_that_hold(reader):
    soup = page(reader(), "search", q="Nachtfalter")
    kinds = boxes(soup, "type")
    assert kinds == dict.fromkeys(("Veranstaltung", "Förderung", "Dokument", "Methode"), (1, False))
    narrowed = page(reader(), "search", q="Nachtfalter", type="event")
    assert len(narrowed.select(".hit")) == 1
    assert boxes(narrowed, "type")["Veranstaltung"] == (1, True)
    assert boxes(narrowed, "type")["Förderung"] == (1, False)


def test_chosen_filters_are_chips_that_lead_out(reader):
    soup = page(reader(), "search", q="Nachtfalter", type=["event", "news"], **{"from": "2024"})
    chips = {text(a): a["href"] for a in soup.select(".chips li a")}
    assert list(chips) == [
        "Filter entfernen: Art: Veranstaltung ×",
        "Filter entfernen: Art: Medienbeitrag ×",
        "Filter entfernen: Ab 2024 ×",
    ]
    assert parse_qs(urlsplit(chips["Filter entfernen: Ab 2024 ×"]).query) == {
        "q": ["Nachtfalter"],
        "type": ["event", "news"],
    }
    assert soup.select_one("#chips-clear")["href"] == "/search?q=Nachtfalter"


def test_the_last_three_years_are_one_click(reader):
    box = page(reader(), "search", q="Nachtfalter").select_one("#recent-years")
    assert text(box.parent) == "Nur die letzten drei Jahre (ab 2024)"
    assert box["data-to"] == "/search?q=Nachtfalter&from=2024"
    chosen = page(reader(), "search", q="Nachtfalter", **{"from": "2024"})
    assert chosen.select_one("#recent-years").has_attr("checked")
    assert chosen.select_one("#recent-years")["data-to"] == "/search?q=Nachtfalter"


def test_words_of_the_same_meaning_can_be_left_out(reader):
    box = page(reader(), "search", q="Messer").select_one("#synonyms")
    assert box.has_attr("checked")
    assert box["data-to"] == "/search?q=Messer&synonyms=0"


def test_pages_of_a_long_list(reader):
    first = page(reader(), "search")
    assert [text(a) for a in first.select(".paging a")][-1] == "Nächste Seite"
    second = page(reader(), "search", page="2")
    assert second.select_one("ol.hits")["start"] == "21"
    assert text(second.select_one(".paging [aria-current=page]")) == "Seite 2"
    titles = {a["href"] for a in first.select(".hit h3 a")}
    assert not titles & {a["href"] for a in second.select(".hit h3 a")}


def test_a_page_beyond_the_list_leads_back(reader):
    soup = page(reader(), "search", q="Nachtfalter", page="9")
    assert "So viele Seiten hat die Liste nicht." in text(soup)
    assert "/search?q=Nachtfalter" in links(soup)


@pytest.mark.parametrize("query", ["Nachtfalter Quarzuhrwerk", "Quarzuhrwerk"])
def test_an_empty_result_says_why_and_offers_only_what_has_hits(reader, hub, query):
    soup = page(reader(), "search", q=query, type="news", collection="messergewalt")
    assert text(soup.h1).startswith("Keine Treffer")
    assert "Quarzuhrwerk" in text(soup.select_one(".found"))
    ways = soup.select(".nothing li")
    assert ways
    for way in ways:
        address = urlsplit(way.a["href"])
        if address.path == "/search" and "Treffer" in text(way):
            found = hub.search(query_from(parse_qs(address.query)), reader().access)
            assert f"({found.total} Treffer)" in text(way)
            assert found.total > 0


def test_a_guest_sees_nothing_of_other_collections(reader):
    guest = reader(Role.GUEST, "messergewalt")
    soup = page(guest, "search", q="Nachtfalter")
    assert list(boxes(soup, "collection")) == ["Messergewalt im öffentlichen Raum"]
    assert "Nächtliches Feiern" not in text(soup)
    assert not page(guest, "search", q="Gewitterwarnung").select(".hit")


def test_a_value_made_up_in_the_address_is_only_text(reader):
    soup = page(reader(), "search", tag=NASTY, collection="nachtleben", q=NASTY)
    assert not soup.find_all(["script", "img"])
    assert NASTY in soup.select_one(".chips").get_text()


# Collection


def test_a_collection_is_browsed_by_type_and_year(reader, hub):
    soup = page(reader(), "collection", id="messergewalt")
    assert text(soup.h1) == "Messergewalt im öffentlichen Raum"
    assert boxes(soup, "type")
    assert boxes(soup, "year")
    assert not boxes(soup, "collection")
    narrowed = page(reader(), "collection", id="messergewalt", type="funding")
    assert "own-call" in " ".join(links(narrowed))
    assert text(narrowed.h1) == "Messergewalt im öffentlichen Raum"


def test_the_search_field_of_a_collection_stays_in_it(reader):
    view = view_of(reader(), "collection", {"id": ["messergewalt"]})
    soup = BeautifulSoup(head(reader(), view, "/collection?id=messergewalt"), "html.parser")
    assert text(soup.select_one("label[for=q]")) == "In „Messergewalt im öffentlichen Raum“ suchen"
    hidden = {i["name"]: i["value"] for i in soup.select("form input[type=hidden]")}
    assert hidden == {"collection": "messergewalt"}


def test_what_is_not_there_and_what_is_not_allowed_look_the_same(reader):
    guest = reader(Role.GUEST, "messergewalt")
    for name, there, nowhere in (
        ("collection", "nachtleben", "atlantis"),
        ("resource", "own-nasty", "atlantis"),
        ("resource", "own-draft", "atlantis"),
    ):
        shut, absent = (view_of(guest, name, {"id": [id]}) for id in (there, nowhere))
        assert shut == absent
        assert "nicht" in text(BeautifulSoup(shut.body, "html.parser"))
    assert view_of(guest, "resource", {}) == view_of(guest, "resource", {"id": ["atlantis"]})


def test_a_page_that_is_none_says_so(reader):
    assert "Diese Seite gibt es nicht." in text(page(reader(), "no-such-page"))


# Resource


def test_an_event_shows_when_and_where(reader):
    soup = page(reader(), "resource", id="own-event")
    fields = {text(dt): text(dt.find_next("dd")) for dt in soup.select("dt")}
    assert fields["Termin"] == "1. Juni 2026 – 3. Juni 2026"
    assert fields["Veranstaltungsort"] == "Alte Feuerwache"
    assert fields["Ort"] == "Berlin"
    assert fields["Veröffentlicht"] == "unbekannt"
    assert fields["Zuletzt geprüft"] == "noch nicht"
    assert soup.h1["lang"] == "en"


def test_a_tag_leads_to_the_search_that_has_it_chosen(reader, hub):
    resource = next(r for r in hub.catalogue().resources.values() if len(r.tags) > 2)
    soup = page(reader(language="en"), "resource", id=resource.id)
    for tag in resource.tags:
        link = soup.select_one(f'a[href="/search?tag={tag}"]')
        assert text(link) == hub.label("tag", tag, "en", reader().access)


def test_a_call_shows_its_deadline(reader):
    soup = page(reader(language="en"), "resource", id="own-call")
    fields = {text(dt): text(dt.find_next("dd")) for dt in soup.select("dt")}
    assert fields["Apply by"] == "July 2026"
    assert fields["Funder"] == "Bundesstiftung"


def test_evidence_of_methods_is_said_also_when_nothing_is_known(reader):
    proven = text(page(reader(), "resource", id="own-proven"))
    assert "Wirksamkeit: Wirkung nachgewiesen" in proven
    assert "Quelle: Grüne Liste Prävention" in proven
    assert "Wirksamkeit: Nicht bewertet" in text(page(reader(), "resource", id="own-nasty"))
    assert "Wirksamkeit" not in text(page(reader(), "resource", id="own-call"))


def test_a_replaced_resource_points_to_its_successor(reader):
    soup = page(reader(), "resource", id="own-old")
    notice = soup.select_one(".notice")
    assert text(notice) == "Dieser Eintrag wurde ersetzt durch: Fachtag Nachtfalter"
    assert notice.a["href"] == "/resource?id=own-event"


def test_editors_see_notes_and_drafts_and_members_do_not(reader):
    assert "Glühwürmchen" in text(page(reader(Role.EDITOR), "resource", id="own-old"))
    assert "Glühwürmchen" not in text(page(reader(), "resource", id="own-old"))
    draft = text(page(reader(Role.EDITOR), "resource", id="own-draft"))
    assert "Entwurf: Mitglieder sehen diesen Eintrag noch nicht." in draft


def test_a_guest_sees_only_own_collections_of_a_shared_resource(reader):
    soup = page(reader(Role.GUEST, "messergewalt"), "resource", id="own-event")
    assert "Nächtliches Feiern" not in text(soup)
    related = " ".join(links(soup.select_one(".related")))
    assert "own-nasty" not in related


def test_the_original_opens_in_a_new_window_and_says_so(reader, hub):
    resource = next(r for r in hub.catalogue().resources.values() if r.url and r.language == "de")
    link = page(reader(), "resource", id=resource.id).select_one(".original a")
    assert link["href"] == resource.url
    assert (link["target"], link["rel"]) == ("_blank", ["noopener", "noreferrer"])
    assert "öffnet ein neues Fenster" in link.get_text()


def test_nothing_of_a_nasty_resource_becomes_markup(reader):
    for name, params in (
        ("resource", {"id": "own-nasty"}),
        ("search", {"q": "Gewitterwarnung"}),
        ("collection", {"id": "nachtleben"}),
        ("", {}),
    ):
        soup = page(reader(), name, **params)
        assert not soup.find_all(["script", "img", "style", "iframe"]), name
        handlers = [a for element in soup.find_all() for a in element.attrs if a.startswith("on")]
        assert not handlers, name
    assert text(page(reader(), "resource", id="own-nasty").h1) == " ".join(NASTY.split())


@pytest.mark.parametrize("query", INJECTIONS[::25])
def test_a_nasty_query_comes_back_as_text(reader, query):
    view = view_of(reader(), "search", {"q": [query]})
    soup = BeautifulSoup(view.body + head(reader(), view, "/search"), "html.parser")
    assert not soup.find_all(["script", "style", "iframe", "svg"])
    assert [i["src"] for i in soup.find_all("img")] == ["/login/icon.svg"]


# All pages

PAGES = [
    ("", {}),
    ("search", {"q": ["Messer"]}),
    ("search", {"q": ["Quarzuhrwerk"], "type": ["news"]}),
    ("collection", {"id": ["messergewalt"]}),
    ("resource", {"id": ["own-event"]}),
    ("resource", {"id": ["atlantis"]}),
]


@pytest.mark.parametrize(("name", "params"), PAGES)
@pytest.mark.parametrize("language", ["de", "en"])
def test_structure_is_sound(reader, name, params, language):
    view = view_of(reader(language=language), name, params)
    soup = BeautifulSoup(
        head(reader(language=language), view, "/") + el("main", view.body), "html.parser"
    )
    levels = [int(h.name[1]) for h in soup.find_all(["h1", "h2", "h3", "h4"])]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels)), levels
    ids = [element["id"] for element in soup.select("[id]")]
    assert [id for id in ids if ids.count(id) > 1] == []
    for field in soup.select("input:not([type=hidden])"):
        named = field.find_parent("label") or soup.select_one(f'label[for="{field["id"]}"]')
        assert named or field.get("aria-label"), field
    for element in soup.select("[aria-labelledby], [aria-describedby], [aria-controls]"):
        for attribute in ("aria-labelledby", "aria-describedby", "aria-controls"):
            if attribute in element.attrs and element[attribute] != "filters":
                assert soup.find(id=element[attribute]), element[attribute]
    assert all(a.get_text(strip=True) for a in soup.find_all(["a", "button"]))
    assert all(image.has_attr("alt") for image in soup.find_all("img"))
    assert not soup.select('a[href^="http"]:not([target])')


def test_a_facet_of_each_name_can_be_chosen(reader):
    soup = page(reader(), "search")
    assert {box["name"] for box in soup.select("input[type=checkbox][name]")} == set(FACETS)


def test_an_error_of_the_hub_is_a_sentence(reader):
    error = HubError("The file {path} is gone.", path="<a>")
    assert "The file &lt;a&gt; is gone." in missing.view(reader(), error).body


def test_a_pasted_address_finds_its_resource_or_can_be_added(reader, hub):
    known = hub.resource("messer-machen-moerder-berlin", reader().access)
    found = page(reader(), "search", q=known.url.replace("https://", "http://") + "?utm_source=x")
    assert [a["href"] for a in found.select(".hit h3 a")] == [f"/resource?id={known.id}"]
    assert "Gefunden über: die Webadresse" in text(found)
    missed = "https://example.org/nirgends?id=1"
    said = f"Die Webadresse „{missed}“ ist nicht im Hub."
    member, editor = (page(reader(role), "search", q=missed) for role in (Role.MEMBER, Role.EDITOR))
    assert said in text(member)
    assert said in text(editor)
    assert member.select_one("#add-address") is None
    to = parse_qs(urlsplit(editor.select_one("#add-address")["href"]).query)
    field = page(reader(Role.EDITOR), "add", **to).select_one("#address")
    # browsers let no address without https:// out of a field for addresses, the hub knows better
    assert (field["value"], field["type"]) == (missed, "text")
