"""Which account a command of the newsletter desk acts for."""

from typing import TYPE_CHECKING, Annotated

import typer

from hub.cli.frame import Frame

if TYPE_CHECKING:
    from hub.accounts import Account
    from hub.core import Hub

As = Annotated[
    str,
    typer.Option(
        "--as", metavar="EMAIL", help="Account of the curator who acts; the only one otherwise."
    ),
]
NO_CURATOR = (
    "There is no enabled account of a curator or admin. Add one with "
    "'hub account add EMAIL --role curator', then run the command again."
)


def curator(frame: Frame, hub: "Hub", email: str) -> "Account":
    """The account named, otherwise the first curator or admin, and says which. Raises HubError."""
    from hub.accounts import CURATORS, Role
    from hub.curation.newsletter.desk import check_curator
    from hub.errors import AccountError

    if email:
        account = hub.accounts.account(email)
        check_curator(account)
        return account
    able = [a for a in hub.accounts.list() if a.enabled and a.role in CURATORS]
    if not able:
        raise AccountError(NO_CURATOR)
    first = sorted(able, key=lambda a: (a.role is not Role.CURATOR, a.id))[0]
    if len(able) > 1:
        frame.note("Acting as {email}. Name another account with --as.", email=first.email)
    return first
