"""Nobody learns more from a program's route than ``hub.access`` lets them know (R5)."""

import pytest

from hub.model import NOTHING, Query
from tests.web.api.conftest import ALL

PEOPLE = ("outsider", "guest", "member", "editor", "admin")
ROUTES = (
    "/api/v1/search?query=Laternen&limit=100",
    "/api/v1/search?query=GEHEIM",
    "/api/v1/facets",
    "/api/v1/collections",
    "/api/v1/suggestions?prefix=Latern&limit=50",
    "/api/v1/suggestions?prefix=GEH&limit=50",
    "/api/v1/suggestions?prefix=Messer&limit=50",
    "/api/v1/resources/zu",
    "/api/v1/resources/nachts",
    "/api/v1/resources/offen",
    "/api/v1/resources/entwurf",
    "/api/v1/openapi.json",
    "/opensearch.xml",
    "/oai?verb=ListRecords&metadataPrefix=oai_dc",
    "/oai?verb=ListSets",
)


@pytest.fixture(scope="module")
def people(site):
    """Each person's program, and what they may see."""
    hub = site.world.hub
    guest = site.guest("nacht")
    session = hub.accounts.session(guest.cookies["hub_session"])
    found = {"outsider": (site.program(), NOTHING), "guest": (guest, hub.access(session))}
    for name in ("member", "editor", "admin"):
        program = site.program(site.token(name.title()))
        found[name] = (program, hub.access(site.person(name.title())))
    return found


def words_of(site, access):
    """Words that only what may be seen can have brought, and those of all the rest."""
    catalogue = site.world.hub.catalogue()
    seen, hidden = set(), set()
    for resource in catalogue.resources.values():
        (seen if access.sees(resource) else hidden).update({resource.title, f'"{resource.id}"'})
    for id, collection in catalogue.collections.items():
        open_to = any(True for _ in access.visible((id,)))
        (seen if open_to else hidden).update({collection.title["de"], f'"{id}"'})
    return seen, hidden - seen


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("route", ROUTES)
def test_a_route_tells_what_the_person_may_see_and_no_more(site, people, who, route):
    program, access = people[who]
    got = program.get(route)
    asked = {"nothing"} if "resources/" not in route else {f'"{route.rpartition("/")[2]}"'}
    _, hidden = words_of(site, access)
    told = [word for word in hidden - asked if word in got.text]
    assert not told
    headers = " ".join(got.headers.values())
    assert not [word for word in hidden if word in headers]
    if who == "outsider" and route.startswith("/api"):
        assert got.status_code == 401
        assert not any(title in got.text for title in ALL)


@pytest.mark.parametrize("who", PEOPLE[1:])
def test_numbers_are_those_of_what_the_person_may_see(site, people, who):
    program, access = people[who]
    hub = site.world.hub
    seen = {id for id, r in hub.catalogue().resources.items() if access.sees(r)}
    found = program.get("/api/v1/search?limit=100").json()
    assert {hit["id"] for hit in found["hits"]} == seen
    assert found["total"] == len(seen) == hub.search(Query(), access).total
    collections = {
        c["id"]: c["count"] for c in program.get("/api/v1/collections").json()["collections"]
    }
    counted = {v["value"]: v["count"] for v in found["facets"]["collection"]}
    assert {id: n for id, n in collections.items() if n} == counted
    for id, resource in hub.catalogue().resources.items():
        got = program.get(f"/api/v1/resources/{id}")
        assert got.status_code == (200 if access.sees(resource) else 404)
        if got.status_code == 200:
            assert got.json()["collections"] == list(access.visible(resource.collections))
            assert "NOTIZ" not in got.text  # notes of editors stay in the hub


def test_the_guest_sees_one_of_two_collections(site, people):
    """The tests above could not fail if everybody saw the same."""
    sizes = {len(words_of(site, access)[1]) for _, access in people.values()}
    assert len(sizes) >= 4
