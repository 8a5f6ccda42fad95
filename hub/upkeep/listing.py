"""The work list: which resources an editor should look at, and why. Decided without I/O."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from hub.catalogue.names import NameTable, concept_names, place_names
from hub.model import Access, Catalogue, EvidenceStep, Resource, last_day
from hub.upkeep.model import Entry, Kind, Known, Reason, WorkList
from hub.upkeep.rhythm import Rhythm, is_current, last_look

_ORDER = {kind: number for number, kind in enumerate(Kind)}
_LONG_AGO = dt.date.min


class Listing:
    """Finds the reasons in one state of the catalogue, on one day, for one person."""

    def __init__(
        self, catalogue: Catalogue, access: Access, known: Known, rhythm: Rhythm, today: dt.date
    ) -> None:
        self._catalogue = catalogue
        self._access = access
        self._known = known
        self._rhythm = rhythm
        self._today = today
        self._words: dict[str, bool] = {}
        self._tables: tuple[NameTable, ...] = (
            concept_names(catalogue.thesaurus.by_id.values(), catalogue.renamed),
            place_names(catalogue.gazetteer.by_id.values(), catalogue.renamed),
        )

    def entries(self) -> list[Entry]:
        """Every published resource with a reason, what matters most first."""
        found = [
            Entry(resource, reasons)
            for resource in self._catalogue.resources.values()
            if is_current(resource)
            and self._access.sees(resource)
            and (reasons := tuple(self.reasons(resource)))
        ]
        return sorted(found, key=_urgency)

    def reasons(self, resource: Resource) -> Iterator[Reason]:
        """Why to look at a resource, in the order of ``Kind``."""
        yield from self._dead(resource)
        yield from self._over(resource)
        yield from self._twins(resource)
        due = self._rhythm.due(resource)
        if due is not None and due <= self._today:
            yield Reason(Kind.DUE, last_look(resource))
        added = resource.added.date() if resource.added else None
        if _unassessed(resource):
            yield Reason(Kind.UNASSESSED, added)
        if not resource.when and not (resource.funding and resource.funding.deadline):
            yield Reason(Kind.NO_DATE, added)
        if not resource.summary:
            yield Reason(Kind.NO_SUMMARY, added)
        words = tuple(w for w in resource.keywords if not self._is_known(w))
        if words:
            yield Reason(Kind.KEYWORD, added, words)

    def _is_known(self, word: str) -> bool:
        """Whether a table has the word. The same words come again and again."""
        if word not in self._words:
            self._words[word] = any(table.find(word) for table in self._tables)
        return self._words[word]

    def _dead(self, resource: Resource) -> Iterator[Reason]:
        since = self._known.dead.get(resource.url or "")
        if since is not None:
            yield Reason(Kind.DEAD, since)

    def _over(self, resource: Resource) -> Iterator[Reason]:
        """A call or an event that is over, unless an editor has looked at it since."""
        deadline = resource.funding and resource.funding.deadline
        event = resource.event
        ends = event and (event.end or event.start)
        for kind, date in ((Kind.EXPIRED, deadline), (Kind.PAST, ends)):
            if date and last_day(date) < self._today:
                since = last_day(date) + dt.timedelta(days=1)
                if not _looked(resource, since):
                    yield Reason(kind, since)

    def _twins(self, resource: Resource) -> Iterator[Reason]:
        """What it may be the same as, unless an editor has looked since both are here."""
        resources = self._catalogue.resources
        twins = [resources[id] for id in self._known.twins.get(resource.id, ()) if id in resources]
        doubtful = [
            twin
            for twin in twins
            if is_current(twin)
            and self._access.sees(twin)
            and not any(_looked(one, _both_here(resource, twin)) for one in (resource, twin))
        ]
        if doubtful:
            since = min(_both_here(resource, twin) for twin in doubtful)
            yield Reason(Kind.TWIN, since, tuple(twin.id for twin in doubtful))


def select(
    entries: Sequence[Entry], kind: Kind | None = None, collection: str | None = None
) -> WorkList:
    """The entries of one kind and one collection, with the counts of all kinds there."""
    there = [e for e in entries if collection is None or collection in e.resource.collections]
    counted = Counter(reason.kind for entry in there for reason in entry.reasons)
    counts = {kind: counted[kind] for kind in Kind}
    chosen: Iterable[Entry] = there
    if kind is not None:
        chosen = sorted((e for e in there if e.has(kind)), key=lambda entry: _age(entry, kind))
    return WorkList(tuple(chosen), counts, len(there))


def _unassessed(resource: Resource) -> bool:
    """A method nobody has looked up. "Not assessed" with a source says that somebody did."""
    if resource.evidence_step is not EvidenceStep.NOT_ASSESSED:
        return False
    return not (resource.evidence and resource.evidence.source)


def _both_here(one: Resource, other: Resource) -> dt.date:
    days = [resource.added.date() for resource in (one, other) if resource.added]
    return max(days, default=_LONG_AGO)


def _looked(resource: Resource, since: dt.date) -> bool:
    return bool(resource.reviewed) and last_day(resource.reviewed or "") >= since


def _urgency(entry: Entry) -> tuple[int, dt.date, str]:
    first = entry.reasons[0]
    return _ORDER[first.kind], first.since or _LONG_AGO, entry.resource.title.casefold()


def _age(entry: Entry, kind: Kind) -> tuple[dt.date, str]:
    since = next(reason.since for reason in entry.reasons if reason.kind is kind)
    return since or _LONG_AGO, entry.resource.title.casefold()
