"""Each action on each kind: what it changes, what it leaves, and what it refuses."""

import datetime as dt

import pytest

from hub.catalogue.vocabulary.actions import Delete, Merge, NameTaken, Nest, Rename
from hub.errors import CatalogueError, HistoryConflict, HubError, NotFound
from hub.model import EVERYTHING, Access, VocabularyKind
from hub.model.renaming import name_key

from .small import EVA, small

K = VocabularyKind


@pytest.fixture
def place(tmp_path):
    return small(tmp_path)


def do(place, action, access=EVERYTHING):
    place.vocabulary.do(action, access, EVA)
    catalogue = place.folder.load()
    assert catalogue.problems == ()
    return catalogue


def refused(place, action, access=EVERYTHING):
    before, past = place.tree(), len(place.history.changes())
    with pytest.raises(HubError) as raised:
        place.vocabulary.do(action, access, EVA)
    assert place.tree() == before
    assert len(place.history.changes()) == past
    return raised.value


def tags(catalogue):
    return {id: r.tags for id, r in catalogue.resources.items()}


def test_a_label_changes_and_the_old_one_still_finds(place):
    catalogue = do(place, Rename(kind=K.TAG, value="knives", name="  Gewalt mit  Messern "))
    concept = catalogue.thesaurus.by_id["knives"]
    assert concept.label == {"de": "Gewalt mit Messern", "en": "knife violence"}
    assert concept.synonyms["de"] == ["Messergewalt", "Messerangriff"]
    assert catalogue.renamed.now("tag", "Messergewalt") == "knives"
    assert "tag: [knives, stabbing]" in place.read("two/collection.yaml").replace("\n", "")
    assert "# Gewalt" in place.read("thesaurus.yaml")
    back = do(place, Rename(kind=K.TAG, value="knives", name="Messergewalt"))
    assert back.thesaurus.by_id["knives"].label["de"] == "Messergewalt"
    assert back.renamed.now("tag", "Messergewalt") == "Messergewalt"


def test_an_id_changes_everywhere(place):
    catalogue = do(place, Rename(kind=K.TAG, value="nights", id="night-time"))
    assert tags(catalogue)["r4"] == ("night-time",)
    assert catalogue.thesaurus.by_id["knives"].related == ("night-time",)
    assert catalogue.renamed.now("tag", "nights") == "night-time"
    assert "tag: night-time" in place.read("two/collection.yaml")


def test_merging_tags_carries_words_relations_rules_and_resources(place):
    catalogue = do(place, Merge(kind=K.TAG, value="stabbing", into="knives"))
    concept = catalogue.thesaurus.by_id["knives"]
    assert tags(catalogue)["r2"] == ("knives",)
    assert tags(catalogue)["r3"] == ("knives", "nights")
    assert concept.synonyms["de"] == ["Messerangriff", "Messerstecherei", "Stecherei"]
    assert concept.note == {"de": "Hinweis"}
    assert concept.broader == ("violence",)
    assert "stabbing" not in place.read("two/collection.yaml")
    assert catalogue.renamed.now("tag", "stabbing") == "knives"
    assert catalogue.renamed.now("tag", "Messerstecherei") == "knives"


def test_merging_into_what_lies_below_lifts_it(place):
    catalogue = do(place, Merge(kind=K.TAG, value="violence", into="knives"))
    assert catalogue.thesaurus.by_id["knives"].broader == ()
    assert catalogue.thesaurus.by_id["stabbing"].broader == ("knives",)


def test_a_merge_that_would_close_a_circle_is_refused(place):
    do(place, Nest(kind=K.TAG, value="stabbing", under="knives"))
    error = refused(place, Merge(kind=K.TAG, value="violence", into="stabbing"))
    assert error.values["between"] == "Messergewalt"


def test_nesting_keeps_ways_short_and_refuses_circles(place):
    catalogue = do(place, Nest(kind=K.TAG, value="stabbing", under="knives"))
    assert catalogue.thesaurus.by_id["stabbing"].broader == ("knives",)
    refused(place, Nest(kind=K.TAG, value="violence", under="stabbing"))
    refused(place, Nest(kind=K.TAG, value="knives", under="knives"))
    catalogue = do(place, Nest(kind=K.TAG, value="knives", under="nights"))
    assert catalogue.thesaurus.by_id["knives"].broader == ("violence", "nights")
    assert catalogue.thesaurus.by_id["knives"].related == ()
    catalogue = do(place, Nest(kind=K.TAG, value="knives", under=""))
    assert catalogue.thesaurus.by_id["knives"].broader == ()


def test_a_deleted_tag_leaves_its_resources_or_gives_them_another(place):
    do(place, Rename(kind=K.TAG, value="stabbing", id="stabs"))
    catalogue = do(place, Delete(kind=K.TAG, value="stabs"))
    assert tags(catalogue)["r3"] == ("nights",)
    assert catalogue.renamed.now("tag", "stabbing") == "stabbing"
    assert "tags" not in catalogue.collections["two"].sources[0]
    catalogue = do(place, Delete(kind=K.TAG, value="violence", instead="nights"))
    assert tags(catalogue)["r5"] == ("nights",)
    assert catalogue.thesaurus.by_id["knives"].broader == ()
    assert catalogue.renamed.now("tag", "violence") == "nights"


def test_a_rule_from_which_nothing_follows_any_more_goes(place):
    do(place, Delete(kind=K.COLLECTION, value="one", instead="two"))
    catalogue = do(place, Delete(kind=K.TAG, value="nights"))
    rules = catalogue.collections["two"].sources[0]["rules"]
    assert [rule["tag"] for rule in rules if "tag" in rule] == [["Messergewalt", "stabbing"]]


def test_places_keep_their_names_and_their_larger_ones(place):
    catalogue = do(place, Rename(kind=K.PLACE, value="stadt", name="Neustadt", id="neustadt"))
    assert catalogue.resources["r3"].places == ("neustadt", "land")
    assert catalogue.gazetteer.by_id["neustadt"].variants == ("Stadt", "Kreisstadt")
    catalogue = do(place, Merge(kind=K.PLACE, value="dorf", into="neustadt"))
    town = catalogue.gazetteer.by_id["neustadt"]
    assert (town.variants, town.member) == (("Stadt", "Kreisstadt", "Dorf"), True)
    catalogue = do(place, Merge(kind=K.PLACE, value="land", into="neustadt"))
    assert catalogue.gazetteer.by_id["neustadt"].within is None
    assert catalogue.renamed.every("place", ("stadt", "dorf", "land")) == ("neustadt",)


def test_places_nest_and_go(place):
    refused(place, Nest(kind=K.PLACE, value="land", under="stadt"))
    catalogue = do(place, Nest(kind=K.PLACE, value="dorf", under="stadt"))
    assert catalogue.gazetteer.above("dorf") == {"dorf", "stadt", "land"}
    catalogue = do(place, Delete(kind=K.PLACE, value="stadt"))
    assert catalogue.gazetteer.by_id["dorf"].within == "land"
    assert catalogue.resources["r1"].places == ()


def test_target_groups_are_words_of_the_resources(place):
    catalogue = do(place, Rename(kind=K.TARGET_GROUP, value="frauen", name="Frauen und Mädchen"))
    assert catalogue.resources["r2"].target_groups == ("Frauen und Mädchen", "kinder")
    assert catalogue.renamed.now("target_group", "frauen") == "Frauen und Mädchen"
    catalogue = do(place, Merge(kind=K.TARGET_GROUP, value="Frauen und Mädchen", into="kinder"))
    assert catalogue.resources["r2"].target_groups == ("kinder",)
    assert catalogue.renamed.now("target_group", "frauen") == "kinder"
    catalogue = do(place, Delete(kind=K.TARGET_GROUP, value="kinder"))
    assert catalogue.renamed.now("target_group", "frauen") == "frauen"
    refused(place, Nest(kind=K.TARGET_GROUP, value="senioren", under="senioren"))


def test_publishers_keep_spellings_and_hosts(place):
    catalogue = do(place, Rename(kind=K.PUBLISHER, value="Rathaus", name="Stadtverwaltung"))
    assert catalogue.resources["r1"].publisher == "Stadtverwaltung"
    assert catalogue.resources["r2"].publisher == "Amt im Rathaus"  # as the source writes it
    assert catalogue.publishers.by_id["rathaus"].variants == ("Rathaus", "Amt im Rathaus")
    assert catalogue.collections["two"].sources[0]["publisher"] == "Stadtverwaltung"
    catalogue = do(place, Merge(kind=K.PUBLISHER, value="Ein Verein", into="Polizei"))
    assert catalogue.resources["r4"].publisher == "Polizei"
    catalogue = do(place, Merge(kind=K.PUBLISHER, value="Polizei", into="Stadtverwaltung"))
    entry = catalogue.publishers.by_id["rathaus"]
    assert entry.hosts == ("rathaus.example", "polizei.example")
    assert set(entry.variants) == {"Rathaus", "Amt im Rathaus", "Polizei", "Ein Verein"}
    catalogue = do(place, Delete(kind=K.PUBLISHER, value="Stadtverwaltung"))
    assert [r.publisher for r in catalogue.resources.values()] == [None] * 5


def test_a_publisher_without_an_entry_gets_one(place):
    catalogue = do(place, Rename(kind=K.PUBLISHER, value="Ein Verein", name="Der Verein"))
    assert catalogue.publishers.named("Ein Verein").label == "Der Verein"


def test_a_collection_gets_another_title_and_another_folder(place):
    catalogue = do(place, Rename(kind=K.COLLECTION, value="one", name="Erste", id="erste"))
    assert list(catalogue.collections) == ["erste", "two"]
    assert catalogue.collections["erste"].title["de"] == "Erste"
    assert catalogue.resources["r2"].collections == ("erste", "two")
    assert (place.folder.folder / "erste" / "r1.yaml").is_file()
    assert not (place.folder.folder / "one").exists()
    assert catalogue.renamed.now("collection", "one") == "erste"
    assert catalogue.renamed.now("collection", "Sammlung eins") == "erste"
    assert "collection: erste" in place.read("two/collection.yaml")


def test_merging_collections_joins_resources_and_sources(place):
    catalogue = do(place, Merge(kind=K.COLLECTION, value="two", into="one"))
    assert [r.collections for r in catalogue.resources.values()] == [("one",)] * 5
    assert [s["name"] for s in catalogue.collections["one"].sources] == ["neu"]
    assert catalogue.renamed.every("collection", ("two", "Collection two")) == ("one",)


def test_a_collection_that_is_somebodys_only_one_needs_a_successor(place):
    error = refused(place, Delete(kind=K.COLLECTION, value="two"))
    assert error.values["number"] == 2
    catalogue = do(place, Delete(kind=K.COLLECTION, value="two", instead="one"))
    assert list(catalogue.collections) == ["one"]


def test_nobody_sees_more_by_a_merge(place):
    root = place.folder.folder
    (root / "one" / "collection.yaml").write_text("title: {de: Eins}\naccess: restricted\n")
    refused(place, Merge(kind=K.COLLECTION, value="one", into="two"))
    refused(place, Delete(kind=K.COLLECTION, value="one", instead="two"))
    (root / "two" / "collection.yaml").write_text("title: {de: Zwei}\naccess: restricted\n")
    place.person("tom@example.org")
    place.accounts.grant("tom@example.org", "one")
    refused(place, Merge(kind=K.COLLECTION, value="one", into="two"))
    refused(place, Merge(kind=K.COLLECTION, value="two", into="one"))
    place.accounts.grant("tom@example.org", "two")
    do(place, Merge(kind=K.COLLECTION, value="one", into="two"))


def test_no_collection_comes_by_the_rights_of_another(place):
    place.person("tom@example.org")
    place.accounts.grant("tom@example.org", "gone")
    refused(place, Rename(kind=K.COLLECTION, value="two", id="gone"))
    place.accounts.grant("tom@example.org", "one")
    do(place, Rename(kind=K.COLLECTION, value="one", id="eins"))
    refused(place, Rename(kind=K.COLLECTION, value="two", id="one"))
    do(place, Rename(kind=K.COLLECTION, value="eins", id="one"))
    place.accounts.revoke_grant("tom@example.org", "one")
    do(place, Rename(kind=K.COLLECTION, value="one", id="erste"))
    refused(place, Rename(kind=K.COLLECTION, value="two", id="one"))


def test_guests_with_a_code_see_no_more_either(place):
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    place.accounts.add_code(["one"], later)
    refused(place, Merge(kind=K.COLLECTION, value="two", into="one"))
    for code in place.accounts.codes():
        place.accounts.revoke_code(code.id)
    do(place, Merge(kind=K.COLLECTION, value="two", into="one"))


@pytest.mark.parametrize(
    "action",
    [
        Rename(kind=K.TAG, value="knives", name="NACHT"),
        Rename(kind=K.TAG, value="knives", name="Stecherei"),
        Rename(kind=K.TAG, value="knives", id="nights"),
        Rename(kind=K.PLACE, value="dorf", name="Kreisstadt"),
        Rename(kind=K.PLACE, value="dorf", id="stadt"),
        Rename(kind=K.TARGET_GROUP, value="frauen", name="kinder"),
        Rename(kind=K.PUBLISHER, value="Polizei", name="amt im rathaus"),
        Rename(kind=K.PUBLISHER, value="Polizei", name="Ein Verein"),
    ],
    ids=str,
)
def test_a_name_that_is_there_offers_to_merge(place, action):
    error = refused(place, action)
    assert isinstance(error, NameTaken)
    merged = Merge(kind=action.kind, value=action.value, into=error.other)
    do(place, merged)


@pytest.mark.parametrize("kind", list(K))
@pytest.mark.parametrize("name", [" \n\t", "x" * 5_000, "\ud800"])
def test_names_that_are_none_are_refused(place, kind, name):
    value = {
        K.TAG: "knives",
        K.PLACE: "dorf",
        K.TARGET_GROUP: "frauen",
        K.PUBLISHER: "Polizei",
        K.COLLECTION: "one",
    }[kind]
    error = refused(place, Rename(kind=kind, value=value, name=name))
    assert not isinstance(error, NameTaken)


@pytest.mark.parametrize(
    "action",
    [
        Merge(kind=K.TAG, value="knives", into="knives"),
        Merge(kind=K.COLLECTION, value="one", into="one"),
        Merge(kind=K.PUBLISHER, value="Amt im Rathaus", into="Rathaus"),
        Merge(kind=K.TAG, value="knives", into="nowhere"),
        Rename(kind=K.TAG, value="nowhere", name="Da"),
        Rename(kind=K.TAG, value="knives", id="No Id"),
        Rename(kind=K.TAG, value="knives", name="Messer", language="Deutsch"),
        Rename(kind=K.COLLECTION, value="one", id="two"),
        Rename(kind=K.TAG, value="knives", name="Messergewalt"),
        Delete(kind=K.TAG, value="knives", instead="knives"),
        Delete(kind=K.TARGET_GROUP, value="frauen", instead="nirgends"),
        Nest(kind=K.COLLECTION, value="one", under="two"),
    ],
    ids=str,
)
def test_what_cannot_be_changes_nothing(place, action):
    refused(place, action)


def test_two_editors_at_once(place):
    merge = Merge(kind=K.TAG, value="stabbing", into="knives")
    seen = place.vocabulary.preview(merge, EVERYTHING).version
    other = place.vocabulary.preview(Delete(kind=K.TAG, value="knives"), EVERYTHING).version
    place.vocabulary.do(merge, EVERYTHING, EVA, seen)
    before = place.tree()
    with pytest.raises(NotFound):
        place.vocabulary.do(merge, EVERYTHING, EVA, seen)
    with pytest.raises(HistoryConflict):
        place.vocabulary.do(Delete(kind=K.TAG, value="knives"), EVERYTHING, EVA, other)
    assert place.tree() == before


def test_a_preview_says_what_changes(place):
    place.saved[("tag", "stabbing")] = 3
    preview = place.vocabulary.preview(
        Merge(kind=K.TAG, value="stabbing", into="knives"), EVERYTHING
    )
    assert (preview.resources, preview.tagged, preview.saved_searches) == (2, 2, 3)
    assert preview.rows == {"thesaurus.yaml": 2}
    assert (preview.sources, preview.facets, preview.more) == (("two",), ("tag",), False)
    before = place.tree()
    assert not list(place.history.changes())
    assert place.tree() == before


def test_an_editor_sees_and_changes_only_what_is_open_to_them(place):
    root = place.folder.folder
    (root / "two" / "collection.yaml").write_text("title: {de: Zwei}\naccess: restricted\n")
    some = Access(frozenset({"one"}), unpublished=True)
    groups = place.vocabulary.entries(K.TARGET_GROUP, some, "de")
    assert {(e.value, e.count) for e in groups} == {("frauen", 2), ("kinder", 1)}
    assert [e.value for e in place.vocabulary.entries(K.COLLECTION, some, "de")] == ["one"]
    publishers = {e.value for e in place.vocabulary.entries(K.PUBLISHER, some, "de")}
    assert publishers == {"Rathaus", "Polizei"}  # a table is known to all, words are not
    for action in (
        Rename(kind=K.COLLECTION, value="two", name="Drei"),
        Merge(kind=K.COLLECTION, value="one", into="two"),
        Delete(kind=K.COLLECTION, value="one", instead="two"),
        Rename(kind=K.TARGET_GROUP, value="senioren", name="Ältere"),
        Merge(kind=K.TARGET_GROUP, value="frauen", into="senioren"),
        Rename(kind=K.PUBLISHER, value="Ein Verein", name="Vereine"),
    ):
        assert isinstance(refused(place, action, some), NotFound), action
    preview = place.vocabulary.preview(Rename(kind=K.TAG, value="stabbing", id="stabs"), some)
    assert (preview.resources, preview.tagged, preview.more) == (1, 1, True)


def test_values_are_found_by_any_name(place):
    find = place.vocabulary.find
    assert find(K.TAG, "knives", EVERYTHING) == "knives"
    assert find(K.TAG, "messergewalt", EVERYTHING) == "knives"
    assert find(K.TAG, "Stecherei", EVERYTHING) == "stabbing"
    assert find(K.COLLECTION, "Collection two", EVERYTHING) == "two"
    assert find(K.PUBLISHER, "Amt im Rathaus", EVERYTHING) == "Rathaus"
    do(place, Rename(kind=K.TAG, value="knives", id="blades"))
    assert find(K.TAG, "knives", EVERYTHING) == "blades"
    with pytest.raises(NotFound):
        find(K.TAG, "nirgends", EVERYTHING)


def test_near_duplicates_stand_side_by_side(place):
    text = place.read("thesaurus.yaml") + (
        '- id: blade\n  label: {de: "Messergewalten", en: "blades"}\n'
        '- id: dark\n  label: {de: "Dunkelheit", en: "nights"}\n'
        '- id: nightz\n  label: {de: "Beleuchtung", en: "lighting"}\n'
        '- id: lights\n  label: {de: "Beleuchtun", en: "lamps"}\n'
    )
    (place.folder.folder / "thesaurus.yaml").write_text(text, "utf-8")
    found = place.vocabulary.near(K.TAG, EVERYTHING, "de")
    pairs = {(frozenset((n.one.value, n.other.value)), n.why) for n in found}
    assert (frozenset(("knives", "blade")), "stem") in pairs
    assert (frozenset(("nights", "dark")), "translation") in pairs
    assert (frozenset(("nightz", "lights")), "spelling") in pairs
    assert not any({"violence", "knives"} == set(pair) for pair, _ in pairs)


def test_a_broken_thesaurus_is_not_touched(place):
    (place.folder.folder / "thesaurus.yaml").write_text("concepts:\n- id: knives\n", "utf-8")
    refused(place, Rename(kind=K.TAG, value="knives", name="Messer"))


def test_name_keys_join_what_people_hold_for_the_same():
    assert name_key("Straße ") == name_key("STRASSE")
    assert isinstance(NameTaken("a", "b"), CatalogueError)
