"""PDFs: reading order, repeats, broken words, facts, scans, speed and damage."""

import pytest

from benchmarks.extraction import fetched as read
from benchmarks.extraction import pdf_speed, pdftotext_speed
from hub.ingest.extract import ExtractFailed, extract, ocr
from hub.ingest.extract.problems import READ_BY_OCR, SCANNED
from tests.ingest.extract.making import fetched, lines, pdf, scan

LEFT = [f"Links steht Satz Nummer {n} im Text" for n in range(8)]
RIGHT = [f"Rechts steht Satz Nummer {n} im Text" for n in range(8)]


def text(content: bytes) -> str:
    return extract(fetched(content)).text


def test_pages_keep_their_numbers():
    found = extract(fetched(pdf([lines("Seite eins"), lines("Seite zwei")])))
    assert [(p.page, p.text) for p in found.passages] == [(1, "Seite eins"), (2, "Seite zwei")]


def test_columns_that_the_file_mixes_are_read_one_after_the_other():
    rows = [p for pair in zip(lines(*LEFT), lines(*RIGHT, left=320), strict=True) for p in pair]
    found = text(
        pdf([[(70, 800, 16, "Eine Überschrift, die über beide Spalten hinweg läuft"), *rows]])
    )
    assert found.index(LEFT[7]) < found.index(RIGHT[0])
    assert found.startswith("Eine Überschrift")


def test_rows_of_a_table_stay_together():
    rows = [
        p
        for n in range(9)
        for p in [(70, 700 - 14 * n, 11, f"Stadt {n}"), (320, 700 - 14 * n, 11, f"{n}")]
    ]
    assert "Stadt 3 3" in text(pdf([rows]))


def test_heads_feet_and_page_numbers_are_dropped():
    words = ["Licht", "Platz", "Park", "Bahn", "Schule", "Rathaus"]
    bodies = [[f"{word} {part} im Konzept" for part in "abcdefgh"] for word in words]
    pages = [
        [(70, 810, 9, "Leitfaden Sicherheit"), *lines(*body), (290, 30, 9, f"Seite {n} von 6")]
        for n, body in enumerate(bodies, 1)
    ]
    found = extract(fetched(pdf(pages)))
    assert [p.text for p in found.passages] == ["\n".join(body) for body in bodies]


def test_labels_that_are_alike_on_all_pages_stay():
    assert text(pdf([lines("Blatt 1"), lines("Blatt 2"), lines("Blatt 3")])).count("Blatt") == 3


def test_a_head_of_two_pages_stays():
    assert text(pdf([lines("Gleich", "eins"), lines("Gleich", "zwei")])).count("Gleich") == 2


def test_broken_words_are_whole_also_across_pages():
    pages = [
        lines("Die Informations-", "sammlungen im Print-", "und Onlineformat, kom-"),
        lines("munale Efus-", "Konferenz"),
    ]
    found = extract(fetched(pdf(pages)))
    assert (
        "Die Informationssammlungen im Print- und Onlineformat, kommunale" in found.passages[0].text
    )
    assert found.passages[1].text == "Efus-Konferenz"


def test_facts_of_a_pdf():
    info = {
        "Title": "Sichere Plätze",
        "Author": "Eva Muster; Jan Beispiel",
        "Keywords": "Licht, Platz",
        "CreationDate": "D:20240503101112+02'00'",
        "ModDate": "D:20260101000000Z",
    }
    facts = extract(fetched(pdf([lines("Text")], info=info, language="de-DE"))).facts
    assert facts.first("title").value == "Sichere Plätze"
    assert [f.value for f in facts.every("authors")] == ["Eva Muster", "Jan Beispiel"]
    assert [f.value for f in facts.every("keywords")] == ["Licht", "Platz"]
    assert facts.first("language").value == "de"
    made = facts.every("date")
    assert [(d.value, d.origin) for d in made] == [("2024-05-03", "pdf:created")]
    assert made[0].confidence < 0.5  # made is not published


@pytest.mark.parametrize(
    "title", ["Microsoft Word - Entwurf.doc", "untitled", "Layout 1", "x.indd"]
)
def test_what_a_program_calls_a_file_is_no_title(title):
    pages = [[(70, 760, 24, "Sichere Plätze"), *lines("Text der Seite", "und mehr davon", top=700)]]
    found = extract(fetched(pdf(pages, info={"Title": title}))).facts.first("title")
    assert (found.value, found.origin) == ("Sichere Plätze", "pdf:largest")
    assert found.confidence < 1


@pytest.mark.skipif(not ocr.languages(), reason="Tesseract is not installed")
def test_a_scan_is_read_by_tesseract():
    pages = [[(70, 700, 24, "Die Stadt wird sicher"), (70, 660, 24, "und das Licht bleibt an")]]
    found = extract(fetched(scan(pdf(pages))))
    assert "Stadt wird sicher" in found.text
    assert READ_BY_OCR in found.remarks


def test_a_scan_says_so_where_there_is_no_tesseract(monkeypatch):
    monkeypatch.setenv("PATH", "")
    ocr.languages.cache_clear()
    try:
        found = extract(fetched(scan(pdf([lines("Die Stadt")]))))
    finally:
        ocr.languages.cache_clear()
    assert found.remarks == (SCANNED,)
    assert found.text == ""


def test_damage_and_locks_are_sentences(eval_data):
    folder = eval_data / "pdf"
    with pytest.raises(ExtractFailed, match="password"):
        extract(read(folder / "samples" / "libreoffice-writer-password.pdf"))
    with pytest.raises(ExtractFailed, match="damaged"):
        extract(read(folder / "odd" / "REDHAT-1531897-0.pdf"))


def test_a_book_is_read_as_completely_and_at_least_half_as_fast_as_by_pdftotext(eval_data):
    book = eval_data / "pdf" / "samples" / "GeoTopo-komprimiert.pdf"
    own, theirs = pdf_speed(book, 117), pdftotext_speed(book, 117)
    assert own.characters > 105_000
    if theirs is None:
        pytest.skip("pdftotext is not installed")
    assert own.pages >= theirs.pages / 2
    assert own.characters >= 0.97 * theirs.characters  # without running heads and page numbers


def test_text_is_as_long_as_other_libraries_read(eval_data):
    """But for running heads, and what only one of three libraries makes out."""
    rows = (eval_data / "pdf" / "measured.tsv").read_text("utf-8").splitlines()[2:]
    for name, *counts in (row.split("\t") for row in rows):
        least = sorted(int(c) for c in counts if c.isdecimal())
        if len(least) == 3 and least[0] > 20 and "GeoTopo" not in name:
            assert len(extract(read(eval_data / "pdf" / name)).text) >= 0.95 * min(least), name
