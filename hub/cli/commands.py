"""The tree of commands: names and what runs them."""

from typing import Annotated

import typer

from hub import __version__
from hub.cli import (
    account,
    adding,
    alerts,
    backup,
    checking,
    code,
    doctor,
    evaluation,
    exporting,
    figures,
    history,
    inbox,
    indexing,
    ingesting,
    issues,
    links,
    newsletters,
    review,
    saved,
    searching,
    serving,
    subscribers,
    thesaurus,
    token,
    transfer,
    vocabulary,
)
from hub.cli.help import Command, Group

COMMANDS = {
    "serve": serving.serve,
    "index": indexing.index,
    "search": searching.search,
    "eval": evaluation.evaluate,
    "add": adding.add,
    "ingest": ingesting.ingest,
    "import": transfer.import_path,
    "history": history.history,
    "undo": history.undo,
    "figures": figures.figures,
    "gaps": figures.gaps,
    "export": exporting.export,
    "backup": backup.backup,
    "restore": backup.restore,
    "doctor": doctor.doctor,
}

ACCOUNT_COMMANDS = {
    "add": account.add,
    "list": account.list_accounts,
    "password": account.password,
    "role": account.role,
    "disable": account.disable,
    "enable": account.enable,
    "grant": account.grant,
    "revoke": account.revoke,
}

INBOX_COMMANDS = {
    "list": inbox.list_proposals,
    "accept": inbox.accept,
    "reject": inbox.reject,
    "merge": inbox.merge,
}

CHECK_COMMANDS = {
    "links": links.check_links,
    "thesaurus": checking.thesaurus,
}

THESAURUS_COMMANDS = {
    "export": thesaurus.export,
    "import": thesaurus.take_over,
}

CODE_COMMANDS = {
    "add": code.add,
    "list": code.list_codes,
    "revoke": code.revoke,
}

TOKEN_COMMANDS = {"list": token.list_tokens, "revoke": token.revoke}

REVIEW_COMMANDS = {"list": review.list_reviews, "done": review.done}
SAVED_COMMANDS = {"list": saved.list_saved, "show": saved.show}
ALERT_COMMANDS = {"send": alerts.send}
ISSUE_COMMANDS = {
    "new": issues.new,
    "list": issues.list_issues,
    "show": issues.show,
    "render": issues.render,
    "send": issues.send,
    "archive": issues.archive,
    "discard": issues.discard,
}
NEWSLETTER_COMMANDS = {
    "add": newsletters.add,
    "list": newsletters.list_newsletters,
    "show": newsletters.show,
    "save": newsletters.save,
}
SUBSCRIBER_COMMANDS = {
    "import": subscribers.import_list,
    "export": subscribers.export_list,
    "about": subscribers.about,
    "erase": subscribers.erase,
    "bounces": subscribers.bounces,
}


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"hub {__version__}")
        raise typer.Exit


def hub(
    _version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """The knowledge hub: serve it, search it and care for it."""


def _group(commands: dict[str, object], help: str) -> typer.Typer:
    group = typer.Typer(
        cls=Group, no_args_is_help=True, add_completion=False, rich_markup_mode=None, help=help
    )
    for name, command in commands.items():
        group.command(name, cls=Command)(command)  # type: ignore[type-var]
    return group


app = _group(dict(COMMANDS), str(hub.__doc__))
app.callback()(hub)
_accounts = _group(dict(ACCOUNT_COMMANDS), "Accounts and access codes.")
_accounts.add_typer(
    _group(dict(CODE_COMMANDS), "Access codes: shared passwords for some collections."),
    name="code",
)
_accounts.add_typer(
    _group(dict(TOKEN_COMMANDS), "Tokens: what programs show to the JSON API."), name="token"
)
app.add_typer(_accounts, name="account")
app.add_typer(_group(dict(INBOX_COMMANDS), "Proposals that wait for an editor."), name="inbox")
_checks = _group(dict(CHECK_COMMANDS), str(checking.check.__doc__))
_checks.info.no_args_is_help = False
_checks.callback(invoke_without_command=True)(checking.check)
app.add_typer(_checks, name="check")
app.add_typer(
    _group(dict(THESAURUS_COMMANDS), "The thesaurus as SKOS, for other programs."), name="thesaurus"
)
app.add_typer(_group(dict(REVIEW_COMMANDS), "What editors should look at next."), name="review")
app.add_typer(_group(dict(SAVED_COMMANDS), "Saved searches."), name="saved")
app.add_typer(_group(dict(ALERT_COMMANDS), "Mails that tell what is new."), name="alerts")
app.add_typer(_group(dict(ISSUE_COMMANDS), "Issues of the newsletters."), name="issue")
app.add_typer(
    _group(dict(NEWSLETTER_COMMANDS), "Newsletters and their sections."), name="newsletter"
)
app.add_typer(_group(dict(SUBSCRIBER_COMMANDS), "Who receives a newsletter."), name="subscriber")
for _name, (_kind, _help) in vocabulary.GROUPS.items():
    app.add_typer(_group(dict(vocabulary.commands(_kind)), _help), name=_name)
