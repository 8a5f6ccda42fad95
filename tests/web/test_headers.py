"""What answers say about themselves, and Streamlit's page made ours."""

import re

import httpx
import pytest


@pytest.fixture(scope="module")
def anna(site):
    return site.person("headers@example.org")


def test_every_answer_carries_the_headers(site, anna):
    outside = site.browser()
    answers = [outside.get(path) for path in ("/", "/login", "/health", "/_stcore/health")]
    answers += [anna.get(path) for path in ("/", "/_stcore/health", "/logout", "/media/x")]
    for answer in answers:
        headers = answer.headers
        assert headers["x-content-type-options"] == "nosniff", answer.url
        assert headers["referrer-policy"] == "same-origin"
        assert headers["x-frame-options"] == "DENY"
        assert "noindex" in headers["x-robots-tag"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"
        assert "strict-transport-security" not in headers


def test_the_policy_names_no_other_place(site, anna):
    for answer in (anna.get("/"), site.browser().get("/login")):
        policy = answer.headers["content-security-policy"]
        sources = {word for part in policy.split(";") for word in part.split()[1:]}
        assert sources <= {"'self'", "'none'", "'unsafe-inline'", "data:", "blob:"}
        script = re.search(r"script-src ([^;]+)", policy)
        assert "unsafe" not in (script[1] if script else "")


def test_files_named_by_their_content_may_be_kept_privately(anna):
    page = anna.get("/")
    script = re.search(r'src="\.(/static/js/index[^"]+)"', page.text)[1]
    answer = anna.get(script)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert anna.get("/favicon.png").headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("language", "title"), [("de", "Wissens"), ("en", "Knowledge Hub")])
def test_the_page_speaks_the_readers_language(anna, language, title):
    page = httpx.get(
        anna.base_url,
        headers={"Cookie": f"hub_language={language}; hub_session={anna.cookies['hub_session']}"},
    )
    assert f'<html lang="{language}">' in page.text
    assert re.search(r"<title>(.*?)</title>", page.text)[1].startswith(title)
    assert page.text.count("<title>") == page.text.count("<noscript>") == 1
    assert '<meta name="description"' in page.text
    assert '<meta name="robots" content="noindex' in page.text
    assert 'href="/login/icon.svg"' in page.text
    for left_over in (
        "A Streamlit",
        ">Streamlit",
        "You need to enable",
        "favicon.png",
        "<!--",
        "prerender",
    ):
        assert left_over not in page.text
    assert page.text.startswith("<!DOCTYPE html>")
    assert ('lang="en"' in page.text) == (language == "en")


def test_the_page_is_sent_whole_and_of_the_right_length(anna):
    plain = anna.get("/search?q=Messer")
    assert int(plain.headers["content-length"]) == len(plain.content)
    assert "etag" not in plain.headers
    assert "content-encoding" not in plain.headers
    for headers in (
        {"Range": "bytes=0-9"},
        {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
        {"If-None-Match": "*"},
        {"Accept-Encoding": "gzip"},
        {"Accept-Encoding": "br"},
    ):
        answer = anna.get("/search?q=Messer", headers=headers)
        assert answer.status_code == 200, headers
        assert answer.content == plain.content
    head = anna.head("/search?q=Messer")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["content-length"] == plain.headers["content-length"]


def test_head_answers_have_no_body(site, anna):
    for browser, path in (
        (site.browser(), "/login"),
        (site.browser(), "/health"),
        (anna, "/account"),
    ):
        answer = browser.head(path)
        assert answer.status_code == 200
        assert answer.content == b""


def test_files_keep_their_own_ways(anna):
    page = anna.get("/")
    script = re.search(r'src="\.(/static/js/index[^"]+)"', page.text)[1]
    part = anna.get(script, headers={"Range": "bytes=0-9"})
    assert part.status_code == 206
    assert len(part.content) == 10
    whole = anna.get(script)
    again = anna.get(script, headers={"If-None-Match": whole.headers["etag"]})
    assert again.status_code == 304


def test_streamlit_is_set_to_call_nobody():
    import tomllib

    from tests.web.conftest import ROOT

    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["client"]["toolbarMode"] == "minimal"
    assert settings["client"]["showErrorDetails"] == "none"
    assert settings["server"]["enableXsrfProtection"] is True
    assert settings["server"]["enableAgentApi"] is False
