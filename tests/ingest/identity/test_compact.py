"""The small tables answer like dictionaries would, whatever was entered and taken out."""

import random

from hub.ingest.identity import Ids, Rows, hashed
from hub.ingest.waiting import Waiting


def test_rows_answer_like_a_dictionary_of_lists():
    chance, rows, expected = random.Random(3), Rows(), dict[int, list[int]]()
    keys = [hashed(str(n)) for n in range(1500)]
    for row in range(6000):
        key = chance.choice(keys)
        rows.add(key, row)
        expected.setdefault(key, []).append(row)
        if row % 3 == 0:
            gone = chance.choice(keys)
            if expected.get(gone):
                rows.remove(gone, expected[gone].pop())
        rows.remove(chance.choice(keys), 10_000)
    assert {key: sorted(rows.all(key)) for key in keys} == {k: expected.get(k, []) for k in keys}
    assert rows.first(hashed("none")) is None


def test_hashes_next_to_each_other_and_at_the_end_find_their_place():
    rows = Rows()
    for row, key in enumerate([1023, 2047, 3071, 1, 1025, 1023]):
        rows.add(key, row)
    assert list(rows.all(1023)) == [0, 5]
    assert [rows.first(key) for key in (2047, 3071, 1, 1025, 2049)] == [1, 2, 3, 4, None]


def test_ids_are_numbered_as_they_come():
    ids = Ids()
    names = [f"stück-{n}" for n in range(3000)]
    assert [ids.row(name) for name in (*names, *names)] == [*range(3000), *range(3000)]
    assert [ids[row] for row in range(3000)] == names
    assert (ids.find("stück-7"), ids.find("stück")) == (7, None)


def test_what_waits_is_known_by_its_origin_until_it_is_decided_on():
    waiting = Waiting()
    waiting.add("a", "feed", "1")
    waiting.add("b", "feed", "2")
    waiting.add("b", "feed", "2")
    assert "a" in waiting
    assert None not in waiting
    assert waiting.is_of("b", "feed", "2")
    assert not waiting.is_of("b", "feed", "1")
    assert waiting.of("feed", "2") == "b"
    waiting.remove("b")
    waiting.remove("never")
    assert "b" not in waiting
    assert waiting.of("feed", "2") is None
    waiting.add("b", "page", "9")
    assert waiting.of("page", "9") == "b"
    assert waiting.of("feed", "2") is None
