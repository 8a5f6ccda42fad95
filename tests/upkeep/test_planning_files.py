"""What saving would write is known before anything is written."""

from pathlib import Path

import pytest

from hub.catalogue import CatalogueFolder
from hub.errors import CatalogueError
from hub.model import Collection
from tests.upkeep.making import made


@pytest.fixture
def folder(tmp_path: Path) -> CatalogueFolder:
    folder = CatalogueFolder(tmp_path)
    for id in ("park", "bahnhof"):
        folder.save_collection(Collection(id=id, title={"de": id}))
    folder.save(made("a"))
    return folder


def told(folder: CatalogueFolder, **values: object) -> list[tuple[str, bool, bool]]:
    changes = folder.changes_of(made("a", **values))
    return [(c.path, c.before is not None, c.after is not None) for c in changes]


def test_what_is_so_already_is_no_change(folder):
    assert told(folder) == []


def test_a_change_names_the_file_before_and_after(folder):
    before = folder.content(made("a"))
    (change,) = folder.changes_of(made("a", title="Neu"))
    assert (change.path, change.before) == ("park/a.yaml", before)
    assert folder.content(made("a")) == before
    folder.save(made("a", title="Neu"))
    assert folder.content(made("a")) == change.after


def test_a_new_home_takes_one_file_away_and_makes_one(folder):
    assert told(folder, collections=("bahnhof",)) == [
        ("park/a.yaml", True, False),
        ("bahnhof/a.yaml", False, True),
    ]


def test_what_could_not_be_saved_is_refused(folder):
    with pytest.raises(CatalogueError, match="atlantis"):
        told(folder, collections=("atlantis",))
    assert folder.content(made("b")) is None
