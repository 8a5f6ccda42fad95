"""One page of results: hits, facets, corrections and advice, put together."""

from typing import Any

import numpy as np

from hub.index.advising import advise, corrected
from hub.index.generation import Generation
from hub.index.hits import hits
from hub.index.searching import facets, find, offers, ordered
from hub.index.tables import Tables
from hub.model import Access, Query, Results

#: What parts of a page take in memory, about, in bytes.
_PAGE, _HIT, _VALUE = 4000, 3000, 200


def page(query: Query, access: Access, generation: Generation, tables: Tables) -> Results:
    """The page of hits that a query asks for."""
    found = find(query, access, generation, tables)
    end = query.offset + query.limit
    docs = ordered(found, query.sort, generation, end)[query.offset : end].tolist()
    mask = found.mask
    total = int(np.count_nonzero(mask))
    return Results(
        query=query,
        total=total,
        complete=int(np.count_nonzero(found.full & mask)),
        hits=hits(docs, found, access, generation),
        facets=facets(found, query, access, generation),
        corrected=corrected(found.corrections, query.text),
        advice=advise(
            query,
            found,
            offers(found, access, generation),
            total,
            lambda other: int(np.count_nonzero(find(other, access, generation, tables).mask)),
        ),
    )


def as_key(query: Query) -> tuple[Any, ...]:
    """All that a query asks for, to be compared; two queries with the same key are the same."""
    filters = query.filters
    return (
        query.text,
        query.sort,
        query.offset,
        query.limit,
        query.synonyms,
        filters.year_from,
        filters.year_to,
        *((facet, tuple(values)) for facet, values in filters.values.items()),
    )


def sized(results: Results) -> tuple[Results, int]:
    """A page with what it takes in memory, in bytes."""
    values = sum(len(facet.values) for facet in results.facets)
    return results, _PAGE + _HIT * len(results.hits) + _VALUE * values
