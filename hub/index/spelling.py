"""A word that nothing meets, and the nearest word that something does."""

from rapidfuzz import process
from rapidfuzz.distance import OSA

from hub.index.generation import Mask
from hub.index.matching import Matcher
from hub.index.parsing import Piece
from hub.index.terms import exact_term
from hub.language import analyze_word

#: Shorter words have too many neighbours to guess.
_SHORTEST = 4
_CANDIDATES = 12


def correct(piece: Piece, matcher: Matcher, seen: Mask) -> Piece | None:
    """The piece with its word spelled as a visible text spells it, or None.

    Nearest first by optimal string alignment distance, then by number of documents.
    """
    if piece.phrase or piece.prefix or len(piece.text) < _SHORTEST:
        return None
    word = analyze_word(piece.words[0], "de").exact
    distance = 1 if len(word) < 8 else 2
    generation = matcher.generation
    near = process.extract(
        word, generation.lexicon, scorer=OSA.distance, score_cutoff=distance, limit=_CANDIDATES
    )
    found = []
    for candidate, far, _ in near:
        seen_in = int(seen[generation.postings(exact_term(candidate)).ids].sum())
        if seen_in and candidate[0].isalpha():
            found.append((far, candidate[0] != word[0], -seen_in, candidate))
    return Piece((min(found)[3],), field=piece.field) if found else None
