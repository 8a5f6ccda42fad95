"""robots.txt is understood as the standard says, and nonsense forbids nothing."""

import json

import pytest
from protego import Protego

from hub.ingest.fetching.robots import LARGEST, Rules, read_rules


def test_verdicts_of_the_evaluation_data(eval_data):
    """At least the share that the library alone gets right; in fact all."""
    lines = (eval_data / "robots" / "cases.jsonl").read_text("utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    ours = [Rules(c["robots"]).allows(c["url"], c["agent"]) == c["allowed"] for c in cases]
    theirs = [Protego.parse(c["robots"]).can_fetch(c["url"], c["agent"]) for c in cases]
    alone = sum(a == c["allowed"] for a, c in zip(theirs, cases, strict=True))
    assert sum(ours) >= alone
    assert all(ours)


@pytest.mark.parametrize("folder", ["odd", "german"])
def test_files_of_real_sites_are_read(eval_data, folder):
    for path in (eval_data / "robots" / folder).iterdir():
        rules = read_rules(path.read_bytes())
        assert isinstance(rules.allows("https://example.org/a?b=c"), bool)
        assert rules.pause >= 0
        assert isinstance(rules.sitemaps, tuple)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!doctype html><html><body>User-agent: * Disallow: /</body></html>",
        b"\xff\xfe\x00",
        b"\x00\x01Disallow: /",
        b"Disallow: /",
        b"User-agent: *\nDisallow:\n",
        "User-agent: Ä\nDisallow: /".encode("latin-1"),
    ],
)
def test_nonsense_forbids_nothing(content):
    assert read_rules(content).allows("https://example.org/a")


def test_rules_for_us_and_for_all():
    rules = read_rules(b"User-agent: *\nDisallow: /\nUser-agent: UrbanSecurityHub/2\nAllow: /\n")
    assert rules.allows("https://example.org/a")
    assert not rules.allows("https://example.org/a", "OtherBot")


def test_pauses_and_sitemaps():
    rules = read_rules(
        b"User-agent: *\nCrawl-delay: 900\nSitemap: https://example.org/sitemap.xml\n"
    )
    assert rules.pause == 30
    assert rules.sitemaps == ("https://example.org/sitemap.xml",)


def test_what_is_too_long_is_cut():
    content = b"User-agent: *\nDisallow: /a\n" + b"#" * LARGEST + b"\nDisallow: /b\n"
    rules = read_rules(content)
    assert not rules.allows("https://example.org/a")
    assert rules.allows("https://example.org/b")
