"""Old names at reading: queries, addresses, saved searches, feeds, grants and proposals lead on."""

import pytest

from hub.accounts import Role
from hub.curation.saved.coding import SavedProblem
from hub.errors import NotFound
from hub.ingest.inbox import InboxFolder
from hub.ingest.model import Facts, Proposal
from hub.model import EVERYTHING, Filters, Query, Resource
from hub.model.curation import FeedKind
from tests.curation.world import World


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


def rename(world, *triples):
    rows = "".join(f"- {{kind: {k}, old: {o}, new: {n}}}\n" for k, o, n in triples)
    (world.settings.collections / "renamed.yaml").write_text(f"renames:\n{rows}", "utf-8")
    world.hub.refresh()


def move(world, old, new):
    folder = world.settings.collections
    (folder / old).rename(folder / new)
    (folder / new / "collection.yaml").write_text("title: {de: Nachtleben}\n", "utf-8")


def ids(world, query, access=EVERYTHING):
    return {hit.id for hit in world.hub.search(query, access).hits}


def test_filters_and_field_queries_know_old_names(world):
    world.put("a", tags=("lighting",), target_groups=("ältere",))
    world.put("b", tags=("knife-violence",), collections=("nacht",))
    rename(
        world,
        ("tag", "lamps", "lighting"),
        ("tag", "Lampenlicht", "lighting"),
        ("collection", "club", "nacht"),
        ("target_group", "senioren", "ältere"),
    )
    assert ids(world, Query(filters=Filters({"tag": ("lamps",)}))) == {"a"}
    assert ids(world, Query(filters=Filters({"collection": ("club",)}))) == {"b"}
    assert ids(world, Query(filters=Filters({"target_group": ("senioren",)}))) == {"a"}
    assert ids(world, Query("tag:lamps")) == {"a"}
    assert ids(world, Query("thema:lampenlicht")) == {"a"}
    assert ids(world, Query("sammlung:club")) == {"b"}
    assert ids(world, Query("zielgruppe:Senioren")) == {"a"}
    assert ids(world, Query("senioren")) == {"a"}
    selected = world.hub.search(Query(filters=Filters({"tag": ("lamps",)})), EVERYTHING)
    chosen = [v.value for v in selected.facet("tag").values if v.selected]
    assert chosen == ["lighting"]


def test_a_saved_search_works_on_as_if_it_named_the_new_value(world):
    world.put("a", tags=("lighting",))
    ida = world.person("Ida", Role.CURATOR)
    query = Query(filters=Filters({"tag": ("lamps", "lighting"), "collection": ("wiese",)}))
    saved = world.curation.saved.add(ida, "Licht", query)
    rename(world, ("tag", "lamps", "lighting"), ("collection", "wiese", "park"))
    opened = world.curation.saved.open(ida, saved.id)
    assert opened.whole
    assert opened.query.filters.values == {"tag": ("lighting",), "collection": ("park",)}
    assert ids(world, opened.query) == {"a"}


def test_nobody_learns_the_new_name_of_a_collection_that_is_closed(world):
    world.put("s", collections=("geheim",))
    rename(world, ("collection", "verborgen", "geheim"))
    tom = world.person("Tom")
    access = world.hub.access(tom)
    saved = world.curation.saved.add(
        tom, "Alt", Query(filters=Filters({"collection": ("verborgen",)}))
    )
    assert "geheim" not in repr(world.curation.saved.open(tom, saved.id))
    found = world.hub.search(saved.query, access)
    assert found.total == 0
    assert "geheim" not in repr(found)
    assert world.hub.label("collection", "verborgen", "de", access) == "verborgen"
    with pytest.raises(NotFound):
        world.hub.collection("verborgen", access)


def test_a_grant_under_an_old_name_opens_the_collection_of_today(world):
    world.put("s", collections=("geheim",))
    tom = world.person("Tom")
    world.hub.accounts.grant(tom.email, "verborgen")
    assert not world.hub.access(world.again(tom)).sees(world.hub.catalogue().resources["s"])
    rename(world, ("collection", "verborgen", "geheim"))
    access = world.hub.access(world.again(tom))
    assert world.hub.collection("verborgen", access).id == "geheim"
    assert ids(world, Query(filters=Filters({"collection": ("verborgen",)})), access) == {"s"}


def test_a_feed_of_a_collection_lives_on_under_its_new_name(world):
    world.put("a", collections=("nacht",))
    ida = world.person("Ida")
    move(world, "nacht", "club")
    rename(world, ("collection", "nacht", "club"))
    feeds = world.curation.feeds
    feed = feeds.make(ida, FeedKind.COLLECTION, "club")
    move(world, "club", "abend")
    rename(world, ("collection", "nacht", "club"), ("collection", "club", "abend"))
    answer = feeds.answer(feed.token, "atom", "https://hub.example.org")
    assert answer is not None
    assert b"collection?id=abend" in answer.body
    assert b"Laternen a" in answer.body
    assert feeds.make(ida, FeedKind.COLLECTION, "abend").token == feed.token
    feeds.shut(ida, FeedKind.COLLECTION, "abend")
    assert feeds.of(ida) == ()
    with pytest.raises(SavedProblem):
        feeds.make(ida, FeedKind.COLLECTION, "nirgends")


def test_a_proposal_that_waits_is_shown_under_todays_names(world):
    resource = Resource(
        id="waiting", title="T", type="news", collections=("wiese",), tags=("lamps", "lighting")
    )
    proposal = Proposal("waiting", resource, Facts(()), world.now)
    InboxFolder(world.settings.data / "inbox").put(proposal)
    rename(world, ("tag", "lamps", "lighting"), ("collection", "wiese", "park"))
    inbox = world.hub.ingest.inbox
    for found in (inbox.get("waiting"), *inbox.all(), *inbox.each()):
        assert found.resource.collections == ("park",)
        assert found.resource.tags == ("lighting",)
