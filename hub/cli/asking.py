"""Questions at the terminal that are answered by yes or no, in the reader's language."""

import sys

import typer

from hub.cli.frame import Frame
from hub.cli.help import UsageProblem


def agrees(frame: Frame, question: str, *, default: bool = False, err: bool = True) -> bool:
    """Whether the answer is yes; Enter alone takes the default. Asks until it is understood.

    Raises UsageProblem where nobody is there to answer, typer.Abort after Ctrl-C.
    """
    yes, no = frame.text("y"), frame.text("n")
    shown = f"{question} [{yes.upper()}/{no}]" if default else f"{question} [{yes}/{no.upper()}]"
    answers = {"": default, "y": True, "n": False, yes: True, no: False}
    answers |= {frame.text("yes"): True, frame.text("no"): False, "yes": True, "no": False}
    while (told := _answer(shown, err=err)) not in answers:
        frame.note("Answer with {yes} or {no}.", yes=yes, no=no)
    return answers[told]


def _answer(shown: str, *, err: bool) -> str:
    try:
        told = typer.prompt(shown, default="", show_default=False, err=err)
    except typer.Abort as error:
        if sys.stdin.isatty():
            raise
        raise UsageProblem(
            "There is nobody to answer the question. Add --yes to do it without asking."
        ) from error
    return str(told).strip().lower()
