"""Old names: read from renamed.yaml, followed to the last one, and never in the way."""

import datetime as dt

import pytest

from hub.catalogue import export_folder, import_folder
from hub.catalogue.names import concept_names
from hub.model import Access, Filters, Query, Renamed, Renames, VocabularyKind

from .files import RESOURCE, write

TAG = VocabularyKind.TAG


def rows(*lines):
    return "renames:\n" + "".join(f"- {line}\n" for line in lines)


def test_old_values_of_files_count_under_todays_names(root, folder):
    write(
        root / "renamed.yaml",
        rows(
            "{kind: tag, old: stabbing, new: knife-violence}",
            "{kind: place, old: minga, new: muenchen}",
            "{kind: collection, old: z, new: b}",
            "{kind: target_group, old: teens, new: jugendliche}",
            "{kind: publisher, old: Rathaus, new: Stadt München}",
        ),
    )
    more = (
        "tags: [stabbing, knife-violence]\nplaces: [minga]\ntarget_groups: [teens]\n"
        "publisher: Rathaus\n"
    )
    write(root / "b" / "two.yaml", RESOURCE.format(id="two", home="z") + more)
    catalogue = folder.load()
    two = catalogue.resources["two"]
    assert (two.tags, two.places, two.collections) == (("knife-violence",), ("muenchen",), ("b",))
    assert (two.target_groups, two.publisher) == (("jugendliche",), "Stadt München")
    assert catalogue.problems == ()


def test_an_id_of_today_is_no_old_name(root, folder):
    write(root / "renamed.yaml", rows("{kind: tag, old: crime, new: knife-violence}"))
    assert folder.load().renamed.now("tag", "crime") == "crime"


def test_a_collection_with_the_old_id_of_another_is_named(root, folder):
    write(root / "renamed.yaml", rows("{kind: collection, old: a, new: b}"))
    (problem,) = folder.load().problems
    assert (problem.path, problem.fatal, problem.values["new"]) == ("renamed.yaml", False, "b")


def test_a_change_of_the_file_is_a_change_of_the_catalogue(root, folder):
    before = folder.load().version
    write(root / "renamed.yaml", rows("{kind: tag, old: x, new: crime}"))
    assert folder.load().version != before


@pytest.mark.parametrize(
    "text",
    [
        "renames: 7\n",
        rows("{kind: colour, old: a, new: b}"),
        rows("{kind: tag, old: a}"),
        rows("[a, b]"),
        "renames: [\n",
    ],
)
def test_what_is_wrong_is_said_and_the_rest_loads(root, folder, text):
    write(root / "renamed.yaml", text)
    catalogue = folder.load()
    assert [p.path for p in catalogue.problems] == ["renamed.yaml"]
    assert "one" in catalogue.resources


def test_chains_lead_to_the_last_name_and_circles_nowhere():
    names = [("a", "b"), ("b", "c"), ("x", "y"), ("y", "x")]
    renames = Renames(tuple(Renamed(TAG, old, new) for old, new in names))
    assert renames.now("tag", "a") == "c"
    assert renames.now("tag", "x") == "x"
    assert renames.now("place", "a") == "a"
    assert renames.every("tag", ["a", "c", "b", "d"]) == ("c", "d")
    assert renames.names("tag", "c") == ("c", "a", "b")


def test_a_query_is_renewed_but_no_hidden_collection_is_named():
    renames = Renames((Renamed(VocabularyKind.COLLECTION, "old", "secret"), Renamed(TAG, "a", "b")))
    query = Query(filters=Filters({"tag": ("a", "b"), "collection": ("old",)}, 2020))
    open_to_some = renames.query(query, Access(frozenset({"park"})))
    assert open_to_some.filters == Filters({"tag": ("b",), "collection": ("old",)}, 2020)
    open_to_all = renames.query(query, Access(None))
    assert open_to_all.filters.chosen("collection") == ("secret",)


def test_imports_know_old_names_where_nothing_bears_them_now(root, folder):
    write(
        root / "renamed.yaml",
        rows(
            "{kind: tag, old: Stecherei, new: knife-violence}",
            "{kind: tag, old: crime-old, new: crime}",
            "{kind: tag, old: Messergewalt, new: crime}",
        ),
    )
    catalogue = folder.load()
    names = concept_names(catalogue.thesaurus.by_id.values(), catalogue.renamed)
    assert names.find("stecherei") == ("knife-violence",)
    assert names.find("crime-old") == ("crime",)
    assert names.find("messergewalt") == ("knife-violence",)


def test_old_names_travel_with_an_export(root, folder, tmp_path):
    write(root / "renamed.yaml", rows("{kind: tag, old: x, new: crime}"))
    export_folder(folder, tmp_path / "out")
    other = type(folder)(tmp_path / "fresh")
    import_folder(tmp_path / "out", other, dt.datetime.now(dt.UTC))
    assert other.load().renamed == folder.load().renamed
    import_folder(tmp_path / "out", other, dt.datetime.now(dt.UTC))
    assert other.load().renamed == folder.load().renamed
