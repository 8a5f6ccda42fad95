"""From a query to the documents that answer it, in order, with facet counts.

All words are wanted first. A document that has only some of them follows, if it has enough:
words count by their rarity, and a document must have a share of what the best one has. What a
document must have does not depend on the filters, so that facet counts hold (R6).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce

import numpy as np

from hub.index.addresses import AskedAddress
from hub.index.closeness import draw_near
from hub.index.feedback import lift
from hub.index.generation import Generation
from hub.index.matching import Matcher, Scores, Unit
from hub.index.parsing import Clause, Parsed, Piece, parse
from hub.index.segments import Ids, Mask
from hub.index.spelling import correct, far_commoner
from hub.index.tables import Tables
from hub.index.translating import translate
from hub.index.widening import widen
from hub.language import Analyzer, detect, is_stop_word, normalize
from hub.model import FACETS, Access, Advice, Facet, FacetValue, Filters, Query, Sort

#: Share of the words, by rarity, that a document needs to follow those with all words.
ENOUGH = 0.1
#: What a compound counts for where only a concept is met that it begins with. It makes hits only
#: of a word that no text has: Nachtfalter is no word for the night.
ASIDE = 0.5
#: Superseded resources rank below their successors.
SUPERSEDED = 0.5
#: How strongly missing words lower the score: the share of words found, to this power.
COORDINATION = 1.5
#: In longer queries, in words, each missing word says less: the power falls.
FEW_WORDS = 4
#: Words everybody uses tell less than their rarity in a small catalogue makes believe: from the
#: first Zipf frequency on, they lose this share with every unit (ten times as common). Words that
#: name a concept are exempt: Gewalt is common, but what the catalogue is about.
EVERYDAY, EVERYDAY_LOSS = 3.5, 0.1

#: What an entry of the cache takes beside its arrays, in bytes.
_ENTRY = 400

#: So many words of a query are looked up for their spelling: each costs a pass over all words.
MOST_CORRECTED, MOST_OFFERED = 5, 2


@dataclass
class Found:
    """The answer to a query before paging."""

    parsed: Parsed
    units: list[Unit]  #: one per clause that counts; once all is ranked, without their scores
    clauses: list[Clause]  #: in the same order
    counts: list[int]  #: how many visible documents meet each
    matched: Mask  #: by words and access, whatever the filters
    masks: Mapping[str, Mask]  #: of each filter in force, by facet; "span" is the span of years
    scores: Scores
    full: Mask  #: the documents that meet every clause
    corrections: dict[str, str] = field(default_factory=dict)  #: typed word -> word searched
    counted: dict[str, list[int]] = field(default_factory=dict)  #: by facet, without any filter
    address: str = ""  #: the web address that was asked for in place of words

    @property
    def mask(self) -> Mask:
        """The documents that answer words, access and filters."""
        return all_of([self.matched, *self.masks.values()])

    @property
    def missing(self) -> list[Clause]:
        """What no visible document meets."""
        return [c for c, count in zip(self.clauses, self.counts, strict=True) if not count]


def all_of(masks: Sequence[Mask]) -> Mask:
    """The documents that are in every one of the masks."""
    return reduce(np.logical_and, masks)


def visible(generation: Generation, access: Access) -> Mask:
    """The documents this person may see. Others read the same array: it cannot be written."""
    found: Mask = generation.remember(("visible", access), lambda: _visible(generation, access))
    return found


def _visible(generation: Generation, access: Access) -> tuple[Mask, int]:
    mask = generation.alive.copy()
    if not access.unpublished:
        mask &= generation.published
    if access.collections is not None:
        mask &= generation.facets["collection"].mask(access.collections, generation.size)
    if access.hidden:
        mask &= ~generation.holding(access.hidden)
    mask.flags.writeable = False
    return mask, _ENTRY + mask.nbytes


def find(query: Query, access: Access, generation: Generation, tables: Tables) -> Found:
    """The documents that answer a query.

    What the words find is kept, so that another page, sort or filter does not find it again.
    """
    key = ("found", query.text, query.synonyms, access, tables.version)
    words = Query(query.text, synonyms=query.synonyms)
    found: Found = generation.remember(key, lambda: _found(words, access, generation, tables))
    return replace(found, masks=_filters(query.filters, access, generation))


def _found(
    query: Query, access: Access, generation: Generation, tables: Tables
) -> tuple[Found, int]:
    """What the words of a query find whatever its filters, and the size of that in bytes."""
    found = _find(query, access, generation, tables)
    for array in (found.matched, found.full, found.scores):
        array.flags.writeable = False
    causes = sum(len(unit.causes) for unit in found.units)
    size = found.matched.nbytes + found.full.nbytes + found.scores.nbytes
    size += 8 * sum(len(column.values) for column in generation.facets.values())
    return found, size + _ENTRY * (1 + len(found.units) + causes)


def _find(query: Query, access: Access, generation: Generation, tables: Tables) -> Found:
    """The documents with the address that a query is; where it is words, those with its words."""
    asked = tables.addresses.asked(query.text)
    if asked:
        there = visible(generation, access) & generation.holding(asked.ids)
        if asked.sure or there.any():
            return _by_address(asked, there)
    return _by_words(query, access, generation, tables)


def _by_words(query: Query, access: Access, generation: Generation, tables: Tables) -> Found:
    seen = visible(generation, access)
    parsed = parse(query.text, tables.values)
    matcher = Matcher(generation)
    units, corrections = _units(query, parsed, matcher, tables, seen)
    counting = [n for n, unit in enumerate(units) if not unit.stop_word]
    clauses = [parsed.clauses[n] for n in counting]
    units = [units[n] for n in counting]
    found = Found(
        parsed=parsed,
        units=units,
        clauses=clauses,
        counts=[int(np.count_nonzero(unit.mask & seen)) for unit in units],
        matched=seen,
        masks={},
        scores=matcher.empty(),
        full=seen,
        corrections=corrections,
    )
    _narrow(found, access, matcher)
    _rank(found)
    draw_near(found.scores, found.units, found.matched, generation)
    if query.synonyms:
        found.scores = lift(found.scores, found.matched, access, generation)
    found.scores[generation.superseded] *= SUPERSEDED
    found.units = [unit.without_scores() for unit in found.units]
    return found


def _by_address(asked: AskedAddress, matched: Mask) -> Found:
    """The documents with an address, of those that may be seen; its words ask for nothing."""
    there = bool(matched.any())
    advice = [] if there else [Advice("no-address", asked.shown)]
    return Found(
        parsed=Parsed(advice=advice),
        units=[],
        clauses=[],
        counts=[],
        matched=matched,
        masks={},
        scores=matched.astype(np.float32),
        full=matched,
        address=asked.shown if there else "",
    )


def _units(
    query: Query, parsed: Parsed, matcher: Matcher, tables: Tables, seen: Mask
) -> tuple[list[Unit], dict[str, str]]:
    """A unit for every clause; words that nothing meets are corrected where it can be done."""
    corrections: dict[str, str] = {}
    pieces = [piece for clause in parsed.clauses for piece in clause.pieces]
    units = _widened(query, pieces, matcher, tables)
    met_by_none = [n for n, unit in enumerate(units) if not (unit.mask & seen).any()]
    for number in met_by_none[:MOST_CORRECTED]:
        better = correct(pieces[number], matcher, seen)
        if better:
            corrections[pieces[number].text] = better.text
            pieces[number] = better
    if corrections:
        units = _widened(query, pieces, matcher, tables)
    _weigh_by_language(units, pieces, query.text, matcher.analyzer)
    return _by_clause(parsed.clauses, units), corrections


def _widened(query: Query, pieces: Sequence[Piece], matcher: Matcher, tables: Tables) -> list[Unit]:
    """What the words find, and what is found by other words for the same."""
    units = [matcher.piece(piece) for piece in pieces]
    if query.synonyms:
        widen(units, pieces, matcher, tables)
        translate(units, pieces, query.text, matcher, tables.dictionary)
    return units


def _weigh_by_language(
    units: Sequence[Unit], pieces: Sequence[Piece], text: str, analyzer: Analyzer
) -> None:
    """Mark stop words and weigh down everyday words, in the language the query is in."""
    language = detect(text)
    for unit, piece in zip(units, pieces, strict=True):
        if piece.phrase or piece.prefix or piece.field:
            continue
        unit.stop_word = is_stop_word(normalize(piece.text), language)
        if not any(cause.grade == "tag" for cause in unit.causes):
            above = max(0.0, analyzer.commonness(piece.text, language) - EVERYDAY)
            unit.rarity *= 1 - EVERYDAY_LOSS * above
            unit.scores *= np.float32(1 - EVERYDAY_LOSS * above)
    if all(unit.stop_word for unit in units):
        for unit in units:
            unit.stop_word = False


def offers(found: Found, access: Access, generation: Generation) -> dict[str, str]:
    """Words of the query that look like slips of far commoner ones, with those."""
    seen, matcher = visible(generation, access), Matcher(generation)
    offered: dict[str, str] = {}
    for count, clause in zip(found.counts, found.clauses, strict=True):
        if len(clause.pieces) == 1 and clause.typed not in found.corrections:
            better = far_commoner(clause.pieces[0], count, matcher, seen)
            if better and better != clause.typed and len(offered) < MOST_OFFERED:
                offered[clause.typed] = better
    return offered


def _by_clause(clauses: Sequence[Clause], units: Sequence[Unit]) -> list[Unit]:
    waiting = iter(units)
    joined = []
    for clause in clauses:
        own = [next(waiting) for _ in clause.pieces]
        joined.append(own[0] if len(own) == 1 else _either(own))
    return joined


def _either(units: Sequence[Unit]) -> Unit:
    return Unit(
        text=" OR ".join(unit.text for unit in units),
        scores=np.maximum.reduce([unit.scores for unit in units]),
        rarity=min(unit.rarity for unit in units),
        causes=[cause for unit in units for cause in unit.causes],
        strict=all(unit.strict for unit in units),
        aside=reduce(np.maximum, (unit.aside for unit in units)),
    )


def _narrow(found: Found, access: Access, matcher: Matcher) -> None:
    """What must hold whatever else is found: exclusions, phrases, fields, ``ort:München``."""
    generation = matcher.generation
    for clause in found.parsed.without:
        for piece in clause.pieces:
            found.matched = found.matched & ~matcher.piece(piece).mask
    for narrowing in found.parsed.narrowings:
        values = _allowed(narrowing.facet, tuple(narrowing.values), access)
        mask = generation.facets[narrowing.facet].mask(values, generation.size)
        found.matched = found.matched & (~mask if narrowing.negative else mask)
    for unit in found.units:
        if unit.strict:
            found.matched = found.matched & unit.mask


def _rank(found: Found) -> None:
    """Scores, and which documents have enough of the words."""
    if not found.units:
        return
    units, masks = found.units, [unit.mask for unit in found.units]
    rare = np.float32(sum(unit.rarity for unit in units))
    found.full = all_of([found.matched, *masks])
    loosely = share = _share(units, masks, [True] * len(units))
    if any(unit.aside.any() for unit in units):
        share = _share(units, masks, [not (mask & found.matched).any() for mask in masks])
    within = share * found.matched
    found.matched = found.matched & (share > 0) & (share >= ENOUGH * within.max(initial=0))
    total = np.add.reduce([unit.scores + unit.aside for unit in units])
    power = COORDINATION * min(1.0, FEW_WORDS / len(units))
    found.scores = (total * (loosely / rare) ** power).astype(np.float32)


def _share(units: Sequence[Unit], masks: Sequence[Mask], aside: Sequence[bool]) -> Scores:
    """How much of the words each document has, by their rarity.

    ``aside``: whether a compound stands, by half, for the concepts it begins with.
    """
    each = zip(units, masks, aside, strict=True)
    share: Scores = np.add.reduce([_met(unit, mask, aside=may) for unit, mask, may in each])
    return share


def _met(unit: Unit, mask: Mask, *, aside: bool) -> Scores:
    met = mask.astype(np.float32)
    if aside and unit.aside.any():
        met = np.maximum(met, (unit.aside > 0) * np.float32(ASIDE))
    return met * np.float32(unit.rarity)


def _filters(filters: Filters, access: Access, generation: Generation) -> dict[str, Mask]:
    masks = {}
    for facet in FACETS:
        chosen = _allowed(facet, filters.chosen(facet), access)
        if filters.chosen(facet):
            masks[facet] = generation.facets[facet].mask(chosen, generation.size)
    if filters.year_from is not None or filters.year_to is not None:
        low, high = filters.year_from or 1, filters.year_to or 9999
        masks["span"] = (generation.years >= low) & (generation.years <= high)
    return masks


def _allowed(facet: str, values: Sequence[str], access: Access) -> Sequence[str]:
    """A collection that may not be seen is no value to narrow by."""
    return tuple(access.visible(values)) if facet == "collection" else values


def ordered(found: Found, sort: Sort, generation: Generation, most: int | None = None) -> Ids:
    """The numbers of all hits, first hit first. Equal ones stand by date, then by id.

    ``most``: so many are enough; those that surely come later are left out.
    """
    ids = np.flatnonzero(found.mask).astype(np.int32)
    if most == 0:
        return ids[:0]
    if most is not None and sort is Sort.RELEVANCE and found.units:
        ids = _foremost(ids, found, most)
    if sort is Sort.TITLE:
        order = np.argsort(generation.by_title[ids])
    elif sort is Sort.NEWEST or not found.units:
        order = np.argsort(generation.by_date[ids])
    else:
        order = np.lexsort((generation.by_date[ids], -found.scores[ids], ~found.full[ids]))
    return ids[order]


def _foremost(ids: Ids, found: Found, most: int) -> Ids:
    """Those hits that may be among the first so many by score."""
    full = ids[found.full[ids]]
    ids = full if len(full) >= most else ids
    if len(ids) <= 2 * most:
        return ids
    scores = found.scores[ids]
    if len(full) < most:  # all full ones, and the best of the others
        scores = np.where(found.full[ids], np.inf, scores)
    least = float(np.partition(scores, len(scores) - most)[len(scores) - most])
    best: Ids = ids[scores >= least]
    return best


def facets(found: Found, query: Query, access: Access, generation: Generation) -> tuple[Facet, ...]:
    """Every facet, counted under all filters but its own (R6)."""
    return tuple(_facet(name, found, query.filters, access, generation) for name in FACETS)


def _facet(
    name: str, found: Found, filters: Filters, access: Access, generation: Generation
) -> Facet:
    others = [mask for facet, mask in found.masks.items() if facet != name]
    column = generation.facets[name]
    if others:
        counts = column.counts(all_of([found.matched, *others])).tolist()
    else:  # whatever page, order or value of this facet is asked for
        counts = found.counted.get(name) or column.counts(found.matched).tolist()
        found.counted[name] = counts
    chosen = filters.chosen(name)
    number = dict(zip(column.values, counts, strict=True))
    allowed = _allowed(name, column.values, access)
    offered = [value for value in allowed if number[value] and value not in chosen]
    values = [FacetValue(v, number[v]) for v in offered]
    values += [
        FacetValue(v, number.get(v, 0) if v in allowed else 0, selected=True)
        for v in dict.fromkeys(chosen)
    ]
    by_year = name == "year"
    values.sort(
        key=lambda v: (-int(v.value) if by_year and v.value.isdigit() else -v.count, v.value)
    )
    return Facet(name, tuple(values))
