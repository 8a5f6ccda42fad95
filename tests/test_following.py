"""Search follows the files: what goes is gone at the next search, what is new comes soon."""

import threading
import time
from pathlib import Path

import pytest

from hub.core import Hub, open_hub
from hub.index.opening import open_engine
from hub.model import EVERYTHING, Access, Query
from hub.settings import Settings
from tests.catalogue.files import COLLECTION, THESAURUS, write

MEMBER = Access(frozenset({"a", "b"}))
LOOK = 1.1  #: seconds after which the hub looks at the files again
SOON = 20.0  #: seconds for the thread on a busy machine


def resource(root: Path, id: str, home: str = "a", more: str = "") -> None:
    title = f"Laterne {id}"
    text = f"id: {id}\ntitle: {title}\ntype: news\nlanguage: de\ncollections: [{home}]\n{more}"
    write(root / home / f"{id}.yaml", text)


@pytest.fixture
def hub(tmp_path):
    root = tmp_path / "collections"
    for id in "ab":
        write(root / id / "collection.yaml", COLLECTION)
    write(root / "c" / "collection.yaml", COLLECTION + "access: restricted\n")
    write(root / "thesaurus.yaml", THESAURUS)
    for id in ("one", "two", "three"):
        resource(root, id)
    hub = open_hub(Settings(collections=root, data=tmp_path / "data"))
    hub.refresh()
    yield hub
    hub.follower.wait(SOON)


def found(hub: Hub, text: str = "Laterne", access: Access = MEMBER) -> set[str]:
    results = hub.search(Query(text), access)
    types = {v.value: v.count for v in results.facet("type").values}
    assert results.total == len(results.hits) == types.get("news", 0)
    return {hit.id for hit in results.hits}


def root_of(hub: Hub) -> Path:
    return hub.settings.collections


@pytest.mark.parametrize("way", ["withdrawn", "draft", "restricted", "removed", "broken"])
def test_what_goes_is_gone_at_the_next_search(hub, way):
    """Without a thread: the index itself still holds it."""
    root = root_of(hub)
    assert found(hub) == {"one", "two", "three"}
    if way in ("withdrawn", "draft"):
        resource(root, "two", more=f"status: {way}\n")
    else:
        (root / "a" / "two.yaml").unlink()
    if way == "restricted":
        resource(root, "two", home="c")
    if way == "broken":
        write(root / "a" / "two.yaml", "title: [")
    time.sleep(LOOK)
    assert found(hub) == {"one", "three"}
    assert all("two" not in s.text for s in hub.suggest("Laterne", MEMBER))
    assert "two" not in {hit.id for hit in hub.similar("one", MEMBER)}
    seen_by_all = found(hub, access=EVERYTHING)
    assert ("two" in seen_by_all) == (way not in ("removed", "broken"))


def test_a_collection_that_closes_takes_its_resources_along(hub):
    write(root_of(hub) / "a" / "collection.yaml", "title: [")
    time.sleep(LOOK)
    assert found(hub) == set()


def soon(hub: Hub, expected: set[str], text: str = "Laterne") -> bool:
    end = time.monotonic() + SOON
    while time.monotonic() < end:
        if found(hub, text) == expected:
            return True
        time.sleep(0.1)
    return False


def test_what_is_new_or_changed_is_found_soon(hub):
    hub.follower.activate()
    resource(root_of(hub), "four")
    resource(root_of(hub), "one", home="b", more="summary: Am Kanal.\n")
    (root_of(hub) / "a" / "one.yaml").unlink()
    (root_of(hub) / "a" / "two.yaml").unlink()
    assert soon(hub, {"one", "three", "four"})
    assert soon(hub, {"one"}, "Kanal")
    hub.follower.wait(SOON)
    held = open_engine(hub.settings.data / "index").info().hashes
    assert set(held) == {"one", "three", "four"}


def test_a_new_table_reaches_the_index_too(hub):
    hub.follower.activate()
    resource(root_of(hub), "one", more="tags: [knife-violence]\n")
    assert soon(hub, {"one"}, "Messergewalt")
    text = THESAURUS.replace("Messergewalt", "Klingendelikt")
    write(root_of(hub) / "thesaurus.yaml", text)
    assert soon(hub, {"one"}, "Klingendelikt")


def test_while_another_writes_nobody_waits_and_then_it_catches_up(hub):
    hub.follower.activate()
    other = open_engine(hub.settings.data / "index")
    hold, held = threading.Event(), threading.Event()

    def slowly():
        held.set()
        hold.wait(SOON)
        yield from ()

    writer = threading.Thread(target=lambda: other.apply(slowly()))
    writer.start()
    assert held.wait(SOON)
    resource(root_of(hub), "two", more="status: withdrawn\n")
    resource(root_of(hub), "four")
    time.sleep(LOOK)
    start = time.process_time()
    assert found(hub) == {"one", "three"}
    assert time.process_time() - start < 2
    hold.set()
    writer.join(SOON)
    assert soon(hub, {"one", "three", "four"})


def test_a_change_during_the_catching_up_is_not_lost(hub):
    hub.follower.activate()
    for number in range(6):
        resource(root_of(hub), f"new-{number}")
        hub.reload()
    assert soon(hub, {"one", "two", "three", *(f"new-{n}" for n in range(6))})
