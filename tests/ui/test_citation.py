"""A citation says what is known, and nothing in a title breaks its format."""

import datetime as dt
import re

import pytest

from hub import citation
from hub.model import Resource
from tests.ui.injections import INJECTIONS

SEEN = dt.date(2026, 3, 9)
BOOK = Resource(
    id="leitfaden",
    title="Städte & Plätze: 100 % sicher",
    url="https://example.org/a_b?x=1&y=%7E2#s",
    type="document",
    collections=("nachtleben",),
    language="de",
    date="2024-05",
    publisher="Stadt Köln",
    authors=("Jana Weiß", "Deutsches Forum für Sicherheit"),
)


def with_title(title: str) -> Resource:
    return BOOK.model_copy(update={"title": title})


def test_plain_in_german():
    assert citation.plain(BOOK, SEEN, "de") == (
        "Jana Weiß; Deutsches Forum für Sicherheit (2024): Städte & Plätze: 100 % sicher. "
        "Stadt Köln. https://example.org/a_b?x=1&y=%7E2#s (abgerufen am 9.3.2026)."
    )


def test_plain_in_english_without_date_and_authors():
    bare = BOOK.model_copy(update={"authors": (), "date": None, "title": "What helps?"})
    assert citation.plain(bare, SEEN, "en") == (
        "Stadt Köln (n.d.): What helps? https://example.org/a_b?x=1&y=%7E2#s (accessed 2026-03-09)."
    )


def test_plain_of_a_title_alone():
    alone = Resource(id="x", title="Nur ein Titel", type="method", collections=("c",))
    assert citation.plain(alone, SEEN, "de") == "Nur ein Titel (o. J.)."


def test_bibtex():
    assert citation.bibtex(BOOK, SEEN) == (
        "@misc{leitfaden,\n"
        "  author = {Jana Weiß and {Deutsches Forum für Sicherheit}},\n"
        "  title = {{Städte \\& Plätze: 100 \\% sicher}},\n"
        "  publisher = {Stadt Köln},\n"
        "  year = {2024},\n"
        "  date = {2024-05},\n"
        "  language = {de},\n"
        "  url = {https://example.org/a_b?x=1&y=%7E2#s},\n"
        "  urldate = {2026-03-09},\n"
        "  month = may\n"
        "}\n"
    )


def test_an_article_stands_in_a_journal():
    article = BOOK.model_copy(update={"type": "article"})
    assert citation.bibtex(article, SEEN).startswith("@article{leitfaden,")
    assert "  journal = {Stadt Köln}" in citation.bibtex(article, SEEN)
    assert "T2  - Stadt Köln\r\n" in citation.ris(article, SEEN)


def test_ris():
    assert citation.ris(BOOK, SEEN) == (
        "TY  - RPRT\r\nID  - leitfaden\r\nAU  - Jana Weiß\r\n"
        "AU  - Deutsches Forum für Sicherheit\r\nTI  - Städte & Plätze: 100 % sicher\r\n"
        "PB  - Stadt Köln\r\nPY  - 2024\r\nDA  - 2024/05//\r\nLA  - de\r\n"
        "UR  - https://example.org/a_b?x=1&y=%7E2#s\r\nY2  - 2026/03/09/\r\nER  - \r\n"
    )


NASTY = [
    *INJECTIONS,
    "a\nER  - \nTY  - BOOK\nTI  - another",
    "a\r\nTI  - b",
    "a\u2028TI  - b",
    "a\x85TI  - b",
    "\\} @book{x, title={y}}",
    "{",
    "}",
    "10 % & #1_~^$",
    "\\",
]


@pytest.mark.parametrize("title", NASTY)
def test_no_title_breaks_out_of_ris(title):
    lines = citation.ris(with_title(title), SEEN).splitlines()
    assert [line for line in lines if line.startswith("TI  - ")] == [lines[4]]
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines)
    assert len(lines) == len(citation.ris(BOOK, SEEN).splitlines())


@pytest.mark.parametrize("title", NASTY)
def test_no_title_breaks_out_of_bibtex(title):
    entry = citation.bibtex(with_title(title), SEEN)
    # An escaped brace still counts for BibTeX: so it must always come in pairs.
    assert entry.count("{") == entry.count("}")
    depth = 0
    for at, sign in enumerate(entry):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth > 0 or at < entry.index("{") or at >= len(entry) - 2
    assert len(entry.splitlines()) == len(citation.bibtex(BOOK, SEEN).splitlines())


def test_an_address_cannot_end_a_bibtex_field():
    odd = BOOK.model_copy(update={"url": "https://example.org/{a}\\b"})
    assert "url = {https://example.org/%7Ba%7D%5Cb}" in citation.bibtex(odd, SEEN)
