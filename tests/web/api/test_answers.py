"""What the API answers: the shape of the command line, tokens, languages, ETags, quotas."""

import json
import re

import pytest

from hub.accounts import Role
from hub.answers import search_data
from hub.exporting import PRESS_NOTE
from hub.model import Filters, Query, Sort
from hub.web.api.quota import WINDOW, Quota

PROBLEM = "application/problem+json"


def answer(program, path, **headers):
    got = program.get(f"/api/v1{path}", headers=headers)
    assert got.status_code == 200, got.text
    assert got.headers["content-type"] == "application/json"
    assert got.headers["content-security-policy"].startswith("default-src 'none'")
    return got.json()


def problem(got, status, kind):
    assert got.status_code == status, got.text
    assert got.headers["content-type"] == PROBLEM
    told = got.json()
    assert told["status"] == status
    assert told["type"].rpartition("/")[2].removeprefix("http-problem-types#") == kind
    assert told["title"]
    assert told["detail"].endswith(".")
    return told


def test_the_search_has_the_shape_of_the_command_line(site):
    hub = site.world.hub
    filters = Filters({"tag": ("lighting",), "type": ("document",)}, 1900, None)
    query = Query("Laternen", filters, Sort.TITLE, 0, 5, False)
    got = answer(
        site.program(site.token("Edda")),
        "/search?query=Laternen&tag=Beleuchtung&type=document&year_from=1900&sort=title&limit=5"
        "&synonyms=false",
        **{"accept-language": "en"},
    )
    access = hub.access(site.person("Edda"))
    told = search_data(hub.search(query, access), "en", lambda f, v: hub.label(f, v, "en", access))
    got.pop("took_ms"), told.pop("took_ms")
    assert got == json.loads(json.dumps(told))
    assert got["total"] == 0 or got["hits"]


@pytest.fixture
def moved(site):
    """A resource that had another address before; it is put back."""
    hub = site.world.hub
    as_it_was = hub.resource("offen", hub.access(site.person("Mo")))
    hub.folder.save(as_it_was.model_copy(update={"also_at": ("https://www.example.org/vorher/",)}))
    hub.refresh()
    yield "http://example.org/vorher?utm_source=brief"
    hub.folder.save(as_it_was)
    hub.refresh()


def test_an_address_finds_its_resource(site, moved):
    member = site.member()
    (hit,) = answer(member, f"/search?query={moved}")["hits"]
    assert (hit["id"], [why["grade"] for why in hit["why"]]) == ("offen", ["address"])
    missed = answer(member, "/search?query=https://example.org/nirgends")
    assert (missed["total"], [each["kind"] for each in missed["advice"]]) == (0, ["no-address"])


def test_a_press_article_leaves_with_no_text(site):
    member = site.member()
    hits = {hit["id"]: hit for hit in answer(member, "/search?query=Licht%20OR%20Satz")["hits"]}
    assert hits["blatt"]["snippets"] == []
    assert hits["offen"]["snippets"]
    news = answer(member, "/resources/blatt")
    assert (news["authors"], news["keywords"]) == ([], [])
    assert news["publisher"] == "Tagblatt"
    assert 0 < len(news["summary"]) <= PRESS_NOTE
    other = answer(member, "/resources/offen")
    assert set(news) == set(other)
    assert other["labels"]["tag"] == {"lighting": "Beleuchtung"}
    assert other["page"] == f"{site.address}/resource?id=offen"


def test_collections_facets_and_suggestions(site):
    member = site.member()
    found = answer(member, "/collections")["collections"]
    assert [(c["id"], c["count"]) for c in found] == [("nacht", 2), ("park", 3)]
    facets = answer(member, "/facets?query=Laternen")
    assert (
        facets["facets"]["collection"]
        == answer(member, "/search?query=Laternen")["facets"]["collection"]
    )
    got = answer(member, "/suggestions?prefix=Latern&limit=2")["suggestions"]
    assert len(got) == 2
    assert {s["kind"] for s in got} == {"title"}


def test_old_names_lead_to_those_of_today(site, request):
    file = site.world.folder / "collections" / "renamed.yaml"
    olds = (
        ("tag", "licht", "lighting"),
        ("collection", "gruen", "park"),
        ("collection", "x", "geheim"),
    )
    rows = "".join(f"- {{kind: {kind}, old: {old}, new: {new}}}\n" for kind, old, new in olds)
    file.write_text(f"renames:\n{rows}", "utf-8")
    request.addfinalizer(lambda: (file.unlink(), site.world.hub.reload()))
    site.world.hub.reload()
    member = site.member()
    assert [hit["id"] for hit in answer(member, "/search?tag=licht")["hits"]] == ["offen"]
    assert answer(member, "/search?collection=gruen")["total"] == 3
    refused = member.get("/api/v1/search?collection=x")
    assert "geheim" not in problem(refused, 400, "bad-value")["detail"]


def test_without_a_token_nothing_is_told(site):
    paths = ("search", "openapi.json", "", "%0A", "a%0Ab", "%0D%0A", "../v2/search", "search%00")
    for path in (f"/api/v1/{path}" for path in paths):
        for method in ("GET", "HEAD", "POST", "DELETE", "OPTIONS"):
            got = site.program().request(method, path)
            assert got.status_code == 401, (method, path)
            assert got.headers["www-authenticate"] == 'Bearer realm="hub"'
            assert "etag" not in got.headers
            assert "ratelimit" not in got.headers


def test_a_wrong_token_is_told_in_the_language_of_the_program(site):
    wrong = site.program("hub_" + "x" * 43)
    told = problem(wrong.get("/api/v1/search"), 401, "wrong-token")
    assert told["detail"].startswith("Das Token ist falsch")
    got = wrong.get("/api/v1/search", headers={"Accept-Language": "fr, en;q=0.8, de;q=0.5"})
    assert got.json()["detail"].startswith("The token is wrong")
    assert got.headers["content-language"] == "en"
    assert got.headers["www-authenticate"] == 'Bearer realm="hub", error="invalid_token"'


def test_a_wrong_token_is_not_rescued_by_a_session(site):
    browser = site.browser("Mo")
    assert browser.get("/api/v1/collections").status_code == 200
    got = browser.get("/api/v1/collections", headers={"Authorization": "Bearer hub_nothing"})
    problem(got, 401, "wrong-token")
    proxied = browser.get("/api/v1/collections", headers={"Authorization": "Basic eDp5"})
    assert proxied.status_code == 200


def test_what_the_owner_loses_the_token_loses_at_once(site):
    accounts = site.world.hub.accounts
    token = site.token("Ada")
    program, owner = site.program(token), site.person("Ada")
    accounts.grant(owner.email, "geheim")
    assert answer(program, "/resources/zu")["title"]
    assert "NOTIZ" not in str(answer(program, "/resources/entwurf"))
    accounts.revoke_grant(owner.email, "geheim")
    problem(program.get("/api/v1/resources/zu"), 404, "not-found")
    accounts.set_role(owner.email, Role.MEMBER)
    problem(program.get("/api/v1/resources/entwurf"), 404, "not-found")
    accounts.disable(owner.email)
    problem(program.get("/api/v1/resources/offen"), 401, "wrong-token")


@pytest.mark.parametrize("path", ["/search?query=Laternen", "/collections", "/resources/offen"])
def test_what_a_program_has_is_not_sent_again(site, path):
    member = site.member()
    got = member.get(f"/api/v1{path}")
    tag = got.headers["etag"]
    assert got.headers["cache-control"] == "private, no-cache"
    assert {"Authorization", "Cookie", "Accept-Language"} <= set(got.headers["vary"].split(", "))
    for given in (tag, f'"x", {tag}', tag.removeprefix("W/"), "*"):
        again = member.get(f"/api/v1{path}", headers={"If-None-Match": given})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert again.headers["cache-control"] == "private, no-cache"
    english = member.get(f"/api/v1{path}", headers={"Accept-Language": "en", "If-None-Match": tag})
    assert english.status_code == 200
    head = member.head(f"/api/v1{path}")
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
    assert head.headers["content-length"] != "0"


def test_an_etag_is_of_what_the_person_may_see(site):
    mo, edda = site.member(), site.program(site.token("Edda"))
    path = "/api/v1/search?query=Laternen"
    tag = mo.get(path).headers["etag"]
    assert edda.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_refusals_are_never_kept(site):
    got = site.member().get("/api/v1/search?limit=0")
    assert got.headers["cache-control"] == "no-store"
    assert "etag" not in got.headers


def test_the_quota_is_told_and_kept(site):
    got = site.member().get("/api/v1/collections")
    assert got.headers["ratelimit-policy"] == '"per-token";q=100000;w=60'
    assert re.fullmatch(r'"per-token";r=99999;t=\d+', got.headers["ratelimit"])


def test_a_spent_quota_comes_back_after_its_window():
    now = [0.0]
    quota = Quota(2, lambda: now[0])
    assert [quota.count("a").left for _ in range(4)] == [1, 0, -1, -1]
    assert quota.count("b").left == 1
    now[0] = WINDOW - 0.5
    headers = quota.count("a").headers
    assert headers["Retry-After"] == "1"
    assert headers["RateLimit"] == '"per-token";r=0;t=1'
    now[0] = WINDOW
    assert quota.count("a").left == 1
