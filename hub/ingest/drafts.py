"""Drafts: proposals that an editor is just looking at. They are no part of the inbox."""

import secrets
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from hub.errors import IngestError
from hub.ingest.inbox.folder import InboxFolder, Renewing
from hub.ingest.model import Proposal

_DAYS = 7  #: after so many days a draft that nobody came back to is swept away


class Drafts:
    """The drafts of one hub, one file each."""

    def __init__(self, folder: Path, today: Callable[[], Renewing] | None = None) -> None:
        """``today``: as for the inbox."""
        self._files = InboxFolder(folder, today)

    def keep(self, proposal: Proposal) -> Proposal:
        """Keep a proposal until its editor decides; its id becomes that of the draft."""
        self._sweep()
        id = f"{proposal.resource.id[:100].rstrip('-')}-{secrets.token_hex(6)}"
        draft = replace(proposal, id=id)
        self._files.put(draft)
        return draft

    def get(self, id: str) -> Proposal:
        """A draft. Raises IngestError where it is gone."""
        draft = self._files.get(id)
        if draft is None:
            raise IngestError("This draft is gone: it was saved or discarded. Add it once more.")
        return draft

    def change(self, draft: Proposal) -> None:
        """Replace a draft."""
        self._files.put(draft)

    def remove(self, id: str) -> None:
        """Let a draft go."""
        self._files.remove(id)

    def _sweep(self) -> None:
        oldest = time.time() - _DAYS * 86_400
        for id in self._files.ids():
            path = self._files.folder / f"{id}.json"
            if path.exists() and path.stat().st_mtime < oldest:
                self._files.remove(id)
