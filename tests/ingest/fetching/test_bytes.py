"""What bytes are, and in which encoding: told by themselves where they can."""

import io
import json
import zipfile

import pytest

from hub.ingest.encodings import known_encoding
from hub.ingest.fetching import as_fetched, decode, decode_bytes, media_type_of, read_file
from hub.ingest.model import Fetched
from hub.settings import Settings

GERMAN = "Für Städte: Maßnahmen gegen Gewalt – „Prävention“ kostet 5 €, größer als gedacht."
HTML = f"<html><head><title>{GERMAN}</title></head><body>{GERMAN}</body></html>"


def page(charset):
    return HTML.replace("<head>", f'<head><meta charset="{charset}">')


@pytest.mark.parametrize(
    ("content", "declared"),
    [
        (page("utf-8").encode(), "utf-8"),
        (page("utf-8").encode(), "iso-8859-1"),  # the server is wrong
        (page("iso-8859-1").encode(), None),  # the page is wrong
        (page("iso-8859-1").encode("cp1252"), None),  # as browsers mean it
        (page("iso-8859-15").encode("iso-8859-15", "ignore"), None),
        (HTML.encode("cp1252"), "ISO-8859-1"),
        (HTML.encode("cp1252"), "utf-8"),
        (HTML.encode("cp1252"), "no-such-thing"),
        (HTML.encode("cp1252"), None),
        (HTML.encode("mac_roman"), None),
        (HTML.encode("utf-16"), None),
        (HTML.encode("utf-16-le"), None),
        (HTML.encode("utf-16-be"), "iso-8859-1"),
        (b"\xef\xbb\xbf" + HTML.encode(), "iso-8859-1"),
        (page("utf-16").encode(), None),
        (HTML.encode() + b"\xff", None),  # one slip
    ],
)
def test_german_pages_are_read_rightly(content, declared):
    text = decode_bytes(content, declared)
    assert "Für Städte: Maßnahmen gegen Gewalt" in text
    assert "größer als gedacht" in text


def test_a_dos_text_is_read_rightly():
    text = "Größere Maßnahmen für Mädchen in Köln"
    assert decode_bytes(text.encode("cp850")) == text


def test_other_languages_are_guessed():
    text = "Программа профилактики преступности в городах и муниципалитетах. " * 5
    assert decode_bytes(text.encode("koi8-r"), "koi8-r") == text
    assert decode_bytes(text.encode("cp1251")) == text


@pytest.mark.parametrize(
    "label", ["zlib_codec", "rot13", "unicode_escape", "utf-7", "idna", "hex", "", "\0", "x" * 99]
)
def test_what_is_no_encoding_of_pages_is_passed_over(label):
    assert known_encoding(label) is None
    assert "Größe" in decode_bytes("Größe".encode("cp1252"), label)


def test_nothing_that_hurts_comes_out():
    when = as_fetched(b"", "x").when
    fetched = Fetched("a", "a", 200, "text/plain", b"\xef\xbb\xbfa\x00b", when)
    assert decode(fetched) == "ab"
    for content in (b"", b"\xff", b"\x00" * 99, bytes(range(256)) * 9, b"\xff\xfe\x00\xd8"):
        decode_bytes(content).encode("utf-8")


def package(*names, mimetype=None):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


OFFICE = "application/vnd.openxmlformats-officedocument."
CASES = [
    (b"%PDF-1.4", "text/html", "a.html", "application/pdf"),
    (b"\n\n junk %PDF-1.4", "", None, "application/pdf"),
    (package("[Content_Types].xml", "word/document.xml"), "application/zip", "a.zip",
     OFFICE + "wordprocessingml.document"),
    (package("[Content_Types].xml", "ppt/presentation.xml"), "", "", OFFICE
     + "presentationml.presentation"),
    (package(mimetype="application/epub+zip"), "", "a.docx", "application/epub+zip"),
    (package("a.txt"), "", None, "application/zip"),
    (b"PK\x03\x04broken", "", None, "application/zip"),
    (b"<!DOCTYPE html><p>x", "text/plain", None, "text/html"),
    (b"\xef\xbb\xbf  <html>", "application/pdf", "a.pdf", "text/html"),
    (b"<?xml version='1.0'?><rss version='2.0'>", "text/html", None, "application/rss+xml"),
    (b"<!-- c --><feed xmlns='http://www.w3.org/2005/Atom'>", "text/xml", None,
     "application/atom+xml"),
    (b"<rdf:RDF xmlns='http://purl.org/rss/1.0/'>", "", None, "application/rss+xml"),
    (b"<urlset>", "application/xml", None, "application/xml"),
    ('<?xml version="1.0"?><html>'.encode("utf-16"), "", None, "text/html"),
    (b'{"version": "https://jsonfeed.org/version/1.1"}', "application/json", None,
     "application/feed+json"),
    (b'[{"a": 1}]', "", None, "application/json"),
    (b"{not json", "", None, "text/plain"),
    (b"BEGIN:VCALENDAR\r\n", "text/plain", None, "text/calendar"),
    (b"TY  - JOUR\r\n", "", None, "application/x-research-info-systems"),
    (b"From: a@b.de\nTo: c@d.de\nSubject: x\n\nText", "", "mail", "message/rfc822"),
    (b"a;b\n1;2\n", "", "a.csv", "text/csv"),
    (b"a;b\n1;2\n", "text/csv", None, "text/csv"),
    (b"# Title\n<p>html</p>", "", "a.md", "text/markdown"),
    (b"@book{a, title={b}}", "", "a.bib", "application/x-bibtex"),
    (b"just words", "text/html", None, "text/html"),
    (b"just words", "", None, "text/plain"),
    (b"BM is no picture", "", None, "text/plain"),
    (b"\x89PNG\r\n\x1a\n\x00", "text/html", "a.html", "image/png"),
    (b"\x00\x01\x02\x03" * 99, "", None, "application/octet-stream"),
    (b"", "", None, "text/plain"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "declared", "name", "expected"), CASES)
def test_the_media_type_is_that_of_the_bytes(content, declared, name, expected):
    assert media_type_of(content, declared, name) == expected


def test_the_samples_are_known(eval_data):
    by_end = {
        ".docx": OFFICE + "wordprocessingml.document",
        ".odt": "application/vnd.oasis.opendocument.text",
        ".xlsx": OFFICE + "spreadsheetml.sheet",
        ".xls": "application/vnd.ms-excel",
        ".msg": "application/vnd.ms-outlook",
        ".epub": "application/epub+zip",
        ".pptx": OFFICE + "presentationml.presentation",
    }
    files = [f for f in (eval_data / "office").iterdir() if f.suffix in by_end]
    assert len(files) > 15
    for file in files:
        assert media_type_of(file.read_bytes()) == by_end[file.suffix], file.name
    for file in (eval_data / "extraction" / "pages").iterdir():
        assert media_type_of(file.read_bytes()) == "text/html", file.name


def test_strings_that_break_programs_break_nothing(eval_data):
    for text in json.loads((eval_data / "text" / "blns.json").read_text("utf-8")):
        content = text.encode("utf-8", "surrogatepass")
        assert media_type_of(content, text, text)
        assert isinstance(decode_bytes(content, text), str)


def test_a_file_is_read_as_if_it_were_fetched(tmp_path):
    (tmp_path / "Ä b.txt").write_text("Größe", "utf-8")
    got = read_file(tmp_path / "Ä b.txt", Settings())
    assert (got.name, got.media_type, decode(got)) == ("Ä b.txt", "text/plain", "Größe")
    assert got.address.startswith("file://")


def test_a_file_that_cannot_be_read_is_said(tmp_path):
    from hub.errors import IngestError

    (tmp_path / "big").write_bytes(b"x" * 1_000_001)
    for name in ("gone", ".", "big"):
        with pytest.raises(IngestError, match=r"\.$"):
            read_file(tmp_path / name, Settings(fetch_limit_mb=1))
