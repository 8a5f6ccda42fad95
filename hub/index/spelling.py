"""A word that nothing meets, and the nearest word that something does."""

from rapidfuzz import process
from rapidfuzz.distance import OSA

from hub.index.generation import Generation
from hub.index.matching import Matcher
from hub.index.parsing import Piece
from hub.index.segments import Mask
from hub.index.terms import exact_term

#: Shorter words have too many neighbours to guess.
_SHORTEST = 4
_CANDIDATES = 12
#: Documents that are looked at for the spelling of a word.
_LOOKED_AT = 5


def correct(piece: Piece, matcher: Matcher, seen: Mask) -> Piece | None:
    """The piece with its word spelled as a visible text spells it, or None.

    Nearest first by optimal string alignment distance, then by number of documents.
    """
    if piece.phrase or piece.prefix or len(piece.text) < _SHORTEST:
        return None
    word = matcher.exact(piece.words[0])
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
    if not found:
        return None
    return Piece((_as_written(min(found)[3], generation, seen),), field=piece.field)


def _as_written(word: str, generation: Generation, seen: Mask) -> str:
    """The word as a visible text writes it: with capitals and umlauts."""
    term = exact_term(word)
    postings = generation.postings(term)
    docs = postings.ids[seen[postings.ids]][:_LOOKED_AT].tolist()
    for doc, met in zip(docs, generation.met((term,), docs), strict=True):
        for body in (generation.title(doc), generation.body(doc)):
            for place in met.get(term, ()):
                if body.first <= place < body.first + len(body.starts):
                    return body.word(place)
    return word
