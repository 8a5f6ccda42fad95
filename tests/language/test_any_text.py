"""Analysis takes any text, always gives the same, and stays bounded."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.language import (
    analyze,
    analyze_word,
    detect,
    normalize,
    passages,
    split_compound,
    stem,
    with_lexicon,
)
from tests.effort import tries

LANGUAGES = ("de", "en", "fr", "nl", "xx")
#: All there is, lone surrogates too, with much of what words are made of.
texts = st.text() | st.text("aäeionrstuü*:_/-()'. AEI1\u00ad\u0308ß").filter(bool)


@settings(max_examples=tries(37, 150), deadline=None)
@given(text=texts, language=st.sampled_from(LANGUAGES))
def test_any_text_is_analysed_and_places_lie_inside(text: str, language: str) -> None:
    end = 0
    for number, token in enumerate(analyze(text, language)):
        assert end <= token.start < token.end <= len(text)
        assert token.surface == text[token.start : token.end]
        assert token.position == number
        assert token.word == analyze_word(token.surface, language)
        end = token.end


@settings(max_examples=tries(15, 60), deadline=None)
@given(word=texts, language=st.sampled_from(LANGUAGES))
def test_the_same_word_always_has_the_same_terms(word: str, language: str) -> None:
    fresh = with_lexicon(())
    assert fresh.analyze_word(word, language) == analyze_word(word, language)
    assert fresh.stem(word, language) == stem(word, language)


@settings(max_examples=tries(25, 100), deadline=None)
@given(text=texts)
def test_normalising_and_cutting_take_any_text(text: str) -> None:
    assert not set(normalize(text)) & set("\u00ad\u200b\u200d\ufeff")
    assert split_compound(text)
    assert detect(text, "de")


@settings(max_examples=tries(25, 100), deadline=None)
@given(text=texts)
def test_passages_cover_the_text_without_gaps(text: str) -> None:
    at = 0
    for start, end, language in passages(text, "de"):
        assert start == at < end
        assert language
        at = end
    assert at in (0, len(text))


@pytest.mark.parametrize("text", ["x" * 10_000, "verbots" * 1500, "a-" * 5000, "ä" * 1_000_000])
def test_endless_words_take_little_time(text: str) -> None:
    started = time.process_time()
    analyze(text, "de")
    assert time.process_time() - started < 15
