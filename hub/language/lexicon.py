"""The German words of the package: their stems, how common they are, what compounds begin and
end with.

Two word lists, made by ``python -m benchmarks.lexicon`` and described in data/README.md. The
long one stays one sorted text in memory and is searched by halving; the short one is a dict.
"""

import gzip
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from hub.language.normalizing import lower

_EDIT = re.compile(r"(\d*)(.*)", re.DOTALL)
_CACHED = 20_000  #: so many forms are remembered
_STEPS = 16384  #: so many places of the sorted text are known beforehand


class Form(NamedTuple):
    """What is known of one small form of a word."""

    zipf: float  #: how common it is: 0 unseen, 1 rare, 7 everywhere
    noun: str | None = None  #: its lemma read as a noun
    other: str | None = None  #: its lemma read as a verb, adjective or anything else
    kept: bool = False  #: its umlaut or its ae, oe, ue is no mere spelling: schön, does
    name: bool = False  #: a place or person, never cut
    umlaut: str | None = None  #: the far more common word with umlaut that this one stands for


class Part(NamedTuple):
    """What is known of a beginning or an ending of compounds."""

    likelihood: float  #: logarithm of its share among the beginnings or endings of compounds
    zipf: float  #: how common the word it comes from is
    words: tuple[str, ...]  #: the words it may come from, likeliest first: spiel, spielen
    adjective: bool = False


class _SortedText:
    """Lines ``word rest``, sorted by the bytes of the word."""

    def __init__(self, text: bytes) -> None:
        self._text = text = b"\n" + text  # so that every word stands behind a line break
        step = max(1, len(text) // _STEPS)
        starts = sorted({text.rfind(b"\n", 0, at) for at in range(1, len(text), step)})
        self._starts = [*starts, len(text)]
        self._words = [text[at + 1 : text.find(b" ", at)] for at in starts]

    def find(self, word: str) -> str | None:
        """The rest of the line of the word."""
        key = word.encode(errors="surrogatepass")
        step = bisect_right(self._words, key) - 1
        if step < 0:
            return None
        text = self._text
        line = b"\n%b " % key
        at = text.find(line, self._starts[step], self._starts[step + 1])
        return text[at + len(line) : text.index(b"\n", at + 1)].decode() if at >= 0 else None

    def lines(self) -> Iterator[str]:
        """All lines, in order."""
        return (line.decode() for line in self._text[1:].splitlines())


class Lexicon:
    """Known German words. ``with_words`` gives one that knows further words, too."""

    def __init__(
        self, forms: _SortedText, begins: Mapping[str, str], ends: Mapping[str, str]
    ) -> None:
        self._forms = forms
        self._begins = begins
        self._ends = ends
        self._own_forms: dict[str, Form] = {}
        self._own_begins: dict[str, Part] = {}
        self._own_ends: dict[str, Part] = {}
        self.form = lru_cache(maxsize=_CACHED)(self._find_form)

    def _find_form(self, word: str) -> Form | None:
        """What is known of a small form."""
        own = self._own_forms.get(word)
        if own is not None:
            return own
        line = self._forms.find(word)
        return None if line is None else _form(word, line)

    def zipf(self, word: str) -> float:
        """How common a small form is; 0 when it was never seen."""
        form = self.form(word)
        return form.zipf if form else 0.0

    def begin(self, piece: str) -> Part | None:
        """What is known of a piece as the beginning of compounds, linking letters included."""
        line = self._begins.get(piece)
        if line is None:
            return self._own_begins.get(piece) if self._own_begins else None
        return _part(piece, line)

    def end(self, piece: str) -> Part | None:
        """What is known of a piece as the ending of compounds."""
        line = self._ends.get(piece)
        return _part(piece, line) if line is not None else self._own_ends.get(piece)

    def with_words(self, words: Iterable[str], names: Iterable[str] = ()) -> "Lexicon":
        """This lexicon with words that compounds may be made of, and names never to be cut."""
        more = Lexicon(self._forms, self._begins, self._ends)
        for word in sorted({lower(word) for word in words}):
            if word.isalpha() and 4 <= len(word) <= 30:
                more._learn(word)
        for name in sorted({lower(name) for name in names}):
            if name.isalpha():
                known = more._find_form(name) or Form(0.0, name)
                more._own_forms[name] = known._replace(name=True)
        return more

    def frequencies(self) -> tuple[list[str], list[float]]:
        """All forms that were ever counted, and how often each comes in a thousand million."""
        counted = [
            (word, int(rest.split(" ")[0].rstrip("kn")))
            for word, _, rest in (line.partition(" ") for line in self._forms.lines())
        ]
        known = [(word, 10 ** (zipf / 10)) for word, zipf in counted if zipf]
        return [word for word, _ in known], [weight for _, weight in known]

    def _learn(self, word: str) -> None:
        """Take a word as one that begins and ends compounds now and then."""
        if self._find_form(word) is None:
            self._own_forms[word] = Form(_LEARNT_ZIPF, word)
        part = Part(_LEARNT, _LEARNT_ZIPF, (word,))
        if self.end(word) is None:
            self._own_ends[word] = part
        endings = ("", "n") if word.endswith("e") else ("", "s", "en")
        for piece in (word + ending for ending in endings):
            if self.begin(piece) is None:
                self._own_begins[piece] = part


_LEARNT = -11.0
_LEARNT_ZIPF = 3.0


def _form(word: str, line: str) -> Form:
    number, *edits = line.split(" ")
    noun, other, umlaut = (*[_edited(word, edit) for edit in edits], None, None, None)[:3]
    if number.isdecimal():
        return Form(int(number) / 10, noun, other, umlaut=umlaut)
    zipf = int(number.rstrip("kn")) / 10
    return Form(zipf, noun, other, "k" in number, "n" in number, umlaut)


def _edited(word: str, edit: str) -> str | None:
    """The word with so many letters cut off and others put on: häuser by ``5aus`` is haus."""
    if edit == "0":
        return word
    if edit == "-":
        return None
    count, ending = _EDIT.fullmatch(edit).groups()  # type: ignore[union-attr]
    return word[: len(word) - int(count or 0)] + ending


@lru_cache(maxsize=_CACHED)
def _part(piece: str, line: str) -> Part:
    likelihood, zipf, *words = line.split(" ")
    adjective = zipf.endswith("a")
    return Part(
        -int(likelihood) / 10, int(zipf.rstrip("a")) / 10, tuple(words) or (piece,), adjective
    )


@cache
def german_lexicon() -> Lexicon:
    """The lexicon that is part of the package, read once."""
    data = files("hub.language") / "data"
    forms = gzip.decompress((data / "forms.txt.gz").read_bytes())
    parts = gzip.decompress((data / "parts.txt.gz").read_bytes()).decode()
    begins, ends = parts.split("\n\n")
    return Lexicon(_SortedText(forms), _table(begins), _table(ends))


def _table(lines: str) -> dict[str, str]:
    return {word: rest for word, _, rest in (line.partition(" ") for line in lines.splitlines())}
