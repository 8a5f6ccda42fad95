"""`hub review`: what is due, and what is still right."""

import pytest

RESOURCE = """id: {id}
title: Leitfaden {id}
type: {type}
collections: [park]
date: 2020
summary: Kurz.
added: {added}
"""


@pytest.fixture
def home(empty_home):
    folder = empty_home.collections / "park"
    folder.mkdir(parents=True)
    (folder / "collection.yaml").write_text("title: {de: Park}\n")
    for id, type, added in (
        ("alt", "document", "2015-01-02"),
        ("uralt", "document", "2014-01-02"),
        ("methode", "method", "2015-01-03"),
        ("neu", "document", "2099-01-01"),
    ):
        (folder / f"{id}.yaml").write_text(RESOURCE.format(id=id, type=type, added=added))
    return empty_home


def test_what_is_due_is_listed_until_it_was_looked_at(home):
    due = home.run("review", "list", "--json").json
    assert [entry["id"] for entry in due] == ["uralt", "alt", "methode"]
    assert due[0]["reasons"] == [{"kind": "due", "since": "2014-01-02", "details": []}]
    assert [e["id"] for e in home.run("review", "list", "--limit", "1", "--json").json] == ["uralt"]
    ended = home.run("review", "done", "uralt", "alt")
    assert ended.status == 0, ended.err
    assert ended.out.splitlines() == ["Reviewed: uralt", "Reviewed: alt"]
    assert "reviewed: 20" in (home.collections / "park" / "alt.yaml").read_text()
    table = home.run("review", "list", "--collection", "park").out.splitlines()
    assert table[1].split()[:3] == ["methode", "Leitfaden", "methode"]
    assert table[-1] == "1 resource to look at"
    methods = home.run("review", "list", "--kind", "not-assessed", "--json").json
    assert [entry["id"] for entry in methods] == ["methode"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("list", "--kind", "poem"), "no kind 'poem'"),
        (("list", "--collection", "atlantis"), "no such collection"),
        (("done", "alt", "atlantis"), "no resource 'atlantis'"),
    ],
)
def test_what_makes_no_sense_is_said_and_changes_nothing(home, arguments, said):
    ended = home.run("review", *arguments)
    assert ended.status == 1
    assert said in ended.err
    assert "reviewed" not in (home.collections / "park" / "alt.yaml").read_text()


def test_months_that_are_none_are_named(home):
    ended = home.run("review", "list", HUB_REVIEW_MONTHS="poem=3")
    assert ended.status == 1
    assert "HUB_REVIEW_MONTHS holds 'poem=3'" in ended.err
