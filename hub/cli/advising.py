"""The advice of a search in words."""

from hub.cli.frame import Frame
from hub.model import Advice

_SENTENCES = {
    "missing": "No resource has the word “{subject}”.",
    "without-word": "Without “{subject}”: {hits}.",
    "without-filter": "Without the filter “{subject}”: {hits}.",
    "partial": "No resource has all words. These have most of them.",
    "spelling": "Did you mean “{subject}”? {hits}.",
    "literal": "“{subject}” was read as plain words.",
    "too-long": "The query is very long; only its beginning was searched for.",
}


def sentence(advice: Advice, frame: Frame) -> str:
    """A piece of advice as a sentence in the reader's language."""
    hits = frame.count("{n} hit", "{n} hits", advice.count or 0)
    known = _SENTENCES.get(advice.kind)
    return frame.text(known, subject=advice.subject, hits=hits) if known else advice.subject
