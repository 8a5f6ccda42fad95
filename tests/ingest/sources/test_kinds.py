"""Each kind of source, read from real servers on loopback and real folders."""

import datetime as dt
import gzip

import pytest

from hub.errors import IngestError
from hub.ingest.model import Item, Rejected
from tests.ingest.serving import site
from tests.ingest.sources.reading import items, read, values

RSS = """<?xml version="1.0" encoding="iso-8859-1"?>
<rss version="2.0"><channel><title>Präventionsrat</title><language>de-DE</language>
<item><title>Gr&amp;uuml;ne &lt;b&gt;Plätze&lt;/b&gt;</title><link>/a</link><guid>1</guid>
<pubDate>Tue, 05 Mar 2024 23:30:00 -0800</pubDate><category>Nacht</category>
<description>&lt;p&gt;Eins&lt;/p&gt;&lt;p&gt;Zwei&lt;script&gt;x()&lt;/script&gt;&lt;/p&gt;</description></item>
<item><title>Ohne Datum</title><link>/b</link><guid>1</guid></item>
<item><title>Wieder</title><link>/b</link><guid>1</guid></item>
<item><title>Nochmals</title><link>/b</link><guid>1</guid></item>
<item><title>Ohne Adresse</title><guid isPermaLink="false">2</guid></item>
</channel></rss>""".encode("latin-1")


def test_a_feed_gives_its_entries_with_what_they_say():
    with site({"/feed": ("application/rss+xml", RSS)}) as home:
        named = read(kind="feed", url=f"{home}/feed", tags=["nightlife"])
    first, second, third, fourth, fifth = named
    assert isinstance(first, Item)
    assert (first.key, first.address) == ("/1", f"{home}/a")
    assert first.collections == ("nachtleben",)
    assert values(first, "title") == ["Grüne Plätze"]
    assert values(first, "date") == ["2024-03-05"]  # the publisher's day
    assert values(first, "language") == ["de"]
    assert values(first, "keywords") == ["Nacht"]
    assert values(first, "description") == ["Eins\nZwei"]
    assert values(first, "tags") == ["nightlife"]
    assert isinstance(second, Item)
    assert second.key != first.key
    assert values(second, "date") == []
    assert isinstance(third, Rejected)
    assert isinstance(fourth, Rejected)
    assert "more than once" in third.reason
    assert isinstance(fifth, Rejected)
    assert (fifth.title, "no address" in fifth.reason) == ("Ohne Adresse", True)


def test_a_limit_ends_the_reading():
    with site({"/feed": ("application/rss+xml", RSS)}) as home:
        assert len(items(kind="feed", url=f"{home}/feed", limit=1)) == 1


def test_a_json_feed_gives_its_entries():
    feed = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "T", "language": "de",
      "items": [{"id": 7, "url": "/x", "title": "Eins", "date_published": "2024-05-31T08:00:00Z",
                 "authors": [{"name": "Anna Muster"}], "tags": ["a", 3]}, 5]}"""
    with site({"/feed": ("application/json", feed)}) as home:
        (item,) = items(kind="feed", url=f"{home}/feed")
    assert (item.key, item.address) == ("7", f"{home}/x")
    assert values(item, "date") == ["2024-05-31"]
    assert values(item, "authors") == ["Anna Muster"]
    assert values(item, "keywords") == ["a"]


@pytest.mark.parametrize("body", [b"", b"<html><p>Hallo</p></html>", b'{"a": 1}', b"\x00\xff" * 99])
def test_what_is_no_feed_says_so(body):
    with (
        site({"/feed": ("text/html", body)}) as home,
        pytest.raises(IngestError, match="is no feed"),
    ):
        read(kind="feed", url=f"{home}/feed")


def test_a_feed_with_bombs_and_outside_entities_is_read_without_them(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("do not tell")
    bomb = f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">
      {"".join(f'<!ENTITY a{n} "&a{n - 1 or ""};&a{n - 1 or ""};">' for n in range(1, 40))}
      <!ENTITY s SYSTEM "file://{secret}">]>
      <rss version="2.0"><channel><item><title>T &a39; &s;</title><link>http://a.example/</link>
      </item></channel></rss>"""
    with site({"/feed": ("text/xml", bomb.encode())}) as home:
        (item,) = items(kind="feed", url=f"{home}/feed")
    assert len(values(item, "title")[0]) < 100
    assert "do not tell" not in values(item, "title")[0]


NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def test_an_index_of_sitemaps_is_followed_packed_ones_too():
    answers = {}
    with site(answers) as home:
        answers["/index.xml"] = (
            "text/xml",
            f"<sitemapindex {NS}><sitemap><loc>{home}/1.xml.gz</loc></sitemap>"
            f"<sitemap><loc>{home}/2.txt</loc></sitemap>"
            f"<sitemap><loc>{home}/index.xml</loc></sitemap></sitemapindex>".encode(),
        )
        packed = f"""\n<urlset {NS} {NEWS}>
          <url><loc><![CDATA[{home}/a?x=1&y=2]]></loc><lastmod>2024-03-01</lastmod><news:news>
            <news:title>Neu</news:title><news:publication_date>2024-02-29</news:publication_date>
          </news:news></url>
          <url><loc>{home}/old</loc><lastmod>2020-01-01T00:00:00Z</lastmod></url>
          <url><loc>javascript:x</loc></url><url/></urlset>"""
        answers["/1.xml.gz"] = ("application/gzip", gzip.compress(packed.encode()))
        answers["/2.txt"] = (
            "text/plain",
            f"{home}/c\n{home}/a?x=1&y=2\n{home}/bild.jpg\n".encode(),
        )
        source = {"kind": "sitemap", "url": f"{home}/index.xml", "exclude": ["*.jpg"]}
        found = items(**source)
        since = dt.datetime(2024, 3, 1, 12, tzinfo=dt.UTC)
        later = read(since, **source)
    assert [i.address for i in found] == [f"{home}/{p}" for p in ("a?x=1&y=2", "old", "c")]
    assert (values(found[0], "title"), values(found[0], "date")) == (["Neu"], ["2024-02-29"])
    assert [i.key for i in later] == [f"{home}/a?x=1&y=2", f"{home}/c"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "is no sitemap"),
        (b"<html/>", "is no sitemap"),
        (b"<", "is no XML"),
        (b"\x1f\x8bnonsense", "damaged archive"),
        (gzip.compress(b" " * 70_000_000), "unpacks to more than 60 MB"),
    ],
    ids=["empty", "page", "broken", "damaged", "bomb"],
)
def test_what_is_no_sitemap_says_so(body, said):
    with site({"/s": ("text/xml", body)}) as home, pytest.raises(IngestError, match=said):
        read(kind="sitemap", url=f"{home}/s")


PAGE = """<base href="/pub/"><nav><a href="/">Start</a></nav>
  <main><a href="a.pdf#page=2">Leitfaden  Nacht</a><p><a href="b">mehr</a></p><a href="a.pdf">x</a>
  <a href="mailto:x@example.org">Mail</a><a href="http://[x">falsch</a><a>leer</a></main>"""


def test_the_links_of_a_page_are_selected():
    with site({"/list": ("text/html", PAGE.encode())}) as home:
        found = items(kind="links", url=f"{home}/list", selector="main")
        pdfs = items(kind="links", url=f"{home}/list", selector="main a", include=["*.pdf"])
        with pytest.raises(IngestError, match=r"the selector .* finds no link"):
            items(kind="links", url=f"{home}/list", selector=".news a")
    assert [i.address for i in found] == [f"{home}/pub/a.pdf", f"{home}/pub/b"]
    assert [(f.value, f.confidence) for f in found[0].facts] == [("Leitfaden Nacht", 0.5)]
    assert [i.address for i in pdfs] == [f"{home}/pub/a.pdf"]


def test_a_page_is_named_and_left_to_the_pipeline():
    (item,) = items(kind="page", url="https://example.org/aktuell", rolling=True)
    assert (item.address, item.rolling, item.complete) == (
        "https://example.org/aktuell",
        True,
        False,
    )


def test_a_folder_gives_its_files(tmp_path):
    (tmp_path / "sub").mkdir()
    for name in ("b.pdf", "a.txt", ".hidden", "~$lock.docx", "sub/c.pdf", "sub/empty.pdf"):
        (tmp_path / name).write_bytes(b"" if "empty" in name else name.encode())
    (tmp_path / "link.pdf").symlink_to(tmp_path / "b.pdf")
    named = read(kind="folder", folder=str(tmp_path))
    assert [n.key for n in named] == ["a.txt", "b.pdf", "sub/c.pdf", "sub/empty.pdf"]
    assert isinstance(named[3], Rejected)
    assert isinstance(named[2], Item)
    assert (named[2].content, named[2].name) == (b"sub/c.pdf", "c.pdf")
    flat = read(kind="folder", folder=str(tmp_path), recursive=False, include=["*.pdf"])
    assert [n.key for n in flat] == ["b.pdf"]
    with pytest.raises(IngestError, match="there is no folder"):
        read(kind="folder", folder=str(tmp_path / "gone"))
