"""German text for benchmarks: real pages where they are installed, else words as they are used.

Debian's package ``libreoffice-help-de`` holds 2,560 German help pages. Longer corpora are made
of their sentences, drawn at random with a fixed seed, so that every run sees the same texts.
Where the package is missing, sentences are made of the nouns of our own lexicon, drawn by how
common they are.
"""

import random
import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path

from bs4 import BeautifulSoup

from hub.language.lexicon import german_lexicon
from hub.model import Document, Resource

HELP = Path("/usr/share/libreoffice/help/de/text")
_TYPES = ("document", "method", "project", "article", "news", "event", "funding")
_WORD = re.compile(r"[^\W\d_]{3,}")


@cache
def sentences() -> tuple[str, ...]:
    """German sentences of at least five words."""
    found = list(_help_sentences()) or list(_made_sentences())
    return tuple(dict.fromkeys(s for s in found if len(s.split()) >= 5))


def origin() -> str:
    """Where the sentences come from, for the head of a table."""
    return "libreoffice-help-de" if HELP.is_dir() else "made of the lexicon's words"


def _help_sentences() -> Iterator[str]:
    for path in sorted(HELP.rglob("*.html")):
        page = BeautifulSoup(path.read_bytes(), "lxml")
        for block in page.select("p, li, td"):
            text = " ".join(block.get_text(" ").split())
            yield from re.split(r"(?<=[.!?])\s+", text)


def _made_sentences() -> Iterator[str]:
    forms, weights = german_lexicon().frequencies()
    upto = list(accumulate(weights))  # else they are added up anew for each sentence
    chance = random.Random(1)
    for _ in range(30_000):
        yield "Die " + " und die ".join(chance.choices(forms, cum_weights=upto, k=7)) + "."


#: Words of a long text: a handbook or a thesis.
LONG = 20_000


def texts(count: int, words: int = 400, long: int = 0) -> Iterator[str]:
    """Texts of so many words each, the same in every run; ``long`` of them have 20,000."""
    chance = random.Random(42)
    stock = [sentence.split() for sentence in sentences()]
    every = count // long if long else count + 1
    for number in range(1, count + 1):
        wanted = LONG if number % every == 0 else words
        text: list[str] = []
        while len(text) < wanted:
            text += chance.choice(stock)
        yield " ".join(text[:wanted])


def documents(count: int, words: int = 400, long: int = 0) -> Iterator[Document]:
    """Documents with a text and values in three facets."""
    chance = random.Random(7)
    for number, text in enumerate(texts(count, words, long)):
        resource = Resource(
            id=f"r{number}",
            title=" ".join(text.split()[:8]),
            type=_TYPES[number % len(_TYPES)],
            collections=(f"c{chance.randrange(11)}",),
            language="de",
            date=str(2005 + chance.randrange(20)),
        )
        yield Document(resource=resource, text=text, hash=str(number))


def queries(count: int = 200) -> list[str]:
    """Queries of one to four words that occur in the texts, common and rare."""
    chance = random.Random(99)
    words = sorted({w for s in sentences() for w in _WORD.findall(s) if w[0].isupper()})
    return [" ".join(chance.choices(words, k=1 + n % 4)) for n in range(count)]


def beginnings(count: int = 50) -> list[str]:
    """Queries of one word of which only the first letters are typed, common ones among them."""
    chance = random.Random(5)
    return [f"{query[: chance.randrange(2, 5)]}*" for query in queries(4 * count)[::4]]


def misspellings(count: int = 50) -> list[str]:
    """Queries of one longer word with two letters swapped."""
    chance = random.Random(6)
    found = []
    for word in (word for query in queries(20 * count) for word in query.split()):
        at = chance.randrange(2, len(word) - 1) if len(word) >= 8 else 0
        if at and word[at] != word[at - 1]:
            found.append(word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :])
    return found[:count]
