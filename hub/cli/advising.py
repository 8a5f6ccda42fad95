"""The advice of a search in words."""

from collections.abc import Callable

from hub.cli.frame import Frame
from hub.labels import facet_title
from hub.model import Advice

#: A facet value in words.
Label = Callable[[str, str], str]

_SENTENCES = {
    "missing": "No text has the word “{subject}”.",
    "partial": "No text has all words. These are the best of those that have some of them.",
    "spelling": "The search went on with “{subject}”.",
    "offer": "Did you mean “{subject}”? {hits}.",
    "literal": "“{subject}” was read as a plain word.",
    "too-long": "Only the beginning of your query was read, because it is very long.",
    "without-word": "Without the word “{subject}”: {hits}.",
    "without-filter": "Without the filter “{subject}”: {hits}.",
}


#: What may be named in place of a single filter.
_WITHOUT = {
    "all": "Without any filter: {hits}.",
    "span": "Without the span of years: {hits}.",
}


def sentence(advice: Advice, frame: Frame, label: Label) -> str:
    """A piece of advice as a sentence in the reader's language."""
    subject, told = advice.subject, _SENTENCES[advice.kind]
    if advice.kind == "without-filter":
        told = _WITHOUT.get(subject, told)
        subject = _filter(subject, frame, label)
    hits = frame.count("{n} hit", "{n} hits", advice.count or 0)
    return frame.text(told, subject=subject, hits=hits)


def _filter(subject: str, frame: Frame, label: Label) -> str:
    """A filter, named by facet and value, in words."""
    facet, _, value = subject.partition(":")
    return f"{facet_title(facet, frame.language)}: {label(facet, value)}"
