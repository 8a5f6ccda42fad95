"""A broken thesaurus changes nothing: the last good one stays in force, also after a restart."""

import pytest

from hub.catalogue import CatalogueFolder, export_folder

from ..files import THESAURUS, write

SOUND = """\
- id: parks
  label: {de: Parks, en: parks}
"""
BROKEN = {
    "no YAML": ("concepts: [", 2),
    "not in UTF-8": (THESAURUS.encode() + "# Fu\xdf".encode("latin-1"), 8),
    "no list": ("concepts: none\n", 1),
    "an id twice": (THESAURUS + SOUND.replace("parks", "crime", 1), 8),
    "a label twice": (THESAURUS + SOUND.replace("Parks", "Messergewalt"), 9),
    "a circle": (THESAURUS.replace("en: crime}", "en: crime}\n  broader: [knife-violence]"), 5),
    "no English": (THESAURUS + "- id: parks\n  label: {de: Parks}\n", 9),
    "an entry of nothing": (THESAURUS + "- parks\n", 8),
    "empty": ("", None),
}


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "data" / "catalogue.cache"


@pytest.mark.parametrize("case", BROKEN)
def test_the_last_good_one_stays_in_force(root, cache, case):
    text, line = BROKEN[case]
    folder = CatalogueFolder(root, cache)
    assert set(folder.load().thesaurus.by_id) == {"crime", "knife-violence"}
    write(root / "thesaurus.yaml", text)
    for catalogue in (folder.load(), CatalogueFolder(root, cache).load()):
        assert set(catalogue.thesaurus.by_id) == {"crime", "knife-violence"}
        first, *_, last = sorted(catalogue.problems, key=lambda p: not p.fatal)
        assert (first.path, first.line, first.fatal) == ("thesaurus.yaml", line, True)
        assert "stays in force" in last.reason
        assert not last.fatal


def test_what_is_mended_counts_at_once_and_becomes_the_last_good_one(root, cache):
    folder = CatalogueFolder(root, cache)
    for text in (THESAURUS, "concepts: [", THESAURUS + SOUND):
        write(root / "thesaurus.yaml", text)
        catalogue = folder.load()
    assert "parks" in catalogue.thesaurus
    assert not catalogue.problems
    write(root / "thesaurus.yaml", "concepts: [")
    assert "parks" in CatalogueFolder(root, cache).load().thesaurus


def test_without_a_last_good_one_what_can_be_read_counts(root, cache):
    write(root / "thesaurus.yaml", THESAURUS + "- parks\n")
    catalogue = CatalogueFolder(root, cache).load()
    assert set(catalogue.thesaurus.by_id) == {"crime", "knife-violence"}
    assert [p.fatal for p in catalogue.problems] == [True]


def test_another_folder_gets_no_foreign_thesaurus(root, cache, tmp_path):
    CatalogueFolder(root, cache).load()
    write(tmp_path / "other" / "thesaurus.yaml", "concepts: [")
    assert len(CatalogueFolder(tmp_path / "other", cache).load().thesaurus) == 0


def test_a_data_directory_that_cannot_be_written_does_not_stop_the_hub(root, tmp_path):
    write(tmp_path / "file", "")
    folder = CatalogueFolder(root, tmp_path / "file" / "catalogue.cache")
    folder.load()
    write(root / "thesaurus.yaml", "concepts: [")
    assert "crime" in folder.load().thesaurus


def test_the_export_holds_the_good_one_and_the_broken_one_aside(root, cache, tmp_path):
    folder = CatalogueFolder(root, cache)
    folder.load()
    write(root / "thesaurus.yaml", "concepts: [")
    report = export_folder(folder, tmp_path / "out")
    assert (tmp_path / "out" / "thesaurus.yaml").read_text("utf-8") == THESAURUS
    aside = tmp_path / "out" / "set-aside" / "thesaurus.yaml"
    assert aside.read_text("utf-8") == "concepts: ["
    assert [p.path for p in report.set_aside] == ["thesaurus.yaml"]
