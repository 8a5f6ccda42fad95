"""German stems: lemmas of known words, and rules that lead unknown words back to known ones."""

import re
from collections.abc import Iterator

from hub.language.cistem import cistem
from hub.language.compounds import CompoundSplitter
from hub.language.derivation import Derivations
from hub.language.gender import base_forms
from hub.language.lexicon import Form, Lexicon
from hub.language.normalizing import may_hide_umlaut, strip_marks, with_umlauts, word_list

#: Endings of inflection, the shortest first: the least is taken off an unknown word.
_ENDINGS = sorted(
    word_list(
        "e en em er es n s st t et est ern ens ere erer eren eres erem ste sten stem ster stes"
        " este esten estem ester estes te ten test tet end ende enden endem ender endes nd nde"
        " nden"
    ),
    key=len,
)
_BY_LETTER = {
    letter: tuple(ending for ending in _ENDINGS if ending.endswith(letter)) for letter in "demnrst"
}
_DROPPED_E = re.compile("(.{2,}[^aeiouäöü])([lnr])(?:e|en|em|er|es|ere|erem|eren|erer|eres)")
_PLAIN = str.maketrans("äöü", "aou")
#: What stands before a verb and is parted from it: er fährt schwarz, schwarzzufahren.
_SEPARABLE = frozenset(
    word_list(
        "ab allein an auf aus bei bloss da dabei dahin daneben dar davon dazu durch ein empor"
        " entgegen entlang entzwei fehl fern fertig fest fort frei gegenüber gleich gross gut hart"
        " heim her herab heran herauf heraus herbei herein herum herunter hervor hin hinab hinauf"
        " hinaus hinein hinter hinunter hinweg hinzu hoch kalt klar krank kurz lahm leer lieb los"
        " mit nach nahe nieder offen ran raus recht rein richtig rüber ruhig runter sauber schön"
        " schwarz schwer selig sicher statt still teil tot über übrig um umher unter voll vor"
        " voran voraus vorbei vorüber wahr warm weg weh weich weiter wider wieder wiederauf wohl"
        " zu zurecht zurück zusammen"
    )
)
_AGENT = re.compile(".{2,}(?:er|or|ist|ent|ant|eur|oge|loge|at|ot|ut|nom|graf|beauftragt)")
_SHORTEST = 3


class German:
    """Stems of German words by one lexicon."""

    def __init__(self, lexicon: Lexicon, splitter: CompoundSplitter) -> None:
        self._lexicon = lexicon
        self._splitter = splitter
        self._derivations = Derivations(lexicon)

    def stems(self, small: str) -> tuple[str, ...]:
        """The stems of a small word: as a noun, and as another word when it may be both."""
        form = self._lexicon.form(small)
        lemmas = _lemmas(form) or (self._unknown(small, capital=True),)
        return tuple(dict.fromkeys(self.fold(lemma) for lemma in lemmas))

    def relatives(self, small: str) -> tuple[str, ...]:
        """The stems of words derived from a small known word, or it from them."""
        lemmas = _lemmas(self._lexicon.form(small)) or (self.lemma(small),)
        found = (self.fold(word) for lemma in lemmas for word in self._derivations.of(lemma))
        return tuple(stem for stem in dict.fromkeys(found) if stem not in self.stems(small))

    def stem(self, small: str, *, capital: bool) -> str:
        """The one stem of a small word: a noun's when it was written with a capital."""
        lemma = self._lemma(small, capital=capital)
        return self.fold(lemma if lemma is not None else self._unknown(small, capital=capital))

    def lemma(self, small: str) -> str:
        """The lemma of a known word, read as a noun when it may be one; else the word."""
        known = self._lemma(small, capital=True)
        if known is not None:
            return known
        lemmas = (self._lemma(shorter, capital=True) for shorter in _shorter(small))
        return next(filter(None, lemmas), small)

    def fold(self, word: str) -> str:
        """The word without umlauts, save those that tell it from another: schön from schon."""
        plain = strip_marks(word)
        if plain == word:
            return word
        form = self._lexicon.form(word)
        return word if form and form.kept else plain

    def restored(self, small: str) -> str:
        """A small word with the umlauts it was typed without: für of fuer, schüler of schuler."""
        spelt = self.spelt(small)
        if spelt != small or strip_marks(small) != small:
            return spelt
        form = self._lexicon.form(small)
        if form:
            return form.umlaut or small
        return self._with_one_umlaut(small) or small

    def spelt(self, small: str) -> str:
        """A small word whose ae, oe, ue stand for umlauts, with umlauts: in any language."""
        if not may_hide_umlaut(small):
            return small
        umlauts = with_umlauts(small)
        if umlauts == small:
            return small
        form, own = self._lexicon.form(umlauts), self._lexicon.form(small)
        if form is not None:
            kept = own is not None and (own.kept or own.zipf > form.zipf)
            return small if kept else umlauts
        compound = own is None and len(self._splitter.split(umlauts)) > 1
        return umlauts if compound and len(self._splitter.split(small)) == 1 else small

    def bases(self, small: str, *, marked: bool) -> tuple[str, ...]:
        """Stems of the base of a feminine form. ``marked``: it was written with a gender sign."""
        for base in base_forms(small):
            form = self._lexicon.form(base)
            if form is None or form.noun != base or form.name:
                continue
            if marked or self._is_feminine(small, base):
                return (self.fold(base),)
        first = base_forms(small)[1:2]
        return tuple(self.stem(base, capital=True) for base in first) if marked else ()

    def _is_feminine(self, small: str, base: str) -> bool:
        """Whether an unmarked word in -in is the feminine of the base: Lehrerin, not Termin."""
        form = self._lexicon.form(small)
        if form is not None and form.noun is None:
            return False
        if small.endswith("innen"):
            return form is None or form.noun == small[:-3]
        return self._lexicon.form(small + "nen") is not None or bool(_AGENT.fullmatch(base))

    def _lemma(self, small: str, *, capital: bool) -> str | None:
        form = self._lexicon.form(small)
        if form is None:
            return None
        return (form.noun or form.other) if capital else (form.other or form.noun)

    def _verb(self, small: str) -> str | None:
        form = self._lexicon.form(small)
        return form.other if form and form.other and form.other.endswith("n") else None

    def _unknown(self, small: str, *, capital: bool) -> str:
        for shorter in _shorter(small):
            lemma = self._lemma(shorter, capital=capital)
            if lemma is not None:
                return lemma
        return self._parted_verb(small) or self._compound(small) or cistem(small)

    def _parted_verb(self, small: str) -> str | None:
        """The verb of a form with a prefix: schwarzgefahren is of schwarzfahren."""
        for size in range(min(len(small) - _SHORTEST, 10), 1, -1):
            if small[:size] not in _SEPARABLE:
                continue
            for form in _without_infix(small[size:]):
                verbs = (self._verb(piece) for piece in (form, *_shorter(form)))
                verb = next(filter(None, verbs), None)
                if verb:
                    return small[:size] + verb
        return None

    def _compound(self, small: str) -> str | None:
        """An unknown compound with its last part as a lemma: messertrageverboten, -verbot."""
        *first, last = self._splitter.split(small)
        if not first:
            return None
        lemma = self._lemma(last, capital=True)
        return "".join(first) + (lemma or last)

    def _with_one_umlaut(self, small: str) -> str | None:
        """The commonest known word that differs by one umlaut."""
        variants = (
            small[:at] + {"a": "ä", "o": "ö", "u": "ü"}[vowel] + small[at + 1 :]
            for at, vowel in enumerate(small[:LONGEST_RESTORED])
            if vowel in "aou"
        )
        known = [(form.zipf, word) for word in variants if (form := self._lexicon.form(word))]
        return max(known)[1] if known else None


LONGEST_RESTORED = 40


def _lemmas(form: Form | None) -> tuple[str, ...]:
    return tuple(lemma for lemma in (form.noun, form.other) if lemma) if form else ()


def _without_infix(form: str) -> Iterator[str]:
    yield form
    for infix in ("zu", "ge"):
        if form.startswith(infix) and len(form) > len(infix) + 2:
            yield form[len(infix) :]


def _shorter(word: str) -> Iterator[str]:
    """What an unknown form may be a form of, likeliest first."""
    endings = _BY_LETTER.get(word[-1:], ())
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            yield word[: -len(ending)]
    if word.endswith("innen"):
        yield word[:-3]
    dropped = _DROPPED_E.fullmatch(word)
    if dropped:
        yield f"{dropped[1]}e{dropped[2]}"
    for ending, other in (("st", "e"), ("t", "e"), ("n", "en")):
        if word.endswith(ending) and len(word) > _SHORTEST + 1:
            yield word[: -len(ending)] + other
    plain = word.translate(_PLAIN)
    if plain != word:
        for ending in endings:
            comparing = len(ending) > 1 and ending[0] in "es" and word.endswith(ending)
            if comparing and len(word) - len(ending) >= _SHORTEST:
                yield plain[: -len(ending)]
