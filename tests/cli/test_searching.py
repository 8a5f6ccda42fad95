"""`hub search`: its options, its JSON, and queries that are none."""

import pytest

from tests.cli.running import PASSWORD


def test_the_answer_has_the_stable_shape(home):
    found = home.run("search", "Messergewalt", "--json").json
    assert list(found) == ["query", "total", "took_ms", "corrected", "hits", "facets", "advice"]
    assert found["query"] == "Messergewalt"
    assert found["total"] == 5
    hit = found["hits"][0]
    assert list(hit) == [
        *("id", "title", "url", "score", "type", "language", "date", "collections"),
        *("snippets", "why"),
    ]
    assert hit["title"].startswith("Messergewalt in der Stadt")
    assert hit["url"].startswith("https://example.org/messergewalt/")
    marked = [s["text"][a:b] for s in hit["snippets"] for a, b in s["spans"]]
    assert "Messergewalt" in marked
    assert set(found["facets"]) == {
        *("collection", "type", "tag", "language", "year", "place", "target_group", "evidence")
    }
    types = {v["value"]: v for v in found["facets"]["type"]}
    assert set(types["method"]) == {"value", "label", "count", "selected"}


def test_filters_narrow_and_their_counts_come_true(home):
    everything = home.run("search", "Stadt", "--json").json
    for value in everything["facets"]["type"]:
        chosen = home.run("search", "Stadt", "--type", value["value"], "--json").json
        assert chosen["total"] == value["count"]


@pytest.mark.parametrize(
    ("options", "total"),
    [
        (["--collection", "plaetze"], 12),
        (["--collection", "plaetze", "--collection", "naechte"], 18),
        (["--tag", "knife-violence"], 5),
        (["--tag", "violence"], 5),
        (["--tag", "messergewalt"], 5),
        (["--place", "bayern"], 24),
        (["--place", "Munich"], 24),
        (["--language", "EN"], 0),
        (["--year-from", "2020"], 4),
        (["--year-from", "2020", "--year-to", "2021"], 2),
    ],
)
def test_each_filter(home, options, total):
    assert home.run("search", "Stadt", *options, "--json").json["total"] == total


def test_order_and_pages(home):
    newest = home.run("search", "Stadt", "--sort", "newest", "--limit", "3", "--json").json
    assert [h["date"] for h in newest["hits"]] == ["2023", "2022", "2021"]
    rest = home.run("search", "Stadt", "--sort", "newest", "--offset", "1", "--json").json
    assert [h["id"] for h in rest["hits"][:2]] == [h["id"] for h in newest["hits"][1:]]
    titles = home.run("search", "Stadt", "--sort", "title", "--json").json["hits"]
    assert [h["title"] for h in titles] == sorted(h["title"] for h in titles)


def test_synonyms_can_be_switched_off(home):
    assert home.run("search", "knife violence", "--json").json["total"] == 5
    without = home.run("search", "knife violence", "--no-synonyms", "--json").json
    assert without["total"] == 0


def test_an_account_sees_only_what_is_open_to_it(home):
    home.run("account", "add", "a@example.org", "--password-stdin", typed=PASSWORD)
    everything = home.run("search", "Stadt", "--json").json
    members = home.run("search", "Stadt", "--as", "A@example.org", "--json").json
    assert (everything["total"], members["total"]) == (24, 18)
    assert "internes" in [v["value"] for v in everything["facets"]["collection"]]
    assert "internes" not in [v["value"] for v in members["facets"]["collection"]]
    home.run("account", "grant", "a@example.org", "internes")
    assert home.run("search", "Stadt", "--as", "a@example.org", "--json").json["total"] == 24


def test_nobody_and_the_disabled_search_nothing(home):
    ended = home.run("search", "Stadt", "--as", "b@example.org")
    assert ended.status == 1
    assert "There is no account for b@example.org." in ended.err
    home.run("account", "add", "b@example.org", "--password-stdin", typed=PASSWORD)
    home.run("account", "disable", "b@example.org")
    ended = home.run("search", "Stadt", "--as", "b@example.org")
    assert (ended.status, ended.out) == (1, "")
    assert "hub account enable b@example.org" in ended.err


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--collection", "nowhere"], "There is no collection 'nowhere'. There are: "),
        (["--tag", "nothing"], "There is no topic 'nothing'."),
        (["--place", "Atlantis"], "There is no place 'Atlantis'."),
    ],
)
def test_a_filter_that_nobody_knows_is_said(home, options, sentence):
    ended = home.run("search", "Stadt", *options)
    assert ended.status == 1
    assert sentence in ended.err


@pytest.mark.parametrize(
    "query",
    [
        *("", " ", '"((', "titel:", "NOT", "*", "()", "-", "OR OR", 'titel:"', "\x01\x02\x7f"),
        *("a" * 10_000, "Stadt " * 1_700, "\U0001f600", "\udcff\udcfe", "' OR 1=1 --", "[bold]x"),
    ],
)
def test_no_query_is_an_error(home, query):
    for form in ([], ["--json"]):
        ended = home.run("search", "--limit", "2", *form, "--", query)
        assert ended.status == 0, ended.err
        assert "Traceback" not in ended.err


def test_a_person_reads_plain_lines(home):
    ended = home.run("search", "Messergewalt", "--limit", "1")
    title, facts, snippet, url, *_ = ended.out.splitlines()
    assert title.startswith("Messergewalt in der Stadt")
    assert " · " in facts
    assert "Messergewalt" in snippet
    assert url.startswith("https://example.org/")
    assert "\x1b" not in ended.out
    assert ended.err.splitlines()[0] == "5 hits"


def test_an_empty_answer_says_why(home):
    ended = home.run("search", "Quastenflosser", "--type", "method")
    assert ended.err.splitlines()[:2] == [
        "0 hits",
        "No text has the word “Quastenflosser”.",
    ]


def test_ways_out_come_true(home):
    narrowed = ["--type", "news", "--year-from", "2024"]
    found = home.run("search", "Beleuchtung", *narrowed, "--json").json
    assert found["total"] == 0
    told = {a["text"]: a["count"] for a in found["advice"] if a["kind"] == "without-filter"}
    assert told
    for text, count in told.items():
        assert text.endswith(f": {count} hits.") or text.endswith(": 1 hit.")
    everything = home.run("search", "Beleuchtung", "--json").json["total"]
    assert told.get(f"Without any filter: {everything} hits.") == everything
