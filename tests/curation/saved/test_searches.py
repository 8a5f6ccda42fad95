"""Saved searches: kept as data, shared, changed, brought back."""

import pytest

from hub.accounts import Role
from hub.curation.saved.coding import SavedProblem, checked, decode, encode
from hub.model import Filters, Query, Sort
from hub.model.curation import Sharing
from tests.curation.world import World

EVERY_PART = Query(
    text='Laternen "im Park" -nacht ort:München',
    filters=Filters(
        {"type": ("document", "news"), "tag": ("lighting",), "target_group": ("Ältere",)},
        2019,
        2026,
    ),
    sort=Sort.NEWEST,
    synonyms=False,
)


def test_every_part_of_a_query_comes_back():
    assert decode(encode(EVERY_PART)) == (EVERY_PART, ())
    assert checked(encode(EVERY_PART)) == EVERY_PART


def test_the_page_of_a_list_is_no_part_of_it():
    assert decode(encode(Query("Park", offset=40, limit=20)))[0] == Query("Park")


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", "{}", '{"text": 3}', '{"text": "a", "filters": {"tag": "x"}, "years": 5}',
     '{"text": "a", "filters": {"tag": [1]}}', '{"version":1,"text":"\\ud800"}', "[" * 5000,
     '{"version":1,"text":"a\\u0000"}', '{"version":2,"text":"a"}',
     '{"version":1,"text":"' + "a" * 3000 + '"}'],
)  # fmt: skip
def test_nonsense_from_outside_is_refused(text):
    with pytest.raises(SavedProblem):
        checked(text)


def test_a_search_of_a_newer_program_keeps_what_it_holds():
    text = '{"version": 7, "text": "Park", "filters": {"mood": ["good"]}, "sort": "colour"}'
    query, gone = decode(text)
    assert query.text == "Park"
    assert query.filters.values == {"mood": ("good",)}
    assert {part.facet for part in gone} == {"version", "sort", "mood"}


def test_a_name_is_the_owners_only_one(world: World):
    kim, alex = world.person("Kim"), world.person("Alex")
    world.curation.saved.add(kim, "  Parks \n heute ", EVERY_PART)
    assert [s.name for s in world.curation.saved.list(kim)] == ["Parks heute"]
    with pytest.raises(SavedProblem, match="already have"):
        world.curation.saved.add(kim, "PARKS heute", Query("anders"))
    world.curation.saved.add(alex, "Parks heute", Query("anders"))
    assert [s.query for s in world.curation.saved.list(kim)] == [EVERY_PART]


@pytest.mark.parametrize("name", ["", "  \n", "\u202e", "x" * 121])
def test_a_name_that_is_none_is_refused(world: World, name):
    with pytest.raises(SavedProblem):
        world.curation.saved.add(world.person("Kim"), name, Query("Park"))


def test_sharing_opens_it_to_whom_it_says(world: World):
    kim, member = world.person("Kim"), world.person("Mo")
    curator = world.person("Cleo", Role.CURATOR)
    saved = world.curation.saved
    search = saved.add(kim, "Parks", Query("Laternen"))
    for sharing, readers in (
        (Sharing.PRIVATE, set()),
        (Sharing.CURATORS, {curator}),
        (Sharing.MEMBERS, {curator, member}),
    ):
        saved.share(kim, search.id, sharing)
        for who in (member, curator):
            assert bool(saved.list(who)) == (who in readers)
            if who in readers:
                assert saved.open(who, search.id).query == Query("Laternen")
            else:
                with pytest.raises(SavedProblem, match="no such"):
                    saved.open(who, search.id)


def test_only_the_owner_changes_it(world: World):
    kim, curator = world.person("Kim"), world.person("Cleo", Role.ADMIN)
    saved = world.curation.saved
    search = saved.add(kim, "Parks", Query("Laternen"), Sharing.MEMBERS)
    for change in (
        lambda: saved.rename(curator, search.id, "Meins"),
        lambda: saved.share(curator, search.id, Sharing.PRIVATE),
        lambda: saved.delete(curator, search.id),
        lambda: world.curation.alerts.change(curator, search.id, Query("x")),
    ):
        with pytest.raises(SavedProblem, match="Only its owner"):
            change()
    assert saved.get(kim, search.id) == search
    copy = saved.copy(curator, search.id)
    assert (copy.owner, copy.name, copy.sharing) == (curator.id, "Parks", Sharing.PRIVATE)


def test_a_shared_search_answers_with_the_rights_of_whoever_opens_it(world: World):
    world.put("offen")
    world.put("zu", collections=("geheim",))
    kim, mo = world.person("Kim"), world.person("Mo")
    world.hub.accounts.grant(kim.email, "geheim")
    kim = world.again(kim)
    search = world.curation.saved.add(kim, "Alles", Query("Laternen"), Sharing.MEMBERS)
    assert search.id
    assert world.curation.shelves(kim)[0].total == 2
    assert world.curation.shelves(mo)[0].total == 1


def test_a_restricted_collection_is_not_named_to_others(world: World):
    kim, mo = world.person("Kim"), world.person("Mo")
    world.hub.accounts.grant(kim.email, "geheim")
    kim = world.again(kim)
    query = Query("Laternen", Filters({"collection": ("geheim",)}))
    search = world.curation.saved.add(kim, "Alles", query, Sharing.MEMBERS)
    opened = world.curation.saved.open(mo, search.id)
    assert "geheim" not in repr((opened.query, opened.gone)).lower()
    assert opened.gone[0].facet == "collection"
    copy = world.curation.saved.copy(mo, search.id)
    assert "geheim" not in repr(copy).lower()
    world.hub.accounts.revoke_grant(kim.email, "geheim")
    (part,) = world.curation.saved.open(world.again(kim), search.id).gone
    assert part.value == "geheim"  # they wrote it themselves


def test_deleting_is_undone_for_thirty_days(world: World):
    kim, saved = world.person("Kim"), world.curation.saved
    search = saved.add(kim, "Parks", EVERY_PART, Sharing.MEMBERS)
    saved.delete(kim, search.id)
    assert saved.list(kim) == ()
    with pytest.raises(SavedProblem):
        saved.open(kim, search.id)
    saved.add(kim, "Parks", Query("inzwischen"))
    back = saved.restore(kim, search.id)
    assert (back.name, back.query, back.sharing) == ("Parks (2)", EVERY_PART, Sharing.MEMBERS)
    saved.delete(kim, search.id)
    world.pass_by(days=31)
    assert saved.deleted(kim) == ()
    with pytest.raises(SavedProblem):
        saved.restore(kim, search.id)
    assert saved.purge() == 1


def test_a_disabled_account_opens_nothing_and_its_shared_search_stays(world: World):
    kim, mo = world.person("Kim"), world.person("Mo")
    search = world.curation.saved.add(kim, "Parks", Query("Laternen"), Sharing.MEMBERS)
    world.hub.accounts.disable(kim.email)
    assert world.curation.saved.list(world.again(kim)) == ()
    assert world.curation.saved.open(mo, search.id).query == Query("Laternen")


def test_new_is_what_was_not_there_at_the_last_look(world: World):
    world.put("eins", "zwei")
    kim = world.person("Kim")
    search = world.curation.saved.add(kim, "Parks", Query("Laternen"))
    assert (world.curation.shelves(kim)[0].looked, world.curation.shelves(kim)[0].new) == (False, 0)
    world.curation.look(kim, search.id)
    world.put("spaet", added="2001-01-01")  # an old date in the file
    world.put("eins", title="Laternen, geändert")
    world.drop("zwei")
    world.put("zwei")
    assert world.curation.shelves(kim)[0].new == 1
    _, new = world.curation.look(kim, search.id)
    assert new == {"spaet"}
    assert world.curation.shelves(kim)[0].new == 0


def test_what_comes_back_under_another_id_was_seen(world: World):
    world.put("alt", url="https://example.org/a")
    kim = world.person("Kim")
    search = world.curation.saved.add(kim, "Licht", Query("Laternen"))
    world.curation.look(kim, search.id)
    world.drop("alt")
    world.put("alt-2", url="http://www.example.org/a/")
    (shelf,) = world.curation.shelves(kim)
    assert shelf.new == 0
    assert world.curation.look(kim, search.id)[1] == frozenset()


# What is gone (R9)


def test_a_tag_that_is_gone_is_named_with_what_comes_nearest(world: World):
    world.put("messer", title="Messer", tags=("knife-violence",))
    kim = world.person("Kim")
    query = Query(filters=Filters({"tag": ("knife-violence", "lighting")}))
    search = world.curation.saved.add(kim, "Messer", query)
    world.tables(
        "concepts:\n- id: lighting\n  label: {de: Beleuchtung, en: lighting}\n"
        "- id: knives\n  label: {de: Gewalt mit Messern, en: knives}\n"
        "  synonyms: {de: [Messergewalttaten]}\n"
    )
    world.hub.reload()
    opened = world.curation.saved.open(kim, search.id)
    (part,) = opened.gone
    assert (part.facet, part.value, part.label) == ("tag", "knife-violence", "Messergewalt")
    assert part.replacement == "knives"
    assert opened.whole
    assert opened.query.filters.values == {"tag": ("lighting",)}
    assert opened.search.query == query  # nothing was lost
    world.curation.alerts.replace(kim, search.id, "tag", part.value, part.replacement)
    mended = world.curation.saved.open(kim, search.id)
    assert (mended.gone, mended.query.filters.chosen("tag")) == ((), ("knives", "lighting"))


@pytest.mark.parametrize(
    ("facet", "value"), [("tag", "no-such"), ("collection", "no-such"), ("place", "no-such"),
                         ("type", "poem"), ("evidence", "hearsay")]
)  # fmt: skip
def test_a_search_never_fails_or_vanishes_for_a_part_that_is_gone(world: World, facet, value):
    world.put("eins")
    kim = world.person("Kim")
    world.curation.saved.add(kim, "Kaputt", Query("Laternen", Filters({facet: (value,)})))
    (shelf,) = world.curation.shelves(kim)
    assert [(p.facet, p.value, p.alone) for p in shelf.opened.gone] == [(facet, value, True)]
    assert not shelf.opened.whole
    assert shelf.total == 1
