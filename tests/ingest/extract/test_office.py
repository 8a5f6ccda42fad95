"""Office, OpenDocument, books, mails, calendars, texts; and archives that mean harm."""

import datetime as dt
import io
import zipfile

import docx
import openpyxl
import pptx
import pytest

from hub.ingest.extract import ExtractFailed, extract, media_type_of
from hub.ingest.extract.problems import NO_TEXT
from hub.ingest.model import Extracted
from tests.ingest.extract.making import CONTENT_TYPES, W, archive, fetched, word


def saved(document: object) -> bytes:
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def facts(found: Extracted) -> dict[str, str]:
    return {fact.field: fact.value for fact in reversed(found.facts.all)}


def test_a_word_file_has_headings_tables_and_facts():
    document = docx.Document()
    document.core_properties.title = "Sichere Plätze"
    document.core_properties.author = "Eva Muster"
    document.add_heading("Licht", 1)
    document.add_paragraph("Ein Satz zum Licht.")
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Stadt", "Zahl"
    document.add_heading("Platz", 1)
    document.sections[0].header.paragraphs[0].text = "Kopfzeile"
    found = extract(fetched(saved(document)))
    assert found.passages[0].text == "Licht\nEin Satz zum Licht.\nStadt | Zahl"
    assert [p.heading for p in found.passages] == ["Licht", "Platz"]
    assert facts(found)["title"] == "Sichere Plätze"
    assert facts(found)["authors"] == "Eva Muster"
    assert "Kopfzeile" not in found.text


def test_what_was_deleted_in_a_word_file_is_not_read():
    gone = "<w:del><w:r><w:delText>weg</w:delText></w:r></w:del>"
    body = f"<w:p><w:r><w:t>bleibt</w:t></w:r>{gone}</w:p>"
    assert extract(fetched(word(body))).text == "bleibt"


def test_slides_have_titles_numbers_and_notes():
    deck = pptx.Presentation()
    for title in ("Licht", "Platz"):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = f"Ein Satz zu {title}"
        slide.notes_slide.notes_text_frame.text = f"Gesagt zu {title}"
    found = extract(fetched(saved(deck)))
    assert [(p.page, p.heading) for p in found.passages] == [(1, "Licht"), (2, "Platz")]
    assert found.passages[1].text == "Platz\nEin Satz zu Platz\nGesagt zu Platz"


def test_sheets_show_dates_as_dates():
    book = openpyxl.Workbook()
    book.active.title = "Städte"
    book.active.append(["Stadt", "Tag", "Zahl"])
    book.active.append(["Köln", dt.date(2026, 5, 1), 12])
    found = extract(fetched(saved(book)))
    assert found.passages[0].heading == "Städte"
    assert found.text == "Stadt | Tag | Zahl\nKöln | 2026-05-01 | 12"


ODF = 'xmlns:office="o" xmlns:text="t" xmlns:dc="d" xmlns:table="b"'


def test_an_opendocument_text():
    content = (
        f"<office:document-content {ODF}><office:body><office:text><text:h>Licht</text:h>"
        "<text:p>Ein<text:s/>Satz<text:note><text:note-body><text:p>Anmerkung</text:p>"
        "</text:note-body></text:note>.</text:p></office:text></office:body>"
        "</office:document-content>"
    )
    meta = f"<office:document-meta {ODF}><dc:title>Sichere Plätze</dc:title></office:document-meta>"
    parts = {"content.xml": content, "meta.xml": meta}
    found = extract(fetched(archive(parts, "application/vnd.oasis.opendocument.text")))
    assert found.text == "Licht\nEin Satz (Anmerkung)."
    assert facts(found)["title"] == "Sichere Plätze"


def test_a_book_is_read_in_its_order():
    package = (
        '<package xmlns:dc="d"><metadata><dc:title>Buch</dc:title><dc:creator>Eva</dc:creator>'
        "<dc:date>2024-05</dc:date></metadata><manifest>"
        '<item id="b" href="b.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>'
    )
    parts = {
        "META-INF/container.xml": '<c><rootfile full-path="O/content.opf"/></c>',
        "O/content.opf": package,
        "O/b.xhtml": "<html><body><h1>Zwei</h1><p>Text zwei</p></body></html>",
        "O/a.xhtml": "<html><body><h1>Eins</h1><p>Text <b>eins</b></p></body></html>",
    }
    found = extract(fetched(archive(parts, "application/epub+zip")))
    assert found.text == "Eins\nText eins\n\nZwei\nText zwei"
    assert (facts(found)["title"], facts(found)["date"]) == ("Buch", "2024-05")


def test_a_mail():
    mail = (
        "From: Eva Muster <eva@example.org>\r\nTo: a@example.org\r\nDate: Fri, 3 May 2024 10:00:00"
        " +0200\r\nSubject: =?utf-8?q?Sichere_Pl=C3=A4tze?=\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=iso-8859-1\r\n\r\nSchöne Grüße https://x.example/a\r\n"
    )
    found = extract(fetched(mail.encode("iso-8859-1")))
    assert found.text == "Schöne Grüße https://x.example/a"
    assert facts(found) == {
        "title": "Sichere Plätze",
        "authors": "Eva Muster",
        "date": "2024-05-03",
    }


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:1
SUMMARY:Präventionstag
DTSTART;VALUE=DATE:20260615
DTEND;VALUE=DATE:20260617
LOCATION:Kongresshalle\\, Augsburg
END:VEVENT
END:VCALENDAR
"""


def test_an_event_of_a_calendar_ends_on_its_last_day():
    values = facts(extract(fetched(CALENDAR.replace("\n", "\r\n"))))
    assert values["event.start"] == "2026-06-15"
    assert values["event.end"] == "2026-06-16"
    assert values["event.place"] == "Kongresshalle, Augsburg"
    assert values["title"] == "Präventionstag"


def test_a_moment_in_utc_is_told_as_the_day_in_germany():
    text = CALENDAR.replace("DTSTART;VALUE=DATE:20260615", "DTSTART:20260614T223000Z")
    assert facts(extract(fetched(text)))["event.start"] == "2026-06-15"


def test_markdown_loses_its_marks():
    text = "---\ntitle: Plätze\ndate: 2024-05\n---\n# Licht\nEin **Satz** mit [Ziel](https://x.example)."
    found = extract(fetched(text, name="a.md"))
    assert found.text == "Licht\nEin Satz mit Ziel."
    assert facts(found) == {"title": "Plätze", "date": "2024-05"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_and_tables_in_old_encodings(encoding):
    text = "Stadt;Plätze;Straßen\nKöln;drei;fünf\nMünchen;zwölf;größere\n" * 5
    assert "Plätze" in extract(fetched(text.encode(encoding), name="a.txt")).text
    assert "Köln | drei | fünf" in extract(fetched(text.encode(encoding), name="a.csv")).text


def test_rich_text():
    text = (
        rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\info{\title Titel}}Gr\'fc\'dfe \u8222?Zitat\par Ende}"
    )
    found = extract(fetched(text))
    assert found.text == "Grüße „Zitat\nEnde"
    assert facts(found) == {"title": "Titel"}


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.pdf", "empty"),
        (b" \n\0 ", "a.txt", "empty"),
        (b"PK\x03\x04 broken", "a.docx", "archive|damaged"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"),
            "a.xls",
            "Old Office",
        ),
        (b"\x89PNG\r\n\x1a\n", "a.png", "Pictures"),
        (b"%PDF-1.7\nnothing", "a.pdf", "PDF is damaged"),
        (b"<rss version='2.0'><channel/></rss>", "feed.xml", "feed"),
        (bytes(range(256)) * 4, "a.bin", "cannot be read"),
    ],
)
def test_what_cannot_be_read_says_why(content, name, says):
    with pytest.raises(ExtractFailed, match=says):
        extract(fetched(content, name=name))


def test_the_bytes_tell_the_kind_and_not_the_name():
    found = extract(fetched(word("<w:p><w:r><w:t>Text</w:t></w:r></w:p>"), name="bild.pdf"))
    assert found.text == "Text"
    assert media_type_of(b"%PDF-1.7", "text/html", "a.docx") == "application/pdf"


def test_no_text_is_said():
    assert extract(fetched(word(""))).remarks == (NO_TEXT,)


def test_a_zip_bomb_is_not_unpacked():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("[Content_Types].xml", CONTENT_TYPES)
        with target.open("word/document.xml", "w") as part:
            for _ in range(101):
                part.write(b"\0" * 1_000_000)
    assert len(data.getvalue()) < 200_000
    with pytest.raises(ExtractFailed, match="unpacks to far more"):
        extract(fetched(data.getvalue()))


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))


def test_entities_are_no_bomb():
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "viel viel viel">{ENTITIES}]>'
    body = "<w:p><w:r><w:t>Anfang &e9;</w:t></w:r></w:p>"
    try:
        found = extract(fetched(word(body, before=bomb))).text
    except ExtractFailed as error:
        found = str(error)
    assert "viel viel" not in found


def test_entities_read_no_file_of_this_machine(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("Geheimnis", encoding="utf-8")
    before = f'<!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    body = "<w:p><w:r><w:t>Anfang &s;</w:t></w:r></w:p>"
    for content in (word(body, before=before), f"<?xml version='1.0'?>{before}<x>Anfang &s;</x>"):
        try:
            found = extract(fetched(content)).text
        except ExtractFailed as error:
            found = str(error)
        assert "Geheimnis" not in found


def test_deep_xml_is_one_sentence():
    deep = f"<?xml version='1.0'?><x>{'<w>' * 100_000}"
    with pytest.raises(ExtractFailed, match="XML"):
        extract(fetched(deep))
    assert W.startswith("http")
