"""Words of texts as numbers: what a text repeats is looked up, never analysed again.

A text is cut at its spaces. Each run of characters between two spaces is tokenised and analysed
once; afterwards it is a number that leads to its words, their places in it and their terms.
"""

import re
from array import array
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from hub.index.arrays import starts_of
from hub.index.terms import text_terms
from hub.language import Analyzer, WordTerms

Numbers = NDArray[np.int64]

#: Longer runs come once and are not remembered.
_LONGEST_KNOWN = 80
#: The words of a run that may be suspended: Print- und Onlineformat.
_SUSPENDED = re.compile(r"[-\u2010\u2011]\Z")


class Known(dict[str, int]):
    """Texts by number; a new one is learnt where it is first asked for."""

    def __init__(self, learn: Callable[[str], int]) -> None:
        super().__init__()
        self._learn = learn

    def __missing__(self, text: str) -> int:
        number = self._learn(text)
        if len(text) <= _LONGEST_KNOWN:
            self[text] = number
        return number


class Encoder:
    """Turns runs of characters into words, and words into terms, all of them numbers.

    Word 0 is none: it stands in gaps and has no terms.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        self.analyzer = analyzer
        self.terms: list[str] = []
        self._term_of: dict[str, int] = {}
        self._word_of: dict[tuple[int, ...], int] = {(): 0}
        self._analysed: dict[tuple[WordTerms, str], int] = {}
        self._word_terms = array("i")
        self._word_sizes = array("i", [0])
        self._runs: dict[str, Known] = {}
        self._run_sizes = array("i")
        self._run_suspends = array("b")
        self._words, self._starts, self._lengths = array("i"), array("I"), array("I")

    def term(self, term: str) -> int:
        """The number of a term."""
        number = self._term_of.get(term)
        if number is None:
            number = self._term_of[term] = len(self.terms)
            self.terms.append(term)
        return number

    def word(self, word: WordTerms, language: str) -> int:
        """The number of an analysed word: of all words with the same terms."""
        number = self._analysed.get((word, language))
        if number is None:
            terms = tuple(self.term(term) for term in text_terms(word, language))
            number = self._analysed[word, language] = self.word_of(terms)
        return number

    def word_of(self, terms: tuple[int, ...]) -> int:
        """The number of the word that has these terms."""
        number = self._word_of.get(terms)
        if number is None:
            number = self._word_of[terms] = len(self._word_of)
            self._word_terms.extend(terms)
            self._word_sizes.append(len(terms))
        return number

    def runs(self, language: str) -> Known:
        """The numbers of runs of characters of texts in a language."""
        known = self._runs.get(language)
        if known is None:
            known = self._runs[language] = Known(lambda run: self._learn(run, language))
        return known

    def _learn(self, run: str, language: str) -> int:
        tokens = self.analyzer.analyze(run, language)
        self._words.extend([self.word(token.word, language) for token in tokens])
        self._starts.extend([token.start for token in tokens])
        self._lengths.extend([token.end - token.start for token in tokens])
        self._run_sizes.append(len(tokens))
        self._run_suspends.append(language == "de" and bool(_SUSPENDED.search(run)))
        return len(self._run_sizes) - 1

    def suspends(self) -> NDArray[np.bool_]:
        """Which runs end with a hyphen in a German text."""
        return np.array(self._run_suspends, np.bool_)

    def lookup(self) -> "Lookup":
        """All that is known by now, as arrays."""
        return Lookup(
            run_sizes=np.array(self._run_sizes, np.int64),
            words=np.array(self._words, np.int32),
            starts=np.array(self._starts, np.int64),
            lengths=np.array(self._lengths, np.int64),
            word_sizes=np.array(self._word_sizes, np.int64),
            word_terms=np.array(self._word_terms, np.int32),
        )


class Lookup:
    """Runs as words with their places, words as terms."""

    def __init__(
        self,
        *,
        run_sizes: Numbers,
        words: NDArray[np.int32],
        starts: Numbers,
        lengths: Numbers,
        word_sizes: Numbers,
        word_terms: NDArray[np.int32],
    ) -> None:
        self.run_sizes, self.run_starts = run_sizes, starts_of(run_sizes)[:-1]
        self.words, self.starts, self.lengths = words, starts, lengths
        self.word_sizes, self.word_starts = word_sizes, starts_of(word_sizes)[:-1]
        self.word_terms = word_terms


#: All characters that Python cuts texts at lie below this.
_LAST_SPACE = 0x3001
_IS_SPACE = np.array([chr(code).isspace() for code in range(_LAST_SPACE + 1)])


def run_places(text: str) -> Numbers:
    """Where each run of characters between spaces begins, as ``str.split`` cuts them."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    space = np.ones(len(codes) + 1, np.bool_)
    space[1:] = _IS_SPACE[np.minimum(codes, _LAST_SPACE)]
    return np.flatnonzero(space[:-1] & ~space[1:])
