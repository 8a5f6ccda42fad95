"""The gap list: what is searched for in vain, words of the same stems joined."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session as Transaction

from hub.database import Database
from hub.errors import NotFound
from hub.figures.recording import ways_of
from hub.figures.tables import GapRow
from hub.language import analyze

NO_GAP = "There is no such gap in the list. Load the page again."


class GapState(StrEnum):
    """What became of a gap."""

    OPEN = "open"
    DONE = "done"  #: something was added, or a word was put into the thesaurus
    FOREIGN = "foreign"  #: the hub is not about that


@dataclass(frozen=True)
class Way:
    """A way out that was offered."""

    kind: str  #: as in ``hub.model.Advice``
    subject: str
    offered: int
    taken: int  #: so often somebody took it and found something


@dataclass(frozen=True)
class Gap:
    """Words that find nothing, in all the spellings that were tried."""

    key: str  #: of the most frequent spelling
    words: str
    spellings: tuple[str, ...]  #: others with the same stems
    filters: dict[str, list[str]]
    partial: bool  #: something is found, but nothing with all words
    times: int
    first: str  #: month, such as 2026-03
    last: str
    state: GapState
    ways: tuple[Way, ...]

    @property
    def taken(self) -> int:
        """So often a way out led to hits."""
        return sum(way.taken for way in self.ways)


class Gaps:
    """The list, and what editors do with it."""

    def __init__(self, database: Database, language: str) -> None:
        self._database = database
        self._language = language

    def list(self, state: GapState = GapState.OPEN) -> tuple[Gap, ...]:
        """The gaps in that state, the most frequent and latest first."""
        with self._database.read() as session:
            found = list(session.scalars(select(GapRow).where(GapRow.state == state.value)))
            ways = {row.key: _ways(session, row.key) for row in found}
        groups: dict[tuple[object, str], list[GapRow]] = {}
        for row in found:
            groups.setdefault((self._stems(row.words), row.filters), []).append(row)
        gaps = [_gap(rows, ways) for rows in groups.values()]
        return tuple(sorted(gaps, key=lambda gap: (-gap.times, _backwards(gap.last), gap.words)))

    def set(self, key: str, state: GapState) -> GapState:
        """Set the state of a gap with all its spellings; the state before. Raises NotFound."""
        with self._database.write() as session:
            row = session.get(GapRow, key)
            if row is None:
                raise NotFound(NO_GAP)
            before, stems = GapState(row.state), self._stems(row.words)
            same = select(GapRow).where(GapRow.filters == row.filters, GapRow.state == row.state)
            keys = [r.key for r in session.scalars(same) if self._stems(r.words) == stems]
            session.execute(update(GapRow).where(GapRow.key.in_(keys)).values(state=state.value))
        return before

    def _stems(self, words: str) -> frozenset[tuple[str, ...]]:
        return frozenset(token.word.stems for token in analyze(words, self._language))


def _ways(session: Transaction, key: str) -> list[Way]:
    return [Way(w.kind, w.subject, w.offered, w.taken) for w in ways_of(session, key)]


def _gap(rows: Sequence[GapRow], ways: dict[str, list[Way]]) -> Gap:
    rows = sorted(rows, key=lambda row: (-row.times, row.words))
    first = rows[0]
    return Gap(
        key=first.key,
        words=first.words,
        spellings=tuple(row.words for row in rows[1:]),
        filters=json.loads(first.filters),
        partial=all(row.partial for row in rows),
        times=sum(row.times for row in rows),
        first=min(row.first for row in rows),
        last=max(row.last for row in rows),
        state=GapState(first.state),
        ways=_joined(way for row in rows for way in ways[row.key]),
    )


def _joined(ways: Iterable[Way]) -> tuple[Way, ...]:
    sums: dict[tuple[str, str], Way] = {}
    for way in ways:
        old = sums.get((way.kind, way.subject))
        taken, offered = (old.taken, old.offered) if old else (0, 0)
        sums[way.kind, way.subject] = Way(
            way.kind, way.subject, offered + way.offered, taken + way.taken
        )
    return tuple(sorted(sums.values(), key=lambda way: (-way.taken, -way.offered)))


def _backwards(month: str) -> int:
    return -int(month.replace("-", ""))
