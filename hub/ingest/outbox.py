"""Outbox: the files of a batch, written together, so that the disk is waited for but once."""

from hub.catalogue import Texts
from hub.ingest.inbox import InboxFolder
from hub.ingest.model import Proposal


class Outbox:
    """New texts and new proposals of a run, until ``flush`` has put them on the disk."""

    def __init__(self, texts: Texts, inbox: InboxFolder) -> None:
        self._texts = texts
        self._inbox = inbox
        self._new_texts: dict[str, str] = {}
        self._proposals: dict[str, Proposal] = {}

    def __contains__(self, id: object) -> bool:
        """Whether this proposal is still to be written."""
        return id in self._proposals

    def text(self, text: str) -> str:
        """Keep a text; its key."""
        key = self._texts.key(text)
        self._new_texts[key] = text
        return key

    def put(self, proposal: Proposal) -> None:
        """Put a new proposal into the inbox."""
        self._proposals[proposal.id] = proposal

    def flush(self) -> None:
        """Write everything, texts before what names them. Raises CatalogueError."""
        self._texts.store_all(self._new_texts.values())
        self._new_texts = {}
        if self._proposals:
            self._inbox.put_all(self._proposals.values())
            self._proposals = {}
