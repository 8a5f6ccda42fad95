"""What an editor decides about a proposal: accept, reject, merge, edit, or save at once.

Under the lock of the inbox: first the catalogue, then the database, then the proposal's file goes.
A decision that a kill cut short can be taken again: it finds what is done already.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from hub.errors import IngestError, NotFound
from hub.ingest.model import Proposal
from hub.ingest.propose import merged
from hub.ingest.state import Stores, memo_of, remember
from hub.model import Resource


class Judging:
    """Decisions about the proposals of one inbox, one at a time."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    def accept(
        self, id: str, account: int | None = None, resource: Resource | None = None
    ) -> Resource:
        """Put a proposal into the catalogue, as it is or as the editor has corrected it.

        Raises IngestError where somebody else has decided, CatalogueError where it cannot be saved.
        """
        with self._stores.inbox.deciding():
            proposal = self._stores.inbox.wanted(id)
            return self._save(proposal, resource or proposal.resource, "accepted", account)

    def save(self, proposal: Proposal, resource: Resource, account: int | None = None) -> Resource:
        """Save a proposal that was never in the inbox."""
        with self._stores.inbox.deciding():
            return self._save(proposal, resource, "added", account)

    def _save(
        self, proposal: Proposal, resource: Resource, action: str, account: int | None
    ) -> Resource:
        resource = self._with_own_id(proposal, resource)
        self._stores.folder.save(resource)
        self._close(proposal, resource.id, action, account)
        return resource

    def _with_own_id(self, proposal: Proposal, resource: Resource) -> Resource:
        """The id of the proposal, unless another resource has got it in the meantime."""
        taken = self._stores.folder.load().resources
        there = taken.get(resource.id)
        if there is None or (there.url == resource.url and there.added == resource.added):
            return resource  # the same: saved before, when something broke off
        number = next(n for n in range(2, 1 << 30) if f"{resource.id}-{n}" not in taken)
        return resource.model_copy(update={"id": f"{resource.id}-{number}"})

    def put(self, proposal: Proposal, resource: Resource, *, typed: bool = True) -> Proposal:
        """Put a proposal into the inbox. ``typed``: an editor has looked at every field."""
        assumed = () if typed else proposal.assumed
        proposal = replace(proposal, id=resource.id, resource=resource, assumed=assumed)
        ids = self._stores.inbox.ids() | self._stores.folder.load().resources.keys()
        with self._stores.inbox.deciding():
            if proposal.id in ids:
                n = next(n for n in range(2, 1 << 30) if f"{proposal.id}-{n}" not in ids)
                id = f"{proposal.id}-{n}"
                resource = resource.model_copy(update={"id": id})
                proposal = replace(proposal, id=id, resource=resource)
            self._stores.inbox.put(proposal)
            self._remember(proposal, proposal.id, None)
        return proposal

    def edit(self, id: str, resource: Resource, account: int | None = None) -> Proposal:
        """Correct a proposal that stays in the inbox."""
        with self._stores.inbox.deciding():
            proposal = self._stores.inbox.wanted(id)
            resource = resource.model_copy(update={"id": proposal.id})
            proposal = replace(proposal, resource=resource, assumed=())
            self._stores.inbox.put(proposal)
            with self._stores.database.write() as session:
                self._stores.decisions.note(session, proposal, "edited", account)
        return proposal

    def reject(self, id: str, reason: str, account: int | None = None) -> None:
        """Reject a proposal for good: it never returns. Raises IngestError without a reason."""
        reason = " ".join(reason.split())
        if not reason:
            raise IngestError("A rejection needs its reason, for whoever asks later. Give one.")
        with self._stores.inbox.deciding():
            proposal = self._stores.inbox.wanted(id)
            with self._stores.database.write() as session:
                self._stores.decisions.note(session, proposal, "rejected", account, reason=reason)
            self._stores.inbox.remove(id)

    def merge(self, id: str, into: str = "", account: int | None = None) -> Resource:
        """Join a proposal with a catalogued resource, by default with its likeliest twin.

        The resource keeps what it has and gets collections, tags, notes and addresses too.
        """
        with self._stores.inbox.deciding():
            proposal = self._stores.inbox.wanted(id)
            resources = self._stores.folder.load().resources
            twins = [into] if into else [t.id for t in proposal.twins]
            target = next((resources[t] for t in twins if t in resources), None)
            if target is None:
                raise NotFound(
                    "There is no resource in the catalogue to join '{id}' with. "
                    "Name one, or accept the proposal.",
                    id=id,
                )
            new = merged(target, proposal.resource, proposal.addresses)
            if new != target:
                new = new.model_copy(update={"updated": _now()})
                self._stores.folder.save(new)
            self._close(proposal, target.id, "merged", account)
            return new

    def accept_all(self, ids: Sequence[str], account: int | None = None) -> list[str]:
        """Accept several; those somebody else has decided on are left out. Ids that were saved."""
        done = []
        for id in ids:
            if self._stores.inbox.get(id) is not None:
                done.append(self.accept(id, account).id)
        return done

    def _close(self, proposal: Proposal, resource: str, action: str, account: int | None) -> None:
        """Write the decision down, then let the proposal go."""
        self._remember(proposal, resource, (action, account))
        self._stores.inbox.remove(proposal.id)

    def _remember(
        self, proposal: Proposal, resource: str, decision: tuple[str, int | None] | None
    ) -> None:
        seen = self._stores.memory.item(proposal.source, proposal.key)
        memo = memo_of(proposal, resource, seen.facts if seen else "", capture=True)
        with self._stores.database.write() as session:
            if resource != proposal.id:
                self._stores.memory.renamed(session, proposal.id, resource)
            remember(self._stores, session, [memo], _now())
            if decision is not None:
                self._stores.decisions.note(
                    session, proposal, decision[0], decision[1], resource=resource
                )


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0)
