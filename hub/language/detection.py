"""Which language a text is in, and where in a text the language changes."""

import gzip
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np

from hub.language.normalizing import lower

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 4000  #: characters that are looked at; a language shows long before
# Frequencies are counted in tenths of a Zipf unit, so that sums are exact in any order.
_RARE = 20  #: a frequency that says nothing yet
_ENOUGH = 30  #: by so much another language must lead: about one common word and a bit
_USUAL = ("de", "en", "fr")  #: likelier than all others beforehand
#: A paragraph: lines up to an empty one.
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_LINE_SAMPLE = 2000
_SHORT = 40  #: shorter paragraphs, such as headings, go with the text around them
_CACHED = 20_000  #: so many runs of letters are remembered
_LONGEST_CACHED = 60


class _Profiles:
    """What words say for each language. What stands between two spaces is looked up once."""

    def __init__(self) -> None:
        packed = (files("hub.language") / "data" / "languages.txt.gz").read_bytes()
        lines = [line.split(" ") for line in gzip.decompress(packed).decode().splitlines()]
        self.languages: Sequence[str] = [language for language, *_ in lines]
        self._prior = np.array([_ENOUGH * (code in _USUAL) for code in self.languages], np.int32)
        self._words: dict[str, list[tuple[int, int]]] = {}
        for number, (_, *entries) in enumerate(lines):
            for word, _, zipf in (entry.partition(":") for entry in entries):
                self._words.setdefault(word, []).append((number, int(zipf) - _RARE))
        self._known: dict[str, bytes] = {}
        self._nothing = np.zeros(len(self.languages), np.int32).tobytes()

    def scores(self, text: str) -> Mapping[str, int]:
        """How much the words of a text say for each language."""
        runs = text.split()
        if len(self._known) > _CACHED:
            self._known = {}
        known = self._known
        rows = [known.get(run) or self._learn(run) for run in runs]
        table = np.frombuffer(b"".join(rows), np.int32).reshape(len(rows), len(self.languages))
        found = self._prior + table.sum(axis=0)
        return dict(zip(self.languages, found.tolist(), strict=True))

    def commonness(self, small: str, language: str) -> float:
        """How common a small word is in a language, in Zipf units; 0 when it is not known."""
        said = self._words.get(small, ())
        return next(
            ((much + _RARE) / 10 for number, much in said if self.languages[number] == language),
            0.0,
        )

    def _learn(self, run: str) -> bytes:
        said = np.zeros(len(self.languages), np.int32)
        for word in _WORD.findall(run):
            for number, much in self._words.get(lower(word), ()):
                said[number] += much
        row = said.tobytes() if said.any() else self._nothing
        if len(run) <= _LONGEST_CACHED:
            self._known[run] = row
        return row


@cache
def _profiles() -> _Profiles:
    return _Profiles()


def commonness(small: str, language: str) -> float:
    """How common a small word is in a language: its Zipf frequency, 0 when it is not known."""
    return _profiles().commonness(small, language)


def detect(text: str, default: str = "de") -> str:
    """The language of a text; ``default`` where another does not clearly lead."""
    scores = _profiles().scores(text[:_SAMPLE])
    best = max(scores, key=lambda language: (scores[language], language == default))
    return best if scores[best] >= scores.get(default, 0) + _ENOUGH else default


def passages(text: str, default: str) -> list[tuple[int, int, str]]:
    """Start, end and language of the passages of a text, by paragraph and without gaps."""
    found: list[tuple[int, int, str]] = []
    main = detect(text, default)
    if "\n" not in text.strip("\n"):
        return [(0, len(text), main)] if text.strip("\n") else []
    for match in _PARAGRAPH.finditer(text):
        short = match.end() - match.start() < _SHORT
        around = found[-1][2] if found else main
        language = around if short else detect(match[0][:_LINE_SAMPLE], main)
        start = found[-1][1] if found else 0
        if found and found[-1][2] == language:
            start = found.pop()[0]
        found.append((start, match.end(), language))
    if found:
        start, _, language = found.pop()
        found.append((start, len(text), language))
    return found
