"""A citation says what is known, and nothing in a title breaks its format."""

import datetime as dt
import json
import re

import pytest

from hub.exporting import Edition, citation
from hub.labels import facet_label
from hub.model import Catalogue, Resource
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


def edition(language: str = "de") -> Edition:
    return Edition(language, SEEN, lambda f, v: facet_label(Catalogue(), f, v, language))


def plain(resource: Resource, language: str = "de") -> str:
    return citation.plain(citation.cited(resource, edition(language)), edition(language))


def bibtex(resource: Resource) -> str:
    return citation.as_bibtex(citation.cited(resource, edition()), edition())


def ris(resource: Resource) -> str:
    return citation.as_ris(citation.cited(resource, edition()), edition())


def with_title(title: str) -> Resource:
    return BOOK.model_copy(update={"title": title})


def test_plain_in_german():
    assert plain(BOOK) == (
        "Jana Weiß; Deutsches Forum für Sicherheit (2024): Städte & Plätze: 100 % sicher. "
        "Stadt Köln. https://example.org/a_b?x=1&y=%7E2#s (abgerufen am 9.3.2026)."
    )


def test_plain_in_english_without_date_and_authors():
    bare = BOOK.model_copy(update={"authors": (), "date": None, "title": "What helps?"})
    assert plain(bare, "en") == (
        "Stadt Köln (n.d.): What helps? https://example.org/a_b?x=1&y=%7E2#s (accessed 2026-03-09)."
    )


def test_plain_of_a_title_alone():
    alone = Resource(id="x", title="Nur ein Titel", type="method", collections=("c",))
    assert plain(alone) == "Nur ein Titel (o. J.)."


def test_bibtex():
    assert bibtex(BOOK) == (
        "@techreport{leitfaden,\n"
        "  author = {Weiß, Jana and {Deutsches Forum für Sicherheit}},\n"
        "  title = {{Städte \\& Plätze: 100 \\% sicher}},\n"
        "  institution = {Stadt Köln},\n"
        "  year = {2024},\n"
        "  date = {2024-05},\n"
        "  language = {de},\n"
        "  url = {https://example.org/a_b?x=1&y=%7E2#s},\n"
        "  urldate = {2026-03-09},\n"
        "  month = may\n"
        "}\n"
    )


def test_an_article_stands_in_a_journal():
    article = Resource.model_validate({**BOOK.model_dump(), "type": "article"})
    assert bibtex(article).startswith("@article{leitfaden,")
    assert "  journal = {Stadt Köln}" in bibtex(article)
    assert "T2  - Stadt Köln\r\n" in ris(article)


def test_ris():
    assert ris(BOOK) == (
        "TY  - RPRT\r\nID  - leitfaden\r\nAU  - Weiß, Jana\r\n"
        "AU  - Deutsches Forum für Sicherheit\r\nTI  - Städte & Plätze: 100 % sicher\r\n"
        "PB  - Stadt Köln\r\nPY  - 2024\r\nDA  - 2024/05//\r\nLA  - de\r\n"
        "UR  - https://example.org/a_b?x=1&y=%7E2#s\r\nY2  - 2026/03/09/\r\nM3  - Dokument\r\n"
        "ER  - \r\n"
    )


def test_csl():
    found = json.loads(citation.as_csl(citation.cited(BOOK, edition()), edition()))
    assert found == [
        {
            "id": "leitfaden",
            "type": "report",
            "title": "Städte & Plätze: 100 % sicher",
            "author": [
                {"family": "Weiß", "given": "Jana"},
                {"literal": "Deutsches Forum für Sicherheit"},
            ],
            "issued": {"date-parts": [[2024, 5]]},
            "publisher": "Stadt Köln",
            "URL": "https://example.org/a_b?x=1&y=%7E2#s",
            "accessed": {"date-parts": [[2026, 3, 9]]},
            "language": "de",
            "genre": "Dokument",
        }
    ]


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
    lines = ris(with_title(title)).splitlines()
    assert [line for line in lines if line.startswith("TI  - ")] == [lines[4]]
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines)
    assert len(lines) == len(ris(BOOK).splitlines())


@pytest.mark.parametrize("title", NASTY)
def test_no_title_breaks_out_of_bibtex(title):
    entry = bibtex(with_title(title))
    # An escaped brace still counts for BibTeX: so it must always come in pairs.
    assert entry.count("{") == entry.count("}")
    depth = 0
    for at, sign in enumerate(entry):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth > 0 or at < entry.index("{") or at >= len(entry) - 2
    assert len(entry.splitlines()) == len(bibtex(BOOK).splitlines())


def test_an_address_cannot_end_a_bibtex_field():
    odd = BOOK.model_copy(update={"url": "https://example.org/{a}\\b"})
    assert "url = {https://example.org/%7Ba%7D%5Cb}" in bibtex(odd)
