"""Web pages: main text, facts with their origin, and pages that break others."""

import json

import pytest

from benchmarks.extraction import alone, ours, score
from hub.ingest.extract import extract
from hub.ingest.extract.loose_html import loose_text
from hub.ingest.extract.problems import IN_PART, NO_MAIN_TEXT, PLAIN_READ
from tests.ingest.extract.making import ADDRESS, fetched

PARAGRAPH = "Die Stadt hat mit dem Präventionsrat ein Konzept für sichere Plätze vorgelegt. " * 4


def page(head: str = "", body: str = "") -> str:
    main = body or f"<article><h1>Sichere Plätze</h1><p>{PARAGRAPH}</p></article>"
    return f"<!DOCTYPE html><html lang='de-DE'><head>{head}</head><body>{main}</body></html>"


def ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def facts(html: str, field: str) -> list[tuple[str, str]]:
    found = extract(fetched(html, media_type="text/html")).facts
    return [(fact.value, fact.origin) for fact in found.every(field)]


def test_main_text_is_found_at_least_as_well_as_by_trafilatura_alone(eval_data):
    own, theirs = score(eval_data / "extraction", ours), score(eval_data / "extraction", alone)
    assert own.f1 >= 0.98
    assert own.f1 >= theirs.f1
    assert all(own.by_page[name] <= mistakes for name, mistakes in theirs.by_page.items())


def test_a_passage_begins_at_each_heading():
    html = page(
        body=f"<main><h1>Plätze</h1><p>{PARAGRAPH}</p><h2>Licht</h2><p>{PARAGRAPH}</p></main>"
    )
    passages = extract(fetched(html)).passages
    assert [p.heading for p in passages][-1] == "Licht"
    assert passages[-1].text.startswith("Licht\nDie Stadt")


def test_times_in_the_text_are_kept():
    html = page(
        body=f"<article><p>{PARAGRAPH}</p><p>Treffen am <time datetime='2026-06-03'>3. Juni"
        " 2026</time> im Rathaus.</p></article>"
    )
    assert "Treffen am 3. Juni 2026 im Rathaus." in extract(fetched(html)).text


@pytest.mark.parametrize(
    "closing",
    [
        "© 2026 Stadt Beispiel",
        "Sofern nicht anders angegeben, stehen alle Inhalte unter CC BY 4.0",
        "Except where otherwise noted, content on this site is licensed under CC BY",
        "Alle Rechte vorbehalten.",
    ],
)
def test_notices_of_rights_at_the_end_are_no_text(closing):
    html = page(body=f"<div><h1>Plätze</h1><p>{PARAGRAPH}</p><p>{closing}</p></div>")
    assert closing not in extract(fetched(html)).text


def test_a_sentence_on_rights_in_the_middle_stays():
    html = page(
        body=f"<div><p>{PARAGRAPH}</p><p>Alle Rechte vorbehalten sind ein alter Satz.</p>"
        f"<p>{PARAGRAPH}Ende.</p></div>"
    )
    assert "ein alter Satz" in extract(fetched(html)).text


def test_a_short_page_is_taken_as_it_stands():
    html = page(body="<nav><a href='/'>Start</a></nav><div>Sprechstunde: Montag 10 Uhr.</div>")
    assert "Sprechstunde: Montag 10 Uhr." in extract(fetched(html)).text


def test_a_page_filled_by_a_script_says_so():
    html = page(body="<div id='root'></div><script>start()</script>")
    assert extract(fetched(html)).remarks == (NO_MAIN_TEXT,)


def test_facts_name_their_origin_and_the_best_comes_first():
    head = """<title>Sichere Plätze | Stadt Beispiel</title>
      <meta property="og:site_name" content="Stadt Beispiel">
      <meta property="og:title" content="Sichere Plätze | Stadt Beispiel">
      <meta name="citation_author" content="Muster, Eva">
      <meta name="DC.creator" content="Eva Muster">
      <meta name="citation_publication_date" content="2024/05/03">
      <meta name="DC.date" content="2024"><meta name="keywords" content="Platz, Licht;">
      <meta name="description" content="Ein Konzept."><link rel="canonical" href="/plaetze">
      <meta property="og:image" content="/bild.jpg"><link rel="license" href="https://x.example/l">"""
    html = page(head)
    assert facts(html, "title")[0] == ("Sichere Plätze", "og")
    assert facts(html, "authors") == [("Muster, Eva", "citation"), ("Eva Muster", "dublin-core")]
    assert facts(html, "date")[0] == ("2024-05-03", "citation")
    assert facts(html, "keywords") == [("Platz", "meta"), ("Licht", "meta")]
    assert facts(html, "description") == [("Ein Konzept.", "meta")]
    assert facts(html, "canonical") == [("https://www.example.org/plaetze", "link")]
    assert facts(html, "image") == [("https://www.example.org/bild.jpg", "og")]
    assert facts(html, "language") == [("de", "html")]
    assert facts(html, "publisher") == [("Stadt Beispiel", "og")]
    assert ("https://x.example/l", "link") in facts(html, "licence")


def test_a_graph_of_json_ld_is_followed():
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "Organization", "@id": "#stadt", "name": "Stadt Beispiel"},
            {"@type": "WebSite", "name": "Portal"},
            {
                "@type": ["NewsArticle"],
                "headline": "Licht &amp; Plätze",
                "publisher": {"@id": "#stadt"},
                "datePublished": "2025-02-28T23:30:00+01:00",
                "dateModified": "2026-01-01",
                "author": [{"@type": "Person", "name": "Eva Muster"}, "Jan Beispiel"],
                "inLanguage": "de-DE",
                "keywords": ["Licht", "Platz"],
            },
        ],
    }
    html = page(ld(graph))
    assert facts(html, "title")[0] == ("Licht & Plätze", "json-ld")
    assert facts(html, "date") == [("2025-02-28", "json-ld")]
    assert facts(html, "authors") == [("Eva Muster", "json-ld"), ("Jan Beispiel", "json-ld")]
    assert facts(html, "publisher") == [("Stadt Beispiel", "json-ld")]
    assert facts(html, "type") == [("news", "json-ld")]


EVENT = {
    "@type": "Event",
    "name": "Präventionstag",
    "startDate": "2026-06-15T09:00",
    "endDate": "2026-06-16",
    "location": {
        "@type": "Place",
        "name": "Kongresshalle",
        "address": {"addressLocality": "Augsburg"},
    },
}


def test_an_event_has_time_and_place():
    html = page(ld(EVENT))
    assert facts(html, "event.start") == [("2026-06-15", "json-ld")]
    assert facts(html, "event.end") == [("2026-06-16", "json-ld")]
    assert facts(html, "event.place") == [("Kongresshalle, Augsburg", "json-ld")]
    assert facts(html, "date") == []


def test_of_several_events_on_a_page_none_is_taken_for_the_page():
    html = page(ld([EVENT, {**EVENT, "name": "Fachtag Sucht", "startDate": "2026-09-01"}]))
    assert facts(html, "event.start") == []


def test_a_date_of_change_is_no_date_of_publication():
    head = '<meta property="article:modified_time" content="2026-01-02">'
    html = page(
        head + ld({"@type": "Article", "headline": "Sichere Plätze", "dateModified": "2026-01-02"})
    )
    assert all(origin == "htmldate" for _, origin in facts(html, "date"))


def test_a_guessed_date_is_marked_as_a_guess():
    html = page(body=f"<article><p>Veröffentlicht am 12.03.2019</p><p>{PARAGRAPH}</p></article>")
    dates = extract(fetched(html)).facts.every("date")
    assert [(d.value, d.origin) for d in dates] == [("2019-03-12", "htmldate")]
    assert dates[0].confidence < 1


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252", "utf-16"])
def test_umlauts_of_old_pages(encoding):
    html = page("" if encoding == "utf-16" else f"<meta charset='{encoding}'>")
    assert "Präventionsrat" in extract(fetched(html.encode(encoding), media_type="text/html")).text


def test_100_000_nested_elements_are_read_loosely():
    html = (
        f"<html><head><title>Tief</title></head><body>{'<div>' * 100_000}{PARAGRAPH}</body></html>"
    )
    found = extract(fetched(html))
    assert PARAGRAPH.strip() in found.text
    assert found.remarks == (PLAIN_READ,)
    assert found.facts.first("title").value == "Tief"


def test_of_50_megabytes_of_page_the_beginning_is_read():
    html = "<html><title>Groß</title><body>" + f"<p>{PARAGRAPH * 8}</p>\n" * 20_000
    assert len(html) > 50_000_000
    found = extract(fetched(html))
    assert found.remarks == (PLAIN_READ, IN_PART)
    assert len(found.text) > 9_000_000


@pytest.mark.parametrize(
    "html", ["<a" * 200_000, "<script>" * 100_000, "<!--" * 100_000, "<" * 300_000]
)
def test_broken_markup_takes_time_by_its_length_only(html):
    assert len(loose_text(html)) <= len(html)


def test_scripts_and_comments_are_no_text():
    html = (
        "<p>Eins</p><script>var x = '<p>zwei</p>'</script><!-- drei --><b>vi</b>er &amp; f&uuml;nf"
    )
    assert loose_text(html) == "Eins\nvier & fünf"


@pytest.mark.parametrize("sign", ["\0", "\x1b", "\u202e", "\u2066", "\ufeff"])
def test_hidden_signs_are_gone(sign):
    html = page(
        f"<title>Sicher{sign}heit</title>", f"<article><p>Platz{sign} {PARAGRAPH}</p></article>"
    )
    found = extract(fetched(html, media_type="text/html"))
    assert sign not in found.text
    assert found.facts.first("title").value == "Sicherheit"


def test_a_lone_surrogate_in_json_ld_breaks_nothing():
    article = '{"@type": "Article", "headline": "A\\ud800B und C"}'
    head = f'<script type="application/ld+json">{article}</script>'
    title = extract(fetched(page(head))).facts.first("title")
    assert title.value == "AB und C"
    assert title.value.encode()


def test_strings_that_break_programs_come_out_as_text(eval_data):
    long = f"<article><p>{PARAGRAPH * 10}</p></article>"
    for text in json.loads((eval_data / "text" / "blns.json").read_text("utf-8"))[::3]:
        html = page(f"<title>{text}</title><meta name='author' content=\"{text}\">", long)
        found = extract(fetched(html.encode("utf-8", "surrogatepass"), media_type="text/html"))
        assert found.text.encode()
        assert all(fact.value.encode() for fact in found.facts)


def test_the_address_itself_is_the_base():
    assert extract(fetched(page("<link rel=canonical href=''>"))).facts.first("canonical") is None
    assert ADDRESS.startswith("https://")
