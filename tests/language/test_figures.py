"""Floors under the figures on data that others marked. They may rise; falls need a reason here."""

import os
import unicodedata
from pathlib import Path

import pytest

from benchmarks.language import compound_scores, found, pairwise, read_clusters, read_table
from hub.language import stem

ROOT = Path(__file__).parents[2]


@pytest.fixture
def data() -> Path:
    folder = Path(os.environ.get("HUB_EVAL_DATA", ROOT.parent / "shared" / "eval"))
    if not (folder / "stems").is_dir():
        pytest.skip(f"there is no evaluation data in {folder}: set HUB_EVAL_DATA")
    return folder


def share(values: list[bool]) -> float:
    return sum(values) / len(values)


def test_stems_join_the_forms_of_a_word_and_no_others(data: Path) -> None:
    clusters = read_clusters(data / "stems" / "form_clusters.txt")
    precision, recall, f1 = pairwise(clusters, lambda form: stem(form, "de"))
    assert f1 >= 0.965
    assert precision >= 0.985
    assert recall >= 0.94


@pytest.mark.parametrize(("name", "floor"), [("plural_umlaut", 0.995), ("plural_other", 0.98)])
def test_singular_and_plural_find_each_other(data: Path, name: str, floor: float) -> None:
    pairs = read_table(data / "stems" / f"{name}.tsv")
    assert share([found(a, b) and found(b, a) for a, b in pairs]) >= floor


def test_compounds_are_cut_and_simple_nouns_are_not(data: Path) -> None:
    compounds = read_table(data / "compounds" / "silver_compounds.tsv")
    simple = (data / "compounds" / "silver_simplex.txt").read_text(encoding="utf-8").split()
    main, exact, cut = compound_scores(compounds, simple)
    assert main >= 0.98
    assert exact >= 0.93
    assert cut <= 0.04


def test_words_of_the_field_meet_as_marked(data: Path) -> None:
    folder = data / "german"
    for word, *parts in read_table(folder / "compounds.tsv"):
        assert all(found(part, word) for part in parts), word
    for text, query in read_table(folder / "false_friends.tsv"):
        assert not found(query, text), text
    for one, other in read_table(folder / "forms.tsv"):
        assert found(one, other), one
        assert found(other, one), other


def test_every_unicode_form_of_a_text_is_one(data: Path) -> None:
    from hub.language import normalize

    lines = (data / "unicode" / "NormalizationTest.part.txt").read_text(encoding="utf-8")
    cases = [line.split(";")[:5] for line in lines.splitlines() if line[:1] not in ("#", "@", "")]
    for case in cases:
        source, nfc, nfd, *_ = ("".join(chr(int(c, 16)) for c in f.split()) for f in case)
        if any(unicodedata.category(letter) == "Cn" for letter in source):
            continue  # newer than this Python
        assert normalize(source) == normalize(nfc) == normalize(nfd), case
