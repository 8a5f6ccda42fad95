"""Markdown and the page to print: well formed whatever a title holds, and set as German is set."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from markdown_it import MarkdownIt

from hub.exporting.cleaning import line
from hub.exporting.dates import figures, span
from hub.exporting.describing import described
from hub.exporting.formats import FORMATS
from hub.exporting.naming import file_name
from hub.exporting.notes import PRESS_NOTE, leaving, own_note, shortened
from hub.exporting.typography import german, typeset
from hub.model import Filters, Query
from tests.exporting.making import ALL, EVENT, FULL, PRESS, edition, written
from tests.exporting.test_references import NASTY
from tests.ui.injections import INJECTIONS

FIXED, NARROW = "\u00a0", "\u202f"


def markdown(*resources, **more) -> BeautifulSoup:
    """The Markdown as a page of a wiki shows it."""
    text = written("markdown", resources or ALL, **more).decode()
    return BeautifulSoup(MarkdownIt().render(text), "html.parser")


def printed(*resources, **more) -> BeautifulSoup:
    return BeautifulSoup(written("print", resources or ALL, **more), "html.parser")


def test_markdown_is_a_list_with_links():
    page = markdown(about="Ort: Köln")
    assert page.h1.get_text() == "Alles über Licht"
    assert page.p.get_text() == "4 Einträge · Ort: Köln · Stand: 22.11.2026"
    full, event, *_ = page.select("ul > li")
    assert full.a["href"] == FULL.url
    assert [p.get_text() for p in full.select("p")] == [
        FULL.title,
        "Dokument · Stadt Köln · 3.5.2024 · Köln",
        FULL.summary,
    ]
    assert "Termin: 22.–24.11.2026 · Alte Feuerwache" in event.get_text()
    assert not event.a


@given(NASTY, NASTY)
@settings(max_examples=40, deadline=None)
def test_no_title_becomes_markup(title, name):
    odd = FULL.model_copy(update={"title": title, "publisher": name, "summary": title})
    for page, items in ((markdown(odd, EVENT), "li"), (printed(odd, EVENT), "article")):
        first, _ = page.select(items)
        shown = line(title) or odd.id
        heading = (first.h2 or first.strong).get_text()
        assert "".join(german(heading).split()) == "".join(german(shown).split())
        assert [a["href"] for a in first.select("a")] == [FULL.url]
        assert not page.select("img, ul ul, ol, blockquote, code, h3")


@pytest.mark.parametrize(
    "title", [*INJECTIONS, "[a](javascript:x)", "# a", "1. a", "`a`", "a\n\n# b"]
)
def test_known_tricks_stay_text(title):
    odd = FULL.model_copy(update={"title": title, "summary": title, "publisher": title})
    page = markdown(odd)
    assert [a["href"] for a in page.select("a")] == [FULL.url]
    assert len(page.select("h1")) == 1
    page = printed(odd)
    assert {a["href"] for a in page.select("main a")} == {FULL.url}
    assert not page.select("main script, main img, main svg, main iframe")


def test_the_printed_page_says_what_it_is():
    page = printed(about="Ort: Köln", home="https://hub.example.org")
    assert page.html["lang"] == "de"
    assert page.title.get_text().startswith("Alles über Licht – Wissens")
    assert page.select_one(".about").get_text() == "4 Einträge · Ort: Köln · Stand: 22.11.2026"
    assert page.header.a["href"] == "https://hub.example.org/"
    full, _, call, press = page.select("article")
    assert full.h2.get_text() == FULL.title
    assert full.select_one(".address").get_text() == FULL.url
    assert call.h2["lang"] == "en"
    assert "Bewerben bis: Januar 2027" in call.get_text()
    assert len(press.get_text()) < PRESS_NOTE + 200


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ('Er sagt "ja" und "nein".', "Er sagt „ja“ und „nein“."),
        ("Er sagt “ja”.", "Er sagt „ja“."),
        ("„Schon“ gesetzt", "„Schon“ gesetzt"),
        ('5" Rohr', '5" Rohr'),
        ("z.B. so, d. h. so", f"z.{NARROW}B. so, d.{NARROW}h. so"),
        ("Licht - Wege - Plätze", f"Licht{FIXED}– Wege{FIXED}– Plätze"),
        ("Print- und Online", "Print- und Online"),
        ("2019-2024 und 2024-05", "2019–2024 und 2024-05"),
        ("100 % und 5 Euro", f"100{FIXED}% und 5{FIXED}Euro"),
        ("am 22. November, § 5 Abs. 2", f"am 22.{FIXED}November, §{FIXED}5 Abs.{FIXED}2"),
        ("und so...", "und so…"),
    ],
)
def test_german_texts_are_set_as_german_is_set(typed, set_):
    assert german(typed) == set_
    assert german(set_) == set_
    assert typeset(typed, "en") == typed


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-11-22", None, "22.11.2026"),
        ("2026-11-22", "2026-11-22", "22.11.2026"),
        ("2026-11-22", "2026-11-24", "22.–24.11.2026"),
        ("2026-11-28", "2026-12-03", "28.11.–3.12.2026"),
        ("2026-12-28", "2027-01-03", "28.12.2026–3.1.2027"),
        ("2026-11", "2026-12", "November 2026 – Dezember 2026"),
        ("2026", None, "2026"),
    ],
)
def test_dates_in_figures(first, last, said):
    assert span(first, last, "de") == said
    assert figures("2026-11-22", "en") == "22 November 2026"


def test_what_may_leave():
    left = leaving(FULL)
    assert (left.notes, left.unknown, left.text) == (None, {}, None)
    assert (
        left.model_copy(update={"notes": FULL.notes, "unknown": FULL.unknown, "text": FULL.text})
        == FULL
    )
    press = leaving(PRESS)
    assert len(press.summary) <= PRESS_NOTE
    assert press.summary == own_note(PRESS)
    assert (press.authors, press.keywords) == ((), ())
    assert (press.title, press.publisher, press.date) == (PRESS.title, PRESS.publisher, PRESS.date)
    assert shortened("kurz", 10) == "kurz"


def test_a_query_in_words():
    query = Query("licht", Filters({"place": ("koeln",)}, 2020, None), synonyms=False)
    assert described(query, edition().label, "de") == (
        "„licht“ · Ort: Köln · Jahr: 2020–… · ohne Wörter gleicher Bedeutung"
    )
    assert described(Query(), edition().label, "de") == ""


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Sichere Plätze & Wege", "sichere-plaetze-wege-2026-11-22.ris"),
        ('"; rm -rf / \r\nSet-Cookie: x=1', "rm-rf-set-cookie-x-1-2026-11-22.ris"),
        ("\ud800 日本語", "ri-ben-yu-2026-11-22.ris"),
        ("…", "hub-2026-11-22.ris"),
        (
            "lang " * 100,
            "lang-lang-lang-lang-lang-lang-lang-lang-lang-lang-lang-lang-2026-11-22.ris",
        ),
    ],
)
def test_names_of_files_are_plain(title, name):
    assert file_name(edition(title=title), FORMATS["ris"]) == name
    assert edition().day == dt.date(2026, 11, 22)
