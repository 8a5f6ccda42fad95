"""A document as a hit: its record, clipped to what the person may see, with snippets."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from hub.index.generation import Generation
from hub.index.marking import Marking
from hub.index.searching import Found
from hub.index.segments import Mask
from hub.index.snippets import Window, snippet, windows
from hub.index.standing import BODY, TITLE
from hub.index.texts import reading
from hub.model import Access, Hit, ResourceType, Why

#: How much a shared value of a facet says about likeness, times its rarity.
_SHARED = {"tag": 1.0, "place": 0.5, "target_group": 0.4, "collection": 0.6, "type": 0.1}


def hits(
    docs: Sequence[int], found: Found, access: Access, generation: Generation
) -> tuple[Hit, ...]:
    """Hits with title marks, snippets and the reasons they were found."""
    if found.address:
        why = (Why(found.address, "address", found.address),)
        return tuple(
            _hit(doc, access, generation, float(found.scores[doc]), why=why) for doc in docs
        )
    terms = {term for unit in found.units for cause in unit.causes for term in cause.terms}
    marking = Marking(found.units, generation.stand(terms, docs))
    best = windows(marking.marks, found.units)
    return tuple(
        _hit(
            doc,
            access,
            generation,
            float(found.scores[doc]),
            **_words(number, doc, marking, best.get(2 * number), generation),
        )
        for number, doc in enumerate(docs)
    )


def _words(
    number: int, doc: int, marking: Marking, window: Window | None, generation: Generation
) -> dict[str, Any]:
    """What a hit says about the words of the query."""
    record = generation.record(doc)
    title, body, marks = record["title"], reading(generation.body(doc)), marking.marks
    best = snippet(body, window, marks, marks.of(number, BODY))
    return {
        "snippets": (best,) if best else (),
        "title_spans": marks.spans(marks.of(number, TITLE), 0, len(title)),
        "why": marking.reasons(number, record["facets"]["tag"], (title, body)),
    }


def _hit(doc: int, access: Access, generation: Generation, score: float, **words: Any) -> Hit:
    record = generation.record(doc)
    return Hit(
        id=record["id"],
        title=record["title"],
        score=round(score, 4),
        type=ResourceType(record["facets"]["type"][0]),
        collections=tuple(access.visible(record["facets"]["collection"])),
        url=record["url"],
        language=next(iter(record["facets"]["language"]), None),
        date=record["date"],
        publisher=record["publisher"],
        **words,
    )


def is_like(
    doc: int, seen: Mask, access: Access, generation: Generation, limit: int
) -> Sequence[Hit]:
    """The visible documents that share the most and rarest facet values with this one."""
    scores = np.zeros(generation.size, np.float64)
    for facet, weight in _SHARED.items():
        column = generation.facets[facet]
        allowed = generation.record(doc)["facets"][facet]
        if facet == "collection":
            allowed = list(access.visible(allowed))
        for value in allowed:
            mask = column.mask((value,), generation.size)
            scores += mask * weight * np.log1p(generation.count / max(1, int(mask.sum())))
    scores[~seen] = 0
    scores[doc] = 0
    best = np.lexsort((generation.by_date, -scores))[:limit].tolist()
    return tuple(_hit(n, access, generation, float(scores[n])) for n in best if scores[n] > 0)
