"""Compounds into their parts: Waffenverbotszone as waffen, verbots, zone.

A cut counts only where pieces that begin compounds and one that ends them make up the whole
word. Among all ways to cut, the one with the likeliest and commonest pieces wins; whether it
is believed at all depends on how likely and common its worst piece is.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from hub.language.lexicon import Form, Lexicon, Part
from hub.language.normalizing import word_list

SHORTEST_PART = 3
LONGEST_WORD = 60
_CACHED = 10_000

#: What a piece gains by being common, loses by being short, and what each cut costs.
_COMMON, _SHORT, _CUT, _INFLECTED = 2.0, {3: 3.0, 4: 1.0}, 3.0, 0.5
#: When a cut is believed: weights of mean and least likelihood, mean and least commonness,
#: commonness of the whole, its length, cuts after the first, and a prefix that may be hidden.
_BELIEF = (-0.8, 0.80, 0.18, 0.38, 2.55, 0.23, 0.167, -3.53, -4.6)
_PREFIXES = word_list(
    "ab an auf aus be durch ein ent er ge hinter miss mit nach über um un unter ver vor zer zu"
)
_PARTICIPLE = re.compile("(.{3,}end)(?:e|en|em|er|es)")
#: Of unknown words: the shortest first and last piece, and how common an ending must be.
_LOOSE_START, _LOOSE_END, _COMMON_END = 5, 4, 2.8
_SHORT_ENDS = frozenset(word_list("büro club fest haus kurs netz plan raum team tour zone"))
#: What is taken off by inflection leaves the ending a word: not Ural-ischer by Schere.
_SUFFIX = re.compile(
    "(?:(?:isch|ig|lich|al|bar|haft|ell|iv|end)(?:(?:er|st)?e[mnrs]?)?|innen|ungen"
    "|ier(?:e|en|t|te|ten|est|test)|t?est)$"
)
_RARE_END = -12.0  #: likelihood of an ending that no known compound has
#: Unknown words with these at their end are places and persons.
_OF_PLACES = frozenset(
    word_list(
        "bach bauer berg beck bruck brück brunn burg dorf feld felde felden furt garten graben"
        " hafen hagen hain hausen heim hof hofen hofer höfer horst kirch kirche kirchen land"
        " leben mann mühle müller ort platz rode roth schmidt see stadt stein thal tal wald walde"
        " weiler wiesen winkel"
    )
)
#: A vowel among the first letters, none three times, no long run of consonants.
_PLAUSIBLE = re.compile(r"(?=.{0,3}[aeiouyäöü])(?!.*(.)\1\1)(?!.*[^aeiouyäöü]{6})[a-zäöüéèß]{5,}")
_BEYOND_DOUBT = 2.0  #: belief from which on a piece of a compound is cut again
_KNOWN = 2.5  #: from this Zipf frequency on, what follows a prefix counts as a known word
#: Simple words that look like compounds: reviewed by hand, common ones only.
_WHOLE = frozenset(
    word_list(
        "abteilung altar annemarie ansicht antwort augsburger ballast barbier beamter beginn"
        " belgier beliebteste bericht bildung buchstabe carlos diebstahl diktatur discounter"
        " diskurs distanz eidechse eltern engländer faktor fallout fernsehen friedhelm"
        " gangster garderobe gehalt generation generator gerecht gericht german gernot"
        " geschichte gesicht gestalt handel heirat heizung herrscher hinterhalt holding"
        " holländer houston journalist kapelle karosserie kleidung kloster kombination"
        " landshut legende leitung literatur madeleine mailänder mainstream mandel mangel"
        " marschall massnahme meinung metall minister moderation monopol morbus mustang"
        " nachbar nachricht ordnung passage pastor pension person polster quadrat rechnung"
        " redakteur redaktion religion richtung salat salzburger sanitäter schokolade sektor"
        " soldat spargel stockholm tauglich teenager transaktion transgender transport uniform"
        " verbraucher verbrecher verein vollzug warschau warschauer website wirkung wissen"
        " wolfgang zeitung zweifel zweifels zweifelsfall"
    )
)


class _Way(NamedTuple):
    """One way to cut the beginning of a word."""

    score: float
    pieces: tuple[str, ...]
    parts: tuple[Part, ...]


class CompoundSplitter:
    """Cuts compounds where words of its lexicon make up the whole."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.split = lru_cache(maxsize=_CACHED)(self._split)

    def _split(self, word: str) -> tuple[str, ...]:
        """The parts of a small word as they stand in it; the word alone when it is simple."""
        if not 2 * SHORTEST_PART <= len(word) <= LONGEST_WORD or not word.isalpha():
            return (word,)
        lemma = self._lemma(word)
        if lemma is not None:
            return self._as_lemma(word, self.split(lemma))
        way = self._believed(word, 0.0)
        if way:
            return tuple(self._pieces(way))
        return self._loosely(word) if self._lexicon.form(word) is None else (word,)

    def _loosely(self, word: str) -> tuple[str, ...]:
        """An unknown word cut before the noun it ends with; what stands before may be unknown.

        New words of the field are in no lexicon, but their compounds end with common ones:
        Streetworkerprojekt. Behind a known word the likeliest ending wins, else the longest.
        """
        cuts = []
        ending = _SUFFIX.search(word)
        last = ending.start() - SHORTEST_PART if ending else len(word) - _LOOSE_END
        for at in range(_LOOSE_START, last + 1):
            end = self._ending(word[at:])
            if end is None:
                continue
            if self._is_noun(word[:at]):
                cuts.append((1.0, _score(end, len(word) - at), at))
            elif self._may_be_noun(word[:at]) and self._is_common(word[at:], end):
                cuts.append((0.0, float(-at), at))
        if not cuts:
            return (word,)
        at = max(cuts)[2]
        return (*self.split(word[:at]), *self.split(word[at:]))

    def _ending(self, piece: str) -> Part | None:
        """What a piece ends as a noun, inflected or not: Beauftragter as Beauftragte."""
        end = self._lexicon.end(piece) or self._inflected(piece, (False,))
        if (end is None or end.adjective) and piece[-2:] in ("er", "en", "em", "es"):
            end = self._lexicon.end(piece[:-1])
        if end is None:
            form = self._lexicon.form(piece)
            if form and form.noun == piece and not form.name and form.zipf >= _COMMON_END:
                return Part(_RARE_END, form.zipf, (piece,))
        return end if end and not end.adjective else None

    def _is_noun(self, piece: str) -> bool:
        """Whether a piece is a known noun or made of such, with or without a linking s."""
        for word in (piece, piece.removesuffix("s")):
            form = self._lexicon.form(word)
            if form is None:
                if len(self.split(word)) > 1:
                    return True
            elif form.noun and not form.name:
                return True
        return False

    def _may_be_noun(self, piece: str) -> bool:
        """Whether an unknown piece looks like a word."""
        form = self._lexicon.form(piece)
        known = form is not None and (form.other or form.name)
        return not known and bool(_PLAUSIBLE.fullmatch(piece))

    @staticmethod
    def _is_common(piece: str, end: Part) -> bool:
        """Whether an ending is so common that an unknown word before it is believed."""
        if len(piece) < _LOOSE_START:
            return piece in _SHORT_ENDS
        return end.zipf >= _COMMON_END and piece not in _OF_PLACES

    def _lemma(self, word: str) -> str | None:
        """The lemma of an inflected word, when it is a lemma indeed."""
        form = self._lexicon.form(word)
        lemma = form and (form.noun or form.other)
        if not lemma or lemma == word or len(lemma) > len(word):
            return None
        known = self._lexicon.form(lemma)
        return lemma if known and lemma in (known.noun, known.other) else None

    @staticmethod
    def _as_lemma(word: str, parts: tuple[str, ...]) -> tuple[str, ...]:
        """The word cut where its lemma is: Methoden is no more cut than Methode."""
        *first, _ = parts
        before = "".join(first)
        return (*first, word[len(before) :]) if word.startswith(before) else (word,)

    def _believed(self, word: str, least: float) -> _Way | None:
        kinds = self._kinds(word)
        way = self._best(word, kinds) if kinds else None
        return way if way and self._belief(word, way) >= least else None

    def _pieces(self, way: _Way) -> Iterator[str]:
        """The pieces of a way, cut further where that is beyond doubt."""
        for piece in way.pieces:
            long = len(piece) >= 2 * SHORTEST_PART
            finer = self._believed(piece, _BEYOND_DOUBT) if long else None
            yield from self._pieces(finer) if finer else (piece,)

    def _kinds(self, word: str) -> tuple[bool, ...]:
        """Whether the ending may be a noun (False) or an adjective (True); none: do not cut."""
        form = self._lexicon.form(word)
        if form is None:
            return (False, True)
        if form.name or self._is_verbal(word, form) or {word, form.noun} & _WHOLE:
            return ()
        if form.noun is None or form.noun == form.other:
            return (True,) if form.other else (False, True)
        return (False,)

    def _is_verbal(self, word: str, form: Form) -> bool:
        """Whether a word is a verb, or a verb or participle made a noun: Wissen, Reisende."""
        if form.noun is None or form.noun == form.other:
            return _is_verb(form)
        participle = _PARTICIPLE.fullmatch(word)
        known = participle and self._lexicon.form(participle[1])
        return bool(known and _is_verb(known))

    def _best(self, word: str, kinds: tuple[bool, ...]) -> _Way | None:
        ways = {0: _Way(0.0, (), ())}
        size = len(word)
        for start in (0, *range(SHORTEST_PART, size - 2 * SHORTEST_PART + 1)):
            if start in ways:
                self._begin(word, start, ways)
        found = None
        for start in range(SHORTEST_PART, size - SHORTEST_PART + 1):
            if start in ways:
                way = self._end(word, start, ways[start], kinds)
                if way and (found is None or way.score > found.score):
                    found = way
        return found

    def _begin(self, word: str, start: int, ways: dict[int, _Way]) -> None:
        """Go on from ``start`` by every piece that begins compounds."""
        way = ways[start]
        for stop in range(start + SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            part = self._lexicon.begin(word[start:stop])
            if part is None:
                continue
            score = way.score + _score(part, stop - start) - _CUT
            if stop not in ways or score > ways[stop].score:
                ways[stop] = _Way(score, (*way.pieces, word[start:stop]), (*way.parts, part))

    def _end(self, word: str, start: int, way: _Way, kinds: tuple[bool, ...]) -> _Way | None:
        """The way closed by the rest of the word, when that ends compounds."""
        piece = word[start:]
        part, penalty = self._lexicon.end(piece), 0.0
        if part is None or part.adjective not in kinds:
            part, penalty = self._inflected(piece, kinds), _INFLECTED
        if part is None:
            return None
        score = way.score + _score(part, len(piece)) - penalty
        return _Way(score, (*way.pieces, piece), (*way.parts, part))

    def _inflected(self, piece: str, kinds: tuple[bool, ...]) -> Part | None:
        """What the lemma of the piece ends: as a noun, or as an adjective."""
        form = self._lexicon.form(piece)
        if form is None:
            return None
        for lemma, adjective in ((form.noun, False), (form.other, True)):
            if lemma and lemma != piece and adjective in kinds:
                end = self._lexicon.end(lemma)
                if end and end.adjective == adjective:
                    return end
        return None

    def _belief(self, word: str, way: _Way) -> float:
        likelihoods = [part.likelihood for part in way.parts]
        zipfs = [max(part.zipf, 0.5) for part in way.parts]
        values = (
            1.0,
            sum(likelihoods) / len(likelihoods),
            min(likelihoods),
            sum(zipfs) / len(zipfs),
            min(zipfs),
            self._lexicon.zipf(word),
            len(word),
            len(way.pieces) - 2,
            self._hides_prefix(word, way.pieces[0]),
        )
        return sum(weight * value for weight, value in zip(_BELIEF, values, strict=True))

    def _hides_prefix(self, word: str, first: str) -> bool:
        """Whether a known word with a prefix makes up the whole, too: Ge-brauch, not Geb-rauch."""
        return any(
            word.startswith(prefix)
            and len(prefix) < len(first)
            and len(word) >= len(prefix) + 4
            and self._lexicon.zipf(word[len(prefix) :]) >= _KNOWN
            for prefix in _PREFIXES
        )


def _is_verb(form: Form) -> bool:
    return bool(form.other and form.other.endswith(("en", "ern", "eln")))


def _score(part: Part, size: int) -> float:
    return part.likelihood + _COMMON * max(part.zipf, 0.5) - _SHORT.get(size, 0.0)
