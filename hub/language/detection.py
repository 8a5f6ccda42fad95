"""Which language a text is in, and where in a text the language changes."""

import gzip
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from hub.language.normalizing import lower

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 4000  #: characters that are looked at; a language shows long before
_RARE = 2.0  #: Zipf frequency that says nothing yet
_ENOUGH = 3.0  #: by so much another language must lead: about one common word and a bit
_USUAL = ("de", "en", "fr")  #: likelier than all others beforehand
#: A paragraph: lines up to an empty one.
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_LINE_SAMPLE = 2000
_SHORT = 40  #: shorter paragraphs, such as headings, go with the text around them


@cache
def _profiles() -> Mapping[str, Mapping[str, float]]:
    """The commonest words of each language with what each says for it."""
    packed = (files("hub.language") / "data" / "languages.txt.gz").read_bytes()
    profiles: dict[str, Mapping[str, float]] = {}
    for line in gzip.decompress(packed).decode().splitlines():
        language, *entries = line.split(" ")
        pairs = (entry.split(":") for entry in entries)
        profiles[language] = {word: int(zipf) / 10 - _RARE for word, zipf in pairs}
    return profiles


def _scores(words: Iterable[str]) -> dict[str, float]:
    words = list(words)
    return {
        language: sum(profile.get(word, 0.0) for word in words)
        for language, profile in _profiles().items()
    }


def detect(text: str, default: str = "de") -> str:
    """The language of a text; ``default`` where another does not clearly lead."""
    scores = _scores(lower(word) for word in _WORD.findall(text[:_SAMPLE]))
    for language in _USUAL:
        scores[language] += _ENOUGH
    best = max(scores, key=lambda language: (scores[language], language == default))
    return best if scores[best] >= scores.get(default, 0.0) + _ENOUGH else default


def passages(text: str, default: str) -> list[tuple[int, int, str]]:
    """Start, end and language of the passages of a text, by paragraph and without gaps."""
    found: list[tuple[int, int, str]] = []
    main = detect(text, default)
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
