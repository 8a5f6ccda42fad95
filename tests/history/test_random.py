"""Random changes, edits elsewhere and undos against a plain model of values and sets."""

from dataclasses import dataclass, field
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.catalogue.reading import parse
from hub.errors import HistoryConflict
from hub.history import FileChange
from tests.history.conftest import EDITED, EVA, fill, opened

NAMES = st.sampled_from(["a", "b"])
VALUES = st.sampled_from(["eins", "zwei", "drei"])
TAGS = st.sampled_from(["t1", "t2", "t3"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("set"), NAMES, st.sampled_from(["title", "notes"]), VALUES),
        st.tuples(st.just("tag"), st.frozensets(NAMES, min_size=1), TAGS),
        st.tuples(st.just("untag"), st.frozensets(NAMES, min_size=1), TAGS),
        st.tuples(st.just("undo"), st.integers(0, 5)),
    ),
    max_size=8,
)
State = dict[str, tuple[dict[str, str], frozenset[str]]]  #: values and tags by resource
_numbers = count()


@dataclass
class World:
    """What there should be, and what each change made of what."""

    now: State
    made: list[tuple[int, State, State]] = field(default_factory=list)
    undoes: dict[int, int] = field(default_factory=dict)
    undone: dict[int, int] = field(default_factory=dict)

    def settle(self, id, by):
        """A change is undone, or not any more; an undo that is undone gives back what it took."""
        if by is None:
            del self.undone[id]
        else:
            self.undone[id] = by
        if id in self.undoes:
            self.settle(self.undoes[id], None if by is not None else id)


@pytest.fixture(scope="module")
def module_place(tmp_path_factory, _database):
    base = tmp_path_factory.mktemp("random")
    fill(base / "collections")
    (base / "var").mkdir()
    (base / "var" / "hub.db").write_bytes(_database.read_bytes())
    return opened(base)


def content(id, values, tags):
    lines = [f"id: {id}", "type: news", "collections: [one]"]
    lines += [f"{key}: {value}" for key, value in sorted(values.items())]
    if tags:
        lines.append(f"tags: [{', '.join(sorted(tags))}]")
    return ("\n".join(lines) + "\n").encode()


def read(place, ids):
    found = {}
    for name, id in ids.items():
        data = parse(place.read(f"one/{id}.yaml").decode()).data
        values = {key: data[key] for key in ("title", "notes") if key in data}
        found[name] = (values, frozenset(data.get("tags", ())))
    return found


def write(place, ids, now, after):
    files = [
        FileChange(f"one/{id}.yaml", place.read(f"one/{id}.yaml"), content(id, *after[name]))
        for name, id in ids.items()
        if after[name] != now[name]
    ]
    return place.history.apply(files, by=EVA, what=EDITED)


def taken_back(now, before, after):
    """The model of an undo; None where one value was set to something else since."""
    found = {}
    for name, (values, tags) in now.items():
        (old, old_tags), (new, new_tags) = before[name], after[name]
        result = dict(values)
        for key in old.keys() | new.keys():
            if old.get(key) == new.get(key) or values.get(key) == old.get(key):
                continue
            if values.get(key) != new.get(key):
                return None
            result.pop(key, None)
            result |= {key: old[key]} if key in old else {}
        found[name] = (result, (tags - (new_tags - old_tags)) | (old_tags - new_tags))
    return found


def wanted(step, now):
    after = dict(now)
    if step[0] == "set":
        values, tags = after[step[1]]
        after[step[1]] = ({**values, step[2]: step[3]}, tags)
    else:
        for name in step[1]:
            values, tags = after[name]
            after[name] = (values, tags | {step[2]} if step[0] == "tag" else tags - {step[2]})
    return after


def undo(place, world, number):
    id, before, after = world.made[number % len(world.made)]
    result = taken_back(world.now, before, after)
    assert place.history.change(id).undone_by == world.undone.get(id)
    if id in world.undone or result is None or result == world.now:
        with pytest.raises(HistoryConflict):
            place.history.undo(id, by=EVA)
        return
    done = place.history.undo(id, by=EVA)
    world.made.append((done.id, world.now, result))
    world.now = result
    world.undoes[done.id] = id
    world.settle(id, done.id)


@given(STEPS)
@settings(max_examples=25, deadline=None)
def test_undo_against_a_model(module_place, steps):
    place = module_place
    number = next(_numbers)
    ids = {name: f"x{number}{name}" for name in "ab"}
    world = World({name: ({"title": "eins"}, frozenset({"t1"})) for name in ids})
    for name, id in ids.items():
        (place.folder.folder / f"one/{id}.yaml").write_bytes(content(id, *world.now[name]))
    for step in steps:
        if step[0] == "undo":
            if world.made:
                undo(place, world, step[1])
            continue
        after = wanted(step, world.now)
        if after != world.now:
            change = write(place, ids, world.now, after)
            world.made.append((change.id, world.now, after))
            world.now = after
    assert read(place, ids) == world.now
