"""The words of a catalogue that the analysis must know: its terms, and its places.

An index keeps the words it was built with, and whatever asks that index is analysed with the
same ones. Titles are no source of such words: every new resource would change all others.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from hub.language import Analyzer, split_compound, with_lexicon
from hub.model import Catalogue, Gazetteer, Thesaurus

#: Shorter words make no parts of compounds.
_SHORTEST = 4
#: Quarters are named by ordinary words: Bahnhofsviertel must be found by Bahnhof.
_ORDINARY = frozenset({"district"})


@dataclass(frozen=True)
class OwnWords:
    """Words that compounds may be made of, and names that are never cut, both sorted."""

    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @cached_property
    def version(self) -> str:
        """A hash of the words: an index built with others finds otherwise. "" for none."""
        if not (self.words or self.names):
            return ""
        return hashlib.sha256(self.packed().encode()).hexdigest()[:16]

    def packed(self) -> str:
        """The words as JSON."""
        return json.dumps({"words": self.words, "names": self.names}, ensure_ascii=False)

    @staticmethod
    def unpack(packed: str) -> "OwnWords":
        """The words that ``packed`` gave. Raises ValueError for anything else."""
        content = json.loads(packed)
        try:
            return OwnWords(tuple(content["words"]), tuple(content["names"]))
        except (KeyError, TypeError) as error:
            raise ValueError("These are no words of an index.") from error

    def analyzer(self) -> Analyzer:
        """The analyzer that knows them: one and the same for the same words."""
        return _analyzer(self)


@lru_cache(maxsize=2)  # the words of the index that serves, and of the one being built
def _analyzer(own: OwnWords) -> Analyzer:
    return with_lexicon(own.words, own.names) if own.version else Analyzer.default()


def own_words(catalogue: Catalogue) -> OwnWords:
    """What the thesaurus and the gazetteer of a catalogue add to the lexicon."""
    return OwnWords(
        words=tuple(sorted(set(_terms(catalogue.thesaurus)))),
        names=tuple(sorted(set(_places(catalogue.gazetteer)))),
    )


def _terms(thesaurus: Thesaurus) -> Iterator[str]:
    """German nouns of labels and synonyms that the lexicon does not take apart already."""
    for concept in thesaurus.by_id.values():
        labels = (concept.label.get("de", ""), *concept.synonyms.get("de", ()))
        for noun in _nouns(labels):
            if len(split_compound(noun)) == 1:
                yield noun


def _nouns(labels: Iterable[str]) -> Iterator[str]:
    """Words with a capital; the first of several is likelier an adjective."""
    for label in labels:
        words = label.split()
        for word in words[len(words) > 1 :]:
            if _is_name(word):
                yield word


def _places(gazetteer: Gazetteer) -> Iterator[str]:
    for place in gazetteer.by_id.values():
        if place.kind not in _ORDINARY and not place.ambiguous:
            for name in (place.label.get("de", ""), *place.variants):
                yield from filter(_is_name, name.split())


def _is_name(word: str) -> bool:
    return word.isalpha() and word[0].isupper() and len(word) >= _SHORTEST
