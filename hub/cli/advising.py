"""The advice of a search in words."""

from collections.abc import Callable

from hub.cli.frame import Frame
from hub.labels import facet_title
from hub.model import FACETS, Advice

#: A facet value in words.
Label = Callable[[str, str], str]

_SENTENCES = {
    "missing": "No text has the word “{subject}”.",
    "partial": "No text has all words. These are the best of those that have some of them.",
    "spelling": "The search went on with “{subject}”.",
    "literal": "“{subject}” was read as a plain word.",
    "too-long": "Only the beginning of your query was read, because it is very long.",
    "without-word": "Without the word “{subject}”: {hits}.",
    "without-filter": "Without the filter {subject}: {hits}.",
}


def sentence(advice: Advice, frame: Frame, label: Label) -> str:
    """A piece of advice as a sentence in the reader's language."""
    subject = advice.subject
    if advice.kind == "without-filter":
        subject = _filter(subject, frame, label)
    hits = frame.count("{n} hit", "{n} hits", advice.count or 0)
    return frame.text(_SENTENCES[advice.kind], subject=subject, hits=hits)


def _filter(subject: str, frame: Frame, label: Label) -> str:
    """A filter in words: it is named by facet and value, as "span" of years, or as "all"."""
    facet, _, value = subject.partition(":")
    if facet in FACETS:
        return f"“{facet_title(facet, frame.language)}: {label(facet, value)}”"
    return frame.text("of years") if subject == "span" else frame.text("of any kind")
