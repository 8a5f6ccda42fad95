"""`hub account token`: the personal tokens of the JSON API. People make their own on their page."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from hub.cli.account import accounts_of
from hub.cli.frame import frame_of
from hub.cli.options import AsJson

if TYPE_CHECKING:
    from hub.accounts.tokens import Token


def list_tokens(
    context: typer.Context,
    email: Annotated[
        str | None, typer.Argument(metavar="[EMAIL]", help="Only those of this account.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the tokens, newest first; the tokens themselves are not kept."""
    frame = frame_of(context)
    accounts = accounts_of(frame)
    owners = {account.id: account.email for account in accounts.list()}
    tokens = accounts.tokens
    found = tokens.of(accounts.account(email).id) if email is not None else tokens.list()
    if as_json:
        frame.json([_as_data(token, owners[token.account]) for token in found])
        return
    headings = ("Number", "Account", "Name", "Begins with", "Until", "Last used")
    table = Table(*(frame.text(h) for h in headings), box=None)
    for token in found:
        table.add_row(
            str(token.id),
            owners[token.account],
            token.name,
            token.start,
            f"{token.expires:%Y-%m-%d}" if token.expires else "–",
            f"{token.used:%Y-%m-%d}" if token.used else "–",
        )
    frame.out.print(table)


def revoke(
    context: typer.Context,
    number: Annotated[
        int, typer.Argument(metavar="NUMBER", help="Its number in `hub account token list`.")
    ],
) -> None:
    """Revoke a token at once. Programs that have it get no more answers."""
    frame = frame_of(context)
    token = accounts_of(frame).tokens.revoke(number)
    frame.note("The token '{name}' is revoked.", name=token.name)


def _as_data(token: "Token", email: str) -> dict[str, object]:
    return {
        "id": token.id,
        "account": email,
        "name": token.name,
        "start": token.start,
        "created": token.created.isoformat(),
        "expires": token.expires.isoformat() if token.expires else None,
        "used": token.used.isoformat() if token.used else None,
        "open": token.open(dt.datetime.now(dt.UTC)),
    }
