"""`hub account code`: access codes, the shared passwords that open collections to guests."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from hub.cli.account import accounts_of, check_collections
from hub.cli.frame import frame_of
from hub.cli.help import UsageProblem
from hub.cli.options import AsJson

if TYPE_CHECKING:
    from hub.accounts import AccessCode


def add(
    context: typer.Context,
    collections: Annotated[
        list[str],
        typer.Argument(metavar="COLLECTION…", help="Ids of the collections that it opens."),
    ],
    expires: Annotated[
        str,
        typer.Option(metavar="DATE", help="Last day on which it opens, such as 2027-03-31."),
    ],
    name: Annotated[
        str, typer.Option(metavar="NAME", help="What it is for, to recognise it by later.")
    ] = "",
) -> None:
    """Make an access code and print it once."""
    frame = frame_of(context)
    until = _end_of(expires)
    hub = frame.hub()
    collections = list(hub.catalogue().renamed.every("collection", collections))
    check_collections(hub.catalogue().collections, collections)
    code = hub.accounts.add_code(collections, until, name=name)
    frame.note("This is the access code, good until {date}. It is shown this once:", date=expires)
    typer.echo(code)


def list_codes(context: typer.Context, as_json: AsJson = False) -> None:
    """List the access codes, newest first; the codes themselves are not kept."""
    frame = frame_of(context)
    codes = accounts_of(frame).codes()
    if as_json:
        frame.json([_as_data(code) for code in codes])
        return
    headings = ("Number", "Name", "Collections", "Until", "State")
    table = Table(*(frame.text(h) for h in headings), box=None)
    for code in codes:
        opens = code.open(dt.datetime.now(dt.UTC))
        table.add_row(
            str(code.id),
            code.name,
            ", ".join(sorted(code.collections)),
            f"{code.expires:%Y-%m-%d}",
            frame.text("open") if opens else frame.text("closed"),
        )
    frame.out.print(table)


def revoke(
    context: typer.Context,
    number: Annotated[
        int, typer.Argument(metavar="NUMBER", help="Its number in `hub account code list`.")
    ],
) -> None:
    """Close an access code at once. The guests who came by it are logged out."""
    frame = frame_of(context)
    accounts_of(frame).revoke_code(number)
    frame.note("The access code {number} is closed.", number=number)


def _end_of(day: str) -> dt.datetime:
    """The end of that day, here: the code still opens on it."""
    try:
        last = dt.date.fromisoformat(day)
    except ValueError as error:
        raise UsageProblem(
            "{day!r} is no date. Write it as year, month, day, such as 2027-03-31.", day=day
        ) from error
    return dt.datetime.combine(last, dt.time(23, 59, 59)).astimezone()


def _as_data(code: "AccessCode") -> dict[str, object]:
    return {
        "id": code.id,
        "name": code.name,
        "collections": sorted(code.collections),
        "created": code.created.isoformat(),
        "expires": code.expires.isoformat(),
        "revoked": code.revoked.isoformat() if code.revoked else None,
        "open": code.open(dt.datetime.now(dt.UTC)),
    }
