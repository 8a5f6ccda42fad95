"""One resource has many addresses; two resources never share a key (R14)."""

import datetime as dt
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.catalogue.web_address import read_web_address
from hub.ingest.identity import (
    Flaw,
    believed_canonical,
    clean,
    is_glued_or_malformed,
    key,
    leads_to_front_page,
)
from hub.ingest.model import Fetched

PAGE = "https://example.org/a?id=1&xa=2"
SAME = [
    "http://example.org/a?id=1&xa=2",
    "https://www.example.org/a/?id=1&xa=2",
    "https://example.org./a?id=1&xa=2#part",
    "https://EXAMPLE.org:443/a?xa=2&id=1",
    "https://example.org/a?XA=2&Id=1",
    "https://example.org/a?id=1&amp;xa=2",
    "https://example.org/a?utm_source=x&id=1&fbclid=y&xa=2&etcc_med=z",
    "https://example.org/a?id=1&xa=2&PHPSESSID=abc",
    "https://example.org/%61;jsessionid=1?id=%31&xa=2",
    "https://example.org/b/../a?id=1&xa=2",
    " <https://example.org/a?id=1&xa=2> ",
    "„https://example.org/a?id=1&xa=2“",
    "https://exam\u00adple.org/a?id=1&xa=2\u200b",
    "example.org/a?id=1&xa=2",
]
OTHER = [
    "https://example.org/a?id=2&xa=2",
    "https://example.org/a?id=1",
    "https://example.org/A?id=1&xa=2",
    "https://example.org/a?id=1&xa=2&page=2",
    "https://sub.example.org/a?id=1&xa=2",
    "https://example.org:8443/a?id=1&xa=2",
    "https://example.org/a%2Fb?id=1&xa=2",
    "https://example.org/a?id=1%26xa=2",
]


@pytest.mark.parametrize("address", SAME)
def test_one_page(address):
    assert key(address) == key(PAGE)


@pytest.mark.parametrize("address", OTHER)
def test_another_page(address):
    assert key(address) != key(PAGE)


def test_names_beyond_ascii_have_one_key():
    spellings = ("https://münchen.de/für?wo=köln", "http://xn--mnchen-3ya.de/f%C3%BCr?wo=k%c3%b6ln")
    assert len({key(s) for s in (*spellings, "https://MÜNCHEN.de/für/?WO=k%C3%B6ln")}) == 1
    assert key("https://strasse.de/") != key("https://straße.de/")


def test_routes_in_a_fragment_are_pages():
    assert key("https://example.org/#/a") != key("https://example.org/#/b")
    assert key("https://example.org/#!a") != key("https://example.org/")


def test_cleaning_changes_no_page():
    assert (
        clean("https://example.org/a?b=1&utm_source=x#utm_medium=y") == "https://example.org/a?b=1"
    )
    assert clean("https://example.org/a#part") == "https://example.org/a#part"
    for text in ("mailto:a@example.org", "no address", "", "file:///etc/passwd"):
        assert clean(text) == text


@given(st.text())
def test_any_text_has_a_key(text):
    key(text)
    clean(text)
    is_glued_or_malformed(text)


def test_what_a_browser_sees(eval_data):
    """No case ends the program; of the web addresses among them, hardly one is read otherwise."""
    text = (eval_data / "text" / "whatwg_url_cases.json").read_text("utf-8")
    cases = [case for case in json.loads(text) if isinstance(case, dict)]
    right = 0
    for case in cases:
        parts = read_web_address(case["input"], case.get("base"))
        key(case["input"])
        is_glued_or_malformed(case["input"])
        web = not case.get("failure") and case["protocol"] in ("http:", "https:")
        wanted = re.sub(r"//[^/@]*@", "//", case["href"]) if web else None  # passwords go
        right += (parts.href if parts else None) == wanted
    assert len(cases) > 400
    assert right >= len(cases) - 2


def page(address):
    return Fetched(address, address, 200, "text/html", b"", dt.datetime.now(dt.UTC))


@pytest.mark.parametrize(
    ("address", "canonical", "believed"),
    [
        ("http://a.de/x?utm_source=n", "https://www.a.de/x/", "https://www.a.de/x/"),
        ("https://a.de/?p=12", "/2024/title", "https://a.de/2024/title"),
        ("https://amp.a.de/x", "https://www.a.de/x", "https://www.a.de/x"),
        ("https://a.de/", "https://a.de/", "https://a.de/"),
        ("https://a.de/x?id=1", "https://a.de/", None),
        ("https://a.de/x", "https://a.de/de/index.html", None),
        ("https://a.de/x?id=1", "https://a.de/x", None),
        ("https://a.de/x?id=1&page=2", "https://a.de/x?id=1", None),
        ("https://a.de/x", "https://b.de/x", None),
        ("https://a.co.uk/x", "https://b.co.uk/x", None),
        ("https://a.de/x", "https://a.de/404", None),
        ("https://a.de/x", "http://localhost/x", None),
        ("https://a.de/x", "javascript:alert(1)", None),
        ("https://a.de/x", "https://a.dehttps://a.de/x", None),
        ("https://a.de/x", "", None),
        ("https://a.de/x", None, None),
        ("https://a.de/x", "https://a.de/" + "x" * 5000, None),
    ],
)
def test_a_canonical_address_is_believed_with_care(address, canonical, believed):
    assert believed_canonical(page(address), canonical) == believed


def test_a_front_page_in_place_of_a_page():
    assert leads_to_front_page("https://a.de/x?id=1", "https://a.de/de/")
    assert leads_to_front_page("https://a.de/x", "https://b.de")
    assert not leads_to_front_page("https://a.de/", "https://b.de/")
    assert not leads_to_front_page("https://a.de/x", "https://a.de/?p=1")


@pytest.mark.parametrize(
    ("address", "flaw", "meant"),
    [
        ("https://a.dehttps://www.b.de/x", Flaw.GLUED, "https://www.b.de/x"),
        ("https://a.de/x.pdfhttp://b.de/y", Flaw.GLUED, "http://b.de/y"),
        ("https://www.a.dewww.b.de/x", Flaw.GLUED, "https://www.b.de/x"),
        ("https://a.de/ https://b.de/", Flaw.GLUED, "https://b.de/"),
        ("https://a.de/http://b.de/c", Flaw.GLUED, "http://b.de/c"),
        ("htp://a.de/x", Flaw.SCHEME, "https://a.de/x"),
        ("https:/a.de/x", Flaw.SCHEME, "https://a.de/x"),
        ("mailto:a@b.de", Flaw.SCHEME, None),
        ("https://a.de/x y", Flaw.SPACES, "https://a.de/xy"),
        ("https://a.de/x%20", Flaw.SPACES, "https://a.de/x"),
        ("https://a.de/lang…", Flaw.CUT, None),
        ("https://a.de/x,", Flaw.TAIL, "https://a.de/x"),
        ("https://a.de/x)", Flaw.TAIL, "https://a.de/x"),
        ("https://intranet/x", Flaw.HOST, None),
        ("http://192.168.1.1/", Flaw.HOST, None),
        ("https://a..de/", Flaw.HOST, None),
        ("https://", Flaw.UNREADABLE, None),
    ],
)
def test_odd_addresses_are_flagged_and_explained(address, flaw, meant):
    found = is_glued_or_malformed(address)
    assert found is not None
    assert found.flaw is flaw
    assert (found.meant[0] if found.meant else None) == meant
    assert found.text().endswith(".")


@pytest.mark.parametrize(
    "address",
    [
        "https://web.archive.org/web/2020/https://example.org/",
        "https://a.de/r?url=https://b.de/",
        "https://a.de/?u=www.b.de",
        "https://de.wikipedia.org/wiki/Inc_(Film)",
        "https://münchen.de/für?x=ä",
        "https://praeventionstag.de./nano.cms/x?id=179",
        "www.a.de/x",
    ],
)
def test_sound_addresses_are_left_in_peace(address):
    assert is_glued_or_malformed(address) is None
