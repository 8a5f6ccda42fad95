"""Rows of saved searches as our model, and who may have them."""

import json

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from hub.accounts import CURATORS, Account, Role
from hub.accounts.tables import AccountRow
from hub.curation.saved.coding import SavedProblem, decode
from hub.curation.tables import SavedRow
from hub.model import Query
from hub.model.curation import Gone, SavedSearch, Sharing

NO_SEARCH = "There is no such saved search, or it is not open to you."
NOT_YOURS = "Only its owner can change this saved search. Make a copy of your own."


def search_of(row: SavedRow, owner_name: str) -> SavedSearch:
    """A row as our model. One that cannot be read is there all the same, and says so."""
    try:
        query, lost = decode(row.query)
    except SavedProblem:
        query, lost = Query(), (Gone("version", alone=True),)
    return SavedSearch(
        id=row.id,
        owner=row.owner,
        owner_name=owner_name,
        name=row.name,
        query=query,
        sharing=_sharing(row.sharing),
        created=row.created,
        changed=row.changed,
        deleted=row.deleted,
        labels=json.loads(row.labels),
        lost=lost,
    )


def may_open(row: SavedRow, who: Account) -> bool:
    """Whether this account may open the saved search."""
    if not who.enabled:
        return False
    return row.owner == who.id or _sharing(row.sharing).value in shared_with(who)


def shared_with(who: Account) -> tuple[str, ...]:
    """The kinds of sharing that open other people's searches to this account."""
    open_to = [Sharing.MEMBERS] if who.role is not Role.GUEST else []
    open_to += [Sharing.CURATORS] if who.role in CURATORS else []
    return tuple(sharing.value for sharing in open_to)


def readable(transaction: Transaction, who: Account, id: int) -> SavedRow:
    """The living search of that id. Raises SavedProblem, the same for none and for no right."""
    row = transaction.get(SavedRow, id) if 0 < id < 2**31 else None
    if row is None or row.deleted is not None or not may_open(row, who):
        raise SavedProblem(NO_SEARCH)
    return row


def own(transaction: Transaction, who: Account, id: int, *, deleted: bool = False) -> SavedRow:
    """The search of that id, if it is this account's. Raises SavedProblem."""
    row = transaction.get(SavedRow, id) if 0 < id < 2**31 else None
    if row is None or (row.deleted is not None) != deleted or not may_open(row, who):
        raise SavedProblem(NO_SEARCH)
    if row.owner != who.id:
        raise SavedProblem(NOT_YOURS)
    return row


def names(transaction: Transaction, accounts: set[int]) -> dict[int, str]:
    """The names by which others know these accounts; never an address."""
    found = select(AccountRow.id, AccountRow.name).where(AccountRow.id.in_(accounts))
    return {row.id: row.name for row in transaction.execute(found)}


def _sharing(text: str) -> Sharing:
    """Whatever else stands there opens nothing to others."""
    return Sharing(text) if text in {known.value for known in Sharing} else Sharing.PRIVATE
