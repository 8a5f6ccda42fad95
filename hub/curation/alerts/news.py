"""What an alert has to tell now, decided from plain values: no clock, no disk, no engine (R8)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hub.curation.identity import Identities
from hub.model import Resource


@dataclass(frozen=True)
class News:
    """What is new in a search, and what more the told ones are known by since they were told."""

    new: tuple[str, ...]  #: ids
    learned: tuple[tuple[str, int | None], ...]  #: keys, each with the letter that told of it


NOTHING_NEW = News((), ())


def news(
    found: Iterable[str],
    resources: Mapping[str, Resource],
    told: Mapping[str, int | None],
    identities: Identities,
) -> News:
    """``told`` are the keys of what was told, with the letters that did.

    What was edited since is known by what it is now, too: imported again under another id later, it
    comes as it was last.
    """
    new: list[str] = []
    learned: dict[str, int | None] = {}
    for id in found:
        keys = identities.telling(resources[id]) if id in resources else (id,)
        by = next((key for key in keys if key in told), None)
        if by is None:
            new.append(id)
        else:
            learned |= {key: told[by] for key in keys if key not in told}
    return News(tuple(new), tuple(learned.items()))
