"""The inbox: proposals that wait for an editor."""

from hub.ingest.inbox.decisions import Decision, Decisions
from hub.ingest.inbox.folder import InboxFolder

__all__ = ["Decision", "Decisions", "InboxFolder"]
