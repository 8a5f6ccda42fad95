"""Sources: what a page, feed, sitemap, repository or folder names, as items for the pipeline.

``SOURCES`` is the table: a further kind is one function in one file and one line here, beside its
keys in ``spec.py``.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from hub.ingest.model import Fact, Fetched, Item, Rejected
from hub.ingest.sources import feed, folder, links, oai, page, sitemap
from hub.ingest.sources.spec import SourceSpec, source_specs

#: What the pipeline gives a source to reach the network with. Raises IngestError.
Fetch = Callable[[str], Fetched]
Named = Iterator[Item | Rejected]

SOURCES: Mapping[str, Callable[[SourceSpec, Fetch, dt.datetime | None], Named]] = {
    "page": page.read,
    "feed": feed.read,
    "sitemap": sitemap.read,
    "links": links.read,
    "oai": oai.read,
    "folder": folder.read,
}


def read_source(spec: SourceSpec, fetch: Fetch, since: dt.datetime | None = None) -> Named:
    """Everything the source names now, with what its entry in ``collection.yaml`` adds.

    ``since`` is the moment at which the last run of this source ended without a failure: kinds
    that can, ask only for what changed. Raises IngestError where the source as a whole fails.
    """
    taken = 0
    for named in SOURCES[spec.kind](spec, fetch, since):
        if isinstance(named, Item):
            if spec.limit is not None and taken >= spec.limit:
                return
            taken += 1
            named = _with_additions(named, spec)
        yield named


def _with_additions(item: Item, spec: SourceSpec) -> Item:
    """What the thing says of itself comes first; tags are for all."""
    facts = [Fact("tags", tag, "source") for tag in spec.tags]
    facts += [
        Fact(name, value, "source")
        for name in ("type", "language", "publisher")
        if (value := getattr(spec, name))
    ]
    collections = tuple(dict.fromkeys((*item.collections, spec.collection)))
    return replace(item, facts=item.facts.with_more(facts), collections=collections)


__all__ = ["SOURCES", "Fetch", "Named", "SourceSpec", "read_source", "source_specs"]
