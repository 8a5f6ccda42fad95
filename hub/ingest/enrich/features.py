"""What a resource, or a page that may become one, is known by when it is compared with others."""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from urllib.parse import SplitResult, urlsplit

from hub.ingest.enrich.concepts import ConceptFinder
from hub.ingest.enrich.per_word import PerWord
from hub.language import WordTerms, detect, is_stop_word, word_terms
from hub.model import Publishers, Resource

_LOOKED_AT = 1500  #: characters of a text; they say what it is about
_SHORTEST = 3  #: letters of a word that says something
_IN_TITLE = 2.0
_BROADER = 0.3  #: what a concept says for a broader one

#: How often each feature occurs.
Counts = Mapping[str, float]

#: Words that tell a type, wherever they stand within a word; ``_`` is where a word ends.
_CUES = [
    (name, cue)
    for name, cues in {
        "news": "zeitung|anzeiger|rundschau|tagblatt|nachrichten|_ndr_|_wdr_|_swr_|zdf|news|presse"
        "|meldung|berichtet|times|guardian|_post_",
        "event": "konferen|conference|kongress|tagung|fachtag|forum|webinar|workshop|seminar"
        "|summit|veranstaltung|_messe_|symposium|fortbildung|gipfel",
        "funding": "förder|funding|_grant|ausschreibung|aufruf|_call_|fonds|_fund_|zuschuss"
        "|zuschüsse|wettbewerb|preis_|award|programm",
        "project": "projekt|project|pilot|initiative|modell|kampagne|campaign|bündnis|netzwerk",
        "method": "method|toolkit|toolbox|leitfaden|checklist|training|werkzeug|tool_|guide"
        "|anleitung|instrument|verfahren|befragung|programm",
        "document": "leitfaden|handbuch|broschüre|bericht|report|studie|guideline|handreichung"
        "|richtlinie|empfehlung|konzept|strategie|gutachten|guide|manual|handbook|pdf|leitlinie",
        "article": "journal|zeitschrift|aufsatz|artikel|article|studie|study|review|forschung"
        "|research|analyse|evaluation|effects|theorie|doi",
    }.items()
    for cue in cues.replace("_", " ").split("|")
]
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class Described:
    """The parts of a resource that a new page has, too: no tags, no collection, no type."""

    title: str
    text: str = ""  #: the summary of a catalogued one, the beginning of the text of a new one
    address: str | None = None
    publisher: str | None = None
    language: str | None = None
    date: str | None = None
    authors: bool = False
    shown: str | None = None  #: the language that the text shows, where that is known already

    @classmethod
    def of(cls, resource: Resource) -> "Described":
        """A catalogued resource, without what an editor decided about it."""
        return cls(
            title=resource.title,
            text=resource.summary or "",
            address=resource.url,
            publisher=resource.publisher,
            language=resource.language,
            date=resource.date,
            authors=bool(resource.authors),
        )


@dataclass(frozen=True)
class Features:
    """Counts of words, concepts, traits of where it is published, and traits of its form."""

    words: Counts
    concepts: Counts
    origin: Counts
    form: Counts

    def by_kind(self) -> tuple[Counts, ...]:
        """All four, always in this order."""
        return self.words, self.concepts, self.origin, self.form


KINDS = 4  #: of features


def features(one: Described, finder: ConceptFinder, publishers: Publishers) -> Features:
    """The features of one thing."""
    title_language = one.language or detect(one.title)
    text = one.text[:_LOOKED_AT]
    text_language = one.shown or detect(text, title_language)
    words: dict[str, float] = defaultdict(float)
    concepts: dict[str, float] = defaultdict(float)
    for part, language, weight in (
        (one.title, title_language, _IN_TITLE),
        (text, text_language, 1.0),
    ):
        terms = word_terms(part, language)
        for said in _said(language).of(terms):
            for term, count in said:
                words[term] += weight * count
        for concept, count in finder.find(terms, language).items():
            for broader in finder.above[concept]:
                share = weight if broader == concept else weight * _BROADER
                concepts[broader] += share * count
    return Features(words, concepts, _origin(one, title_language, publishers), _form(one))


Said = tuple[tuple[str, float], ...]


@cache
def _said(language: str) -> PerWord[Said]:
    """What words of a language add."""
    return PerWord(lambda word: tuple(_terms_of(word, language)))


def _terms_of(word: WordTerms, language: str) -> Iterator[tuple[str, float]]:
    """The stem of a word, and less the parts of a compound."""
    stem = word.stems[0] if word.stems else word.exact
    if len(stem) >= _SHORTEST and not is_stop_word(word.exact, language):
        yield stem, 1.0
        yield from ((part, 0.5) for part in word.parts if len(part) > _SHORTEST)


def _origin(one: Described, language: str, publishers: Publishers) -> Counts:
    found: dict[str, float] = defaultdict(float, {f"language:{language}": 1.0})
    parts = _split(one.address)
    if parts:
        found[f"host:{(parts.hostname or '').removeprefix('www.')}"] = 1
        found[f"file:{PurePosixPath(parts.path).suffix[:6]}"] = 1
        for word in re.findall(r"[^\W\d_]{3,}", parts.path.lower()):
            found[f"path:{word}"] += 0.5
    if one.publisher:
        found[f"publisher:{one.publisher.casefold()}"] = 1
        known = publishers.named(one.publisher)
        if known:
            found[f"kind:{known.kind}"] = 1
    return found


def _form(one: Described) -> Counts:
    parts = _split(one.address)
    path = parts.path if parts else ""
    places = {"t": one.title, "s": one.text[:600], "p": one.publisher or "", "u": one.address or ""}
    spaced = {key: _spaced(text) for key, text in places.items() if text}
    found = [
        f"{key}:{name}"
        for key, text in spaced.items()
        for name in dict.fromkeys([name for name, cue in _CUES if cue in text])
    ]
    found += [f"date:{len(one.date or '')}", f"authors:{one.authors}"]
    found += [f"length:{min(len(one.title) // 25, 4)}", f"depth:{min(path.count('/'), 6)}"]
    found += [name for name, there in _traits(one, path).items() if there]
    return dict.fromkeys(found, 1.0)


def _spaced(text: str) -> str:
    """The words of a text in small letters, a space around each."""
    return f" {' '.join(_WORDS.findall(text.lower()))} "


def _traits(one: Described, path: str) -> dict[str, bool]:
    return {
        "question": "?" in one.title,
        "colon": ":" in one.title,
        "year": re.search(r"\b20\d\d\b", one.title) is not None,
        "number": re.search(r"\d{5,}", path) is not None,
        "long address": len(one.address or "") > 100,
        "words in address": re.search(r"-\w+-\w+-\w+-", path) is not None,
    }


def _split(address: str | None) -> SplitResult | None:
    try:
        return urlsplit(address) if address else None
    except ValueError:
        return None


def damped(count: float) -> float:
    """A count, so that the tenth mention says less than the second."""
    return 1 + math.log(count) if count >= 1 else count
