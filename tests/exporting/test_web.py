"""Exports as people ask for them, over the real routes and the gate."""

import csv
import io
import json

import openpyxl
import pytest
from bs4 import BeautifulSoup

from hub.accounts import Role
from hub.exporting import FORMATS, PRESS_NOTE
from hub.model import Filters, Query
from hub.model.curation import Sharing
from tests.exporting.conftest import Web

FILES = [name for name in FORMATS if name != "print"]


def rows(content: bytes, separator: str = ";") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=separator))


def text_of(name: str, content: bytes) -> str:
    """Everything a file says."""
    if name != "xlsx":
        return content.decode()
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("role", [Role.GUEST, Role.MEMBER, Role.EDITOR, Role.ADMIN])
def test_a_file_holds_what_the_search_shows_to_whoever_asks(web: Web, role, name):
    way = "/print?q=laternen" if name == "print" else f"/export?q=laternen&format={name}"
    answer = web.people[role].get(way)
    assert answer.status_code == 200
    said = text_of(name, answer.content)
    assert ("ENTWURF" in said) == (role in (Role.EDITOR, Role.ADMIN))
    assert ("an Wegen" in said) == (role is not Role.GUEST)
    assert ("Laternen GEHEIM" in said) == (role is Role.ADMIN)
    assert "Notiz" not in said
    assert ("Geheime Lage" in said) == (role is Role.ADMIN and name in ("csv", "xlsx"))


@pytest.mark.parametrize("way", ["/export?format=csv", "/export", "/print", "/cite?id=offen"])
def test_nobody_gets_anything_without_a_session(web: Web, way):
    answer = web.people[None].get(way)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login?next=")
    assert "Laternen" not in answer.text


def test_as_many_as_the_search_counts(web: Web):
    hub, browser = web.world.hub, web.people[Role.MEMBER]
    access = hub.access(web.world.again(hub.accounts.account("member@example.org")))
    for query, way in (
        (Query("laternen"), "q=laternen&page=7"),
        (Query("laternen wegen"), "q=laternen+wegen"),
        (Query(filters=Filters({"collection": ("park",)})), "collection=park"),
        (Query("nirgends"), "q=nirgends"),
    ):
        found = rows(browser.get(f"/export?{way}&format=csv").content)
        assert len(found) == hub.search(query, access).total


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_handed_out_as_one(web: Web, name):
    browser = web.people[Role.MEMBER]
    answer = browser.get(f"/export?collection=park&format={name}")
    head = answer.headers
    ending = FORMATS[name].ending
    assert head["content-type"].partition(";")[0] == FORMATS[name].media_type.partition(";")[0]
    assert head["content-disposition"].startswith('attachment; filename="sichere-parks-2')
    assert head["content-disposition"].endswith(f'.{ending}"')
    assert head["x-content-type-options"] == "nosniff"
    assert head["cache-control"] == "no-store"
    assert "default-src 'none'" in head["content-security-policy"]
    empty = browser.head(f"/export?collection=park&format={name}")
    assert empty.status_code == 200
    assert empty.content == b""
    assert empty.headers["content-disposition"] == head["content-disposition"]


def test_the_press_leaves_with_a_note_only(web: Web):
    browser = web.people[Role.ADMIN]
    for name in FORMATS:
        way = "/print?" if name == "print" else f"/export?format={name}&"
        said = text_of(name, browser.get(f"{way}type=news").content)
        assert "Neue Lampen" in said
        assert "Reporterin" not in said
        assert "ENDE" not in said
        assert said.count("abgeschrieben") * len("Immer weiter abgeschrieben ") < PRESS_NOTE + 30


def test_a_saved_search_by_its_number(web: Web):
    world, browser = web.world, web.people[Role.MEMBER]
    kim = world.hub.accounts.account("member@example.org")
    query = Query("laternen", Filters({"collection": ("nacht",)}))
    own = world.curation.saved.add(kim, "Nachts heller", query, Sharing.PRIVATE)
    answer = browser.get(f"/export?saved={own.id}&format=ris")
    assert 'filename="nachts-heller-2' in answer.headers["content-disposition"]
    assert answer.text.count("TY  - ") == 1
    # a view that was changed is what the address says, not what was saved
    changed = browser.get(f"/export?saved={own.id}&q=laternen&format=ris")
    assert changed.text.count("TY  - ") == 2
    # and nobody else's
    assert web.people[Role.EDITOR].get(f"/export?saved={own.id}&format=ris").status_code == 404
    assert web.people[Role.GUEST].get(f"/export?saved={own.id}&format=ris").status_code == 404


def test_a_saved_search_with_a_part_gone_is_not_exported_whole(web: Web):
    world = web.world
    kim = world.hub.accounts.account("member@example.org")
    query = Query("", Filters({"tag": ("no-such-topic",)}))
    own = world.curation.saved.add(kim, "Weg", query, Sharing.PRIVATE)
    answer = web.people[Role.MEMBER].get(f"/export?saved={own.id}&format=csv")
    assert answer.status_code == 400
    assert "existiert nicht mehr" in answer.text


@pytest.mark.parametrize(
    ("way", "status", "sentence"),
    [
        ("/export?format=docx", 400, "Das Format &#39;docx&#39; gibt es nicht"),
        ("/export?format=csv&separator=x", 400, "Das Trennzeichen"),
        ("/export?id=zu&format=ris", 404, "gibt es nicht"),
        ("/export?id=&format=ris", 404, "gibt es nicht"),
        ("/cite?id=zu", 404, "gibt es nicht"),
        ("/cite", 404, "gibt es nicht"),
        ("/export?saved=x&format=csv", 404, "gespeicherte Suche"),
        ("/export?saved=99999999999&format=csv", 404, "gespeicherte Suche"),
    ],
)
def test_bad_input_is_answered_by_a_page_with_a_sentence(web: Web, way, status, sentence):
    answer = web.people[Role.MEMBER].get(way)
    assert answer.status_code == status
    assert sentence in answer.text
    assert "Diese" in answer.text or "Bitte" in answer.text or "gibt es nicht" in answer.text
    english = web.people[Role.MEMBER].get(way, headers={"cookie": _english(web)})
    assert english.status_code == status
    assert sentence not in english.text


def _english(web: Web) -> str:
    token = web.people[Role.MEMBER].cookies["hub_session"]
    return f"hub_session={token}; hub_language=en"


def test_odd_addresses_are_read_as_far_as_they_make_sense(web: Web):
    browser = web.people[Role.MEMBER]
    odd = "from=abc&to=-1&sort=up&page=0&synonyms=x&type=nonsense&q=%00%ff" + "&tag=x" * 500
    answer = browser.get(f"/export?{odd}&format=csv")
    assert answer.status_code == 200
    assert rows(answer.content) == []


def test_the_language_of_the_reader_and_the_separator(web: Web):
    browser = web.people[Role.MEMBER]
    german = browser.get("/export?collection=park&format=csv").content
    assert german.startswith(b"\xef\xbb\xbfTitel;Art;Verfasst von;")
    comma = browser.get("/export?collection=park&format=csv&separator=comma").content
    assert {row["Titel"] for row in rows(comma, ",")} == {row["Titel"] for row in rows(german)}
    english = browser.get("/export?format=csv", headers={"cookie": _english(web)}).content
    assert english.startswith(b"\xef\xbb\xbfTitle,Type,Authors,")


def test_without_a_format_one_is_offered(web: Web):
    answer = web.people[Role.MEMBER].get("/export?q=laternen&tag=lighting")
    page = BeautifulSoup(answer.text, "html.parser")
    links = [a["href"] for a in page.select("main a")]
    assert "/export?q=laternen&tag=lighting&format=bibtex" in links
    assert "/print?q=laternen&tag=lighting" in links
    assert "Thema: Beleuchtung" in page.get_text()
    for link in links:
        assert web.people[Role.MEMBER].get(link).status_code == 200


def test_the_page_to_print_loads_nothing_and_says_what_it_is(web: Web):
    answer = web.people[Role.MEMBER].get("/print?q=laternen")
    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.headers["content-type"].startswith("text/html")
    assert "content-disposition" not in answer.headers
    assert page.html["lang"] == "de"
    assert "Suche: laternen" in page.h1.get_text()
    assert not page.select("[src], link[rel=stylesheet], [style], [onclick]")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_zotero_finds_a_resource_on_its_page(web: Web):
    answer = web.people[Role.MEMBER].get("/cite?id=presse")
    page = BeautifulSoup(answer.text, "html.parser")
    meta = {m["name"]: m["content"] for m in page.select("meta[name]")}
    assert meta["citation_title"] == meta["DC.title"] == "Neue Lampen"
    assert meta["DC.type"] == "newspaperArticle"
    assert "citation_author" not in meta
    coins = page.select_one("span.Z3988")["title"]
    assert "rft.type=newspaperArticle&rft.title=Neue%20Lampen" in coins
    links = [link["href"] for link in page.select("link[rel=alternate]")]
    assert links[-1] == "/export?id=presse&format=csl"
    csl = web.people[Role.MEMBER].get(links[-1])
    assert json.loads(csl.text)[0]["id"] == "presse"


def test_no_title_leaves_its_place_on_a_page(web: Web):
    for way in ("/cite?id=offen", "/print?id=offen", "/export?id=offen"):
        page = BeautifulSoup(web.people[Role.MEMBER].get(way).text, "html.parser")
        assert "HYPERLINK" in page.get_text()
        assert not page.find("a", href="https://evil.example")
