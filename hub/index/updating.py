"""Bring an index up to date with the documents: decide in pure code, then apply."""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from hub.index.port import Engine
from hub.model import Change, Document, IndexInfo, Problem, Removal


@dataclass(frozen=True)
class IndexReport:
    """What an update did. ``failed`` names the files that were set aside."""

    resources: int  #: in the index now
    added: int
    changed: int
    removed: int
    failed: tuple[Problem, ...]
    seconds: float
    rebuilt: str = (
        ""  #: why the whole index was built anew: asked | missing | damaged | version | words
    )


@dataclass(frozen=True)
class Plan:
    """The changes that make an index agree with the documents."""

    added: tuple[Document, ...]
    changed: tuple[Document, ...]
    removed: tuple[Removal, ...]

    def __iter__(self) -> Iterator[Change]:
        yield from self.added
        yield from self.changed
        yield from self.removed

    def __len__(self) -> int:
        return len(self.added) + len(self.changed) + len(self.removed)


def compare(held: Mapping[str, str], wanted: Iterable[Document]) -> Plan:
    """What differs between the hashes an index holds and the documents it should hold."""
    documents = {document.resource.id: document for document in wanted}
    return Plan(
        added=tuple(d for id, d in documents.items() if id not in held),
        changed=tuple(d for id, d in documents.items() if id in held and held[id] != d.hash),
        removed=tuple(Removal(id) for id in held if id not in documents),
    )


def update(
    engine: Engine,
    documents: Iterable[Document],
    problems: Iterable[Problem],
    *,
    rebuild: bool = False,
) -> IndexReport:
    """Apply what changed, or build the index anew where it is asked for or cannot be used."""
    start = time.perf_counter()
    info = engine.info()
    reason = "asked" if rebuild else info.unusable or ("words" if info.outdated else "")
    plan = compare({} if reason else info.hashes, documents)
    if reason:
        engine.rebuild(plan)
    elif len(plan):
        engine.apply(plan)
    return IndexReport(
        resources=_size(info, plan, reason),
        added=len(plan.added),
        changed=len(plan.changed),
        removed=len(plan.removed),
        failed=tuple(p for p in problems if p.fatal),
        seconds=round(time.perf_counter() - start, 3),
        rebuilt=reason,
    )


def _size(info: IndexInfo, plan: Plan, reason: str) -> int:
    before = 0 if reason else len(info.hashes)
    return before + len(plan.added) - len(plan.removed)
