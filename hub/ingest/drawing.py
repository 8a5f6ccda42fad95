"""From what was gathered about a thing to a proposal: enrich, draft, compare."""

import datetime as dt
import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from hub.ingest.compare import Comparer
from hub.ingest.enrich import Enricher
from hub.ingest.gather import Gathered
from hub.ingest.identity import believed_canonical, clean
from hub.ingest.model import Extracted, Fact, Facts, Item, Proposal
from hub.ingest.options import Options
from hub.ingest.propose import Drafter
from hub.ingest.rules import judge

_MOST_FACTS = 200  #: that a proposal keeps
_LONGEST_FACT = 5_000
#: Signs that no file can hold: control signs, halves of signs, and those that are none.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Drawn:
    """A proposal, or why a rule of its source refuses it."""

    proposal: Proposal
    reject: str | None = None


class Drawing:
    """The steps between fetching and saving, for one state of the catalogue."""

    def __init__(self, enricher: Enricher, drafter: Drafter, comparer: Comparer) -> None:
        self._enricher = enricher
        self._drafter = drafter
        self._comparer = comparer

    def draw(self, found: Gathered, now: dt.datetime, taken: Container[str]) -> Drawn:
        """The proposal that a gathered item makes."""
        item, extracted = found.named, found.extracted or Extracted()
        if not isinstance(item, Item):
            raise TypeError("only items become proposals")
        text = _clean(extracted.text)
        address = _address(found)
        facts = item.facts.with_more(_options(item, found.options)).with_more(extracted.facts)
        ruling = judge(found.options.rules, facts, address)
        own = [Fact("collections", c, "rule") for c in ruling.collections]
        facts = Facts(tuple(own)).with_more(ruling.facts()).with_more(facts)
        facts = self._enricher.enrich(_short(_named(facts, item)), text, address)
        draft = self._drafter.draft(facts, address, taken, now)
        addresses = tuple(_addresses(found))
        twins = self._comparer.twins(draft.resource, found.digest, text, addresses)
        fetched = found.fetched
        proposal = Proposal(
            id=draft.resource.id,
            resource=draft.resource,
            facts=draft.facts,
            when=now,
            source=item.source,
            key=item.key,
            text=text,
            twins=twins,
            remarks=(*extracted.remarks, *draft.remarks),
            assumed=draft.assumed,
            content=found.digest,
            media_type=fetched.media_type if fetched else "",
            etag=fetched.etag if fetched else None,
            last_modified=fetched.last_modified if fetched else None,
            addresses=addresses,
        )
        return Drawn(proposal, ruling.reject)


def _options(item: Item, options: Options) -> Iterator[Fact]:
    """What holds for everything of this source or run."""
    for collection in dict.fromkeys((*item.collections, *options.collections)):
        yield Fact("collections", collection, "source")
    if options.type:
        yield Fact("type", options.type, "option")
    for tag in options.tags:
        yield Fact("tags", tag, "option")


def _named(facts: Facts, item: Item) -> Facts:
    """A file without a title has its name, as a suggestion."""
    if facts.first("title") or not item.name:
        return facts
    return facts.with_more([Fact("title", item.name.rpartition(".")[0] or item.name, "name", 0.3)])


def _short(facts: Facts) -> Facts:
    kept = facts.all[:_MOST_FACTS]
    return Facts(tuple(f.valued(_clean(f.value)[:_LONGEST_FACT]) for f in kept))


def _clean(text: str) -> str:
    """Without signs that no file can hold."""
    return _UNFIT.sub("", text)


def _address(found: Gathered) -> str | None:
    """The address to keep: as the page itself names it, or where it has moved for good."""
    item, fetched = found.named, found.fetched
    if not isinstance(item, Item) or not item.address:
        return None
    if fetched is None or not fetched.address or found.extracted is None:
        return clean(item.address)
    if item.complete or item.content is not None:
        return clean(item.address)
    named = found.extracted.facts.first("canonical")
    canonical = believed_canonical(fetched, named.value if named else None)
    return canonical or clean(fetched.moved_for_good or item.address)


def _addresses(found: Gathered) -> Iterable[str]:
    """All addresses that led here."""
    item, fetched = found.named, found.fetched
    if not isinstance(item, Item):
        return ()
    given = (item.address, fetched.address if fetched else None, fetched.final if fetched else None)
    return dict.fromkeys(clean(a) for a in given if a and a.startswith("http"))
