"""`hub account`: accounts, their roles, passwords and grants."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from hub.cli.frame import Frame, frame_of
from hub.cli.help import UsageProblem
from hub.cli.options import AsJson, Email, FromStdin, Generate
from hub.errors import NotFound

if TYPE_CHECKING:
    from hub.accounts import Account, Accounts, Role

RoleName = Annotated[
    str, typer.Argument(metavar="ROLE", help="One of: member, editor, curator, admin.")
]
Restricted = Annotated[
    str, typer.Argument(metavar="COLLECTION", help="Id of a restricted collection.")
]


def add(
    context: typer.Context,
    email: Email,
    role: Annotated[
        str, typer.Option(metavar="ROLE", help="One of: member, editor, curator, admin.")
    ] = "member",
    name: Annotated[str, typer.Option(metavar="NAME", help="Name of the person.")] = "",
    generate: Generate = False,
    password_stdin: FromStdin = False,
) -> None:
    """Add an account. Its password is asked for; it is never part of the command."""
    frame = frame_of(context)
    accounts = accounts_of(frame)
    wanted = _role(role)
    secret = _new_password(frame, generate=generate, from_stdin=password_stdin)
    made = accounts.add(email, wanted, name=name, password=secret)
    frame.note("The account {email} was added, as {role}.", email=email, role=wanted.value)
    if secret is None:
        _show_password(frame, made)


def list_accounts(context: typer.Context, as_json: AsJson = False) -> None:
    """List all accounts."""
    frame = frame_of(context)
    accounts = accounts_of(frame).list()
    if as_json:
        frame.json([_as_data(account) for account in accounts])
        return
    headings = ("Account", "Name", "Role", "State", "Restricted collections", "Last login")
    table = Table(*(frame.text(h) for h in headings), box=None)
    for account in accounts:
        table.add_row(
            account.email,
            account.name,
            account.role.value,
            frame.text("enabled") if account.enabled else frame.text("disabled"),
            ", ".join(sorted(account.grants)),
            f"{account.last_login:%Y-%m-%d}" if account.last_login else "",
        )
    frame.out.print(table)


def password(
    context: typer.Context,
    email: Email,
    generate: Generate = False,
    password_stdin: FromStdin = False,
) -> None:
    """Set a new password. All sessions of the account end."""
    frame = frame_of(context)
    accounts = accounts_of(frame)
    accounts.account(email)  # tells at once when there is none
    secret = _new_password(frame, generate=generate, from_stdin=password_stdin)
    made = accounts.set_password(email, secret)
    frame.note("The password of {email} was set; all its sessions ended.", email=email)
    if secret is None:
        _show_password(frame, made)


def role(context: typer.Context, email: Email, role: RoleName) -> None:
    """Give an account another role."""
    frame = frame_of(context)
    wanted = _role(role)
    accounts_of(frame).set_role(email, wanted)
    frame.note("The account {email} now has the role {role}.", email=email, role=wanted.value)


def disable(context: typer.Context, email: Email) -> None:
    """Shut an account out at once. It keeps its data and can be enabled again."""
    frame = frame_of(context)
    accounts_of(frame).disable(email)
    frame.note("The account {email} is disabled; all its sessions ended.", email=email)


def enable(context: typer.Context, email: Email) -> None:
    """Let a disabled account in again."""
    frame = frame_of(context)
    accounts_of(frame).enable(email)
    frame.note("The account {email} is enabled.", email=email)


def grant(context: typer.Context, email: Email, collection: Restricted) -> None:
    """Open a restricted collection to an account."""
    frame = frame_of(context)
    hub = frame.hub()
    collection = hub.catalogue().renamed.now("collection", collection)
    check_collections(hub.catalogue().collections, [collection])
    hub.accounts.grant(email, collection)
    frame.note("{email} may now see {collection}.", email=email, collection=collection)


def revoke(context: typer.Context, email: Email, collection: Restricted) -> None:
    """Close a restricted collection to an account again."""
    frame = frame_of(context)
    hub = frame.hub()
    renamed = hub.catalogue().renamed
    for name in renamed.names("collection", renamed.now("collection", collection)):
        hub.accounts.revoke_grant(email, name)  # a grant may still bear an old name
    frame.note("{email} may no longer see {collection}.", email=email, collection=collection)


def accounts_of(frame: Frame) -> "Accounts":
    """The accounts alone: no catalogue and no index is needed for them."""
    from hub.accounts import Accounts
    from hub.database import open_database

    return Accounts(open_database(frame.settings), frame.settings)


def check_collections(known: object, wanted: list[str]) -> None:
    """Raise NotFound for the first id that is no collection."""
    ids = list(known)  # type: ignore[call-overload]
    for id in wanted:
        if id not in ids:
            raise NotFound(
                "There is no collection {id!r}. There are: {known}.",
                id=id,
                known=", ".join(ids) or "–",
            )


def _role(name: str) -> "Role":
    from hub.accounts import Role

    known = [role.value for role in Role if role is not Role.GUEST]
    if name.lower() not in known:
        raise UsageProblem(
            "There is no role {name!r} for accounts. Choose one of: {known}.",
            name=name,
            known=", ".join(known),
        )
    return Role(name.lower())


def _new_password(frame: Frame, *, generate: bool, from_stdin: bool) -> str | None:
    """The password as it was typed or piped in; None when one is to be generated."""
    if generate and from_stdin:
        raise UsageProblem("Choose either --generate or --password-stdin, not both.")
    if generate:
        return None
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise UsageProblem(
            "There is no terminal to ask for the password. Add --generate or --password-stdin."
        )
    return str(
        typer.prompt(
            frame.text("New password"),
            hide_input=True,
            confirmation_prompt=frame.text("Once more"),
            err=True,
        )
    )


def _show_password(frame: Frame, password: str) -> None:
    frame.note("This is its password. It is shown this once:")
    typer.echo(password)


def _as_data(account: "Account") -> dict[str, object]:
    return {
        "email": account.email,
        "name": account.name,
        "role": account.role.value,
        "enabled": account.enabled,
        "grants": sorted(account.grants),
        "created": account.created.isoformat(),
        "last_login": account.last_login.isoformat() if account.last_login else None,
    }
