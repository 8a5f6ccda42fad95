"""From the words of a source to clean facts: what sources and imports have in common."""

import re
from collections.abc import Iterable
from html import unescape

from bs4 import BeautifulSoup

from hub.exporting.persons import is_body
from hub.ingest.dates import partial_date
from hub.ingest.extract.cleaning import clean_line, clean_text
from hub.ingest.model import Fact, Facts

_WEB = re.compile(r"https?://[^\s/<>\"]+[^\s<>\"]*", re.IGNORECASE)
_DOI = re.compile(r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_LONG_FIELDS = frozenset({"description", "notes"})
_LONGEST = 20_000  #: characters of one value
_LANGUAGES = {
    **dict.fromkeys(("deu", "ger", "german", "deutsch", "allemand"), "de"),
    **dict.fromkeys(("eng", "english", "englisch", "anglais"), "en"),
    **dict.fromkeys(("fra", "fre", "french", "französisch", "français"), "fr"),
    **dict.fromkeys(("ita", "italian", "italienisch"), "it"),
    **dict.fromkeys(("spa", "spanish", "spanisch", "español"), "es"),
    **dict.fromkeys(("nld", "dut", "dutch", "niederländisch"), "nl"),
    **dict.fromkeys(("por", "portuguese", "portugiesisch"), "pt"),
    **dict.fromkeys(("pol", "polish", "polnisch"), "pl"),
    **dict.fromkeys(("swe", "swedish", "schwedisch"), "sv"),
    **dict.fromkeys(("dan", "danish", "dänisch"), "da"),
    **dict.fromkeys(("rus", "russian", "russisch"), "ru"),
    **dict.fromkeys(("ces", "cze", "czech", "tschechisch"), "cs"),
    **dict.fromkeys(("lat", "latin", "latein"), "la"),
    **dict.fromkeys(("tur", "turkish", "türkisch"), "tr"),
    **dict.fromkeys(("fin", "finnish", "finnisch"), "fi"),
}


class Statement:
    """What one record of a source says, gathered field by field."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._facts: dict[tuple[str, str], Fact] = {}

    def say(self, field: str, *values: object, origin: str | None = None) -> None:
        """Take the values that say something, clean, each once; None and blanks are silence."""
        clean = clean_text if field in _LONG_FIELDS else clean_line
        for value in values:
            text = clean(str(value))[:_LONGEST] if value is not None else ""
            if text:
                fact = Fact(field, text, origin or self._origin)
                self._facts.setdefault((field, text), fact)

    def say_date(self, field: str, *values: object, origin: str | None = None) -> None:
        """Take the first value that is a date."""
        dates = (partial_date(clean_line(str(value))) for value in values if value)
        self.say(field, next(filter(None, dates), None), origin=origin)

    def say_language(self, *values: object) -> None:
        """Take the first value that names a language by code or name."""
        codes = (language_code(str(value)) for value in values if value)
        self.say("language", next(filter(None, codes), None))

    def has(self, field: str) -> bool:
        """Whether something was said of the field."""
        return any(known == field for known, _ in self._facts)

    @property
    def facts(self) -> Facts:
        """All that was said, in order."""
        return Facts(tuple(self._facts.values()))


def language_code(text: str) -> str | None:
    """Two letters for a code or a common name of a language; None if it is neither."""
    word = clean_line(text).casefold()
    if word in _LANGUAGES:
        return _LANGUAGES[word]
    code = re.match(r"[a-z]{2,3}(?=$|[-_])", word)
    return _LANGUAGES.get(code[0], code[0]) if code else None


def web_address(*texts: object) -> str | None:
    """The first of the texts that is, or holds, a web address."""
    for text in texts:
        if text and (found := _WEB.search(clean_line(str(text)))):
            return found[0].rstrip(".,;)") if "(" not in found[0] else found[0].rstrip(".,;")
    return None


def doi(*texts: object) -> str | None:
    """The first of the texts that is a DOI, without what stands before it."""
    for text in texts:
        if text and (found := _DOI.fullmatch(clean_line(str(text)))):
            return found[1]
    return None


def plain(markup: str) -> str:
    """HTML as text: each paragraph and line break on a line of its own, no tags, no entities."""
    if "<" not in markup:
        return clean_text(unescape(markup))
    soup = BeautifulSoup(markup, "lxml")
    for hidden in soup(["script", "style", "template"]):
        hidden.decompose()
    for line in soup(["br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote"]):
        line.insert_after("\n")
    return re.sub(r"\n\s*\n+", "\n", clean_text(soup.get_text()))


def links_in(markup: str) -> tuple[str, ...]:
    """Web addresses that a piece of HTML links to or simply writes out, in order, once each."""
    found: list[str] = []
    if "<" in markup:
        soup = BeautifulSoup(markup, "lxml")
        found += [str(a["href"]).strip() for a in soup("a", href=True)]
        markup = soup.get_text(" ")
    found += [match[0].rstrip(".,;)") for match in _WEB.finditer(markup)]
    return tuple(dict.fromkeys(a for a in map(clean_line, found) if _WEB.fullmatch(a)))


def names(values: Iterable[object]) -> tuple[str, ...]:
    """Names of persons, 'Last, First' turned round as it is spoken."""
    return tuple(filter(None, (spoken(clean_line(str(value))) for value in values if value)))


def spoken(name: str) -> str:
    """'Muster, Anna' as 'Anna Muster'; a name with more commas, or of a body, stays."""
    last, comma, first = name.partition(",")
    turned = comma and "," not in first and not is_body(name)
    return f"{first.strip()} {last.strip()}".strip() if turned else name
