"""Everyday words across the languages, where the machine has a dictionary.

It widens a query, never the index, as the thesaurus does, and only by texts in the other
language: the terms of a translation are those of its language. What the thesaurus knows is left
to it. A word that no dictionary has is tried by the parts it is a compound of.
"""

from collections.abc import Sequence

import numpy as np

from hub.index.matching import Cause, Matcher, Unit
from hub.index.parsing import Piece
from hub.index.terms import stem_term
from hub.language import detect, is_stop_word, normalize
from hub.language.bilingual import Dictionary

#: Share of the score of a translation; many words have more meanings than the one that is meant.
TRANSLATED = 0.6
#: Share of that for words that translate the parts of a compound.
_BY_PARTS = 0.8
_OTHER = {"de": "en", "en": "de"}


def translate(
    units: Sequence[Unit],
    pieces: Sequence[Piece],
    text: str,
    matcher: Matcher,
    dictionary: Dictionary,
) -> None:
    """Add to the units of plain words what their translations find."""
    language = detect(text)
    other = _OTHER.get(language)
    if other is None or other not in matcher.languages:
        return
    for unit, piece in zip(units, pieces, strict=True):
        named = any(cause.grade == "tag" for cause in unit.causes)
        plain = not (piece.phrase or piece.prefix or piece.field)
        if plain and not named and not is_stop_word(normalize(piece.text), language):
            _add(unit, piece.words[0], language, matcher, dictionary)


def _add(unit: Unit, word: str, language: str, matcher: Matcher, dictionary: Dictionary) -> None:
    found = _whole(word, language, matcher, dictionary) or _apart(
        word, language, matcher, dictionary
    )
    if not found:
        return
    if not unit.mask.any():
        unit.rarity = min(translation.rarity for translation in found)
    best = np.maximum.reduce([translation.scores for translation in found])
    unit.scores = np.maximum(unit.scores, best * np.float32(TRANSLATED))
    unit.causes.extend(cause for translation in found for cause in translation.causes)


def _whole(word: str, language: str, matcher: Matcher, dictionary: Dictionary) -> list[Unit]:
    """The translations of a word that texts have, each with the documents that it finds."""
    lemma = matcher.analyzer.stem(word, language)
    other = _OTHER[language]
    found: dict[str, Unit] = {}
    for translation in dictionary.of_form(word, lemma, language):
        term = stem_term(matcher.analyzer.stem(translation, other), other)
        weights = matcher.empty()
        postings = matcher.generation.postings(term)
        weights[postings.ids] = postings.weights
        if len(postings.ids) and term not in found:
            cause = Cause("translated", (term,), translation)
            found[term] = matcher.unit(translation, weights, [cause], strict=False)
    return list(found.values())


def _apart(word: str, language: str, matcher: Matcher, dictionary: Dictionary) -> list[Unit]:
    """Documents that have a translation of every part of a German compound."""
    parts = matcher.analyzer.split_compound(word) if language == "de" else ()
    if len(parts) < 2:
        return []
    each = [_whole(part, language, matcher, dictionary) for part in parts]
    if not all(each):
        return []
    scores = np.minimum.reduce(
        [np.maximum.reduce([unit.scores for unit in units]) for units in each]
    )
    scores *= np.float32(_BY_PARTS)
    causes = [cause for units in each for unit in units for cause in unit.causes]
    rare = max(min(unit.rarity for unit in units) for units in each)
    return [Unit(word, scores, rare, causes)]
