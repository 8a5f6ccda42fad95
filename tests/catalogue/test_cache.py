"""The cache makes loading fast and is never believed against the files."""

import os

import pytest

from hub.catalogue import CatalogueFolder
from hub.model import Catalogue

from .files import COLLECTION, RESOURCE, write

BROKEN = "id: three\ntitle: [\n"


@pytest.fixture
def cache(root, tmp_path):
    """A cache of the folder that is old enough to be believed, with a broken and an odd file."""
    write(root / "a" / "two.yaml", RESOURCE.format(id="two", home="a") + "titel: x\n")
    write(root / "a" / "three.yaml", BROKEN)
    age(root)
    cache = tmp_path / "data" / "cache.json"
    CatalogueFolder(root, cache).load()
    return cache


def age(root) -> None:
    """Wait until the files are old enough that a change will show."""
    import time

    time.sleep(0.06)


def same(one: Catalogue, other: Catalogue) -> bool:
    return (one.resources, one.problems, one.version) == (
        other.resources,
        other.problems,
        other.version,
    )


def test_a_cached_load_says_the_same(root, cache):
    assert same(CatalogueFolder(root, cache).load(), CatalogueFolder(root).load())
    assert len(CatalogueFolder(root, cache).load().problems) == 2


def test_the_cache_is_really_used(root, cache):
    stamp = (root / "a" / "one.yaml").stat()
    content = cache.read_bytes()
    CatalogueFolder(root, cache).load()
    assert cache.read_bytes() == content  # nothing was read again
    assert stamp == (root / "a" / "one.yaml").stat()
    assert b"Ein Titel" in content
    forged = content.replace(b"Ein Titel", b"Ein TITEL")
    cache.write_bytes(_with_checksum(forged))
    assert CatalogueFolder(root, cache).load().resources["one"].title == "Ein TITEL"


def _with_checksum(content: bytes) -> bytes:
    import hashlib

    head, _, body = content.partition(b"\n")
    return head.rsplit(b" ", 1)[0] + b" " + hashlib.sha256(body).hexdigest().encode() + b"\n" + body


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: b"\n\n",
        lambda content: b"\x80\x04\x95" + content,
        lambda content: content[:-20],
        lambda content: content + b" ",
        lambda content: content.replace(b"Ein Titel", b"Ein TITEL"),
        lambda content: content.replace(b"cache 1", b"cache 0", 1),
        lambda content: _with_checksum(content.replace(b'"news"', b'"newz"')),
        lambda content: _with_checksum(content.partition(b"\n")[0] + b"\n[]"),
    ],
)
def test_a_damaged_or_old_cache_is_rebuilt(root, cache, damage):
    cache.write_bytes(damage(cache.read_bytes()))
    assert same(CatalogueFolder(root, cache).load(), CatalogueFolder(root).load())
    assert same(CatalogueFolder(root, cache).load(), CatalogueFolder(root).load())


def test_a_cache_of_another_folder_is_not_used(root, cache, tmp_path):
    other = tmp_path / "other"
    write(other / "a" / "collection.yaml", COLLECTION)
    assert not CatalogueFolder(other, cache).load().resources


def test_a_cache_that_is_a_folder_is_no_obstacle(root, tmp_path):
    assert CatalogueFolder(root, tmp_path).load().resources


def test_without_a_change_it_is_the_same_object(root, folder):
    age(root)
    first = folder.load()
    assert folder.load() is first


CHANGES = {
    "edited": lambda root: write(root / "a" / "one.yaml", RESOURCE.format(id="one", home="b")),
    "mended": lambda root: write(root / "a" / "three.yaml", RESOURCE.format(id="three", home="a")),
    "removed": lambda root: (root / "a" / "one.yaml").unlink(),
    "added": lambda root: write(root / "b" / "four.yaml", RESOURCE.format(id="four", home="b")),
    "moved": lambda root: (root / "a" / "one.yaml").rename(root / "b" / "one.yaml"),
    "table": lambda root: write(root / "places.yaml", "places: []\n"),
    "no table": lambda root: (root / "thesaurus.yaml").unlink(),
    "collection": lambda root: write(root / "b" / "collection.yaml", COLLECTION + "order: 4\n"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_every_change_is_seen_and_gives_a_new_version(root, cache, change):
    folder = CatalogueFolder(root, cache)
    age(root)
    before = folder.load()
    change(root)
    after = folder.load()
    assert after.version != before.version
    assert same(after, CatalogueFolder(root).load())
    assert same(after, CatalogueFolder(root, cache).load())


def test_a_change_of_the_same_length_at_the_same_moment_is_seen(root, folder):
    path = root / "a" / "one.yaml"
    for year in range(2000, 2030):
        write(path, RESOURCE.format(id="one", home="a") + f"date: {year}\n")
        assert folder.load().resources["one"].date == str(year)


def test_the_version_is_that_of_the_content(root, folder):
    before = folder.load().version
    os.utime(root / "a" / "one.yaml", (1, 1))
    assert folder.load().version == before
