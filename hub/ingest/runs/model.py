"""What a run reports: counts, and a row for each thing that came in."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hub.ingest.model import Outcome


class RunState(StrEnum):
    """How far a run is."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"  #: ended before its end: by Ctrl-C, or by a crash


@dataclass(frozen=True)
class Row:
    """What became of one thing. ``message`` with ``values`` in its gaps says why."""

    number: int  #: from 1, in the order in which they were done
    source: str
    key: str  #: what tells it from the source's other things
    address: str
    title: str
    outcome: Outcome
    message: str = ""
    values: Mapping[str, object] = field(default_factory=dict, hash=False)
    resource: str = ""  #: id of the resource or proposal that it became or belongs to

    def text(self, translate: Callable[[str], str]) -> str:
        """The reason in the language that ``translate`` speaks."""
        return translate(self.message).format(**self.values) if self.message else ""

    @property
    def reason(self) -> str:
        """The reason in English."""
        return self.text(str)


@dataclass(frozen=True)
class RunReport:
    """A run as it stands in the database. Its rows are read when asked for."""

    id: int
    name: str  #: what was run, such as the names of the sources
    started: dt.datetime
    ended: dt.datetime | None
    state: RunState
    counts: Mapping[Outcome, int]
    dry: bool = False  #: nothing was changed
    account: int | None = None  #: who started it; None: somebody on the command line
    read_rows: Callable[[int, tuple[Outcome, ...]], Iterator[Row]] = field(
        default=lambda _id, _outcomes: iter(()), repr=False, compare=False
    )

    def rows(self, *outcomes: Outcome) -> Iterator[Row]:
        """The rows, or those with one of these outcomes, never all in memory at once."""
        return self.read_rows(self.id, outcomes)

    @property
    def total(self) -> int:
        """How many things came in."""
        return sum(self.counts.values())

    @property
    def ok(self) -> bool:
        """Whether it went to its end without a failure."""
        return self.state is RunState.DONE and not self.counts[Outcome.FAILED]
