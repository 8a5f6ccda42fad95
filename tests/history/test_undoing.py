"""Taking changes back: per key, per member, per row, whatever was changed elsewhere since."""

import pytest

from hub.errors import HistoryConflict, NotFound
from hub.history import FileChange, What
from hub.i18n import translator
from tests.catalogue.files import write
from tests.history.conftest import EDITED, EVA

RENAMES = "renames:\n- {kind: tag, old: knife-violence, new: knives}\n"


def change(place, what=EDITED, **files):
    """One change of files, given as their new texts; keys as ``one__a`` or ``thesaurus``."""
    changes = []
    for name, text in files.items():
        path = name.replace("__", "/") + ".yaml"
        content = None if text is None else text.encode()
        changes.append(FileChange(path, place.read(path), content))
    return place.history.apply(changes, by=EVA, what=what)


def text(place, path):
    return place.read(path).decode()


def edited(place, path, old, new):
    """The text with a part replaced."""
    now = text(place, path)
    assert old in now
    return now.replace(old, new)


def test_an_undo_is_exact_and_can_be_undone(place):
    before = place.tree()
    more = text(place, "thesaurus.yaml") + "- id: arson\n  label: {de: Brandstiftung}\n"
    done = change(place, one__a="id: a\n", one__b=None, thesaurus=more)
    after = place.tree()
    undo = place.history.undo(done.id, by=EVA)
    assert place.tree() == before
    assert (undo.undoes, undo.what.kind) == (done.id, "undo.done")
    assert place.history.change(done.id).undone_by == undo.id
    again = place.history.undo(undo.id, by=EVA)
    assert place.tree() == after
    assert place.history.change(done.id).undone_by is None
    assert place.history.change(undo.id).undone_by == again.id
    last = place.history.undo(again.id, by=EVA)
    assert place.tree() == before
    assert place.history.change(done.id).undone_by == undo.id
    assert place.history.change(undo.id).undone_by is None
    assert last.undoes == again.id


def test_a_change_is_undone_once(place):
    done = change(place, one__a=None)
    place.history.undo(done.id, by=EVA)
    with pytest.raises(HistoryConflict, match="undone already"):
        place.history.undo(done.id, by=EVA)
    with pytest.raises(NotFound):
        place.history.undo(999, by=EVA)


def test_what_was_edited_elsewhere_stays(place):
    done = change(place, one__a=edited(place, "one/a.yaml", "[crime]", "[knife-violence]"))
    change(place, one__a=edited(place, "one/a.yaml", "Titel a", "Neuer Titel"))
    change(place, one__a=edited(place, "one/a.yaml", "[knife-", "[other, knife-"))
    place.history.undo(done.id, by=EVA)
    assert "title: Neuer Titel\n" in text(place, "one/a.yaml")
    assert "tags: [crime, other]\n" in text(place, "one/a.yaml")


def test_the_same_field_twice_is_refused_by_name(place):
    done = change(
        place,
        one__a=edited(place, "one/a.yaml", "Titel a", "Neuer Titel"),
        one__b=edited(place, "one/b.yaml", "Titel b", "Neuer Titel"),
    )
    change(place, one__b=edited(place, "one/b.yaml", "Neuer Titel", "Noch einer"))
    before = place.tree()
    with pytest.raises(HistoryConflict, match="of “Noch einer”") as conflict:
        place.history.undo(done.id, by=EVA)
    assert "„Titel“" in conflict.value.text(translator("de"))
    assert place.tree() == before
    assert place.history.change(done.id).undone_by is None


def test_a_later_moment_of_change_is_no_conflict(place):
    stamped = text(place, "one/a.yaml") + "updated: 2026-01-01\n"
    done = change(place, one__a=stamped.replace("Titel a", "Neu"))
    change(place, one__a=edited(place, "one/a.yaml", "2026-01-01", "2026-02-02"))
    place.history.undo(done.id, by=EVA)
    assert "title: Titel a\n" in text(place, "one/a.yaml")
    assert "2026-02-02" in text(place, "one/a.yaml")


def test_a_resource_that_moved_since_is_found(place):
    done = change(place, one__a=edited(place, "one/a.yaml", "Titel a", "Neu"))
    moved = edited(place, "one/a.yaml", "[one]", "[two]")
    change(place, one__a=None, two__a=moved)
    place.history.undo(done.id, by=EVA)
    assert place.read("one/a.yaml") is None
    assert "title: Titel a\n" in text(place, "two/a.yaml")


def test_a_move_goes_back_and_later_edits_go_along(place):
    done = change(place, one__a=None, two__a=edited(place, "one/a.yaml", "[one]", "[two]"))
    change(place, two__a=edited(place, "two/a.yaml", "Titel a", "Neu"))
    place.history.undo(done.id, by=EVA)
    assert place.read("two/a.yaml") is None
    assert "title: Neu\n" in text(place, "one/a.yaml")
    assert "collections: [one]" in text(place, "one/a.yaml")


def test_a_removed_resource_stops_an_undo_of_its_edit(place):
    done = change(place, one__a=edited(place, "one/a.yaml", "Titel a", "Neu"))
    change(place, one__a=None)
    with pytest.raises(HistoryConflict, match="removed since"):
        place.history.undo(done.id, by=EVA)


def test_what_came_and_was_edited_since_does_not_go(place):
    done = change(place, one__n="id: n\ntitle: N\ntype: news\ncollections: [one]\n")
    change(place, one__n="id: n\ntitle: Neu\ntype: news\ncollections: [one]\n")
    with pytest.raises(HistoryConflict, match="changed since"):
        place.history.undo(done.id, by=EVA)


def test_rows_of_a_table_keep_their_comments(place):
    thesaurus = text(place, "thesaurus.yaml")
    done = change(place, thesaurus=thesaurus.replace("knife violence", "knives"))
    after = text(place, "thesaurus.yaml") + "# Neu:\n- id: arson\n  label: {de: Brandstiftung}\n"
    change(place, thesaurus=after)
    place.history.undo(done.id, by=EVA)
    assert text(place, "thesaurus.yaml") == after.replace("knives", "knife violence")


def test_a_row_changed_in_the_same_key_is_named(place):
    old = text(place, "places.yaml")
    done = change(place, places=old.replace("de: München", "de: Minga"))
    change(place, places=text(place, "places.yaml").replace("Minga", "Monaco"))
    with pytest.raises(HistoryConflict, match="muenchen"):
        place.history.undo(done.id, by=EVA)


def test_lists_in_rows_are_merged_by_member(place):
    old = text(place, "publishers.yaml")
    done = change(place, publishers=old.replace("[Stadt München]", "[Stadt München, LHM]"))
    now = (
        text(place, "publishers.yaml")
        .replace("LHM]", "LHM, Muc]")
        .replace("[docpl", "[x.org, docpl")
    )
    change(place, publishers=now)
    place.history.undo(done.id, by=EVA)
    assert "Muc" in text(place, "publishers.yaml")
    assert "LHM" not in text(place, "publishers.yaml")
    assert "[x.org, docplayer.org]" in text(place, "publishers.yaml")


def test_a_concept_that_is_used_since_does_not_go(place):
    more = text(place, "thesaurus.yaml") + "- id: arson\n  label: {de: Brandstiftung}\n"
    done = change(place, thesaurus=more)
    change(place, one__a=edited(place, "one/a.yaml", "[crime]", "[arson]"))
    with pytest.raises(HistoryConflict, match=r"“arson” is in use since, by “Titel a”"):
        place.history.undo(done.id, by=EVA)


def renamed(place):
    """The tag knife-violence is called knives from now on; resource b has it."""
    change(place, one__b=edited(place, "one/b.yaml", "[crime]", "[knife-violence]"))
    return change(
        place,
        What("tag.renamed", {"old": "knife-violence", "new": "knives"}),
        thesaurus=edited(place, "thesaurus.yaml", "id: knife-violence", "id: knives"),
        one__b=edited(place, "one/b.yaml", "knife-violence", "knives"),
        renamed=RENAMES,
    )


def test_a_rename_goes_back_with_resources_that_came_later(place):
    done = renamed(place)
    change(place, one__c=edited(place, "one/c.yaml", "[crime]", "[knives, crime]"))
    change(place, one__b=edited(place, "one/b.yaml", "Titel b", "Neuer Titel"))
    place.history.undo(done.id, by=EVA)
    assert "tags: [knife-violence, crime]" in text(place, "one/c.yaml")
    assert "tags: [knife-violence]" in text(place, "one/b.yaml")
    assert "title: Neuer Titel" in text(place, "one/b.yaml")
    assert place.read("renamed.yaml") is None
    assert not place.folder.load().problems


def test_a_rename_that_was_renamed_again_waits_for_the_later_one(place):
    first = renamed(place)
    second = change(
        place,
        thesaurus=edited(place, "thesaurus.yaml", "id: knives", "id: blades"),
        one__b=edited(place, "one/b.yaml", "knives", "blades"),
        renamed=RENAMES + "- {kind: tag, old: knives, new: blades}\n",
    )
    with pytest.raises(HistoryConflict, match="knives"):
        place.history.undo(first.id, by=EVA)
    place.history.undo(second.id, by=EVA)
    place.history.undo(first.id, by=EVA)
    assert "id: knife-violence" in text(place, "thesaurus.yaml")


def test_a_collection_gets_its_name_back_with_what_came_later(place):
    done = change(
        place,
        **{"new__collection": text(place, "two/collection.yaml"), "two__collection": None},
        renamed="renames:\n- {kind: collection, old: two, new: new}\n",
    )
    change(place, new__n="id: n\ntitle: N\ntype: news\ncollections: [new, one]\n")
    place.history.undo(done.id, by=EVA)
    assert "collections: [two, one]" in text(place, "two/n.yaml")
    assert not (place.folder.folder / "new").exists()


def test_nothing_comes_back_into_a_collection_that_is_gone(place):
    done = change(place, one__a=None, two__a=edited(place, "one/a.yaml", "[one]", "[two]"))
    gone = {f"one__{id}": None for id in "bc"}
    change(place, one__collection=None, **gone)
    with pytest.raises(HistoryConflict, match="collection “one”"):
        place.history.undo(done.id, by=EVA)


def test_a_broken_file_is_no_ground_for_an_undo(place):
    done = change(place, one__a=edited(place, "one/a.yaml", "Titel a", "Neu"))
    write(place.folder.folder / "one/a.yaml", "id: [\n")
    with pytest.raises(HistoryConflict, match="changed since"):
        place.history.undo(done.id, by=EVA)


def test_nothing_left_to_undo_is_said(place):
    done = change(place, one__a=edited(place, "one/a.yaml", "Titel a", "Neu"))
    change(place, one__a=edited(place, "one/a.yaml", "Neu", "Titel a"))
    with pytest.raises(HistoryConflict, match="Nothing is left"):
        place.history.undo(done.id, by=EVA)


def test_any_state_can_be_brought_back(place):
    first = text(place, "one/a.yaml")
    one = change(place, one__a=first.replace("Titel a", "Neu"))
    change(place, one__a=None)
    states = place.history.states("a")
    assert [(s.content is None, s.now) for s in states] == [(True, True), (False, False)]
    done = place.history.bring_back("a", one.id, by=EVA)
    assert text(place, "one/a.yaml") == first.replace("Titel a", "Neu")
    assert done.what == What("resource.brought-back", {"title": "Neu"})
    with pytest.raises(NotFound):
        place.history.bring_back("a", 999, by=EVA)


def test_a_state_comes_back_where_its_collection_is_now(place):
    one = change(place, one__a=edited(place, "one/a.yaml", "Titel a", "Neu"))
    files = {f"one__{id}": None for id in ("b", "c", "a", "collection")}
    change(
        place,
        **files,
        new__collection=text(place, "one/collection.yaml"),
        new__a=edited(place, "one/a.yaml", "[one]", "[new]"),
        renamed="renames:\n- {kind: collection, old: one, new: new}\n",
    )
    place.history.bring_back("a", one.id, by=EVA)
    assert place.folder.paths_of("a") == ["new/a.yaml"]
    assert place.folder.load().resources["a"].title == "Neu"
