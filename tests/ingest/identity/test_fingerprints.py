"""Nearly the same texts are found, different ones are not, and little is kept of either."""

import random

import pytest

from hub.ingest.identity import Fingerprints, near_twins
from hub.ingest.identity.fingerprints import signature, text_digest

_WORDS = [f"wort{n}" for n in range(3000)]


def text(seed, words=300):
    return " ".join(random.Random(seed).choices(_WORDS, k=words))


def changed(original, seed, number):
    words = original.split()
    for at in random.Random(seed).sample(range(len(words)), number):
        words[at] = "anders"
    return " ".join(words)


def test_a_copy_with_small_changes_is_a_twin():
    known = Fingerprints()
    for seed in range(50):
        known.add_text(f"t{seed}", text(seed))
    copy = "Menü Kontakt. " + changed(text(7), 1, 4).upper().replace("WORT", "Wo\u00adrt")
    (twin,) = known.twins(copy)
    assert (twin.id, twin.because) == ("t7", "text")
    assert 0.8 <= twin.likeness < 1
    assert known.twins(text(7))[0].likeness == 1
    assert known.twins(text(7), but="t7") == ()


def test_other_texts_are_no_twins():
    known = Fingerprints()
    known.add_text("a", text(1))
    assert known.twins(text(2)) == ()
    assert known.twins(changed(text(1), 1, 100)) == ()
    assert known.twins("") == ()


def test_short_texts_are_twins_only_word_for_word():
    known = Fingerprints()
    known.add_text("a", "Broschüre zum Herunterladen")
    assert known.twins("Broschüre zum Download") == ()
    assert known.twins("Broschüre zum Herunterladen")[0].id == "a"
    assert signature("zu kurz") is None


def test_the_same_file_is_a_twin_whatever_its_text():
    known = Fingerprints()
    known.add_content("a", "0" * 64)
    known.add_content("b", "0" * 64)
    known.add_text("c", text(1))
    found = known.twins(text(1), ["0" * 64])
    assert [(twin.id, twin.because) for twin in found] == [
        ("a", "content"),
        ("b", "content"),
        ("c", "text"),
    ]


def test_what_was_removed_or_replaced_is_forgotten():
    known = Fingerprints()
    known.add_text("a", text(1))
    known.add_text("a", text(2))
    assert known.twins(text(1)) == ()
    assert known.twins(text(2))[0].id == "a"
    known.remove("a")
    assert known.twins(text(2)) == ()
    assert list(known.pairs()) == []
    assert len(known) == 0


def test_all_pairs_of_many():
    texts = [(f"t{n}", text(n)) for n in range(200)]
    texts += [(f"c{n}", changed(text(n), n, 3)) for n in range(0, 200, 20)]
    found = {(a, b) for a, b, likeness in near_twins(texts) if likeness >= 0.8}
    assert found == {(f"t{n}", f"c{n}") for n in range(0, 200, 20)}


def test_fingerprints_are_kept_and_texts_not_loaded_again(tmp_path):
    cache = tmp_path / "kept" / "fingerprints.npz"
    first = Fingerprints(cache)
    first.add_text("a", text(1))
    first.add_text("short", "kurz")
    first.save()
    assert cache.stat().st_size < 5000

    def never():
        raise AssertionError("it was known")

    again = Fingerprints(cache)
    again.add("a", text_digest(text(1)), never)
    again.add("short", text_digest("kurz"), never)
    assert again.twins(changed(text(1), 1, 3))[0].id == "a"
    assert [path.name for path in cache.parent.iterdir()] == [cache.name]


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x03\x04broken"])
def test_a_damaged_cache_is_made_anew(tmp_path, content):
    cache = tmp_path / "fingerprints.npz"
    cache.write_bytes(content)
    known = Fingerprints(cache)
    known.add_text("a", text(1))
    known.save()
    assert known.twins(text(1))[0].id == "a"
    assert len(Fingerprints(cache)) == 0
    assert cache.read_bytes() != content


def test_a_very_long_text_is_no_trouble():
    known = Fingerprints()
    known.add_text("long", text(1, 200_000))
    assert known.twins(text(1, 200_000) + " ende")[0].id == "long"


def test_of_many_with_the_same_text_or_file_some_are_named():
    known = Fingerprints()
    for n in range(60):
        known.add_text(f"t{n}", text(1))
        known.add_content(f"t{n}", "0" * 64)
    assert len(known.twins(text(1), ["0" * 64])) == 20
    for n in range(60):
        known.remove(f"t{n}")
    assert known.twins(text(1)) == ()


def test_likeness_is_the_share_of_common_phrases():
    def phrases(text):
        words = text.split()
        return {tuple(words[at : at + 4]) for at in range(len(words) - 3)}

    missed = []
    for seed in range(60):
        one, other = text(seed), changed(text(seed), seed, 1 + seed % 5)
        known = Fingerprints()
        known.add_text("one", one)
        (twin,) = known.twins(other, alike=0.1)
        share = len(phrases(one) & phrases(other)) / len(phrases(one) | phrases(other))
        missed.append(twin.likeness - share)
    assert abs(sum(missed) / len(missed)) < 0.02
    assert max(map(abs, missed)) < 0.15
