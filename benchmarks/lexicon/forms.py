"""From the lemmas of the sources to the stems of each small form: a noun's and another word's."""

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.lexicon.sources import Sources
from hub.language.normalizing import lower, strip_marks, with_umlauts

_ADJECTIVE_ENDINGS = ("e", "er", "es", "en", "em")
_KEPT_ZIPF = 2.5  #: a form without a lemma is kept from this Zipf frequency on
_UNSEEN = 1.0  #: what is rarer is hardly a word
_RIVAL = 0.7  #: a word without umlaut at most so much rarer is a word of its own
_MISSPELT = 1.5  #: a word so much rarer than the one with umlaut is its misspelling


@dataclass
class Form:
    """One small form: its stems and what keeps it from being folded or cut."""

    zipf: float = 0.0
    noun: str | None = None  #: lemma of the reading as noun
    other: str | None = None  #: lemma of the reading as verb, adjective or anything else
    kept: bool = False  #: keeps its umlaut, or its ae, oe, ue: a word of its own
    umlaut: str | None = None  #: the far more common word with umlaut that this one stands for


class Lemmas:
    """The lemmas of the sources by small form, nouns and other words apart."""

    def __init__(self, sources: Sources) -> None:
        self._nouns = sources.nouns
        self._zipf = sources.zipf
        self.of_noun: dict[str, str] = {}
        self.of_other: dict[str, str] = {}
        for form, lemma in sources.lemmas.items():
            if form.isalpha():
                self._add(form, lemma)

    def _add(self, form: str, lemma: str) -> None:
        if form[:1].islower() and lemma[:1].islower():
            self.of_other.setdefault(lower(form), lower(lemma))
        elif form[:1].isupper() and lemma[:1].isupper():
            self.of_noun.setdefault(lower(form), lower(lemma))
        elif form[:1].isupper() and lower(form) in self._nouns:
            self.of_noun.setdefault(lower(form), lower(form))

    def noun(self, form: str) -> str | None:
        """The lemma of a small form read as a noun."""
        lemma = self._last(self.of_noun, form)
        if lemma is None:
            return form if form in self._nouns else None
        return self._adjective(self._singular(lemma))

    def other(self, form: str) -> str | None:
        """The lemma of a small form read as anything but a noun, a participle's being its verb."""
        lemma = self._last(self.of_other, form)
        if lemma and lemma.endswith("nd") and self.of_other.get(lemma[:-1]) == lemma[:-1]:
            return lemma[:-1]
        verb = self.of_other.get(lemma + "e", "") if lemma and lemma.endswith("t") else ""
        return verb if verb.endswith("n") and verb != lemma else lemma

    @staticmethod
    def _last(lemmas: Mapping[str, str], form: str) -> str | None:
        lemma = lemmas.get(form)
        for _ in range(3):
            if lemma is None or lemmas.get(lemma, lemma) == lemma:
                break
            lemma = lemmas[lemma]
        return lemma

    def _singular(self, lemma: str) -> str:
        """Marken is a plural of Marke, Passante one of Passant: no lemmas, as the sources say."""
        singular = lemma[:-1]
        unseen = lemma.endswith("e") and self._zipf(lemma) < _UNSEEN
        if lemma in self._nouns or singular not in self._nouns:
            return lemma
        return singular if unseen or lemma.endswith("en") else lemma

    def _adjective(self, lemma: str) -> str:
        """Jugendliche and Jugendlicher are forms of jugendlich."""
        for form in (lemma, lemma + "r", lemma + "er"):
            adjective = self.of_other.get(form)
            if adjective and any(form == adjective + ending for ending in _ADJECTIVE_ENDINGS):
                return adjective
        return lemma


def forms(sources: Sources, lemmas: Lemmas) -> dict[str, Form]:
    """All small forms worth knowing."""
    found: dict[str, Form] = {}
    for form in sorted({*lemmas.of_noun, *lemmas.of_other, *sources.nouns}):
        found[form] = Form(sources.zipf(form), lemmas.noun(form), lemmas.other(form))
    for form, zipf in sources.common.items():
        if zipf >= _KEPT_ZIPF and form not in found and form.isalpha():
            found[form] = Form(zipf)
    for form in list(found):
        if any(vowel in form for vowel in "äöü"):
            _settle_umlaut(form, found)
    _keep_foreign(sources, found)
    return found


def _settle_umlaut(form: str, found: dict[str, Form]) -> None:
    """Decide whether schön and schon are two words, and whether Gaste is a Gäste misspelt."""
    entry, plain = found[form], strip_marks(form)
    rival = found.get(plain)
    if rival is None or {entry.noun, entry.other} & {rival.noun, rival.other} - {None}:
        return
    if rival.zipf >= max(entry.zipf - _RIVAL, 2.0):
        entry.kept = True
    elif rival.zipf <= entry.zipf - _MISSPELT:
        best = rival.umlaut and found[rival.umlaut].zipf
        if not best or best < entry.zipf:
            rival.umlaut = form


def _keep_foreign(sources: Sources, found: dict[str, Form]) -> None:
    """English and French words whose ae, oe, ue is none: does, duel, true."""
    for common in (sources.common, sources.english, sources.french):
        for word, zipf in common.items():
            umlauts = with_umlauts(word)
            if umlauts != word and umlauts in found and zipf > found[umlauts].zipf + 0.3:
                found.setdefault(word, Form(sources.zipf(word))).kept = True
