"""Whatever a program sends ends in an answer or a problem document; never in HTML or a fault."""

import pytest

from hub.i18n import translator
from hub.web.api.problems import KINDS
from tests.web.api.test_answers import problem


@pytest.mark.parametrize(
    ("query", "kind", "parameter"),
    [
        ("limit=0", "bad-value", "limit"),
        ("limit=-1", "bad-value", "limit"),
        ("limit=101", "bad-value", "limit"),
        ("limit=ten", "bad-value", "limit"),
        ("limit=1.5", "bad-value", "limit"),
        ("limit=", "bad-value", "limit"),
        ("limit=1&limit=2", "bad-value", "limit"),
        ("limit=%D9%A3", "bad-value", "limit"),
        ("offset=-20", "bad-value", "offset"),
        ("offset=9901", "bad-value", "offset"),
        ("offset=" + "9" * 400, "bad-value", "offset"),
        ("year_from=0", "bad-value", "year_from"),
        ("year=two", "bad-value", "year"),
        ("synonyms=1", "bad-value", "synonyms"),
        ("sort=best", "bad-value", "sort"),
        ("type=book", "bad-value", "type"),
        ("evidence=good", "bad-value", "evidence"),
        ("language=DE", "bad-value", "language"),
        ("tag=", "bad-value", "tag"),
        ("tag=no-such-topic", "bad-value", "tag"),
        ("place=Nirgendwo", "bad-value", "place"),
        ("collection=nowhere", "bad-value", "collection"),
        ("query=" + "x" * 1001, "bad-value", "query"),
        ("&".join(["tag=lighting"] * 51), "bad-value", "tag"),
        ("q=Messer", "unknown-parameter", "q"),
        ("type%5B%5D=news", "unknown-parameter", "type[]"),
    ],
)
def test_what_cannot_be_used_is_named(site, query, kind, parameter):
    told = problem(site.member().get(f"/api/v1/search?{query}"), 400, kind)
    assert told["errors"][0]["parameter"] == parameter


def test_unknown_parameters_are_answered_with_the_known_ones(site):
    member = site.member()
    told = problem(member.get("/api/v1/search?colour=red&limit=x"), 400, "unknown-parameter")
    assert [error["parameter"] for error in told["errors"]] == ["colour", "limit"]
    assert {"query", "tag", "limit", "offset"} <= set(told["known"])
    assert "colour" in told["detail"]
    problem(member.get("/api/v1/facets?limit=3"), 400, "unknown-parameter")
    problem(member.get("/api/v1/collections?x=1"), 400, "unknown-parameter")
    problem(member.get("/api/v1/suggestions"), 400, "bad-value")


def test_too_much_is_refused_before_it_is_read(site):
    member = site.member()
    filters = "&".join(f"tag=t{n}" for n in range(10_000))
    got = member.get(f"/api/v1/search?{filters[:60_000]}")
    problem(got, 400, "too-many-parameters")
    problem(member.get("/api/v1/search?query=" + "x" * 17_000), 414, "too-long")
    problem(member.get("/api/v1/search?query=%FF%FE"), 400, "unreadable")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "NONE"])
@pytest.mark.parametrize("path", ["/search", "/resources/offen", "/openapi.json"])
def test_the_api_only_reads(site, method, path):
    got = site.member().request(method, f"/api/v1{path}")
    problem(got, 405, "read-only")
    assert got.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "path",
    ["/resources/nothing", "/resources/zu", "/resources/entwurf", "/resources/", "/resources",
     "/resources/a/b", "/resources/%00", "/resources/a%0Ab", "/resources/%2e%2e%2fsettings",
     "/resources/{id}", "/resources/" + "x" * 3_000, "/", "/%0A", "/search%0A", "/search/",
     "/nothing", "/login"],
)  # fmt: skip
def test_what_is_not_there_and_what_is_not_open_are_answered_alike(site, path):
    got = site.member().get(f"/api/v1{path}")
    assert problem(got, 404, "not-found") == problem(
        site.member().get("/api/v1/resources/there-never-was"), 404, "not-found"
    )


def test_a_collection_that_is_not_open_is_refused_like_one_that_is_not_there(site):
    def refusal(name):
        got = site.member().get(f"/api/v1/search?collection={name}")
        return problem(got, 400, "bad-value")["detail"].replace(name, "X")

    assert refusal("geheim") == refusal("nirgends")


def test_head_says_what_get_would(site):
    member = site.member()
    for path in ("/search?limit=0", "/resources/nothing", "/search"):
        got, head = (member.request(m, f"/api/v1{path}") for m in ("GET", "HEAD"))
        assert (head.status_code, head.content) == (got.status_code, b"")
        assert head.headers["content-type"] == got.headers["content-type"]


def test_every_title_is_there_in_german():
    assert all(translator("de")(kind.title) != kind.title for kind in KINDS.values())
