"""An issue as mail, text, Markdown and table: whole, escaped, and nothing from elsewhere."""

import csv
import io
import json
import re

import pytest
from bs4 import BeautifulSoup

from hub.curation.newsletter.editing import AddFree, Choose, WriteText, edit
from hub.curation.newsletter.rendering import harmless, markdown, render, table
from hub.model.newsletter import Issue
from tests.curation.newsletter.making import START, draft, resource

NASTY = "<script>alert(1)</script>\" & \u202e=cmd|'/C calc'!A0"


def issue_of(*resources, **texts):
    issue = draft(*resources)
    for entry in list(issue.entries()):
        issue = edit(issue, Choose(entry.id, True), by="Kim", now=START).issue
    return issue.model_copy(update=texts)


@pytest.fixture
def issue():
    return issue_of(
        resource("a", publisher="Jugendinstitut", date="2026-02", summary="Eins.\n\nZwei."),
        resource("b", type="event", language="en", event={"start": "2026-06-01", "place": "Köln"}),
        resource("c", type="funding", funding={"deadline": "2026-07"}),
        introduction="Guten Tag, siehe https://example.org/x?a=1&b=2.",
    )


def soup(issue, **more):
    return BeautifulSoup(render(issue, **more).html, "lxml")


def test_the_mail_reads_as_it_should(issue):
    page = soup(issue)
    assert page.html["lang"] == "de"
    assert page.h1.get_text() == "Neues aus dem Netzwerk"
    assert "Ausgabe 1 vom 2. März 2026" in page.get_text()
    assert [h.get_text() for h in page.find_all("h2")] == ["Neue Publikationen"]
    assert [a.get_text() for a in page.select("h3 a")] == ["Titel a", "Titel b", "Titel c"]
    facts = [p.get_text() for p in page.select("p.facts")]
    assert facts == [
        *("Jugendinstitut · Februar 2026", "1. Juni 2026 · Köln · auf Englisch"),
        "Bewerbung bis Juli 2026",
    ]
    assert page.find("a", href="https://example.org/x?a=1&b=2")


def test_only_chosen_entries_and_their_sections_go_out(issue):
    left = edit(issue, Choose("a", False), by="Kim", now=START).issue
    rendered = render(left)
    assert "Titel a" not in rendered.html + rendered.text + markdown(left) + table(left)
    assert "Praxis und Projekte" not in rendered.html


def test_nothing_is_fetched_from_anywhere(issue):
    html = render(issue, address="https://hub.example/a").html
    page = BeautifulSoup(html, "lxml")
    assert not page.find_all(["img", "script", "link", "iframe", "form"])
    assert "url(" not in html
    assert "@import" not in html


def test_texts_are_texts(issue):
    nasty = issue_of(
        resource("a", title=NASTY, summary=NASTY, publisher=NASTY),
        introduction=NASTY,
        closing=NASTY,
        imprint=NASTY,
        title=NASTY,
    )
    html = render(nasty).html
    assert "<script" not in html
    assert NASTY in soup(nasty).h3.get_text()
    assert "\\<script\\>" in markdown(nasty)
    (_, row) = list(csv.reader(io.StringIO(table(nasty))))
    assert row[1] == NASTY


def test_a_leave_link_is_made_for_each(issue):
    rendered = render(issue, leave=True).for_subscriber("https://hub.example/leave?t=1&u=2")
    assert BeautifulSoup(rendered.html, "lxml").find("a", href="https://hub.example/leave?t=1&u=2")
    assert "https://hub.example/leave?t=1&u=2" in rendered.text
    assert "leave.invalid" not in rendered.html + rendered.text
    assert "leave.invalid" not in render(issue).html


def test_the_text_has_everything(issue):
    text = render(issue).text
    for part in ("Titel a", "Eins.\n\nZwei.", "https://example.org/a", "Bewerbung bis Juli 2026"):
        assert part in text
    assert "\n\n\n" not in text


def test_a_note_on_a_press_article_stays_short():
    issue = issue_of(resource("a", type="news"))
    entry = issue.entry("a").model_copy(update={"blurb": "Wort " * 400})
    section = issue.sections[0].model_copy(update={"entries": (entry,)})
    long = issue.model_copy(update={"sections": (section, *issue.sections[1:])})
    assert len(soup(long).select("td p")[-2].get_text()) <= 600


def test_the_subject_is_one_line(issue):
    changed = edit(issue, WriteText("title", 0, "A\r\nBcc: x@example.org"), by="K", now=START).issue
    assert re.fullmatch(r"A Bcc: x@example\.org, Ausgabe 1", render(changed).subject)


def test_english_issues_speak_english(issue):
    page = soup(issue.model_copy(update={"language": "en"}))
    assert page.html["lang"] == "en"
    assert "Issue 1, 2 March 2026" in page.get_text()


def test_an_issue_with_thousands_of_entries_renders(issue):
    many = edit(issue, AddFree("praxis", "x"), by="K", now=START).issue.entry("free-1")
    entries = tuple(many.model_copy(update={"id": f"free-{n}"}) for n in range(5_000))
    section = issue.sections[1].model_copy(update={"entries": entries})
    large = Issue.model_validate({**dict(issue), "sections": (issue.sections[0], section)})
    assert render(large).html.count("<h3") == 5_003


def test_cells_of_a_table_start_no_formula(eval_data):
    cases = json.loads((eval_data / "text" / "csv_cells.json").read_text("utf-8"))
    harmful = [cell for cell in cases if cell != "-5"]
    assert len(harmful) > 8
    assert all(harmless(cell) == f"'{cell}" for cell in harmful)


@pytest.mark.parametrize("cell", ["-5", "+49 30 123456", "3,5", "Titel = neu", ""])
def test_harmless_cells_stay_as_they_are(cell):
    assert harmless(cell) == cell
