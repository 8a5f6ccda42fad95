"""A word that nothing meets, or hardly anything, and the nearest word that the texts have."""

import re
from collections.abc import Iterator

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from hub.index.generation import Generation
from hub.index.matching import Matcher
from hub.index.parsing import Piece
from hub.index.segments import Mask
from hub.index.standing import ELSEWHERE
from hub.index.terms import exact_term

#: Shorter words have too many neighbours to guess.
_SHORTEST = 4
#: From this length on two slips are believed.
_LONG = 8
_CANDIDATES = 12
#: Documents that are looked at for the spelling of a word.
_LOOKED_AT = 5
#: Words this common (Zipf frequency) are no slips, even when no text has them.
_KNOWN = 2.5
#: Words that find so few documents may be slips of words found far more often: in so many times
#: as many documents.
_FEW, _FAR_MORE = 5, 4
_HYPHENS = re.compile("([-\u2010\u2011])")


def correct(piece: Piece, matcher: Matcher, seen: Mask) -> Piece | None:
    """The piece with its word spelled as a visible text spells it, or None.

    A word with hyphens is tried as a whole, then those pieces of it that no text has. A known
    word stays: that no text has it is no reason to search another.
    """
    if piece.phrase or piece.prefix:
        return None
    word = piece.words[0]
    better = _nearest(word, matcher, seen)
    if better == word:
        better = "".join(_nearest(part, matcher, seen) for part in _HYPHENS.split(word))
    return None if better == word else Piece((better,), field=piece.field)


def far_commoner(piece: Piece, own: int, matcher: Matcher, seen: Mask) -> str | None:
    """A word like this one that far more visible texts have, where this one looks like a slip.

    ``own``: in how many visible texts the word is found as it was typed.
    """
    if piece.phrase or piece.prefix or piece.field or not piece.words[0].isalpha():
        return None
    word = matcher.exact(piece.words[0])
    if not 0 < own <= _FEW or _is_known(piece.words[0], matcher):
        return None
    near = [(far, -number, other) for far, number, other in _near(word, matcher, seen)]
    better = [n for n in near if n[0] == 1 and -n[1] >= _FAR_MORE * own]
    return _as_written(min(better)[2], matcher.generation, seen) if better else None


def _nearest(word: str, matcher: Matcher, seen: Mask) -> str:
    """The word as the texts spell it: nearest first, then by number of documents."""
    exact = matcher.exact(word)
    if _is_known(word, matcher) or _documents(exact, matcher, seen):
        return word
    found = [
        (far, other[0] != exact[0], -number, other)
        for far, number, other in _near(exact, matcher, seen)
    ]
    if not found:
        return word
    better = _as_written(min(found)[3], matcher.generation, seen)
    return better[0].upper() + better[1:] if word[0].isupper() else better


def _near(word: str, matcher: Matcher, seen: Mask) -> Iterator[tuple[int, int, str]]:
    """Words of visible texts that differ by a slip or two: distance, number of documents, word.

    The distance is that of optimal string alignment.
    """
    if len(word) < _SHORTEST:
        return
    distance = 1 if len(word) < _LONG else 2
    near = process.extract(
        word,
        matcher.generation.lexicon,
        scorer=OSA.distance,
        score_cutoff=distance,
        limit=_CANDIDATES,
    )
    for other, far, _ in near:
        number = _documents(other, matcher, seen)
        if number and far and other[0].isalpha():
            yield far, number, other


def _documents(word: str, matcher: Matcher, seen: Mask) -> int:
    """How many visible documents have exactly this word."""
    return int(seen[matcher.generation.postings(exact_term(word)).ids].sum())


def _is_known(word: str, matcher: Matcher) -> bool:
    return any(
        matcher.analyzer.commonness(word, language) >= _KNOWN for language in matcher.languages
    )


def _as_written(word: str, generation: Generation, seen: Mask) -> str:
    """The word as a visible text writes it: with capitals and umlauts."""
    term = exact_term(word)
    postings = generation.postings(term)
    docs = postings.ids[seen[postings.ids]][:_LOOKED_AT].tolist()
    standing = generation.stand((term,), docs)
    shown = np.flatnonzero(standing.text < ELSEWHERE)
    if not len(shown):
        return word
    doc, text = standing.doc[shown], standing.text[shown]
    first = int(shown[np.lexsort((text, doc))[0]])  # lexsort is stable: of each text the first
    number = docs[int(standing.doc[first])]
    return standing.cut(first, (generation.record(number)["title"], generation.body(number)))
