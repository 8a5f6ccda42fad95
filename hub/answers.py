"""What programs are answered: one shape for `hub search --json` and for the JSON API."""

from collections.abc import Callable
from typing import Any

from hub.i18n import plural, translator
from hub.labels import facet_title
from hub.model import Advice, Gazetteer, Hit, Results, Thesaurus

#: A facet value in words.
Label = Callable[[str, str], str]

_SENTENCES = {
    "missing": "No text has the word “{subject}”.",
    "partial": "No text has all words. These are the best of those that have some of them.",
    "spelling": "The search went on with “{subject}”.",
    "offer": "Did you mean “{subject}”? {hits}.",
    "literal": "“{subject}” was read as a plain word.",
    "no-address": "The web address “{subject}” is not in the hub.",
    "too-long": "Only the beginning of your query was read, because it is very long.",
    "without-word": "Without the word “{subject}”: {hits}.",
    "without-filter": "Without the filter “{subject}”: {hits}.",
}


#: What may be named in place of a single filter.
_WITHOUT = {
    "all": "Without any filter: {hits}.",
    "span": "Without the span of years: {hits}.",
}


def search_data(results: Results, language: str, label: Label) -> dict[str, Any]:
    """The results as the stable JSON of `hub search --json`."""
    return {
        "query": results.query.text,
        "total": results.total,
        "took_ms": round(results.took_ms, 2),
        "corrected": results.corrected,
        "hits": [hit_data(hit) for hit in results.hits],
        "facets": facet_data(results, label),
        "advice": [
            {
                "kind": advice.kind,
                "subject": advice.subject,
                "count": advice.count,
                "query": advice.query.text if advice.query else None,
                "text": sentence(advice, language, label),
            }
            for advice in results.advice
        ],
    }


def hit_data(hit: Hit) -> dict[str, Any]:
    """A hit as part of that."""
    return {
        "id": hit.id,
        "title": hit.title,
        "url": hit.url,
        "score": round(hit.score, 6),
        "type": hit.type.value,
        "language": hit.language,
        "date": hit.date,
        "collections": list(hit.collections),
        "snippets": [{"text": s.text, "spans": [list(p) for p in s.spans]} for s in hit.snippets],
        "why": [{"word": w.word, "grade": w.grade, "found": w.found} for w in hit.why],
    }


def facet_data(results: Results, label: Label) -> dict[str, Any]:
    """The facets as part of that."""
    return {
        facet.name: [
            {
                "value": v.value,
                "label": label(facet.name, v.value),
                "count": v.count,
                "selected": v.selected,
            }
            for v in facet.values
        ]
        for facet in results.facets
    }


def sentence(advice: Advice, language: str, label: Label) -> str:
    """A piece of advice as a sentence in the reader's language."""
    subject, told = advice.subject, _SENTENCES[advice.kind]
    if advice.kind == "without-filter":
        told = _WITHOUT.get(subject, told)
        subject = _filter(subject, language, label)
    number = advice.count or 0
    hits = plural(language, "{n} hit", "{n} hits", number).format(n=number)
    return translator(language)(told).format(subject=subject, hits=hits)


def _filter(subject: str, language: str, label: Label) -> str:
    """A filter, named by facet and value, in words."""
    facet, _, value = subject.partition(":")
    return f"{facet_title(facet, language)}: {label(facet, value)}"


def entry_named(table: Thesaurus | Gazetteer, name: str) -> str | None:
    """The id of the entry that has this id or label, in any language."""
    if name in table:
        return name
    sought = name.casefold()
    for id, entry in table.by_id.items():
        if sought in (label.casefold() for label in entry.label.values()):
            return id
    return None
