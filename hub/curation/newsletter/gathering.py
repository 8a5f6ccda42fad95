"""What is new for an issue (R8), decided from plain values: no clock, no disk, no engine.

A newsletter remembers which resources it has *known*: those that were in the hub when a sent issue
was gathered. New is what is published now and was not known then, whatever date its file bears: a
late, re-published or re-imported resource is new once, and an edited one is not new again; what is
imported again under another id is known by its page or its text (`identity.py`). The very first
issue has nothing known and goes by the date a resource entered the hub.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hub.curation.identity import Identities, keys_of
from hub.curation.newsletter.copying import copied
from hub.model import Resource
from hub.model.newsletter import Entry, Issue, IssueSection, LeftOut, Newsletter


@dataclass(frozen=True)
class Sent:
    """That a resource went out, and in which issue."""

    number: int
    when: dt.datetime


@dataclass(frozen=True)
class Memory:
    """What a newsletter remembers of its sent issues."""

    #: keys of what was in the hub when sent issues were gathered; None before the first one
    known: Collection[str] | None = None
    sent: Mapping[str, Sent] = field(default_factory=dict)  #: by key
    last: int = 0  #: the highest number so far, drafts included

    def where_sent(self, keys: Iterable[str]) -> Sent | None:
        """The first issue that any of these keys went out in."""
        found = [sent for key in keys if (sent := self.sent.get(key))]
        return min(found, key=lambda sent: sent.number, default=None)


@dataclass(frozen=True)
class Offer:
    """A section of the template with the resources that its searches find now, best first."""

    section: str
    resources: Sequence[Resource]


def gather(
    newsletter: Newsletter,
    offers: Iterable[Offer],
    everything: Collection[Resource],
    memory: Memory,
    *,
    since: dt.datetime,
    now: dt.datetime,
) -> Issue:
    """The draft of the next issue.

    ``everything`` are the published resources that readers of the newsletter may see. ``since``
    counts only for the first issue of a newsletter: what entered the hub before is no news.
    """
    identities = Identities(everything)
    new = _new(everything, memory, since, identities)
    placed: set[str] = set()
    left: dict[str, LeftOut] = {}
    offered = {offer.section: offer.resources for offer in offers}
    sections = []
    for section in newsletter.sections:
        entries = []
        for resource in offered.get(section.id, ()):
            if sent := memory.where_sent(identities.telling(resource)):
                left[resource.id] = LeftOut(
                    resource=resource.id, title=resource.title, number=sent.number, sent=sent.when
                )
            elif resource.id in new and resource.id not in placed:
                placed.add(resource.id)
                entries.append(copied(resource, newsletter.language))
        title = section.title.get(newsletter.language) or next(iter(section.title.values()))
        sections.append(IssueSection(id=section.id, title=title, entries=tuple(entries)))
    number = memory.last + 1
    return Issue(
        newsletter=newsletter.id,
        number=number,
        title=newsletter.title.get(newsletter.language) or next(iter(newsletter.title.values())),
        language=newsletter.language,
        introduction=newsletter.introduction,
        closing=newsletter.closing,
        imprint=newsletter.imprint,
        sections=tuple(sections),
        gathered=now,
        entered=tuple(sorted(_all_keys(everything, memory))),
        left_out=tuple(left.values()),
    )


def gather_more(issue: Issue, fresh: Issue) -> tuple[Issue, tuple[Entry, ...]]:
    """The issue with what a later gathering found beyond it, and those entries.

    Nothing that stands in the issue is touched; additions come last in their section. What stands
    in it and came back under another id is there already.
    """
    there = {entry.resource for entry in issue.entries() if entry.resource}
    found = {entry.resource for entry in fresh.entries()}
    known = {key for e in issue.entries() if e.resource not in found for key in e.known_by}
    added: list[Entry] = []
    sections = []
    more = {section.id: section.entries for section in fresh.sections}
    for section in issue.sections:
        new = tuple(
            entry
            for entry in more.get(section.id, ())
            if entry.resource not in there and known.isdisjoint(entry.known_by)
        )
        added.extend(new)
        sections.append(section.model_copy(update={"entries": (*section.entries, *new)}))
    entered = tuple(sorted({*issue.entered, *fresh.entered}))
    changed = {"sections": tuple(sections), "entered": entered, "gathered": fresh.gathered}
    return issue.model_copy(update=changed), tuple(added)


def _new(
    everything: Iterable[Resource], memory: Memory, since: dt.datetime, identities: Identities
) -> frozenset[str]:
    return frozenset(
        resource.id
        for resource in everything
        if (
            resource.added is not None and resource.added >= since
            if memory.known is None
            else not identities.known(resource, memory.known)
        )
    )


def _all_keys(everything: Iterable[Resource], memory: Memory) -> frozenset[str]:
    keys = {key for resource in everything for key in keys_of(resource)}
    return frozenset(keys.difference(memory.known or ()))
