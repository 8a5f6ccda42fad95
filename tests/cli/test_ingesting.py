"""`hub add`, `hub ingest` and `hub inbox`, as people and scripts run them."""

import json
from collections.abc import Iterator

import pytest

from tests.cli.running import Home
from tests.ingest.site import Site, article, feed, serving

OPEN = {"HUB_FETCH_OPEN_HOSTS": "127.0.0.1", "HUB_FETCH_PAUSE_MS": "0"}


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def with_source(home: Home, line: str) -> None:
    """Name a source of the collection plaetze."""
    path = home.collections / "plaetze" / "collection.yaml"
    path.write_text(path.read_text("utf-8") + f"sources:\n- {line}\n", encoding="utf-8")


def test_an_added_page_is_found_by_the_next_search(home, site):
    address = site.put("/a.html", article("Quarzuhrwerk am Nordplatz"))
    done = home.run(
        "add",
        address,
        "--collection",
        "plaetze",
        "--type",
        "project",
        "--tag",
        "Beleuchtung",
        **OPEN,
    )
    assert done.status == 0, done.err
    assert "Quarzuhrwerk am Nordplatz" in done.out
    assert "Saved as 'quarzuhrwerk-am-nordplatz'. The search finds it now." in done.out
    assert "for your help only" in done.err
    [hit] = home.run("search", "Quarzuhrwerk", "--json").json["hits"]
    assert (hit["id"], hit["type"]) == ("quarzuhrwerk-am-nordplatz", "project")
    text = (home.collections / "plaetze" / "quarzuhrwerk-am-nordplatz.yaml").read_text("utf-8")
    assert "tags: [lighting]" in text
    assert "summary" not in text


def test_a_proposal_speaks_in_names_not_ids(home, site):
    address = site.put("/a.html", article("Straßenlicht am Nordplatz"))
    given = ("--collection", "plaetze", "--type", "news", "--tag", "Beleuchtung", "--tag", "Quarz")
    done = home.run("add", address, *given, HUB_LANGUAGE="de", **OPEN)
    assert done.status == 0, done.err
    told = {line.split("  ")[0]: line for line in done.out.splitlines()}
    assert "Medienbeitrag" in told["Art"]
    assert "Beleuchtung" in told["Themen"]
    assert "lighting" not in done.out + done.err
    assert "Der Thesaurus kennt kein Thema „Quarz“" in done.err
    assert "og" not in told["Titel"].split()


def test_nothing_is_guessed_without_a_terminal(home, site):
    address = site.put(f"/{'weit/' * 20}a.html", article("Quarzuhrwerk am Nordplatz"))
    refused = home.run("add", address, **OPEN)
    assert refused.status == 1
    assert "Nobody states Type, Collections." in refused.err
    german = home.run("add", address, HUB_LANGUAGE="de", **OPEN)
    assert "Keine Quelle sagt etwas zu: Art, Sammlungen." in german.err
    assert f"{address} " in german.out  # whole, though longer than a line
    taken = home.run("add", address, "--yes", "--json", **OPEN).json
    assert taken["assumed"] == ["type", "collections"]
    assert taken["saved"] == "catalogue"


def test_at_a_terminal_what_nobody_states_is_asked_for(home, site):
    address = site.put("/a.html", article("Straßenlicht am Nordplatz"))
    done = home.talk(
        "add",
        address,
        answers=[
            ("Type [", "Projekt"),  # no such type: asked once more
            ("Type [", "project"),
            ("Collections [", "naechte"),
            ("Take the suggested topics", "n"),
            ("Save it? [Y/n]", ""),
        ],
        **OPEN,
    )
    assert done.status == 0, done.out
    assert "Saved as 'strassenlicht-am-nordplatz'." in done.out
    text = (home.collections / "naechte" / "strassenlicht-am-nordplatz.yaml").read_text("utf-8")
    assert "type: project" in text
    assert "tags" not in text


def test_at_a_terminal_a_no_saves_nothing(home, site):
    address = site.put("/a.html", article("Straßenlicht am Nordplatz"))
    given = ("--collection", "plaetze", "--type", "news", "--tag", "Beleuchtung")
    answers = [("Take the suggested topics", "n"), ("Save it? [Y/n]", "n")]
    done = home.talk("add", address, *given, answers=answers, **OPEN)
    assert done.status == 1
    assert "Nothing was saved." in done.out
    assert not (home.collections / "plaetze" / "strassenlicht-am-nordplatz.yaml").exists()


def test_what_is_there_already_is_not_added_twice(home, site):
    address = site.put("/a.html", article("Quarzuhrwerk am Nordplatz"))
    arguments = ("add", address, "--collection", "plaetze", "--type", "news")
    assert home.run(*arguments, **OPEN).status == 0
    again = home.run(*arguments, **OPEN)
    assert again.status == 1
    assert "in the hub already, as 'quarzuhrwerk-am-nordplatz'" in again.err


def test_a_file_goes_into_the_inbox(home):
    path = home.folder / "notiz.txt"
    path.write_text(
        "Was die Ordnungspartnerschaft am Nordplatz gelernt hat.\n" * 8, encoding="utf-8"
    )
    done = home.run("add", str(path), "--inbox", "--title", "Ordnungspartnerschaft", "--json").json
    assert done["saved"] == "inbox"
    [proposal] = home.run("inbox", "list", "--json").json
    assert proposal["resource"]["title"] == "Ordnungspartnerschaft"


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("http://10.1.2.3/x", "leads into a private network"),
        ("nichts.txt", "There is no file nichts.txt"),
        ("https://a.example.org/xhttps://b.example.org/", "two addresses in one"),
        ("ftp://example.org/a.pdf", "does not begin with http"),
        (".", "is a folder. Name one file in it"),
    ],
)
def test_bad_input_is_one_sentence(home, what, sentence):
    done = home.run("add", what, "--yes")
    assert done.status == 1
    assert sentence in done.err
    assert "Traceback" not in done.err


def test_a_feed_is_pulled_judged_and_pulled_again(home, site):
    titles = ("Quarzuhrwerk am Nordplatz", "Lampenkonzept Südring")
    for n, title in enumerate(titles):
        site.put(f"/{n}.html", article(title))
    entries = [(f"/{n}.html", t) for n, t in enumerate(titles)] + [("/2.html", "Verschwunden")]
    address = site.put("/feed.xml", feed(site.base, *entries), "application/rss+xml")
    with_source(home, f"{{name: Blog, kind: feed, url: '{address}'}}")
    dry = home.run("ingest", "plaetze", "--dry-run", **OPEN)
    assert "Nothing was changed: this was a dry run of 3." in dry.out
    assert home.run("inbox", "list", "--json").json == []
    ended = home.run("ingest", "plaetze", "--json", **OPEN)
    assert ended.status == 1  # one of them failed
    report = json.loads(ended.out)
    assert report["counts"] == {
        **dict.fromkeys(("changed", "unchanged", "duplicate", "rejected"), 0),
        "added": 2,
        "failed": 1,
    }
    failed = next(row for row in report["rows"] if row["outcome"] == "failed")
    assert (failed["source"], "404" in failed["reason"]) == ("plaetze/Blog", True)
    ids = sorted(p["id"] for p in home.run("inbox", "list", "--json").json)
    assert ids == ["lampenkonzept-suedring", "quarzuhrwerk-am-nordplatz"]
    assert home.run("inbox", "reject", ids[0], "--reason", "not ours").status == 0
    assert home.run("inbox", "accept", ids[1]).status == 0
    assert home.run("search", "Quarzuhrwerk", "--json").json["total"] == 1
    again = json.loads(home.run("ingest", "--json", **OPEN).out)["counts"]
    assert (again["added"], again["unchanged"], again["rejected"]) == (0, 1, 1)
    gone = home.run("inbox", "accept", ids[0])
    assert gone.status == 1
    assert "There is no proposal" in gone.err


def test_nothing_of_a_decision_is_done_by_half(home):
    path = home.folder / "notiz.txt"
    path.write_text("Was die Ordnungspartnerschaft gelernt hat.\n" * 8, encoding="utf-8")
    assert home.run("add", str(path), "--inbox", "--title", "Ordnungspartner").status == 0
    [id] = [p["id"] for p in home.run("inbox", "list", "--json").json]
    for done in (
        home.run("inbox", "accept", id, "mistyped"),
        home.run("inbox", "reject", id, "mistyped", "--reason", "advertising"),
    ):
        assert (done.status, done.out) == (1, "")
        assert "There is no proposal 'mistyped' in the inbox" in done.err
    listed = home.run("inbox", "list", HUB_LANGUAGE="de").out
    assert "von Hand" in listed
    assert "    Projekt · plaetze · " in listed
    nothing = home.run("inbox", "accept")
    assert nothing.status == 2
    assert "take all of them with --all" in nothing.err
    assert home.run("inbox", "list", "--collection", "nix").status == 1
    assert home.run("inbox", "accept", "--all").status == 0
    assert "nothing in the inbox to accept" in home.run("inbox", "accept", "--all").out


def test_a_report_in_german_is_german_and_cuts_long_titles(home, site):
    address = site.put("/feed.xml", feed(site.base, ("/x.html", "A" * 300)), "application/rss+xml")
    with_source(home, f"{{name: Blog, kind: feed, url: '{address}'}}\n- {{name: Foo, kind: nix}}")
    said = home.run("ingest", HUB_LANGUAGE="de", **OPEN).out
    assert "plaetze/collection.yaml, 'Foo': „kind“ ist „nix“." in said
    assert "source" not in said
    assert "A" * 199 + "…" in said
    assert "A" * 200 not in said


def test_without_a_source_it_is_said_how_to_name_one(home):
    done = home.run("ingest")
    assert done.status == 0
    assert "docs/sources.md shows how to name one" in done.err


def test_a_german_answers_in_german(home, site):
    address = site.put("/a.html", article("Straßenlicht am Nordplatz"))
    given = ("--collection", "plaetze", "--type", "news", "--tag", "Beleuchtung")
    answers = [
        ("Vorgeschlagene Themen", "vielleicht"),
        ("antworten Sie mit j oder n", "nein"),
        ("[J/n]", "j"),
    ]
    done = home.talk("add", address, *given, answers=answers, HUB_LANGUAGE="de", **OPEN)
    assert done.status == 0, done.out
    assert "Gespeichert als" in done.out


def test_plain_lines_end_with_a_table(home, site):
    address = site.put("/feed.xml", feed(site.base, ("/x.html", "Fehlt")), "application/rss+xml")
    with_source(home, f"{{name: Blog, kind: feed, url: '{address}'}}")
    done = home.run("ingest", **OPEN)
    assert done.status == 1
    assert "failed: Fehlt" in done.out
    assert "added" in done.out
    assert "Run 1: 1 in all." in done.out
    findings = home.run("doctor", "--json").out
    assert "last run of the source plaetze/Blog: 1." in findings
    site.put("/x.html", article("Es gibt ihn wieder"))
    assert home.run("ingest", **OPEN).status == 0
    assert "plaetze/Blog" not in home.run("doctor", "--json").out
