"""The thesaurus at work: concepts met in a query widen it, with less weight and a reason."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from hub.index.concepts import Match, Name, Word
from hub.index.matching import GRADES, Cause, Matcher, Scores, Unit
from hub.index.parsing import Piece
from hub.index.tables import Tables
from hub.index.terms import part_term, stem_term
from hub.language import LANGUAGES, Analyzer, Grade

#: Share of the score of another name of the same concept.
SYNONYM = 0.85
#: Score of being tagged with the concept or a narrower one, as a share of the tag's rarity.
TAGGED = 1.1
#: Share of that for being tagged with a related concept.
RELATED = 0.15


def widen(units: Sequence[Unit], pieces: Sequence[Piece], matcher: Matcher, tables: Tables) -> None:
    """Add to the units of plain words what their concepts find."""
    plain = [
        n for n, piece in enumerate(pieces) if not (piece.phrase or piece.prefix or piece.field)
    ]
    for run in _runs(plain):
        words = [pieces[n].words[0] for n in run]
        analysed = {
            language: [_analyzed(word, language, matcher.analyzer) for word in words]
            for language in LANGUAGES
        }
        for match in matcher.concepts(tables).match(analysed):
            _add(match, [units[n] for n in run[match.first : match.last]], matcher, tables)


def _analyzed(word: str, language: str, analyzer: Analyzer) -> Word:
    return Word(analyzer.analyze_word(word, language), analyzer.heads(word, language))


def _runs(numbers: Iterable[int]) -> list[list[int]]:
    """Numbers that follow each other, together."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _add(match: Match, units: Sequence[Unit], matcher: Matcher, tables: Tables) -> None:
    scores = matcher.empty()
    causes: list[Cause] = []
    for name in matcher.concepts(tables).names[match.concept]:
        found = _named(name, matcher)
        if found is not None:
            scores = np.maximum(scores, found.scores * np.float32(SYNONYM * name.factor))
            causes.extend(found.causes)
    scores = np.maximum(scores, _tagged(match.concept, matcher))
    causes.append(Cause("tag", (), label=match.concept))
    for concept in _related(match.concept, tables):
        scores = np.maximum(scores, np.float32(RELATED) * _tagged(concept, matcher))
        causes.append(Cause("tag", (), label=concept))
    meant = " ".join(unit.text for unit in units)
    causes = [replace(cause, meant=meant) for cause in causes]
    share = np.float32(match.factor / len(units))
    for unit in units:
        if match.aside:
            unit.aside = unit.aside + scores * share
        else:
            unit.scores += scores * share
        unit.causes.extend(causes)


def _named(name: Name, matcher: Matcher) -> Unit | None:
    """The documents that use this name of the concept, in its own language."""
    if name.language not in matcher.languages:
        return None
    stems = tuple(stem_term(stem, name.language) for stem in name.stems)
    weights = matcher.phrase(stems)
    cause = Cause("synonym", stems, name.text, phrase=True)
    if len(stems) == 1:
        part = part_term(name.stems[0], name.language)
        found = matcher.generation.postings(part)
        weights[found.ids] += np.float32(GRADES[Grade.PART]) * found.weights
        cause = Cause("synonym", (*stems, part), name.text)
    return matcher.unit(name.text, weights, [cause], strict=False)


def _related(concept: str, tables: Tables) -> Sequence[str]:
    """The concepts that the thesaurus relates with this one, whichever of them says so."""
    return sorted(tables.related.get(concept, ()))


def _tagged(concept: str, matcher: Matcher) -> Scores:
    column = matcher.generation.facets["tag"]
    mask = column.mask((concept,), matcher.generation.size)
    rare = matcher.unit("", mask.astype(np.float32), [], strict=False).rarity
    return mask.astype(np.float32) * np.float32(TAGGED * rare)
