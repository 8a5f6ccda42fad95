"""The pipeline: gathered things are enriched, compared, then proposed or saved, one by one.

Files are written first, the database follows in small batches. Whatever a kill leaves between
the two is recognised by the next run: nothing comes in twice, nothing is lost.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from hub.errors import HubError
from hub.ingest.book import Book, Ending
from hub.ingest.drawing import Drawn
from hub.ingest.gather import Broken, Gathered, Gatherer, Pair, gathered, item_digest
from hub.ingest.model import Item, Outcome, Proposal, Rejected, Twin
from hub.ingest.options import Options
from hub.ingest.propose import merged
from hub.ingest.runs import Note, Remembered, Row, RunReport, RunState, Thing
from hub.ingest.state import Memo, State, Stores, content_of, memo_of
from hub.model import Resource

WAITS = "It waits in the inbox."
ASSUMED = "Nobody states {fields}: it waits in the inbox, with a suggestion."
TWIN = "It may be the same as '{twin}': both wait in the inbox for a decision."
ALREADY = "It is in the hub already, as '{id}'."
JOINED = "It was joined with '{id}', which is the same."
JOINS = "It is in the hub already, as '{id}'; the inbox offers to join them."
NEW_TEXT = "Its text has changed and was kept anew."
WAS_REJECTED = "It was rejected on {day}: {reason}"
UNFETCHED = "Taken without its page: {reason}"

Progress = Callable[[Row], None]


class Pipeline:
    """Takes in what is named, within one run."""

    def __init__(self, stores: Stores, state: State, gatherer: Gatherer) -> None:
        self._stores = stores
        self._state = state
        self._gatherer = gatherer

    def take(self, named: Iterable[Pair], options: Options, progress: Progress) -> RunReport:
        """Take in everything; the report stands in the database. One bad thing is one row."""
        stores, now = self._stores, dt.datetime.now(dt.UTC)
        id = stores.runs.begin(options.name, dry=options.dry_run, account=options.account, now=now)
        book = Book(stores, self._state, id)
        state = RunState.STOPPED
        settings = stores.settings
        per_host = 1 if settings.fetch_pause_ms else settings.fetch_workers
        try:
            for found in gathered(self._gatherer, named, settings.fetch_workers, per_host):
                progress(book.enter(found, self._end(found)))
            state = RunState.DONE
        finally:
            book.flush()
            report = stores.runs.end(id, state, dt.datetime.now(dt.UTC))
        return report

    def _end(self, found: Gathered) -> Ending:
        """What becomes of a thing; an expected failure is an outcome, too."""
        try:
            return self._ending(found)
        except HubError as error:
            return _failed(error)

    def _ending(self, found: Gathered) -> Ending:
        """Decide by what came, then by what is known of it."""
        named = found.named
        if isinstance(named, Broken):
            return _failed(named.error)
        if isinstance(named, Rejected):
            return Ending(Outcome.REJECTED, named.message, dict(named.values))
        if found.refusal is not None:
            gaps = {"day": found.refusal.at.date().isoformat(), "reason": found.refusal.reason}
            return Ending(Outcome.REJECTED, WAS_REJECTED, gaps)
        if found.error is not None and not _may_do_without(named, found.options):
            return _failed(found.error)
        return self._item(named, found)

    def _item(self, item: Item, found: Gathered) -> Ending:
        seen = found.past.item
        said = item_digest(item)
        owner = self._owner(seen.resource if seen else None, found, item)
        if owner is None and found.unchanged:  # what it became is gone: it comes in anew
            found = self._gatherer.gather(item, found.options)
            if found.error is not None:
                return _failed(found.error)
        waits = owner in self._state.waiting and found.options.publish
        same = seen is not None and seen.facts == said and not waits
        if owner and same and (found.unchanged or not found.fetched):
            return Ending(Outcome.UNCHANGED, resource=owner)
        if owner and found.unchanged and found.known:
            return self._again(owner, item, found, said, seen_before=seen is not None)
        drawn = self._state.drawing.draw(found, _now(), self._state.comparer)
        if drawn.reject:
            return Ending(Outcome.REJECTED, "{reason}", {"reason": drawn.reject})
        drawn = self._with_remark(drawn, found)
        owner = owner or self._same(drawn.proposal)
        if owner is None:
            return self._new(drawn.proposal, found, said)
        return self._known(owner, drawn.proposal, found, said, seen_before=seen is not None)

    def _owner(self, seen: str | None, found: Gathered, item: Item) -> str | None:
        """The resource or proposal that a thing became before, or that has its address."""
        for id in (seen, found.known.resource if found.known else None):
            if id and (id in self._state.resources or id in self._state.waiting):
                return id
        return self._state.comparer.at([item.address]) if item.address else None

    def _same(self, proposal: Proposal) -> str | None:
        """What is the same by address; or, without one, in everything it says."""
        for twin in proposal.twins:
            if twin.because == "address":
                return twin.id
        if proposal.resource.url:
            return None
        titled = self._state.without_address(proposal.resource.title)
        alike = (r.id for r in titled if _alike(r, proposal.resource))
        return next(alike, None) or self._state.waiting.of(proposal.source, proposal.key)

    @staticmethod
    def _with_remark(drawn: Drawn, found: Gathered) -> Drawn:
        if found.error is None:
            return drawn
        remark = f"Taken without its page: {found.error}"
        proposal = replace(drawn.proposal, remarks=(*drawn.proposal.remarks, remark))
        return replace(drawn, proposal=proposal)

    # Something new

    def _new(self, proposal: Proposal, found: Gathered, said: str) -> Ending:
        options = found.options
        publish = options.publish and not proposal.assumed and not proposal.twins
        outcome = Outcome.DUPLICATE if proposal.twins else Outcome.ADDED
        message, gaps = _why_waiting(proposal, options) if not publish else ("", {})
        if found.error is not None and publish:
            message, gaps = UNFETCHED, {"reason": str(found.error)}
        if options.dry_run:
            self._state.comparer.add(proposal.resource, proposal.content, proposal.text)
            return Ending(outcome, message, gaps, proposal.id)
        proposal = self._state.keep(proposal, content_of(found))
        if publish:
            self._state.save(proposal.resource, proposal)
        else:
            self._state.put(proposal)
        memo = memo_of(proposal, proposal.id, said, capture=True)
        return Ending(outcome, message, gaps, proposal.id, memo)

    # Something that is known

    def _known(
        self, owner: str, proposal: Proposal, found: Gathered, said: str, *, seen_before: bool
    ) -> Ending:
        if owner in self._state.waiting:
            return self._known_waiting(owner, proposal, found, said)
        old = self._state.resources.get(owner)
        if old is None:  # seen in this dry run
            return Ending(Outcome.DUPLICATE, ALREADY, {"id": owner}, owner)
        if found.options.dry_run:
            changed = proposal.text and seen_before and not found.unchanged
            outcome = Outcome.CHANGED if changed else _seen(seen_before)
            return Ending(outcome, ALREADY, {"id": owner}, owner)
        proposal = self._state.keep(proposal, content_of(found))
        if found.options.publish:
            new = merged(old, proposal.resource, proposal.addresses)
        elif not seen_before and set(proposal.resource.collections) - set(old.collections):
            return self._offered(owner, proposal, said)
        else:
            new = old
        return self._updated(old, new, proposal, said, seen_before=seen_before)

    def _updated(
        self, old: Resource, new: Resource, proposal: Proposal, said: str, *, seen_before: bool
    ) -> Ending:
        """The catalogued resource takes what is new: its text, and what was joined."""
        text = proposal.resource.text
        newer = text is not None and text != old.text
        if newer and (seen_before or old.text is None):
            new = new.model_copy(update={"text": text})
        if new != old:
            self._state.save(new, proposal)
        memo = memo_of(proposal, old.id, said, capture=True)
        gaps: dict[str, object] = {"id": old.id}
        if not seen_before:
            joined = new.model_copy(update={"text": old.text}) != old
            return Ending(Outcome.DUPLICATE, JOINED if joined else ALREADY, gaps, old.id, memo)
        if newer:
            return Ending(Outcome.CHANGED, NEW_TEXT, {}, old.id, memo)
        outcome = Outcome.CHANGED if new != old else Outcome.UNCHANGED
        return Ending(outcome, "", {}, old.id, memo)

    def _offered(self, owner: str, proposal: Proposal, said: str) -> Ending:
        """A catalogued resource might join a further collection: an editor decides."""
        twins = [t for t in proposal.twins if t.id != owner]
        proposal = replace(proposal, twins=(Twin(owner, "address"), *twins))
        self._state.put(proposal)
        memo = memo_of(proposal, proposal.id, said, capture=False)
        return Ending(Outcome.DUPLICATE, JOINS, {"id": owner}, proposal.id, memo)

    def _known_waiting(self, owner: str, proposal: Proposal, found: Gathered, said: str) -> Ending:
        """A proposal that waits: its own thing renews it, another one joins it."""
        mine = self._state.waiting.is_of(owner, proposal.source, proposal.key)
        waiting = self._state.proposal(owner)
        gaps: dict[str, object] = {"id": owner}
        if waiting is None or found.options.dry_run:
            outcome = Outcome.UNCHANGED if mine else Outcome.DUPLICATE
            return Ending(outcome, ALREADY, gaps, owner)
        proposal = self._state.keep(proposal, content_of(found))
        if mine and found.options.publish and not proposal.assumed:
            return self._published(waiting, proposal, said)
        resource = merged(waiting.resource, proposal.resource, proposal.addresses)
        newer = proposal.resource.text is not None and proposal.resource.text != resource.text
        if newer and mine:
            resource = resource.model_copy(update={"text": proposal.resource.text})
        if resource != waiting.resource:
            self._state.put(replace(waiting, resource=resource))
        memo = memo_of(proposal, owner, said, capture=True)
        if not mine:
            return Ending(Outcome.DUPLICATE, JOINED, gaps, owner, memo)
        changed = resource != waiting.resource
        outcome = Outcome.CHANGED if changed else Outcome.UNCHANGED
        return Ending(outcome, NEW_TEXT if newer else "", {}, owner, memo)

    def _published(self, waiting: Proposal, proposal: Proposal, said: str) -> Ending:
        """What waited is asked for once more, now to be published: what an editor saw stays."""
        resource = proposal.resource.model_copy(update={"id": waiting.id})
        if not waiting.assumed:
            resource = merged(waiting.resource, resource, proposal.addresses)
        with self._stores.inbox.deciding():
            self._state.save(resource, proposal)
            self._stores.inbox.remove(waiting.id)
        self._state.waiting.remove(waiting.id)
        memo = memo_of(proposal, waiting.id, said, capture=True)
        return Ending(Outcome.ADDED, "", {}, waiting.id, memo)

    def _again(
        self, owner: str, item: Item, found: Gathered, said: str, *, seen_before: bool
    ) -> Ending:
        """The address gives what it gave before; nothing was downloaded or read anew."""
        old = self._state.resources.get(owner)
        further = (*item.collections, *found.options.collections)
        new_here = old is not None and any(c not in old.collections for c in further)
        memo = None if found.options.dry_run else _seen_again(item, owner, said, found.known)
        gaps: dict[str, object] = {"id": owner}
        if not (old and new_here and found.options.publish):
            outcome = _seen(seen_before)
            message = "" if outcome is Outcome.UNCHANGED else ALREADY
            return Ending(outcome, message, gaps, owner, memo)
        joined = tuple(dict.fromkeys((*old.collections, *further)))
        if not found.options.dry_run:
            self._state.save(old.model_copy(update={"collections": joined}))
        return Ending(Outcome.DUPLICATE, JOINED, gaps, owner, memo)


def _why_waiting(proposal: Proposal, options: Options) -> tuple[str, dict[str, object]]:
    if proposal.twins:
        return TWIN, {"twin": proposal.twins[0].id}
    if options.publish and proposal.assumed:
        return ASSUMED, {"fields": ", ".join(proposal.assumed)}
    return WAITS, {}


def _may_do_without(item: Item, options: Options) -> bool:
    """Whether a thing comes in although its address does not answer."""
    return item.complete or (options.keep_unreachable and item.facts.first("title") is not None)


def _alike(one: Resource, other: Resource) -> bool:
    """Whether two resources say the same."""
    own: Sequence[str] = ("id", "added", "updated", "text", "reviewed", "unknown")
    return one.model_dump(exclude=set(own)) == other.model_dump(exclude=set(own))


def _seen_again(item: Item, owner: str, said: str, known: Remembered | None) -> Memo:
    addresses = (item.address,) if item.address else ()
    known = replace(known, resource=owner) if known else None
    return Memo(Note(Thing(item.source, item.key), owner, said, addresses, known))


def _seen(before: bool) -> Outcome:
    return Outcome.UNCHANGED if before else Outcome.DUPLICATE


def _failed(error: HubError) -> Ending:
    return Ending(Outcome.FAILED, error.message, dict(error.values))


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0)
