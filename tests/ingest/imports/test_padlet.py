"""Boards in every layout: no post is lost, sections and links find their place."""

import zipfile

import pytest

from hub.ingest.imports import ExportFile, ImportOptions, exports_in, read_all
from hub.ingest.model import Item, Rejected
from tests.ingest.imports.reading import CATALOGUE, DATA, read, said

LAYOUTS = ("list_2013_layout.csv", "posts_2026_layout.csv", "markdown_2026_layout.md",
           "export_2025_layout.zip")  # fmt: skip


def board(path, **options):
    return list(read_all(exports_in(path), ImportOptions(catalogue=CATALOGUE, **options)))


def sample(name, **options):
    return board(DATA / "padlet" / name, **options)


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_post_comes_out_as_an_item_or_a_refusal(name):
    named = sample(name)
    assert len(named) == 5
    refused = [n for n in named if isinstance(n, Rejected)]
    assert [n.reason for n in refused] == [
        "The post is empty: it has no title, no text and no attachment."
    ]
    by_title = {said(n)["title"]: n for n in named if isinstance(n, Item)}
    guide = by_title["Leitfaden Städtebauliche Kriminalprävention"]
    assert guide.address == "https://example.org/leitfaden.pdf"
    assert guide.complete
    assert "Kapitel 3: Beleuchtung & Sichtachsen" in said(guide)["summary"]
    assert by_title['"Sicheres Quartier", Tagung 2024'].address == (
        "https://example.org/tagung?x=1&y=2"
    )
    assert by_title["Umfrage zu Angsträumen"].address == "https://example.org/umfrage"
    assert by_title["Nur Titel, kein Text"].address is None


def test_all_layouts_give_the_same_keys():
    keys = [{n.key for n in sample(name) if isinstance(n, Item)} for name in LAYOUTS]
    assert keys[0] == keys[1] == keys[2] == keys[3]
    assert len(keys[0]) == 4


@pytest.mark.parametrize("name", LAYOUTS[1:])
def test_sections_become_what_our_tables_know(name):
    by_title = {said(n)["title"]: said(n) for n in sample(name) if isinstance(n, Item)}
    assert by_title["Nur Titel, kein Text"]["tags"] == "planning"
    assert by_title['"Sicheres Quartier", Tagung 2024']["type"] == "event"
    assert by_title["Umfrage zu Angsträumen"]["section"] == "Studien"


def test_a_section_is_what_the_editor_says():
    as_tags = [said(n) for n in sample(LAYOUTS[1], section_as="tag") if isinstance(n, Item)]
    assert not any("type" in facts for facts in as_tags)
    assert any(facts.get("keywords") == "Termine" for facts in as_tags)


def test_a_board_finds_the_collection_of_its_name():
    content = (DATA / "padlet" / LAYOUTS[1]).read_bytes()
    for name in (
        "Sicherheit im Bahnhofsviertel.csv",
        "padlet-sicherheit_im_bahnhofsviertel (2).csv",
        "Posts - Bahnhofsviertel.csv",
    ):
        assert {n.collections for n in read(content, name) if isinstance(n, Item)} == {
            ("bahnhofsviertel",)
        }
    notices = []
    lost = read(content, "Irgendwas.csv", tell=notices.append)
    assert {n.collections for n in lost if isinstance(n, Item)} == {()}
    assert "No collection bears the name of the board 'Irgendwas'" in str(notices[0])
    chosen = read(content, "Irgendwas.csv", collections=("nachtleben",))
    assert {n.collections for n in chosen if isinstance(n, Item)} == {("nachtleben",)}


def test_german_columns_in_any_order_are_known():
    table = "Abschnitt;Erstellt am;Anhang;Betreff;Text\nTermine;5.3.2024;;Titel;<p>A</p><p>B</p>\n"
    (item,) = read(table)
    facts = said(item)
    assert facts.pop("summary").split() == ["A", "B"]
    assert facts == {"title": "Titel", "section": "Termine", "type": "event"}


STORED = "https://padlet-uploads.storage.googleapis.com/1/abc/Leit%20faden.pdf?sig=x"
TABLE = f"Subject,Body,Attachment,Created At,Section\nMit Datei,,{STORED},2024,\n,,{STORED},2024,\n"


def test_files_that_expire_are_taken_out_of_the_archive_or_named(tmp_path):
    named = read(TABLE)
    assert [(n.address, n.attachments) for n in named] == [(None, (STORED,))] * 2
    assert said(named[1])["title"] == "Leit faden.pdf"
    path = tmp_path / "bahnhofsviertel.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x/Posts.csv", TABLE)
        archive.writestr("x/files/Leit faden.pdf", b"%PDF-1.4")
        archive.writestr("x/Comments.csv", "Author,Comment\nA,B\n")
    first, second = board(path)
    assert (first.content, first.name, first.attachments) == (b"%PDF-1.4", "Leit faden.pdf", ())
    assert first.collections == ("bahnhofsviertel",)
    assert first.key != second.key


def test_an_archive_that_lies_is_refused(tmp_path):
    path = tmp_path / "locked.zip"
    path.write_bytes(b"PK\x03\x04 no archive")
    with pytest.raises(Exception, match="is no archive that can be read"):
        list(exports_in(path))
    assert ExportFile("a.csv", content=b"x").head() == b"x"
