"""The arrays of a segment: the same terms, weights and places however documents come in."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.index.arrays import read_arrays, runs, write_arrays
from hub.index.building import SegmentBuilder
from hub.index.encoding import Encoder, run_places
from hub.index.segments import OUTSIDE, Segment
from hub.index.terms import text_terms
from hub.index.weighing import GAP
from hub.language import Analyzer
from hub.model import Document
from tests.index.making import made

DOCUMENTS = [
    made(
        "mixed",
        "Die Messergewalt",
        text="Print- und Onlineformate gegen Gewalt helfen der Polizei und den Menschen.\n\n"
        "The city of Munich and the police of the city are working together with all of them.\n\n"
        "Die Lehrer*innen sind mit den Kindern der Schule im Park.",
        summary="Ein Bericht der Stadt.",
        places=["muenchen"],
        keywords=("Jugendgewalt", "Park"),
    ),
    made("plain", "Licht im Park", text="Licht, Licht und noch mehr Licht im Park."),
    made("bare", "Nur ein Titel"),
]


def segment(folder: Path, documents: list[Document], name: str = "one") -> Segment:
    builder = SegmentBuilder(Encoder(Analyzer.default()))
    for document in documents:
        builder.add(document)
    builder.write(folder / name)
    return Segment(folder / name)


def content(segment: Segment) -> dict[bytes, list[tuple[str, float]]]:
    """Every term with the documents that have it, by id, and its weight in each."""
    ids = segment.values["columns"]["id"]
    return {
        segment.term(n): [
            (ids[doc], weight)
            for doc, weight in zip(*(a.tolist() for a in segment.postings(n)), strict=True)
        ]
        for n in range(segment.term_count)
    }


def terms_at(segment: Segment, doc: int) -> list[set[str]]:
    """The terms of every place of a document."""
    by_word: dict[int, set[str]] = {}
    for number in range(segment.term_count):
        for word in segment.words_of(number).tolist():
            by_word.setdefault(word, set()).add(segment.term(number).decode())
    words = segment.words[segment.text(doc)].tolist()
    return [by_word.get(word, set()) for word in words]


def test_every_word_stands_where_the_analyzer_finds_it(tmp_path: Path) -> None:
    text = "Die  Lehrer*innen\tim Park:\u00a0Straßen-\nlaternen, 3,5 m hoch; www.example.org/a-b"
    made_of = segment(tmp_path, [made("one", "Titel", text=text)])
    tokens = Analyzer.default().analyze(text, "de")
    places = made_of.places(made_of.text(0))
    starts, lengths = ([int(n) for n in side[: len(tokens)]] for side in places)
    assert [(t.start, t.end - t.start) for t in tokens] == list(zip(starts, lengths, strict=True))
    assert terms_at(made_of, 0)[: len(tokens)] == [set(text_terms(t.word, "de")) for t in tokens]
    assert made_of.body_size(0) == len(tokens) + GAP


def test_suspended_words_are_found_by_the_whole(tmp_path: Path) -> None:
    one = segment(tmp_path, DOCUMENTS)
    assert any({"=print", "+de:printformat"} <= terms for terms in terms_at(one, 0))


def test_passages_have_terms_of_their_own_language(tmp_path: Path) -> None:
    one = segment(tmp_path, DOCUMENTS)
    terms = set().union(*terms_at(one, 0))
    assert {"~en:polic", "~de:park", "~de:lehrer"} <= terms
    assert "~de:police" not in terms


def test_one_segment_and_several_joined_hold_the_same(tmp_path: Path) -> None:
    whole = segment(tmp_path, DOCUMENTS)
    joined = SegmentBuilder(Encoder(Analyzer.default()))
    for number, document in enumerate(DOCUMENTS):
        single = segment(tmp_path, [document, made("gone", "Vergangenes")], f"part{number}")
        joined.add_segment(single, np.array([True, False]))
    joined.write(tmp_path / "joined")
    again = Segment(tmp_path / "joined")
    assert content(again) == content(whole)
    for doc in range(len(DOCUMENTS)):
        assert terms_at(again, doc) == terms_at(whole, doc)
        assert again.body_size(doc) == whole.body_size(doc)
        assert again.body(doc) == whole.body(doc)
    assert again.values["columns"] == whole.values["columns"]


def test_words_that_follow_each_other_are_found(tmp_path: Path) -> None:
    one = segment(tmp_path, DOCUMENTS)
    every = np.arange(3, dtype=np.int32)
    licht, im, park = (one.find(term) for term in (b"=licht", b"=im", b"=park"))
    assert one.follow([im, park], every).tolist() == [0, 1]
    assert one.follow([licht, im, park], every).tolist() == [1]
    assert one.follow([park, licht], every).tolist() == []
    assert one.follow([licht], every).tolist() == [1]
    assert one.follow([licht, im, park] * 7, every).tolist() == []


def test_a_term_that_is_not_there_has_no_number(tmp_path: Path) -> None:
    one = segment(tmp_path, DOCUMENTS)
    assert [one.find(term) for term in (b"=zzz", b"", b"~zz:\xff")] == [-1, -1, -1]
    assert one.exact_words == sorted(one.exact_words)
    assert "messergewalt" in one.exact_words
    assert one.body_size(0) < OUTSIDE


@given(st.text(alphabet=st.sampled_from("ab \t\n\u00a0\u2003\u3000\x1fä\u200b😀\ud800")))
def test_runs_are_cut_as_python_cuts_texts(text: str) -> None:
    places = run_places(text).tolist()
    assert [text[place:].split(maxsplit=1)[0] for place in places] == text.split()


def test_arrays_come_back_as_they_were(tmp_path: Path) -> None:
    arrays = {"small": np.arange(3, dtype=np.uint8), "none": np.empty(0, np.float32)}
    write_arrays(tmp_path / "file", arrays, {"title": "Ä"})
    found, values = read_arrays(tmp_path / "file")
    assert values == {"title": "Ä"}
    for name, array in arrays.items():
        assert found[name].dtype == array.dtype
        assert found[name].tolist() == array.tolist()
    with pytest.raises(ValueError, match="read-only"):
        found["small"][0] = 1


def test_runs_follow_each_other() -> None:
    assert runs(np.array([5, 0, 9]), np.array([2, 0, 3])).tolist() == [5, 6, 9, 10, 11]
