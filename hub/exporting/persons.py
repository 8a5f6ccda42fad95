"""Names as reference managers want them: family and given names apart, bodies whole."""

import re
from dataclasses import dataclass

from hub.exporting.cleaning import line

_PARTICLES = frozenset(
    {"von", "van", "de", "der", "den", "di", "da", "du", "zu", "zum", "zur", "vom", "del"}
    | {"della", "dos", "la", "le", "ten", "ter", "el", "al", "bin", "ibn"}
)
_MOST_WORDS = 3  #: of a person's name; longer ones are bodies, particles left aside
_OF_BODIES = re.compile(
    r"\b(and|und|of|for|für|e\.\s?V\.|gGmbH|GmbH|AG|Inc)(?=\W|$)"
    r"|\b(Stadt|Kreis|Bezirk|Senat|Land|Bund|Landes|Bundes|Polizei|Minist|Institut|Universit|"
    r"Hochschul|Stiftung|Verein|Verband|Amt|Forum|Netzwerk|Zentr|Rat\b|Redaktion|Kommission|"
    r"City|Council|Police|Agency|Office|Foundation|Association|Network|Cent(?:er|re)|Department|"
    r"College|Commission|Team)",
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


def name_of(written: str, *, body: bool = False) -> Name:
    """The name, taken apart; ``body``: it is known to be no person's."""
    text = line(written)
    family, comma, given = (part.strip() for part in text.partition(","))
    if body or _OF_BODIES.search(text) or given.count(","):
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
