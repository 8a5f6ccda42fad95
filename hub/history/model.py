"""What the history tells: who changed what, when, and which values differ."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Doer:
    """Who changed something; nobody named is the command line, or a hand in the files."""

    account: int | None = None
    name: str = ""  #: as it was then


@dataclass(frozen=True)
class What:
    """What was done: a key of ``KINDS``, and the values for the gaps of its sentence."""

    kind: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """One change of the catalogue: all files that belong together."""

    id: int
    at: dt.datetime  #: aware, UTC
    by: Doer
    what: What
    paths: tuple[str, ...]  #: relative to the catalogue folder; the first hundred of them
    undoes: int | None = None  #: the change that this one takes back
    undone_by: int | None = None  #: the change that takes this one back, if it still does
    files: int = 0  #: how many files in all
    done: bool = True  #: False while it is being written


#: A value as people read it: a text, or the members of a list.
Value = str | tuple[str, ...] | None


@dataclass(frozen=True)
class FieldChange:
    """One value before and after a change; None where there was or is none."""

    field: str  #: the key, parts of it behind a dot: ``event.start``; "" for a whole file
    old: Value
    new: Value
    row: str = ""  #: the id of the entry in a table; "" elsewhere


@dataclass(frozen=True)
class State:
    """How a resource stood after a change."""

    change: Change
    path: str
    content: bytes | None  #: of its file; None where it was removed
    now: bool = False  #: whether it stands like this today
