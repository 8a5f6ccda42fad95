"""A document as a hit: its record, clipped to what the person may see, with snippets."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from hub.index.generation import Generation, Mask
from hub.index.searching import Found
from hub.index.snippets import (
    marks,
    positions_in_body,
    positions_in_title,
    reasons,
    snippet,
)
from hub.model import Access, Hit, ResourceType

#: How much a shared value of a facet says about likeness, times its rarity.
_SHARED = {"tag": 1.0, "place": 0.5, "target_group": 0.4, "collection": 0.6, "type": 0.1}


def hit(doc: int, found: Found, access: Access, generation: Generation) -> Hit:
    """A hit with title marks, snippet and the reasons it was found."""
    record = generation.records[doc]
    title = positions_in_title(record["title"], record["language"])
    body = generation.body(doc)
    positions = positions_in_body(found.units, doc, generation)
    best = snippet(body, marks(found.units, positions, body), found.units)
    return replace(
        _hit(doc, access, generation, float(found.scores[doc])),
        snippets=(best,) if best else (),
        title_spans=tuple((m.start, m.end) for m in marks(found.units, *title)),
        why=reasons(found.units, doc, generation, (title, (positions, body))),
    )


def _hit(doc: int, access: Access, generation: Generation, score: float) -> Hit:
    record = generation.records[doc]
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
    )


def is_like(
    doc: int, seen: Mask, access: Access, generation: Generation, limit: int
) -> Sequence[Hit]:
    """The visible documents that share the most and rarest facet values with this one."""
    scores = np.zeros(generation.size, np.float64)
    for facet, weight in _SHARED.items():
        column = generation.facets[facet]
        allowed = generation.records[doc]["facets"][facet]
        if facet == "collection":
            allowed = list(access.visible(allowed))
        for value in allowed:
            mask = column.mask((value,), generation.size)
            scores += mask * weight * np.log1p(generation.count / max(1, int(mask.sum())))
    scores[~seen] = 0
    scores[doc] = 0
    best = np.lexsort((generation.by_date, -scores))[:limit].tolist()
    return tuple(_hit(n, access, generation, float(scores[n])) for n in best if scores[n] > 0)
