"""What of a hub goes along: database tables, their columns, and the parts of the data directory."""

import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from hub.accounts import passwords
from hub.portability.model import Choice

Row = dict[str, Any]


@dataclass(frozen=True)
class Blank:
    """A column that is emptied unless ``unless`` is chosen; ``fill`` makes a value at import."""

    fill: Callable[[Row], Any]
    unless: Choice | None = None  #: None: always emptied


@dataclass(frozen=True)
class Rule:
    """How a table is taken along. ``only`` keeps the rows with this value in this column."""

    needs: Choice | None = None
    blanks: Mapping[str, Blank] = field(default_factory=dict)
    only: tuple[str, str] | None = None


def _nobody(row: Row) -> str:
    """The address of an account whose own one stayed behind: no mail can ever reach it."""
    return f"account-{row['id']}@unknown.invalid"


@cache
def _no_password() -> str:
    """The hash of a password that nobody ever knew."""
    return passwords.Hashes().hash(passwords.new_password())


_ACCOUNTS = {
    "email": Blank(_nobody, Choice.ACCOUNTS),
    "name": Blank(lambda row: "", Choice.ACCOUNTS),
    "last_login": Blank(lambda row: None, Choice.ACCOUNTS),
    "enabled": Blank(lambda row: False, Choice.ACCOUNTS),
    "password": Blank(lambda row: _no_password()),
}

#: Tables with people or secrets in them. Every other table is taken as it is.
RULES: Mapping[str, Rule] = {
    "accounts": Rule(blanks=_ACCOUNTS),
    "grants": Rule(needs=Choice.ACCOUNTS),
    "audit": Rule(needs=Choice.ACCOUNTS, blanks={"address": Blank(lambda row: "")}),
    "codes": Rule(needs=Choice.TOKENS),
    "code_collections": Rule(needs=Choice.TOKENS),
    "tokens": Rule(needs=Choice.TOKENS),
    "feeds": Rule(needs=Choice.TOKENS),
    "secrets": Rule(needs=Choice.TOKENS, only=("name", "leaving")),
    "subscribers": Rule(
        needs=Choice.SUBSCRIBERS,
        blanks={"token": Blank(lambda row: secrets.token_urlsafe(16), Choice.TOKENS)},
    ),
    "deliveries": Rule(needs=Choice.SUBSCRIBERS),
}

#: Tables that never leave, and why.
LEFT_OUT: Mapping[str, str] = {
    "alembic_version": "the version of the schema stands in the manifest",
    "sessions": "who is in now must log in again elsewhere",
    "attempts": "wrong passwords count where they were typed",
    "letters": "a letter goes out from the hub that wrote it, or people would get it twice",
}

#: What begins anew with each installation: it does not make one count as used.
NOT_YET_USED = frozenset(
    {
        *("sessions", "attempts", "secrets", "audit"),
        *("history_changes", "history_steps", "history_contents"),
    }
)

#: Parts of the data directory that an export holds, and what must be chosen for it.
PARTS: Mapping[str, Choice | None] = {
    "inbox": None,
    "drafts": None,
    "texts": Choice.TEXTS,
    "files": Choice.ORIGINALS,
}

#: Parts of the data directory that are never exported nor backed up, and why.
CACHES: Mapping[str, str] = {
    "index": "it is built again from the catalogue",
    "catalogue.cache": "it is made again when the catalogue is read",
    "dictionary.cache": "it is made again when the dictionary is read",
    "fingerprints.npz": "they are taken again from the texts",
    "suggestions.cache": "it is learnt again from the catalogue",
    "server.lock": "it is held by a running server",
    "alerts.lock": "it is held by a run of the alerts",
    "hub.db-wal": "the database is copied by its own means, this part included",
    "hub.db-shm": "it belongs to the processes that have the database open",
    "hub.db.lock": "it is held while the database is brought up to date",
    "last-backup.json": "it says when this very hub was backed up",
    "importing.json": "it is there while an import is going on",
}

#: Parts that a backup holds and an export need not, and why.
OWN: Mapping[str, str] = {
    "hub.db": "its tables are exported as plain lines",
    "*.last-good": "the export holds the thesaurus that is in force",
    "history.under-way": "what was under way is finished before an export begins",
}


def rule(table: str) -> Rule:
    """How a table is taken along; one that is not named in ``RULES`` goes as it is."""
    return RULES.get(table, Rule())


def taken(table: str, chosen: Collection[Choice]) -> bool:
    """Whether a table goes along with these choices."""
    needs = rule(table).needs
    return table not in LEFT_OUT and (needs is None or needs in chosen)


def emptied(table: str, chosen: Collection[Choice]) -> dict[str, Blank]:
    """The columns of a table that are emptied under these choices."""
    return {
        name: blank
        for name, blank in rule(table).blanks.items()
        if blank.unless is None or blank.unless not in chosen
    }
