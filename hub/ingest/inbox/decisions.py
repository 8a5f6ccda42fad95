"""Decisions about proposals: who, when, what and why, in the database."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.database import Database
from hub.ingest.model import Proposal
from hub.ingest.runs.memory import address_key, item_key
from hub.ingest.runs.records import storable
from hub.ingest.runs.tables import DecisionRow


@dataclass(frozen=True)
class Decision:
    """What was decided about a proposal."""

    at: dt.datetime
    account: int | None  #: id of the account; None: somebody on the command line
    action: str  #: accepted | rejected | merged | edited | added
    proposal: str
    resource: str
    title: str
    reason: str


class Decisions:
    """The decisions of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(
        self,
        session: Session,
        proposal: Proposal,
        action: str,
        account: int | None,
        *,
        resource: str = "",
        reason: str = "",
    ) -> None:
        """Write one decision down, within a transaction of the caller's."""
        address = proposal.resource.url
        session.add(
            DecisionRow(
                at=dt.datetime.now(dt.UTC),
                account=account,
                action=action,
                proposal=proposal.id,
                resource=resource,
                title=storable(proposal.resource.title),
                item=item_key(proposal.source, proposal.key),
                address=address_key(address) if address else "",
                reason=storable(reason),
            )
        )

    def latest(self, limit: int = 100) -> tuple[Decision, ...]:
        """The newest decisions, newest first."""
        with self._database.read() as session:
            rows = session.scalars(select(DecisionRow).order_by(DecisionRow.id.desc()).limit(limit))
            return tuple(
                Decision(r.at, r.account, r.action, r.proposal, r.resource, r.title, r.reason)
                for r in rows
            )
