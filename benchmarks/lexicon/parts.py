"""Which words begin and end compounds, and how often: learned from the nouns themselves.

Every noun that may be a compound is cut in the likeliest way, the parts are counted, and with
the counts the nouns are cut again. After some rounds hardly anything changes. No compound cut
by hand is needed.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from benchmarks.lexicon.forms import Form, Lemmas
from benchmarks.lexicon.sources import Sources
from hub.language.normalizing import word_list

ROUNDS = 6
#: A cut counts in training when its log-likelihood is above -(BASE + SLOPE * letters).
BASE, SLOPE, EACH = 12.0, 1.2, 1.0

#: Prefixes of verbs and nouns, and pieces that are words but mostly beginnings of simple ones:
#: what follows them is no part that means anything alone.
PREFIXES = frozenset(
    word_list(
        "ab abt als an ank auch auf aus auss be bei beil bel ben bis car da dar das dass dem"
        " den der des die dis durch ein eins emp ent er fort ge geb gegen gene ges gest han her"
        " hin hinter im in inter kap leg los man mar mit mor nach nas neben nicht nieder ob ohne"
        " pas red rin schi supp ten tran um un unt unter ur ver verb vis vom von vor weg wider"
        " wieder zer zu zum zur zurück zusammen zwischen über"
    )
)
#: Endings that look like nouns but form words: Mannschaft has no Schaft, Nachbar no Bar.
ENDINGS = frozenset(
    word_list(
        "all ande ant ator bar bon burger chen del dung ei elei elle ent er erei erin ern eur"
        " fer gel gen ger hall heit ice ich ie ier ig igkeit ik iker in ing innen ion isch ismus"
        " ist keit ker lein ler let lich lin ling lings log login mer ner nis or per port porter"
        " ration rich rin sal sam sau schaft sel sen ser ste ster tel ten ter tion tum tät um"
        " ung ungs us wärts würdig"
    )
)
#: Endings of adjectives that are words, too, but mean nothing of their own there.
ADJECTIVE_ENDINGS = frozenset(
    word_list(
        "arm artig bar bereit förmig gerecht haft haltig ig isch lich los mässig reich sam voll"
        " weise wert wertig widrig würdig"
    )
) - {"bereit", "gerecht"}
#: Beginnings that are no nouns, verbs or adjectives with endings.
BEGINNINGS = word_list(
    "acht aero agrar all allein anglo anti astro auto aussen besser best bio brutto cyber"
    " doppel drei dritt eigen einzel elektro erst euro extra foto fünf ganz general gesamt geo"
    " grund halb haupt hetero homo hundert hydro höchst innen kilo letzt live makro mega mehr"
    " meist meta mikro milli mindest mini mittel mono multi nano neo netto neun neuro nicht"
    " ober öko offline online pan poly privat pseudo psycho quasi quer radio rück sechs selbst"
    " sieben sonder sozio super tele tausend thermo top ultra umwelt video viel vier vize voll"
    " vorder wohl zehn zentral zwei zweit"
)
#: How much a way to form the first part counts against it, in powers of ten of frequency.
_COST = {"noun": 0.0, "plural": 0.0, "s": 0.0, "n": 0.0, "en": 0.3, "ens": 1.0, "cut": 0.5,
         "verb": 0.3, "adjective": 0.0, "other": 0.0}  # fmt: skip
_OTHER_ZIPF = 4.0
_PLACE = re.compile(
    ".{3,}(?:dorf|burg|berg|tal|furt|hausen|heim|bach|brück|brücken|haven|hafen|kirchen|ingen|"
    "hofen|stedt|rode|münster|leben|bronn|brunn|born|weiler|itz|ow|beck|walde|felde)"
)
_PLACE_OR_WORD = re.compile(
    ".{3,}(?:stadt|land|reich|feld|stein|wald|see|hof|mann|müller|bauer|hammer|gart|lingen)"
)


def is_name(word: str, form: Form, nouns: frozenset[str]) -> bool:
    """Whether a word that no list of nouns knows looks like the name of a place or person."""
    if word in nouns or form.other is not None or form.noun not in (None, word):
        return False
    looks = form.zipf >= 1.0 and _PLACE.fullmatch(word)
    return bool(looks or (form.zipf >= 2.8 and _PLACE_OR_WORD.fullmatch(word)))


class Beginnings:
    """First parts as they stand in compounds, with the words they come from and their cost."""

    def __init__(self, sources: Sources, lemmas: Lemmas, nouns: Iterable[str]) -> None:
        self.sources = sources
        self.words: dict[str, dict[str, float]] = defaultdict(dict)
        plurals = _plurals(lemmas)
        for noun in nouns:
            self._add_noun(noun, plurals.get(noun, ()))
        for lemma in set(lemmas.of_other.values()):
            self._add_other(lemma, lemmas)
        for word in BEGINNINGS:
            self._add(word, word, "other")

    def zipf(self, part: str) -> float:
        """How common the commonest word is that the part may come from."""
        return max(zipf for zipf in self.words[part].values())

    def _add(self, part: str, word: str, kind: str) -> None:
        if len(part) < 3 or part in PREFIXES:
            return
        zipf = _OTHER_ZIPF if kind == "other" else max(self.sources.zipf(word), 0.5)
        words = self.words[part]
        words[word] = max(words.get(word, -9.0), zipf - _COST[kind])

    def _add_noun(self, noun: str, plurals: Iterable[str]) -> None:
        self._add(noun, noun, "noun")
        for plural in plurals:
            self._add(plural, noun, "plural")
        for link in ("s", "es"):
            self._add(noun + link, noun, "s")
        if noun.endswith("e"):
            self._add(noun + "n", noun, "n")
            self._add(noun + "ns", noun, "ens")
            self._add(noun[:-1], noun, "cut")
            self._add(noun[:-1] + "s", noun, "cut")
        if noun.endswith("en") and len(noun) >= 6:
            self._add(noun[:-2], noun, "cut")

    def _add_other(self, lemma: str, lemmas: Lemmas) -> None:
        if lemma.endswith(("eln", "ern")):
            self._add(lemma[:-1], lemma, "verb")
        elif lemma.endswith("en") and len(lemma) >= 5:
            self._add(lemma[:-2], lemma, "verb")
            self._add(lemma[:-2] + "e", lemma, "verb")
        elif (
            lemmas.of_other.get(lemma + "es") == lemma or lemmas.of_other.get(lemma + "em") == lemma
        ):
            self._add(lemma, lemma, "adjective")


def _plurals(lemmas: Lemmas) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for form in lemmas.of_noun:
        lemma = lemmas.noun(form)
        if lemma is not None and form != lemma:
            found[lemma].add(form)
    return found


def known_nouns(sources: Sources, lemmas: Lemmas, forms: Mapping[str, Form]) -> frozenset[str]:
    """Nouns that may be parts: those of the list, and lemmas that have a plural."""
    plurals = _plurals(lemmas)
    found = set(sources.nouns)
    for noun, others in plurals.items():
        genitives = {noun + ending for ending in ("s", "es", "ens")}
        compared = noun.endswith(("ste", "ere", "nde", "ierte"))
        own = lemmas.noun(noun) == noun and lemmas.of_other.get(noun) != noun
        if own and others - genitives and not compared:
            found.add(noun)
    return frozenset(
        noun
        for noun in found
        if noun.isalpha()
        and len(noun) >= (3 if sources.zipf(noun) >= 3.4 else 4)
        and re.search("[aeiouyäöü]", noun)
        and not (noun in forms and is_name(noun, forms[noun], sources.nouns))
    )


Edges = tuple[list[tuple[int, int]], list[int]]


class Training:
    """Counts of first and last parts over all nouns."""

    def __init__(self, beginnings: Beginnings, nouns: frozenset[str]) -> None:
        self.begins: Counter[str] = Counter()
        self.ends: Counter[str] = Counter()
        self.heads = frozenset(noun for noun in nouns if noun not in ENDINGS)
        self._edges = {
            noun: edges
            for noun in sorted(nouns)
            if len(noun) >= 6 and (edges := self._edges_of(noun, beginnings))[1]
        }
        self._count_pairs()
        for _ in range(ROUNDS):
            self._count_cuts()

    def _edges_of(self, noun: str, beginnings: Beginnings) -> Edges:
        last = [start for start in range(3, len(noun) - 2) if noun[start:] in self.heads]
        first = [
            (start, end)
            for start in (0, *range(3, len(noun) - 5))
            for end in range(start + 3, len(noun) - 2)
            if last and noun[start:end] in beginnings.words
        ]
        return first, last

    def _count_pairs(self) -> None:
        for noun, (first, last) in self._edges.items():
            cuts = [end for start, end in first if start == 0 and end in last]
            for cut in cuts:
                self.begins[noun[:cut]] += min(cut, 6) / 6 / len(cuts)
                self.ends[noun[cut:]] += min(len(noun) - cut, 6) / 6 / len(cuts)

    def _count_cuts(self) -> None:
        begin, end = self.likelihoods()
        self.begins, self.ends = Counter(), Counter()
        for noun, (first, last) in self._edges.items():
            likelihood, cuts = _best(noun, first, last, begin, end)
            if likelihood > -(BASE + SLOPE * len(noun)):
                for start, stop in zip((0, *cuts), cuts, strict=False):
                    self.begins[noun[start:stop]] += 1
                self.ends[noun[cuts[-1] :]] += 1

    def likelihoods(self) -> tuple[Mapping[str, float], Mapping[str, float]]:
        """The logarithm of the share of each first and each last part."""
        return _likelihoods(self.begins), _likelihoods(self.ends)


def _likelihoods(counts: Counter[str]) -> Mapping[str, float]:
    total = counts.total()
    never = math.log(0.02 / total)
    known = {part: math.log((count + 0.02) / total) for part, count in counts.items()}
    return defaultdict(lambda: never, known)


def adjective_ends(
    sources: Sources, lemmas: Lemmas, begins: Mapping[str, int]
) -> Mapping[str, float]:
    """Adjectives that end compound adjectives, gewaltfrei, with how many begin with a noun."""
    adjectives = {
        lemma
        for lemma in set(lemmas.of_other.values())
        if lemma.isalpha() and lemmas.of_other.get(lemma + "es") == lemma
    }
    found: Counter[str] = Counter()
    for adjective in adjectives:
        for cut in range(3, len(adjective) - 3):
            end = adjective[cut:]
            if begins.get(adjective[:cut], 0) >= 3 and end in adjectives:
                found[end] += 1
    common = {word for word in adjectives if len(word) >= 5 and sources.zipf(word) >= 3.0}
    ends = (common | {end for end, count in found.items() if count >= 2}) - ADJECTIVE_ENDINGS
    return {end: max(found[end], 1) for end in ends}


def _best(
    noun: str,
    first: list[tuple[int, int]],
    last: list[int],
    begin: Mapping[str, float],
    end: Mapping[str, float],
) -> tuple[float, tuple[int, ...]]:
    """The likeliest way to cut a noun, and how likely it is."""
    ways: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for start, stop in first:
        if start in ways:
            likelihood, cuts = ways[start]
            likelihood += begin[noun[start:stop]] - EACH
            if stop not in ways or likelihood > ways[stop][0]:
                ways[stop] = likelihood, (*cuts, stop)
    return max(
        ((ways[s][0] + end[noun[s:]], ways[s][1]) for s in last if s in ways),
        default=(-math.inf, ()),
    )
