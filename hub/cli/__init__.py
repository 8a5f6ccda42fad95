"""The ``hub`` command. One file per group of commands; ``main`` catches errors, once."""

import sys
from collections.abc import Sequence
from typing import Any

from typer.core import TyperGroup
from typer.exceptions import Abort, TyperException
from typer.main import get_command

from hub.cli.commands import app
from hub.cli.frame import Frame, new_frame
from hub.cli.help import UsageProblem, complaint
from hub.errors import HubError
from hub.i18n import translator

#: What a shell reports for a program that was ended by Ctrl-C.
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line. Returns the exit status: 0 only when all went well."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a title may hold any character
    frame = new_frame()
    try:
        status = _run(sys.argv[1:] if arguments is None else list(arguments), frame)
        sys.stdout.flush()
    except HubError as error:
        _complain(error.text(translator(frame.language)))
        return 2 if isinstance(error, UsageProblem) else 1
    except TyperException as error:
        return _misused(error, frame)
    except (KeyboardInterrupt, Abort):
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our output has seen enough
        sys.stdout = None  # else Python complains when it closes it
        return 1
    return status


def command_line() -> TyperGroup:
    """All commands, as one tree."""
    tree: Any = get_command(app)
    return tree  # type: ignore[no-any-return]


def _run(arguments: list[str], frame: Frame) -> int:
    command = command_line()
    status = command.main(arguments, prog_name="hub", standalone_mode=False, obj=frame)
    return status if isinstance(status, int) else 0


def _misused(error: TyperException, frame: Frame) -> int:
    if type(error).__name__ == "NoArgsIsHelpError":
        print(error.message, file=sys.stderr)
    else:
        _complain(complaint(error, translator(frame.language)))
    return 2


def _complain(sentence: str) -> None:
    print(f"hub: {sentence}", file=sys.stderr)
