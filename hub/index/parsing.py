"""The words of a query as typed, into what is asked: words, phrases, exclusions, narrowings.

Nothing is an error here. What does not fit the syntax is read as plain words, and the parsed
query says so in its advice.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from hub.language import analyze
from hub.model import Advice

#: Longer queries are read up to here, in characters and in words.
LONGEST_TEXT = 1000
MOST_WORDS = 50

_FIELDS = {
    "titel": "title",
    "title": "title",
    "herausgeber": "publisher",
    "publisher": "publisher",
    "autor": "authors",
    "autorin": "authors",
    "author": "authors",
    "schlagwort": "tag",
    "thema": "tag",
    "tag": "tag",
    "ort": "place",
    "place": "place",
    "jahr": "year",
    "year": "year",
    "typ": "type",
    "art": "type",
    "type": "type",
    "sprache": "language",
    "language": "language",
    "sammlung": "collection",
    "collection": "collection",
    "zielgruppe": "target_group",
    "audience": "target_group",
    "evidenz": "evidence",
    "evidence": "evidence",
}
_TEXT_FIELDS = frozenset(("title", "publisher", "authors"))

_TOKEN = re.compile(
    rf"""(?P<minus>-(?=["\w]))?
        (?:(?P<field>{"|".join(_FIELDS)}):(?=["\w]))?
        (?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))""",
    re.VERBOSE | re.IGNORECASE,
)
_OR = frozenset(("OR", "ODER"))
_AND = frozenset(("AND", "UND"))
_NOT = frozenset(("NOT", "NICHT"))
_YEARS = re.compile(r"(\d{4})?(?:(-|\.\.|–)(\d{4})?)?")

#: Finds the values of a facet by a name of theirs.
Names = Callable[[str, str], frozenset[str]]


@dataclass(frozen=True)
class Piece:
    """One word, the beginning of one, or a phrase, perhaps in one field only."""

    words: tuple[str, ...]
    phrase: bool = False
    prefix: bool = False
    field: str | None = None

    @property
    def text(self) -> str:
        """The piece as a reader would name it."""
        return " ".join(self.words)


@dataclass(frozen=True)
class Clause:
    """Pieces of which one is enough, and the characters they were typed as."""

    pieces: tuple[Piece, ...]
    typed: str = ""

    @property
    def strict(self) -> bool:
        """Whether a hit must have it: the searcher asked for more than a plain word."""
        return any(piece.phrase or piece.field for piece in self.pieces)


@dataclass(frozen=True)
class Narrowing:
    """A facet value asked for within the words, such as ``ort:München``."""

    facet: str
    values: frozenset[str]
    negative: bool = False
    typed: str = ""


@dataclass
class Parsed:
    """What a query asks for."""

    clauses: list[Clause] = field(default_factory=list)
    without: list[Clause] = field(default_factory=list)
    narrowings: list[Narrowing] = field(default_factory=list)
    advice: list[Advice] = field(default_factory=list)

    def text_without(self, left_out: Clause | Narrowing) -> str:
        """The query as it would be typed without one of its parts."""
        return " ".join(part.typed for part in self.parts if part is not left_out)

    @property
    def parts(self) -> Sequence[Clause | Narrowing]:
        """Everything that was asked for."""
        return (*self.clauses, *self.without, *self.narrowings)


def parse(text: str, names: Names) -> Parsed:
    """Read a query. ``names`` tells the values of a facet by their name."""
    parsed = Parsed()
    clean = "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in text)
    if len(clean) > LONGEST_TEXT:
        parsed.advice.append(Advice("too-long"))
        clean = clean[:LONGEST_TEXT]
    if clean.count('"') % 2:
        clean = clean.replace('"', " ")
        parsed.advice.append(Advice("literal", '"'))
    _Reader(parsed, names).read(clean)
    return parsed


class _Reader:
    """Goes through the tokens of a query and remembers what the last one announced."""

    def __init__(self, parsed: Parsed, names: Names) -> None:
        self._parsed = parsed
        self._names = names
        self._or = False
        self._not: str | None = None
        self._count = 0

    def read(self, text: str) -> None:
        tokens = list(_TOKEN.finditer(text))
        for number, token in enumerate(tokens):
            self._take(token, last=number == len(tokens) - 1)

    def _take(self, token: re.Match[str], *, last: bool) -> None:
        word = token["word"]
        if word in _AND and self._parsed.clauses and not last:
            return
        if word in _OR and self._parsed.clauses and not last:
            self._or = True
            return
        if word in _NOT and not last:
            self._not = word
            return
        if word in _OR | _AND | _NOT:
            self._parsed.advice.append(Advice("literal", word))
        negative = bool(token["minus"]) or self._not is not None
        if token["field"] and self._narrow(token, negative):
            self._or, self._not = False, None
            return
        for piece in self._pieces(token):
            self._add(piece, negative, token)
        self._or, self._not = False, None

    def _narrow(self, token: re.Match[str], negative: bool) -> bool:
        """Whether the token was a field that narrows. A value no table knows is plain words."""
        facet = _FIELDS.get(token["field"].casefold())
        value = token["phrase"] if token["phrase"] is not None else token["word"]
        if facet is None or facet in _TEXT_FIELDS:
            return False
        values = _years(value) if facet == "year" else self._names(facet, value)
        if values:
            self._parsed.narrowings.append(Narrowing(facet, values, negative, token[0]))
        else:
            self._parsed.advice.append(Advice("literal", token[0]))
        return bool(values)

    def _pieces(self, token: re.Match[str]) -> list[Piece]:
        named = _FIELDS.get((token["field"] or "").casefold())
        field = named if named in _TEXT_FIELDS else None
        if token["phrase"] is not None:
            found = tuple(_words(token["phrase"]))
            return [Piece(found, phrase=True, field=field)] if found else []
        if token["field"] and field is None:
            return [*_plain(token["field"], None), *_plain(token["word"], None)]
        return _plain(token["word"], field)

    def _add(self, piece: Piece, negative: bool, token: re.Match[str]) -> None:
        if self._count >= MOST_WORDS:
            if not any(a.kind == "too-long" for a in self._parsed.advice):
                self._parsed.advice.append(Advice("too-long"))
            return
        self._count += len(piece.words)
        clauses = self._parsed.clauses
        typed = token[0] if piece.field or piece.phrase else piece.text + "*" * piece.prefix
        if negative:
            self._parsed.without.append(Clause((piece,), f"-{typed.removeprefix('-')}"))
        elif self._or and clauses:
            before = clauses[-1]
            clauses[-1] = Clause((*before.pieces, piece), f"{before.typed} OR {typed}")
        else:
            clauses.append(Clause((piece,), typed))


def _plain(text: str, field: str | None) -> list[Piece]:
    found = _words(text)
    pieces = [Piece((word,), field=field) for word in found]
    if pieces and text.endswith("*") and len(found[-1]) > 1:
        pieces[-1] = Piece((found[-1],), prefix=True, field=field)
    return pieces


def _words(text: str) -> list[str]:
    """The words of a text, cut the same way in every language."""
    return [token.surface for token in analyze(text, "de")]


def _years(value: str) -> frozenset[str]:
    """The years of ``2020``, ``2020-2023``, ``2020-`` or ``-2023``; none when it is neither."""
    match = _YEARS.fullmatch(value)
    if not match or not (match[1] or match[3]):
        return frozenset()
    first = int(match[1] or 1900)
    last = int(match[3] or 2100) if match[2] else first
    return frozenset(str(year) for year in range(first, min(last, first + 300) + 1))
