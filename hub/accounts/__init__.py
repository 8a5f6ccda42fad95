"""Accounts, access codes, sessions, throttling and the audit log."""

from hub.accounts.accounts import Accounts
from hub.accounts.model import (
    CURATORS,
    EDITORS,
    AccessCode,
    Account,
    AuditEntry,
    Role,
    Session,
)

__all__ = [
    "CURATORS",
    "EDITORS",
    "AccessCode",
    "Account",
    "Accounts",
    "AuditEntry",
    "Role",
    "Session",
]
