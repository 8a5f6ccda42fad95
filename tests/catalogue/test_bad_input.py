"""A wrong file is set aside with its line and a sentence, and the rest loads."""

import os
import string

import pytest

from hub.catalogue import CatalogueFolder
from hub.errors import CatalogueError
from hub.i18n import translator

from .files import RESOURCE, write

GOOD = RESOURCE.format(id="two", home="a")

#: name of the case: (what stands in a/two.yaml, line, words of the reason)
BROKEN = {
    "a list never closed": (GOOD + "tags: [crime\n", 6, "closing bracket"),
    "a colon inside a text": (GOOD + "summary: Lage: ernst\n", 5, "in quotes"),
    "a quote never closed": (GOOD + 'summary: "Lage\n', 6, "never closed"),
    "a tab": (GOOD + "event:\n\tstart: 2024\n", 6, "a tab"),
    "no colon": (GOOD + "summary\nlanguage: de\n", 6, "lacks its colon"),
    "wrongly indented": (GOOD + " summary: x\n", 5, "indent"),
    "an empty file": ("", None, "keys such as 'title: …'"),
    "a bare text": ("Titel\n", 1, "keys such as 'title: …'"),
    "a list": ("- id: two\n", 1, "keys such as 'title: …'"),
    "two parts": (GOOD + "---\n" + GOOD, 5, "'---'"),
    "a key twice": (GOOD + "title: Noch einer\n", 5, "'title' stands here twice"),
    "an alias": (GOOD + "tags: &t [crime]\nplaces: *t\n", 5, "Aliases"),
    "an object of Python": (GOOD + "notes: !!python/name:os.system\n", 5, "not allowed"),
    "a key that is a list": (GOOD + "? [a]\n: b\n", 5, "single word"),
    "very deep": (GOOD + "notes: " + "[" * 100_000, 5, "too deep"),
    "very deep in lines": (GOOD + "notes:\n" + "- " * 100_000, 6, "too deep"),
    "a control character": (GOOD + "notes: a\x07b\n", 5, "does not allow"),
    "not UTF-8": (GOOD.encode() + "notes: Köln\n".encode("latin-1"), 5, "UTF-8"),
    "UTF-16": (GOOD.encode("utf-16"), 1, "UTF-8"),
    "bytes of a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), 1, "UTF-8"),
    "larger than a megabyte": (GOOD + "notes: " + "x" * 1_000_001, None, "larger than 1 MB"),
    "no title": (GOOD.replace("title: Ein Titel\n", ""), 1, "'title' is missing"),
    "an empty title": (GOOD.replace("Ein Titel", "''"), 2, "'title' is missing"),
    "no collection": (GOOD.replace("[a]", "[]"), 4, "'collections' is missing"),
    "a wrong date": (GOOD + "date: 31.5.2024\n", 5, "'31.5.2024', which is no date"),
    "a day that is not": (GOOD + "date: 2023-02-29\n", 5, "which is no date"),
    "a date with a time": (GOOD + "date: 2024-05-31T10:00:00\n", 5, "which is no date"),
    "an unknown type": (GOOD.replace("news", "newz"), 3, "Choose one of: document, method"),
    "an unknown status": (GOOD + "status: gone\n", 5, "draft, published, withdrawn"),
    "a collection as text": (GOOD.replace("[a]", "a"), 4, "must be a list"),
    "an unknown collection": (GOOD.replace("[a]", "[a, c]"), None, "no collection 'c'"),
    "a collection twice": (GOOD.replace("[a]", "[a, a]"), 4, "'collections' names something"),
    "an id with capitals": (GOOD.replace("id: two", "id: Two"), 1, "'Two', which is no id"),
    "another id": (GOOD.replace("id: two", "id: three"), 1, "named 'two.yaml'"),
    "a tag that is no id": (GOOD + "tags:\n- crime\n- Messer Gewalt\n", 7, "Messer Gewalt"),
    "a wrong language": (GOOD + "language: Deutsch\n", 5, "no language code"),
    "a wrong address": (GOOD + "url: www.example.org\n", 5, "must begin with http://"),
    "a script as address": (GOOD + "url: javascript:alert(1)\n", 5, "must begin with http://"),
    "a list as title": (GOOD.replace("Ein Titel", "[a]"), 2, "'title' must be a text"),
    "an empty author": (GOOD + "authors: [Erika, '']\n", 5, "'authors' is empty"),
    "an event as text": (GOOD + "event: morgen\n", 5, "keys of its own"),
    "a wrong start": (GOOD + "event:\n  place: Ulm\n  start: May\n", 7, "'event.start' is 'May'"),
    "an end before the start": (
        GOOD + "event: {start: 2024-05, end: 2024-04}\n",
        5,
        "ends before it starts",
    ),
    "evidence without source": (GOOD + "evidence: {step: proven}\n", 5, "needs its source"),
    "its own successor": (GOOD + "superseded_by: two\n", 5, "points to the resource itself"),
    "a wrong moment": (GOOD + "added: yesterday\n", 5, "which is no moment"),
    "a wrong text": (GOOD + "text: abc\n", 5, "hexadecimal"),
}


@pytest.mark.parametrize(("content", "line", "words"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_is_set_aside(root, content, line, words):
    write(root / "a" / "two.yaml", content)
    catalogue = CatalogueFolder(root).load()
    assert list(catalogue.resources) == ["one"]
    (problem,) = catalogue.problems
    assert (problem.path, problem.line, problem.fatal) == ("a/two.yaml", line, True)
    assert words in problem.reason
    assert problem.reason == problem.text(translator("en"))
    assert not set("{}") & set(problem.reason)


@pytest.mark.parametrize("content", [c for c, _, _ in BROKEN.values()], ids=BROKEN.keys())
def test_a_reason_is_told_in_german(root, content):
    write(root / "a" / "two.yaml", content)
    (problem,) = CatalogueFolder(root).load().problems
    german = problem.text(translator("de"))
    assert german != problem.reason
    assert not set("{}") & set(german)
    assert "Value error" not in german


ODD = {
    "an unknown key": ("titel: x\n", 5, "Did you mean 'title'?"),
    "another unknown key": ("x-rating: 4\n", 5, "'x-rating' is not known; it is kept"),
    "an unknown key inside": ("event:\n  start: 2024\n  room: 5\n", 7, "'room' is not known"),
    "an unknown tag": ("tags: [crime, knives]\n", None, "tag 'knives' is not in thesaurus.yaml"),
    "an unknown place": ("places: [ulm]\n", None, "place 'ulm' is not in places.yaml"),
    "a lost successor": ("superseded_by: three\n", None, "'three', which does not exist"),
}


@pytest.mark.parametrize(("more", "line", "words"), ODD.values(), ids=ODD.keys())
def test_an_odd_file_is_read_and_reported(root, more, line, words):
    write(root / "a" / "two.yaml", GOOD + more)
    catalogue = CatalogueFolder(root).load()
    assert list(catalogue.resources) == ["one", "two"]
    (problem,) = catalogue.problems
    assert (problem.path, problem.line, problem.fatal) == ("a/two.yaml", line, False)
    assert words in problem.reason


def test_of_two_files_with_one_id_the_one_at_home_counts(root):
    write(root / "a" / "two.yaml", RESOURCE.format(id="two", home="b"))
    write(root / "b" / "two.yaml", RESOURCE.format(id="two", home="b") + "date: 2024\n")
    catalogue = CatalogueFolder(root).load()
    assert catalogue.resources["two"].date == "2024"
    (problem,) = catalogue.problems
    assert (problem.path, problem.fatal) == ("a/two.yaml", True)
    assert "already that of b/two.yaml" in problem.reason


def test_of_two_files_at_home_the_first_counts(root):
    write(root / "b" / "two.yaml", RESOURCE.format(id="two", home="b"))
    write(root / "a" / "two.yaml", RESOURCE.format(id="two", home="a"))
    catalogue = CatalogueFolder(root).load()
    assert catalogue.resources["two"].home == "a"
    assert [p.path for p in catalogue.problems] == ["b/two.yaml"]


def test_a_file_in_a_strange_folder_is_read(root):
    write(root / "a" / "two.yaml", RESOURCE.format(id="two", home="b"))
    catalogue = CatalogueFolder(root).load()
    assert catalogue.resources["two"].home == "b"
    assert "'b'. Move it" in catalogue.problems[0].reason
    assert not catalogue.problems[0].fatal


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title: [a", "closing bracket"),
        ("title: {en: Collection}\n", "German title"),
        ("description: {de: x}\n", "'title' is missing"),
        ("title: {de: x}\naccess: everyone\n", "members, restricted"),
        ("title: {de: x}\norder: first\n", "whole number"),
        ("title: {de: x}\nid: b\n", "folder is named 'a'"),
        ("- a\n", "keys such as 'title'"),
    ],
)
def test_a_broken_collection_takes_its_resources_along(root, text, words):
    write(root / "a" / "collection.yaml", text)
    write(root / "b" / "two.yaml", RESOURCE.format(id="two", home="b"))
    catalogue = CatalogueFolder(root).load()
    assert list(catalogue.collections) == ["b"]
    assert list(catalogue.resources) == ["two"]
    reasons = {p.path: p.reason for p in catalogue.problems}
    assert words in reasons["a/collection.yaml"]
    assert "no collection 'a'" in reasons["a/one.yaml"]


def test_a_broken_table_silences_what_depends_on_it(root):
    write(root / "thesaurus.yaml", "concepts: [")
    write(root / "a" / "two.yaml", GOOD + "tags: [knives]\n")
    catalogue = CatalogueFolder(root).load()
    assert list(catalogue.resources) == ["one", "two"]
    assert [p.path for p in catalogue.problems] == ["thesaurus.yaml"]


def test_a_broken_row_of_a_table_is_left_out(root):
    text = (root / "places.yaml").read_text(encoding="utf-8")
    more = """\
- id: Ulm
  label: {de: Ulm}
  kind: city
- id: ulm
- 5
- {id: ulm, label: {}, kind: x}
- id: muenchen
  label: {de: x}
  kind: city
- {id: x, label: {de: x}, kind: x, within: y}
"""
    write(root / "places.yaml", text + more)
    catalogue = CatalogueFolder(root).load()
    assert list(catalogue.gazetteer.by_id)[-2:] == ["halle-westfalen", "x"]
    lines = [(p.line, p.fatal) for p in catalogue.problems]
    assert lines == [(17, True), (20, True), (21, True), (22, True), (23, True), (26, False)]


def test_without_a_folder_it_says_what_to_do(tmp_path):
    with pytest.raises(CatalogueError, match=r"does not exist\. Set HUB_COLLECTIONS"):
        CatalogueFolder(tmp_path / "none").load()
    with pytest.raises(CatalogueError, match="cannot be read"):
        CatalogueFolder(write(tmp_path / "file", "x")).load()


def test_things_that_are_no_resources_do_no_harm(root):
    (root / "a" / "folder.yaml").mkdir()
    os.mkfifo(root / "a" / "pipe.yaml")
    (root / "a" / "lost.yaml").symlink_to("nowhere.yaml")
    write(root / "a" / "two.yml", GOOD)
    for ignored in ("a/.two.yaml.x.tmp", "a/notes.txt", "README.md", ".git/x.yaml", "__x__/y.yaml"):
        write(root / ignored, "{")
    catalogue = CatalogueFolder(root).load()
    assert list(catalogue.resources) == ["one"]
    assert [(p.path, p.fatal) for p in catalogue.problems] == [
        ("a/folder.yaml", True),
        ("a/lost.yaml", True),
        ("a/pipe.yaml", True),
        ("a/two.yml", False),
    ]


def test_links_are_followed(root, tmp_path):
    real = write(tmp_path / "elsewhere" / "x.yaml", GOOD)
    (root / "a" / "two.yaml").symlink_to(real)
    (root / "b").rename(tmp_path / "moved")
    (root / "b").symlink_to(tmp_path / "moved")
    link = tmp_path / "link"
    link.symlink_to(root)
    catalogue = CatalogueFolder(link).load()
    assert list(catalogue.resources) == ["one", "two"]
    assert list(catalogue.collections) == ["a", "b"]
    assert not catalogue.problems


@pytest.mark.parametrize("change", [lambda t: "﻿" + t, lambda t: t.replace("\n", "\r\n")])
def test_the_ways_of_other_editors_are_welcome(root, change):
    text = GOOD + "summary: >-\n  Ein Satz,\n  umgebrochen.\nlanguage: no\ndate: 2024-05-31\n"
    write(root / "a" / "two.yaml", change(text))
    catalogue = CatalogueFolder(root).load()
    assert not catalogue.problems
    two = catalogue.resources["two"]
    assert (two.summary, two.language, two.date) == ("Ein Satz, umgebrochen.", "no", "2024-05-31")


@pytest.mark.parametrize(
    "title", ["1984", "1.10", "007", "true", "no", "2024-05-31", "12:30", "0x1F", "1e3", "=", "~x"]
)
def test_a_title_is_a_text_as_it_is_written(root, title):
    write(root / "a" / "two.yaml", GOOD.replace("Ein Titel", title) + f"authors: [{title}]\n")
    two = CatalogueFolder(root).load().resources["two"]
    assert (two.title, two.authors) == (title, (title,))


def test_a_broken_folder_name_is_told(root):
    write(root / "Neue Sammlung" / "collection.yaml", "title: {de: x}\n")
    (problem,) = CatalogueFolder(root).load().problems
    assert problem.path == "Neue Sammlung/collection.yaml"
    assert all(ch not in problem.reason for ch in "{}" + string.whitespace[1:])
