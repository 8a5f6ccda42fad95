"""What the rest of the hub knows of people: roles, accounts, access codes, sessions."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody may do. Each role may do what the ones before it may."""

    GUEST = "guest"  #: came in by an access code: sees its collections
    MEMBER = "member"  #: searches and browses
    EDITOR = "editor"  #: cares for resources
    CURATOR = "curator"  #: composes the newsletter
    ADMIN = "admin"  #: manages accounts and codes


EDITORS = frozenset({Role.EDITOR, Role.CURATOR, Role.ADMIN})  #: who may care for resources
CURATORS = frozenset({Role.CURATOR, Role.ADMIN})  #: who may compose the newsletter


@dataclass(frozen=True, kw_only=True)
class Account:
    """A person's way in."""

    id: int  #: never used again; the only identity in the audit log
    email: str  #: normalised
    name: str  #: as shown to others; may be empty
    role: Role
    enabled: bool
    grants: frozenset[str]  #: restricted collections opened to this account
    created: dt.datetime  #: aware, UTC
    last_login: dt.datetime | None


@dataclass(frozen=True, kw_only=True)
class AccessCode:
    """A shared password for some collections. The code itself is not kept."""

    id: int
    name: str  #: whom it was given to
    collections: frozenset[str]
    created: dt.datetime
    expires: dt.datetime
    revoked: dt.datetime | None

    def open(self, now: dt.datetime) -> bool:
        """Whether it still lets anybody in."""
        return self.revoked is None and now < self.expires


@dataclass(frozen=True, kw_only=True)
class Session:
    """Somebody who is in. The token of the cookie is not part of it."""

    id: str  #: SHA-256 of the token
    email: str | None  #: None for guests
    name: str  #: of the account, else its email; of the access code for guests
    role: Role
    grants: frozenset[str]  #: restricted collections of the account; all collections of a guest
    csrf: str  #: proves that a form of this session was meant
    expires: dt.datetime  #: it ends then in any case


@dataclass(frozen=True, kw_only=True)
class AuditEntry:
    """One thing that happened."""

    at: dt.datetime
    event: str
    account: int | None  #: id of the account it happened to
    code: int | None  #: id of the access code it happened to
    detail: str
    address: str  #: pseudonym of the network address, good for one day
