"""Which language a text is in, and where in a text the language changes."""

import re

from hub.language.normalizing import lower, strip_marks
from hub.language.stop_words import STOP_WORDS

_WORD = re.compile(r"[^\W\d_]+")
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_SAMPLE = 4000


def detect(text: str, default: str = "de") -> str:
    """The language of a text; ``default`` when there is too little to tell by."""
    words = [strip_marks(lower(w)) for w in _WORD.findall(text[:_SAMPLE])]
    score = {code: sum(w in stops for w in words) for code, stops in STOP_WORDS.items()}
    best = max(score, key=lambda code: (score[code], code == default))
    return best if score[best] > score.get(default, 0) else default


def passages(text: str, default: str) -> list[tuple[int, int, str]]:
    """Start, end and language of the passages of a text, by paragraph, without gaps."""
    found: list[tuple[int, int, str]] = []
    main = detect(text, default)
    for match in _PARAGRAPH.finditer(text):
        language = detect(match[0], main)
        start = found[-1][1] if found else 0
        if found and found[-1][2] == language:
            start = found.pop()[0]
        found.append((start, match.end(), language))
    if found:
        start, _, language = found.pop()
        found.append((start, len(text), language))
    return found
