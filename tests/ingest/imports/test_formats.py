"""Each further format once by hand; the evaluation data then as a whole."""

import zipfile
from pathlib import Path

import pytest

from benchmarks.imports import bibliographies, feeds, read_all
from hub.errors import IngestError
from hub.ingest.imports import IMPORTS, exports_in, recognise
from hub.ingest.model import Rejected
from tests.ingest.imports.reading import one, read, said

RIS = """TY  - JOUR
AU  - Muster, Anna
TI  - Titel
JO  - Heft
PY  - 2024/05/31/
SP  - 1
EP  - 9
DO  - 10.1234/x
KW  - a
b
ER  -
"""


def test_ris_is_read():
    item = one(RIS)
    assert said(item) == {
        **{"title": "Titel", "authors": "Anna Muster", "date": "2024-05-31", "doi": "10.1234/x"},
        **{"type": "article", "keywords": "a | b", "container": "Heft", "pages": "1-9"},
    }
    assert item.address == "https://doi.org/10.1234/x"


def test_bibtex_is_read_around_what_is_damaged():
    entry = '@book{a, title={Gr{\\"u}n {\\"A}b}, author={Ä and M, B}, year=2020}'
    named = read(f"{entry}\n@book{{b, title=")
    assert said(named[0])["title"] == "Grün Äb"
    assert said(named[0])["authors"] == "Ä | B M"
    assert isinstance(named[1], Rejected)


def test_csl_is_read():
    item = one(
        '[{"type":"report","title":"T","issued":{"date-parts":[[2024,5]]},"URL":"http://a.de/x"}]'
    )
    assert said(item) == {"title": "T", "date": "2024-05", "type": "document"}


BOOKMARKS = """<!DOCTYPE NETSCAPE-Bookmark-file-1><H1>Bookmarks</H1><DL><p>
<DT><H3>Lesezeichen-Symbolleiste</H3><DL><p><DT><H3>Nacht</H3><DL><p>
<DT><A HREF="https://example.org/a" TAGS="x,y">Eins</A><DD>Notiz
</DL><p><DT><A HREF="https://example.org/b">Zwei</A>
<DT><A HREF="javascript:alert(1)">Drei</A></DL><p></DL>"""


def test_bookmarks_keep_their_folders():
    first, second, third = read(BOOKMARKS, "bookmarks.html")
    assert said(first) == {"title": "Eins", "keywords": "Nacht | x | y", "notes": "Notiz"}
    assert said(second) == {"title": "Zwei"}
    assert isinstance(third, Rejected)


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:1
SUMMARY:Tagung
DTSTART;VALUE=DATE:20240501
DTEND;VALUE=DATE:20240503
LOCATION:Köln
URL:https://example.org/t
END:VEVENT
BEGIN:VEVENT
UID:2
SUMMARY:Weg
STATUS:CANCELLED
DTSTART:20240501T080000Z
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar_gives_its_events():
    first, second = read(CALENDAR.replace("\n", "\r\n"))
    assert said(first) == {
        **{"title": "Tagung", "type": "event", "event.start": "2024-05-01"},
        **{"event.end": "2024-05-02", "event.place": "Köln"},
    }
    assert isinstance(second, Rejected)
    assert second.withdrawn


def test_opml_tells_websites_from_feeds():
    site, feed = read(
        '<opml><body><outline text="Nacht"><outline text="A" htmlUrl="https://a.example/" '
        'xmlUrl="https://a.example/f"/></outline><outline text="B" xmlUrl="https://b.example/f"/>'
        "</body></opml>"
    )
    assert said(site) == {"title": "A", "keywords": "Nacht"}
    assert isinstance(feed, Rejected)
    assert "{kind: feed, url: https://b.example/f}" in feed.reason


def test_xml_bombs_and_outside_entities_stay_closed(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("do not tell")
    chain = "".join(f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">' for n in range(1, 60))
    bomb = (
        f'<!DOCTYPE m [<!ENTITY a0 "aaaa">{chain}<!ENTITY s SYSTEM "file://{secret}">]>'
        "<mods><titleInfo><title>T&a59;&s;&nbsp;x</title></titleInfo></mods>"
    )
    title = said(one(bomb))["title"]
    assert title.startswith("T")
    assert len(title) < 20
    assert "do not tell" not in title


@pytest.mark.parametrize("broken", ["[{", "<nothing", "BEGIN:VCALENDAR\nX", "<opm"])
def test_half_a_file_ends_in_a_sentence(broken):
    with pytest.raises(IngestError, match=r"hub add FILE$|Export it again"):
        read(broken)


def test_nearly_all_fields_that_zotero_finds_are_read(eval_data):
    expected, met, missing = bibliographies(eval_data / "bib" / "zotero")
    assert met.total() / expected.total() >= 0.95, "\n".join(missing)


def test_lists_and_samples_are_read_without_a_crash(eval_data):
    assert read_all(eval_data / "opml").total() == 55
    assert read_all(eval_data / "bib" / "ris")["read"] == 8
    assert len(IMPORTS) >= 17


def test_feeds_are_read_as_well_as_feedparser_reads_them(eval_data):
    figures = feeds(eval_data / "feeds", every=4)  # all of them: python -m benchmarks.imports
    assert figures["files"] == 264
    assert figures["met by the hub"] >= figures["met by feedparser"]


@pytest.mark.parametrize("member", ["META-INF/manifest.xml", "META-INF/container.xml"])
def test_a_document_is_named_itself_and_not_what_is_packed_in_it(tmp_path: Path, member: str):
    path = tmp_path / "brief.odt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/x")
        archive.writestr("Configurations2/accelerator/current.xml", "")
        archive.writestr(member, "<manifest/>")
    (file,) = exports_in(path)
    with pytest.raises(IngestError, match=r"brief\.odt is no export .* use: hub add FILE"):
        recognise(file)
