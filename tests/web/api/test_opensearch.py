"""The OpenSearch description: for everybody, and with nothing of what is in the hub."""

from xml.etree import ElementTree as ET

import pytest

from hub.web.headers import _ours
from tests.web.api.conftest import ALL

NS = {"o": "http://a9.com/-/spec/opensearch/1.1/"}


@pytest.mark.parametrize(
    ("query", "name", "language"),
    [
        ("", "Wissens-Hub", "de"),
        ("?language=en", "Knowledge hub", "en"),
        ("?language=x", "Wissens-Hub", "de"),
    ],
)
def test_a_browser_learns_to_search_the_hub(site, query, name, language):
    got = site.program().get(f"/opensearch.xml{query}")
    assert got.status_code == 200
    assert got.headers["content-type"] == "application/opensearchdescription+xml"
    root = ET.fromstring(got.content)
    assert root.tag == f"{{{NS['o']}}}OpenSearchDescription"
    assert root.findtext("o:ShortName", None, NS) == name
    assert len(name) <= 16
    assert root.findtext("o:Language", None, NS) == language
    (search,) = [url for url in root.findall("o:Url", NS) if url.get("type") == "text/html"]
    assert search.get("template") == f"{site.address}/search?q={{searchTerms}}"


def test_it_says_the_same_to_everybody_and_nothing_of_what_is_in_the_hub(site):
    texts = {who.get("/opensearch.xml").text for who in (site.program(), site.browser("Mo"))}
    assert len(texts) == 1
    assert not any(title in texts.pop() for title in ALL[:1])
    assert site.program().post("/opensearch.xml").status_code == 401


def test_the_pages_lead_there(site):
    link = 'type="application/opensearchdescription+xml"'
    login = site.program().get("/login").text
    assert link in login
    assert 'href="/opensearch.xml?language=de"' in login
    page = _ours(b'<html><head><title>x</title></head><div id="root"></div>', "en").decode()
    assert '<link rel="search"' in page
    assert 'href="/opensearch.xml?language=en"' in page
