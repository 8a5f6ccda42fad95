"""What every command is given: the reader's language, the settings, and where to print."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console

from hub.errors import SettingsError
from hub.i18n import LANGUAGES, plural, translator
from hub.model import Problem
from hub.portability.switching import finish_switch
from hub.settings import Settings, read_settings

if TYPE_CHECKING:
    from hub.core import Hub


_WHOLE = 10_000  #: columns of what is no terminal: no address is cut off


@dataclass(frozen=True)
class Frame:
    """One run of the command line. Results go to ``out``, all else to ``err``."""

    language: str
    out: Console
    err: Console

    @cached_property
    def settings(self) -> Settings:
        """The settings of this hub; a restore that was cut short is finished first.

        Raises SettingsError or TransferError.
        """
        settings = read_settings()
        finish_switch(settings)
        return settings

    def hub(self) -> "Hub":
        """The hub of these settings. Raises what ``open_hub`` raises."""
        from hub.core import open_hub  # heavy: only for the commands that need it

        return open_hub(self.settings)

    def text(self, text: str, **gaps: object) -> str:
        """The text in the reader's language, its gaps filled."""
        told = translator(self.language)(text)
        return told.format(**gaps) if gaps else told

    def reason(self, problem: Problem) -> str:
        """Why a file was set aside, in the reader's language."""
        return problem.text(translator(self.language))

    def count(self, one: str, many: str, number: int) -> str:
        """'1 hit', '2 hits' in the reader's language."""
        return plural(self.language, one, many, number).format(n=number)

    def say(self, text: str, **gaps: object) -> None:
        """Print a result or an answer."""
        self.out.print(self.text(text, **gaps))

    def note(self, text: str, **gaps: object) -> None:
        """Print what is no result: a hint, a warning, how far the work is."""
        self.err.print(self.text(text, **gaps))

    def json(self, value: Any) -> None:
        """Print a value for programs."""
        typer.echo(json.dumps(value, ensure_ascii=False, indent=2))

    @contextmanager
    def working(self, text: str, **gaps: object) -> Iterator[None]:
        """Show that long work is under way: moving on a terminal, else as one line."""
        if self.err.is_terminal:
            with self.err.status(self.text(text, **gaps)):
                yield
        else:
            self.note(text, **gaps)
            yield


def frame_of(context: typer.Context) -> Frame:
    """The frame that ``main`` gave this run."""
    frame = context.obj
    if not isinstance(frame, Frame):
        raise TypeError("the command line was started without a frame")
    return frame


def new_frame(environment: Mapping[str, str] = os.environ) -> Frame:
    """The frame of a run in this environment."""
    plain = {"highlight": False, "markup": False, "emoji": False}
    out = Console(**plain)  # type: ignore[arg-type]
    if not out.is_terminal:  # lines and tables stay whole for programs
        out.soft_wrap, out.width = True, _WHOLE
    return Frame(
        language=_language(environment),
        out=out,
        err=Console(stderr=True, soft_wrap=True, **plain),  # type: ignore[arg-type]
    )


def _language(environment: Mapping[str, str]) -> str:
    """HUB_LANGUAGE, then the locale, then the settings. A locale of C or POSIX says nothing."""
    for name in ("HUB_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        language = value.replace(".", "_").split("_")[0].lower()
        if language in LANGUAGES:
            return language
        if value and name != "HUB_LANGUAGE":
            break
    try:
        return read_settings().language
    except SettingsError:
        return Settings().language  # the command itself will say what is wrong with them
