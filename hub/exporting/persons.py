"""Names as reference managers want them: family and given names apart, bodies whole."""

import re
from dataclasses import dataclass

from hub.exporting.cleaning import line

_PARTICLES = frozenset(
    {"von", "van", "de", "der", "den", "di", "da", "du", "zu", "zum", "zur", "vom", "del"}
    | {"della", "dos", "la", "le", "ten", "ter", "el", "al", "bin", "ibn"}
)
_MOST_WORDS = 3  #: of a person's name; longer ones are bodies, particles left aside
#: Words that no person is called by, with or without a comma in the name.
_BETWEEN = re.compile(
    r"\b(und|für|des|gGmbH|GmbH|e\.\s?V\.)(?=\W|$)|ministerium|Ministry",
    re.IGNORECASE,
)
_OF_BODIES = re.compile(
    r"\b(and|of|for|Stadt|Landkreis|Kreis|Bezirk|Senat|Land|Bund|Amt|Rat|Forum|Netzwerk|Stiftung|Verein|"
    r"Redaktion|Kommission|Team|City|Council|Police|Agency|Office|Foundation|Association|Network|"
    r"Centre|Center|Department|College|Commission)\b"
    r"|\b(Landes|Bundes|Polizei|Institut|Universit|Hochschul|Zentr)\w|[a-zäöü]{3}(verband|verein|amt)\b|(Stadt|Gemeinde)rat\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Name:
    """A person's family and given names, or a body's whole name as ``family`` alone."""

    family: str
    given: str = ""

    @property
    def turned(self) -> str:
        """'Muster, Anna', or the body's name."""
        return f"{self.family}, {self.given}" if self.given else self.family


def is_body(name: str) -> bool:
    """Whether the name cannot be a person's: 'Ministerium für Inneres, Bau und Sport'."""
    family, comma, given = name.partition(",")
    if _BETWEEN.search(name) or "," in given:
        return True
    return not (comma and family.strip() and given.strip()) and bool(_OF_BODIES.search(name))


def name_of(written: str, *, body: bool = False) -> Name:
    """The name, taken apart; ``body``: it is known to be no person's."""
    text = line(written)
    family, comma, given = (part.strip() for part in text.partition(","))
    if body or is_body(text):
        return Name(text)
    if comma and family and given:
        return Name(family, given)
    words = text.split(" ")
    at = len(words) - 1
    while at > 1 and words[at - 1].lower() in _PARTICLES:
        at -= 1
    if at == 0 or at > _MOST_WORDS:
        return Name(text)
    return Name(" ".join(words[at:]), " ".join(words[:at]))
