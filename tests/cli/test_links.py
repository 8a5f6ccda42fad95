"""`hub check links` against a real site on loopback."""

import json

import pytest

from tests.ingest.fetching import serving
from tests.ingest.fetching.serving import Page

RESOURCE = """id: {id}
title: Resource {id}
url: {url}
type: document
collections: [{collection}]
"""


@pytest.fixture
def site():
    with serving.site(serving.Clock()) as made:
        made.pages |= {
            "/fine": Page(),
            "/old": Page(b"", 301, {"Location": "/new"}),
            "/new": Page(),
            "/shut": Page(b"", 403),
        }
        yield made


@pytest.fixture
def home(empty_home, site):
    for collection, paths in (("one", ("fine", "old")), ("two", ("gone", "shut"))):
        folder = empty_home.collections / collection
        folder.mkdir(parents=True)
        (folder / "collection.yaml").write_text(f"title: {{de: {collection}}}\n")
        for path in paths:
            text = RESOURCE.format(id=path, url=f"{site.address}/{path}", collection=collection)
            (folder / f"{path}.yaml").write_text(text)
    return empty_home


def check(home, *options):
    return home.run(
        "check", "links", *options, HUB_FETCH_OPEN_HOSTS="127.0.0.1", HUB_FETCH_PAUSE_MS="0"
    )


def test_the_state_of_every_link(home, site):
    ended = check(home, "--json")
    assert ended.status == 1
    report = json.loads(ended.out)
    counts = {name: report[name] for name in ("checked", "fine", "moved", "gone", "refused")}
    assert counts == {"checked": 4, "fine": 1, "moved": 1, "gone": 1, "refused": 1}
    assert (report["timed_out"], report["dead"], report["followed"]) == (0, 0, [])
    links = {link["resources"][0]: link for link in report["links"]}
    assert links["old"]["target"] == f"{site.address}/new"
    assert (links["gone"]["cause"], links["gone"]["status"]) == ("gone", 404)
    assert "no such page" in links["gone"]["text"]
    assert links["fine"]["text"] is None


def test_words_and_a_table(home):
    ended = check(home)
    assert ended.status == 1
    assert "gone: gone: 127.0.0.1 says that there is no such page (status 404)" in ended.err
    assert "refused: shut: 127.0.0.1 refuses" in ended.err
    assert [line.split() for line in ended.out.splitlines()][-1] == ["checked", "in", "all", "4"]


def test_a_second_run_has_nothing_to_do(home, site):
    check(home)
    asked = len(site.asked)
    ended = check(home)
    assert ended.status == 0
    assert "No link is due." in ended.out
    assert len(site.asked) == asked
    assert json.loads(check(home, "--all", "--json").out)["checked"] == 4


def test_a_part_of_the_links(home):
    ended = check(home, "--collection", "one", "--json")
    assert ended.status == 0
    assert ended.json["checked"] == 2
    assert json.loads(check(home, "--limit", "1", "--json").out)["checked"] == 1
    refused = check(home, "--collection", "nowhere")
    assert refused.status == 1
    assert refused.err == "hub: There is no collection 'nowhere' in the catalogue.\n"


def test_moves_are_followed_on_request(home, site):
    report = check(home, "--collection", "one", "--follow", "--json").json
    move = {"id": "old", "before": f"{site.address}/old", "after": f"{site.address}/new"}
    assert report["followed"] == [move]
    written = (home.collections / "one" / "old.yaml").read_text()
    assert f"url: {site.address}/new" in written
    assert f"also_at: ['{site.address}/old']" in written or f"{site.address}/old" in written
    found = home.run("search", "Resource old", "--json").json
    assert [hit["url"] for hit in found["hits"] if hit["id"] == "old"] == [move["after"]]
