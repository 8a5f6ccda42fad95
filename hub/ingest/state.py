"""What a run knows: catalogue and inbox as they were when it began, and what it has added."""

import datetime as dt
from collections.abc import Callable
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
from hub.ingest.propose import Drafter
from hub.ingest.runs import Memory, Remembered, Runs
from hub.model import Catalogue, Resource
from hub.settings import Settings

Write = Callable[[Session], None]


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
        self.resources: dict[str, Resource] = dict(catalogue.resources)
        self.waiting: dict[str, tuple[str, str]] = {}  #: proposals: id to source and key
        self.comparer = Comparer(
            catalogue,
            (self._note(proposal) for proposal in stores.inbox.each()),
            stores.texts,
            stores.captures.contents(),
            stores.settings.data / "fingerprints.npz",
        )
        self.drawing = Drawing(enricher, Drafter(catalogue), self.comparer)

    def _note(self, proposal: Proposal) -> Resource:
        self.waiting[proposal.id] = (proposal.source, proposal.key)
        return proposal.resource

    def put(self, proposal: Proposal) -> None:
        """A proposal waits in the inbox; its text is kept."""
        self.stores.inbox.put(proposal)
        self.waiting[proposal.id] = (proposal.source, proposal.key)
        self.comparer.add(proposal.resource, proposal.content, proposal.text)

    def save(self, resource: Resource, proposal: Proposal | None = None) -> None:
        """A resource goes into the catalogue, or is changed there."""
        self.stores.folder.save(resource)
        self.resources[resource.id] = resource
        if proposal is not None:
            self.comparer.add(resource, proposal.content, proposal.text)


def kept(stores: Stores, proposal: Proposal, content: bytes) -> Proposal:
    """The proposal with its text, and by setting its original, in the data directory."""
    if proposal.text:
        resource = proposal.resource.model_copy(update={"text": stores.texts.store(proposal.text)})
        proposal = replace(proposal, resource=resource)
    if content and stores.settings.keep_originals:
        file = stores.captures.keep_original(
            content, proposal.content, proposal.media_type, proposal.when
        )
        proposal = replace(proposal, file=file)
    return proposal


def remembering(stores: Stores, proposal: Proposal, id: str, facts: str, *, capture: bool) -> Write:
    """What the database is to remember about a thing that became ``id``."""
    now = dt.datetime.now(dt.UTC)
    known = Remembered(proposal.etag, proposal.last_modified, proposal.content, id)
    addresses = (*proposal.addresses, *filter(None, [proposal.resource.url]))

    def write(session: Session) -> None:
        stores.memory.keep_item(session, proposal.source, proposal.key, id, facts, now)
        stores.memory.keep_addresses(session, addresses, known, now)
        if capture:
            stores.captures.add(session, id, proposal)

    return write


def content_of(found: Gathered) -> bytes:
    """The bytes that were fetched."""
    return found.fetched.content if found.fetched else b""
