"""Derivations: words of one family that are no inflections of each other, sicher and Sicherheit.

Rules exchange one ending for another, both ways; what comes out counts only where the lexicon
knows it as a lemma. Families whose words change within stand in a short list.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from hub.language.lexicon import Lexicon
from hub.language.normalizing import word_list

_CACHED = 20_000
_SHORTEST = 4  #: letters that both words share, at least
_COMMON = 5.3  #: words that are this common are often mere particles: endlich, natürlich
#: Pairs of endings; "-" is none. The longer ones are more certain, but all are tried.
_RULES = tuple(
    tuple(ending.strip("-") for ending in rule.split("/"))
    for rule in word_list(
        "ung/en erung/ern lung/eln heit/- keit/- igkeit/- ation/ieren ition/ieren ion/ieren"
        " ikation/izieren ation/ativ ion/iv ierung/ation isch/- isch/e isch/ie isch/ik isch/er"
        " lich/- lich/e al/- al/e ell/- iell/- ität/- alität/ell ismus/ist ismus/istisch"
        " ismus/- anz/ant enz/ent ieren/- ieren/e end/er erschaft/er arschaft/ar er/en"
    )
)
#: Endings that make nouns of adjectives: Autorität is not of Autor.
_OF_ADJECTIVES = frozenset(("heit", "keit", "igkeit", "ität"))
_VERBS = frozenset(("en", "ern", "eln", "ieren", "izieren"))
#: Adjectives before whose ending the vowel may change: Stadt, städtisch.
_CHANGING = frozenset(("isch", "lich"))
#: A doer shorter than this is often something else: Messer, Wetter, Bürger.
_SHORTEST_DOER = 7
_LAST_VOWEL = re.compile("[aou](?=[^aeiouäöü]*$)")
_PLAIN = str.maketrans("äöü", "aou")
_UMLAUT = {"a": "ä", "o": "ö", "u": "ü"}
#: Families whose words change within, one between two bars.
_FAMILIES = """
schutz schützen|angriff angreifen|bau bauen|hilfe helfen|plan planen|besuch besuchen
kampf kämpfen bekämpfen bekämpfung|einsatz einsetzen|verbot verbieten|fahrt fahren
flucht flüchten flüchtling|kauf kaufen|verkauf verkaufen|klage klagen|raub rauben
mord ermorden ermordung|diebstahl stehlen|schlag schlagen|streit streiten|suche suchen
überfall überfallen|umbau umbauen|ausbau ausbauen|abbau abbauen|aufbau aufbauen
unterricht unterrichten|vergleich vergleichen|verlust verlieren|versuch versuchen
verdacht verdächtigen verdächtig|verstoss verstossen|vorschlag vorschlagen|wahl wählen
zwang zwingen|gefahr gefährden gefährdung gefährlich|angst ängstlich|sucht süchtig
schaden schädigen beschädigen beschädigung|betrug betrügen|missbrauch missbrauchen
teilnahme teilnehmen|aufnahme aufnehmen|abnahme abnehmen|zunahme zunehmen
eingriff eingreifen|entwurf entwerfen|austausch austauschen|diskussion diskutieren
student studieren studium|gewalt gewaltsam gewalttätig|beweis beweisen|beginn beginnen
drohung bedrohung drohen bedrohen|analyse analysieren analytisch|norm normieren normung
anfang anfangen|abschluss abschliessen|bericht berichten|einbruch einbrechen
beschluss beschliessen|auftrag beauftragen|bezug beziehen|rückgang zurückgehen
anstieg ansteigen|wachstum wachsen|sperre sperren sperrung|warnung warnen verwarnung
kriminalität kriminell
"""


class Derivations:
    """Finds the relatives of a German lemma in a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._families: dict[str, set[str]] = {}
        for line in _FAMILIES.replace("\n", "|").split("|"):
            family = word_list(line)
            for word in family:
                self._families.setdefault(word, set()).update(family)
        self.of = lru_cache(maxsize=_CACHED)(self._of)

    def _of(self, lemma: str) -> tuple[str, ...]:
        """The lemmas derived from this one or it from them, by rule or in the list of families."""
        found = dict.fromkeys(sorted(self._families.get(lemma, ())))
        found.update(dict.fromkeys(self._by_rule(lemma)))
        found.pop(lemma, None)
        return tuple(found)

    def _by_rule(self, lemma: str) -> Iterator[str]:
        for one, other in _RULES:
            for ending, instead in ((one, other), (other, one)):
                if not lemma.endswith(ending) or not self._fits(lemma, ending):
                    continue
                if not (instead in _OF_ADJECTIVES and not ending and self._is_noun(lemma)):
                    base = lemma[: len(lemma) - len(ending)]
                    yield from self._known(base, ending, instead)

    def _known(self, base: str, ending: str, instead: str) -> Iterator[str]:
        bases = [base] if len(base) >= _SHORTEST else []
        if bases and ending in _CHANGING:
            bases.append(base.translate(_PLAIN))
        if bases and instead in _CHANGING:
            bases.append(_LAST_VOWEL.sub(lambda vowel: _UMLAUT[vowel[0]], base))
        for word in dict.fromkeys(base + instead for base in bases):
            noun = ending in _OF_ADJECTIVES and not instead
            if self._fits(word, instead) and not (noun and self._is_noun(word)):
                yield word

    def _is_noun(self, word: str) -> bool:
        form = self._lexicon.form(word)
        return form is not None and form.other != word

    def _fits(self, word: str, ending: str) -> bool:
        """Whether the word is a known lemma of the kind that its ending makes."""
        form = self._lexicon.form(word)
        if form is None or form.name or word not in (form.noun, form.other):
            return False
        if ending == "lich" and form.zipf > _COMMON:
            return False
        if ending == "er" and len(word) < _SHORTEST_DOER:
            return False
        is_verb = form.other == word and word.endswith(("en", "ern", "eln"))
        return is_verb == (ending in _VERBS)
