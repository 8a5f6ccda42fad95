"""Text that anybody may keep, show and send on: valid, composed, without invisible tricks."""

import dataclasses
import re
import unicodedata

from hub.ingest.extract.problems import NO_TEXT
from hub.ingest.model import Extracted, Fact, Facts, Passage

_LONGEST_FACT = 4000  #: characters; more is no title and no description
_MOST_FACTS = 400

#: Controls, lone surrogates, bidirectional overrides and isolates, characters that are none.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2061-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]+"
)
_EMPTY_LINES = re.compile("\n{3,}")


def words(text: str) -> frozenset[str]:
    """The words of a text as a set: how tables of short names are written here."""
    return frozenset(text.split())


def clean_text(text: str) -> str:
    """The text composed (NFC), with plain line ends and single spaces, and nothing hidden in it."""
    lines = (" ".join(line.split()) for line in _fit(text).splitlines())
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def clean_line(text: str) -> str:
    """The same as one line."""
    return " ".join(_fit(text).split())


def _fit(text: str) -> str:
    if text.replace("\n", "").isprintable():  # nothing unwanted can be printed
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    return unicodedata.normalize("NFC", _UNWANTED.sub("", _surrogates_joined(text)))


def _surrogates_joined(text: str) -> str:
    """Pairs of surrogates, as old formats write them, made one character."""
    if not text.isascii() and re.search("[\ud800-\udbff][\udc00-\udfff]", text):
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def cleaned(extracted: Extracted) -> Extracted:
    """The same with every text clean, and a remark where there is no text at all."""
    passages = tuple(p for p in map(_clean_passage, extracted.passages) if p.text)
    remarks = extracted.remarks
    if not passages and not remarks:
        remarks = (NO_TEXT,)
    return dataclasses.replace(
        extracted,
        facts=_clean_facts(extracted.facts),
        passages=passages,
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _clean_passage(passage: Passage) -> Passage:
    heading = clean_line(passage.heading or "") or None
    return Passage(clean_text(passage.text), passage.page, heading)


def _clean_facts(facts: Facts) -> Facts:
    """Facts with a value, each value once for each field, the first origin kept."""
    kept: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        clean = clean_text if fact.field == "description" else clean_line
        value = clean(fact.value)[:_LONGEST_FACT]
        if value and len(kept) < _MOST_FACTS:
            kept.setdefault((fact.field, value), fact.valued(value))
    return Facts(tuple(kept.values()))
