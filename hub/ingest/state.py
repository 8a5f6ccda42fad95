"""What a run knows: catalogue and inbox as they were when it began, and what it has added."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from hub.catalogue import CatalogueFolder, Texts
from hub.database import Database
from hub.ingest.captures import Captures
from hub.ingest.compare import Comparer
from hub.ingest.drawing import Drawing
from hub.ingest.enrich import Enricher
from hub.ingest.gather import Gathered
from hub.ingest.inbox import Decisions, InboxFolder
from hub.ingest.model import Proposal
from hub.ingest.outbox import Outbox
from hub.ingest.propose import Drafter
from hub.ingest.runs import Memory, Note, Remembered, Runs, Thing
from hub.ingest.waiting import Waiting
from hub.model import Catalogue, Resource
from hub.settings import Settings


@dataclass(frozen=True)
class Stores:
    """Where everything is kept."""

    settings: Settings
    database: Database
    folder: CatalogueFolder
    texts: Texts
    inbox: InboxFolder
    memory: Memory
    runs: Runs
    decisions: Decisions
    captures: Captures


class State:
    """Catalogue and inbox of one moment, with the steps that need them."""

    def __init__(self, stores: Stores, enricher: Enricher, catalogue: Catalogue) -> None:
        self.stores = stores
        self.catalogue = catalogue
        self.outbox = Outbox(stores.texts, stores.inbox)
        self.resources: dict[str, Resource] = dict(catalogue.resources)
        self.waiting = Waiting()
        self._titled: dict[str, dict[str, Resource]] = {}  #: without an address, by their title
        for resource in self.resources.values():
            self._note_title(resource)
        self.comparer = Comparer(
            catalogue,
            (self._note(proposal) for proposal in stores.inbox.each()),
            stores.texts,
            stores.captures.contents(),
            stores.settings.data / "fingerprints.npz",
        )
        self.drawing = Drawing(enricher, Drafter(catalogue), self.comparer)

    def _note(self, proposal: Proposal) -> Resource:
        self.waiting.add(proposal.id, proposal.source, proposal.key)
        return proposal.resource

    def _note_title(self, resource: Resource) -> None:
        titled = self._titled.setdefault(resource.title, {})
        titled.pop(resource.id, None)
        if not resource.url:
            titled[resource.id] = resource

    def without_address(self, title: str) -> Iterable[Resource]:
        """Catalogued resources of that title that have no address."""
        return self._titled.get(title, {}).values()

    def keep(self, proposal: Proposal, content: bytes) -> Proposal:
        """The proposal with its text, and by setting its original, in the data directory."""
        return _with_original(self.stores, _with_text(proposal, self.outbox.text), content)

    def put(self, proposal: Proposal) -> None:
        """A proposal waits in the inbox. One that is new there is written with its batch."""
        if proposal.id in self.waiting:
            self.outbox.flush()
            self.stores.inbox.put(proposal)
        else:
            self.outbox.put(proposal)
        self._note(proposal)
        self.comparer.add(proposal.resource, proposal.content, proposal.text)

    def proposal(self, id: str) -> Proposal | None:
        """A proposal that waits; None where somebody has decided on it."""
        if id in self.outbox:
            self.outbox.flush()
        return self.stores.inbox.get(id)

    def save(self, resource: Resource, proposal: Proposal | None = None) -> None:
        """A resource goes into the catalogue, or is changed there."""
        self.outbox.flush()  # its text is there before it names it
        self.stores.folder.save(resource)
        self.resources[resource.id] = resource
        self._note_title(resource)
        if proposal is not None:
            self.comparer.add(resource, proposal.content, proposal.text)


def kept(stores: Stores, proposal: Proposal, content: bytes) -> Proposal:
    """The proposal with its text, and by setting its original, kept at once."""
    return _with_original(stores, _with_text(proposal, stores.texts.store), content)


def _with_text(proposal: Proposal, store: Callable[[str], str]) -> Proposal:
    if not proposal.text:
        return proposal
    resource = proposal.resource.model_copy(update={"text": store(proposal.text)})
    return replace(proposal, resource=resource)


def _with_original(stores: Stores, proposal: Proposal, content: bytes) -> Proposal:
    if not (content and stores.settings.keep_originals):
        return proposal
    keep = stores.captures.keep_original
    file = keep(content, proposal.content, proposal.media_type, proposal.when)
    return replace(proposal, file=file)


@dataclass(frozen=True)
class Memo:
    """What the database is to remember of a thing: what it became, and what was captured."""

    note: Note
    capture: Proposal | None = None


def memo_of(proposal: Proposal, id: str, facts: str, *, capture: bool) -> Memo:
    """What is to be remembered of a thing that became ``id``."""
    known = Remembered(proposal.etag, proposal.last_modified, proposal.content, id)
    addresses = (*proposal.addresses, *filter(None, [proposal.resource.url]))
    note = Note(Thing(proposal.source, proposal.key), id, facts, addresses, known)
    return Memo(note, proposal if capture else None)


def remember(stores: Stores, session: Session, memos: Sequence[Memo], now: dt.datetime) -> None:
    """Write memos into the database, within a transaction of the caller's."""
    stores.memory.keep(session, [memo.note for memo in memos], now)
    made = ((memo.note.resource, memo.capture) for memo in memos if memo.capture is not None)
    stores.captures.add(session, made)


def content_of(found: Gathered) -> bytes:
    """The bytes that were fetched."""
    return found.fetched.content if found.fetched else b""
