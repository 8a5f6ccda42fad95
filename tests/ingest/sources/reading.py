"""What a source of a collection gives, read over a real connection."""

import datetime as dt
from typing import Any

from hub.ingest.model import Item, Rejected
from hub.ingest.sources import read_source, source_specs
from hub.model import Collection
from tests.ingest.serving import fetch


def spec(**data: Any) -> Any:
    """The one source of a collection; its complaint is raised."""
    specs, wrong = specs_of(data)
    if wrong:
        raise wrong[0]
    return specs[0]


def specs_of(*sources: dict[str, Any]) -> Any:
    return source_specs(Collection(id="nachtleben", title={"de": "Nacht"}, sources=sources))


def read(since: dt.datetime | None = None, **data: Any) -> list[Item | Rejected]:
    return list(read_source(spec(**data), fetch, since))


def items(**data: Any) -> list[Item]:
    return [named for named in read(**data) if isinstance(named, Item)]


def values(item: Item | Rejected, field: str) -> list[str]:
    assert isinstance(item, Item)
    return [fact.value for fact in item.facts.every(field)]
