"""What two editors made of one resource, joined field by field. No I/O."""

from dataclasses import dataclass

from hub.model import Resource

#: Set by every change, so they say nothing about who wanted what.
_OF_ITSELF = frozenset({"updated"})
FIELDS = tuple(name for name in Resource.model_fields if name not in _OF_ITSELF)


@dataclass(frozen=True)
class Joined:
    """Both versions in one, and where they could not agree."""

    resource: Resource  #: mine where I changed something, theirs everywhere else
    taken: tuple[str, ...]  #: fields that only the other one changed
    clashes: tuple[str, ...]  #: fields that both changed, or that cannot be told: mine stands


def join(base: Resource | None, mine: Resource, theirs: Resource) -> Joined:
    """``base`` is what both began with; None where nobody knows: then all differences clash."""
    differing = [f for f in FIELDS if getattr(mine, f) != getattr(theirs, f)]
    if base is None:
        return Joined(mine, (), tuple(differing))
    taken = [f for f in differing if getattr(mine, f) == getattr(base, f)]
    clashes = [f for f in differing if f not in taken and getattr(theirs, f) != getattr(base, f)]
    update = {field: getattr(theirs, field) for field in taken}
    return Joined(mine.model_copy(update=update), tuple(taken), tuple(clashes))
