"""The catalogue that comes with the project is in order, and its guide is complete."""

from pathlib import Path

import pytest

from hub.catalogue import CatalogueFolder
from hub.catalogue.entries import KEYS, resource_data
from hub.catalogue.writing import dump
from hub.model import ResourceType

ROOT = Path(__file__).parents[2] / "collections"


@pytest.fixture(scope="module")
def shipped():
    return CatalogueFolder(ROOT).load()


def test_everything_loads_without_a_problem(shipped):
    assert shipped.problems == ()
    assert len(shipped.resources) >= 333
    assert len(shipped.collections) == 11
    assert all(len(c.title) == len(c.description) == 2 for c in shipped.collections.values())
    assert {r.type for r in shipped.resources.values()} == set(ResourceType)
    assert all(r.added for r in shipped.resources.values())


def test_every_file_looks_as_the_hub_writes_it(shipped):
    for resource in shipped.resources.values():
        path = ROOT / resource.home / f"{resource.id}.yaml"
        assert path.read_text(encoding="utf-8") == dump(resource_data(resource)), path


def test_the_guide_names_every_key():
    guide = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [key for key in KEYS if f"| `{key}` |" not in guide] == []


def test_the_example_of_the_guide_is_a_good_file(shipped, tmp_path):
    guide = (ROOT / "README.md").read_text(encoding="utf-8")
    example = guide.split("```yaml\n", 1)[1].split("```", 1)[0]
    for name in ("nachtleben", "bahnhofsviertel"):
        (tmp_path / name).mkdir()
        text = (ROOT / name / "collection.yaml").read_text(encoding="utf-8")
        (tmp_path / name / "collection.yaml").write_text(text, encoding="utf-8")
    for table in ("thesaurus.yaml", "places.yaml"):
        text = (ROOT / table).read_text(encoding="utf-8")
        (tmp_path / table).write_text(text, encoding="utf-8")
    name = example.split("\n", 1)[0].removeprefix("id: ")
    (tmp_path / "nachtleben" / f"{name}.yaml").write_text(example, encoding="utf-8")
    catalogue = CatalogueFolder(tmp_path).load()
    assert list(catalogue.resources) == [name]
    assert not catalogue.problems


def test_no_package_hides_a_part_of_python():
    assert not list(ROOT.rglob("__init__.py"))
