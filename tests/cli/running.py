"""Real runs of the `hub` command, each a process of its own.

Most are forked from a process that has imported everything already: the program is the same, only
the second that Python takes to start is saved. The others start it as a person would.
"""

import json
import multiprocessing
import os
import pty
import select
import socket
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PASSWORD = "a long enough sentence"

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.cli.warm"])


@dataclass(frozen=True)
class Finished:
    """How a run ended, and what it printed."""

    status: int | None
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.status == 0, self.err
        return json.loads(self.out)


@dataclass(frozen=True)
class Home:
    """A folder with a catalogue and a data directory of its own."""

    folder: Path

    @property
    def collections(self) -> Path:
        return self.folder / "collections"

    @property
    def data(self) -> Path:
        return self.folder / "var"

    def environment(self, **more: str) -> dict[str, str]:
        """English, and nothing of the settings of whoever runs the tests."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("HUB_", "LC_", "LANG"))}
        return {**kept, "HUB_LANGUAGE": "en", "PYTHONPATH": str(ROOT), **more}

    def start(self, *arguments: str, typed: str = "", **environment: str) -> "Running":
        """Start the command; it runs in the folder of this home."""
        (self.folder / "in").write_text(typed)
        process = _FORKS.Process(
            target=_run,
            args=(arguments, self.folder, self.environment(**environment)),
        )
        process.start()
        return Running(process, self.folder)

    def run(self, *arguments: str, typed: str = "", **environment: str) -> Finished:
        """Run the command to its end."""
        return self.start(*arguments, typed=typed, **environment).finish()

    def talk(
        self, *arguments: str, answers: Sequence[tuple[str, str]], **environment: str
    ) -> Finished:
        """Run the command at a terminal and answer its questions, in this order."""
        ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (50, 100))
        for name in ("in", "out", "err"):
            (self.folder / name).unlink(missing_ok=True)
            (self.folder / name).symlink_to(os.ttyname(theirs))
        environment = self.environment(TERM="dumb", **environment)
        process = _FORKS.Process(target=_run, args=(arguments, self.folder, environment))
        process.start()
        shown = ""
        try:
            for question, answer in answers:
                shown += _until(question, ours, process)
                os.write(ours, f"{answer}\n".encode())
            shown += _until(None, ours, process)
            process.join(10)
        finally:
            process.kill()
            os.close(theirs)
            os.close(ours)
        return Finished(process.exitcode, shown.replace("\r\n", "\n"), "")

    def run_program(self, *arguments: str, **environment: str) -> Finished:
        """Run the command as a person does, from a new Python."""
        ended = subprocess.run(
            [sys.executable, "-m", "hub", *arguments],
            cwd=self.folder,
            env=self.environment(**environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return Finished(ended.returncode, ended.stdout, ended.stderr)


@dataclass(frozen=True)
class Running:
    """A run that has not ended yet."""

    process: Any
    folder: Path

    def finish(self) -> Finished:
        self.process.join(120)
        assert self.process.exitcode is not None, "the command does not end"
        out, err = ((self.folder / name).read_text("utf-8") for name in ("out", "err"))
        return Finished(self.process.exitcode, out, err)

    def kill(self) -> bool:
        """End it by SIGKILL; whether it was still at work."""
        at_work = self.process.is_alive()
        self.process.kill()
        self.process.join()
        return bool(at_work)


def _until(wanted: str | None, terminal: int, process: Any) -> str:
    """What the terminal shows until this stands there, or until the process has ended."""
    shown, end = b"", time.monotonic() + 60
    while wanted is None or wanted not in shown.decode("utf-8", "ignore"):
        assert time.monotonic() < end, f"{wanted!r} is not asked:\n{shown.decode()}"
        ended = not process.is_alive()
        if select.select([terminal], [], [], 0.05)[0]:
            shown += os.read(terminal, 4096)
        elif ended:
            assert wanted is None, f"{wanted!r} was never asked:\n{shown.decode()}"
            break
    return shown.decode("utf-8", "replace")


def _run(arguments: tuple[str, ...], folder: Path, environment: dict[str, str]) -> None:
    """The forked process: from here on it is the command."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, name in enumerate(("in", "out", "err")):
        flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        os.dup2(os.open(name, flags, 0o600), number)
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115
        for number, mode in enumerate("rww")
    )
    from hub.cli import main

    raise SystemExit(main(list(arguments)))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
