"""Help and complaints about usage, in the reader's language."""

from difflib import get_close_matches
from typing import Any

from typer.core import TyperCommand, TyperGroup

from hub.cli.frame import frame_of
from hub.errors import HubError
from hub.i18n import Translate


class UsageProblem(HubError):
    """The command line was not typed as the command expects it."""


class Command(TyperCommand):
    """A command whose help speaks the reader's language."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write usage, explanation, arguments and options."""
        _write_help(self, ctx, formatter)


class Group(TyperGroup):
    """A group of commands whose help speaks the reader's language."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write usage, explanation, options and the commands in it."""
        _write_help(self, ctx, formatter)
        say = frame_of(ctx).text
        commands = [(name, self.commands[name]) for name in self.list_commands(ctx)]
        with formatter.section(say("Commands")):
            formatter.write_dl([(name, say(paragraphs(c.help)[0])) for name, c in commands])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that was typed. Raises UsageProblem where there is none."""
        if args[0] in self.commands:
            return super().resolve_command(ctx, args)
        near = get_close_matches(args[0], self.commands, n=1)
        raise UsageProblem(
            "There is no command {name!r}. Try: {help}",
            name=args[0],
            help=f"{ctx.command_path} {near[0]}" if near else f"{ctx.command_path} --help",
        )


def paragraphs(help: str | None) -> list[str]:
    """The paragraphs of an explanation, each on one line: so they are translated."""
    return [" ".join(part.split()) for part in (help or "").split("\n\n")]


def _write_help(command: Any, context: Any, formatter: Any) -> None:
    say = frame_of(context).text
    shown = [p for p in command.get_params(context) if not p.hidden]
    formatter.write_usage(context.command_path, _pieces(command, shown, say), say("Usage: "))
    for paragraph in paragraphs(command.help):
        formatter.write_paragraph()
        formatter.write_text(say(paragraph))
    for kind, heading in (("argument", "Arguments"), ("option", "Options")):
        rows = [_row(p, context) for p in shown if p.param_type_name == kind]
        if rows:
            with formatter.section(say(heading)):
                formatter.write_dl(rows)


def _pieces(command: Any, parameters: list[Any], say: Translate) -> str:
    """What follows the name of the command in its usage line."""
    names = [_argument(p, say) for p in parameters if p.param_type_name == "argument"]
    if isinstance(command, Group):
        names.append(say("COMMAND …"))
    return " ".join((*names, say("[OPTIONS]")))


def _argument(parameter: Any, say: Translate) -> str:
    return say(parameter.metavar or parameter.name.upper())


def _row(parameter: Any, context: Any) -> tuple[str, str]:
    say = frame_of(context).text
    help = say(parameter.help or "")
    if parameter.param_type_name == "argument":
        return _argument(parameter, say), help
    names = ", ".join((*parameter.opts, *parameter.secondary_opts))
    if parameter.is_flag:
        return names, help
    if parameter.required:
        help += " " + say("Required.")
    elif parameter.default not in (None, (), [], ""):
        help += " " + say("Otherwise {default}.", default=parameter.default)
    return f"{names} {say(parameter.metavar or parameter.display_type(context))}", help


#: What a refused command line is told, by the kind of refusal.
_COMPLAINTS = {
    "NoSuchOption": "There is no option {name}.",
    "BadOptionUsage": "The option {name} cannot be used like that: with a value or without?",
    "MissingParameter": "{name} is missing.",
    "BadParameter": "The value given for {name} does not fit: it must be {expected}.",
    "UsageError": "The command does not take all of these arguments.",
}

_EXPECTED = {"<int>": "a whole number", "<int range>": "a whole number within bounds"}


def complaint(error: Any, translate: Translate) -> str:
    """What is wrong with the command line, as a sentence with a way out."""
    names = (kind.__name__ for kind in type(error).__mro__)
    sentence = next((_COMPLAINTS[n] for n in names if n in _COMPLAINTS), "")
    parameter, context = getattr(error, "param", None), getattr(error, "ctx", None)
    told = translate(sentence).format(
        name=_name(error, parameter, translate),
        expected=translate(_expected(parameter, context)),
    )
    path = context.command_path if context else "hub"
    return f"{told} " + translate("Try: {help}").format(help=f"{path} --help")


def _name(error: Any, parameter: Any, translate: Translate) -> str:
    if parameter is None:
        return str(getattr(error, "option_name", ""))
    if parameter.param_type_name == "argument":
        return _argument(parameter, translate)
    return str(max(parameter.opts, key=len))


def _expected(parameter: Any, context: Any) -> str:
    if parameter is None or context is None:
        return ""
    bounds = getattr(parameter, "min", None), getattr(parameter, "max", None)
    kind = str(parameter.display_type(context))
    if kind == "<int range>" and None not in bounds:
        return f"{bounds[0]} … {bounds[1]}"
    if kind == "<int range>" and bounds[0] is not None:
        return f"{bounds[0]}, {bounds[0] + 1}, {bounds[0] + 2} …"
    kind = kind.replace("list[", "").replace("]", "")
    return _EXPECTED.get(kind, kind.strip("<>").replace("|", ", "))
