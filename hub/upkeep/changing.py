"""Single changes of a resource: each a function from a resource to a resource. No I/O."""

import datetime as dt
from collections.abc import Mapping

from hub.model import Resource, Status
from hub.upkeep.model import UpkeepError

_NOWHERE = "There is no resource '{id}' to take its place. Choose one."


def reviewed(resource: Resource, today: dt.date) -> Resource:
    """An editor has looked at it today and found it still right."""
    return resource.model_copy(update={"reviewed": today.isoformat()})


def with_status(resource: Resource, status: Status, now: dt.datetime) -> Resource:
    """Published, withdrawn or back to a draft."""
    if resource.status is status:
        return resource
    return touched(resource.model_copy(update={"status": status}), now)


def superseded(
    resource: Resource, successor: str, resources: Mapping[str, Resource], now: dt.datetime
) -> Resource:
    """The resource with its successor. Raises UpkeepError where that cannot be."""
    check_successor(resource.id, successor, resources)
    if resource.superseded_by == successor:
        return resource
    return touched(resource.model_copy(update={"superseded_by": successor}), now)


def check_successor(id: str, successor: str, resources: Mapping[str, Resource]) -> None:
    """Raises UpkeepError for a successor that is none: itself, withdrawn, or one in a circle."""
    if successor == id:
        raise UpkeepError("A resource cannot take its own place. Choose another one.")
    new = resources.get(successor)
    if new is None:
        raise UpkeepError(
            "There is no resource '{id}' to take its place. Choose one.", id=successor
        )
    if new.status is not Status.PUBLISHED:
        raise UpkeepError(
            "'{title}' is not published, so readers would be led nowhere. Publish it first, or "
            "choose another one.",
            title=new.title,
        )
    if id in _line(new, resources):
        raise UpkeepError(
            "'{title}' itself is replaced by this resource: readers would be led in a circle. "
            "Choose another one, or empty its successor first.",
            title=new.title,
        )


def _line(resource: Resource, resources: Mapping[str, Resource]) -> list[str]:
    """The ids of all that took the place of a resource, one after the other."""
    line: list[str] = []
    step: Resource | None = resource
    while step and step.superseded_by and step.superseded_by not in line:
        line.append(step.superseded_by)
        step = resources.get(step.superseded_by)
    return line


def touched(resource: Resource, now: dt.datetime) -> Resource:
    """The resource as changed at this moment."""
    return resource.model_copy(update={"updated": now.replace(microsecond=0)})
